declare module 'htmx.org/dist/htmx.esm.js' {
  const htmx: object;
  export default htmx;
}
