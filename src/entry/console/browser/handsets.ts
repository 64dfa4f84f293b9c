interface Swapped {
  readonly ctx?: { readonly sourceElement?: Element; readonly response?: { readonly status: number } };
}

/** The phones of the page "try it": what was sent is not there to be sent again. All else that is typed stays. */
export function followHandsets(root: Document): void {
  root.addEventListener('htmx:after:swap', (event) => {
    const { ctx } = (event as CustomEvent<Swapped>).detail;
    const form = ctx?.sourceElement;
    if (!(form instanceof HTMLFormElement) || ctx?.response?.status !== 200) return;
    const sent = form.elements.namedItem(form.dataset['clears'] ?? '');
    if (sent instanceof HTMLInputElement) sent.value = '';
  });
}
