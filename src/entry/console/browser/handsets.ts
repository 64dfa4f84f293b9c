interface Swapped {
  readonly ctx?: { readonly sourceElement?: Element; readonly response?: { readonly status: number } };
}

/** The phones of the page "try it": the newest line is in sight, and what was sent is not there to be sent again. */
export function followHandsets(root: Document): void {
  const showNewest = () => {
    for (const screen of root.querySelectorAll('[data-handset]')) screen.scrollTop = screen.scrollHeight;
  };
  showNewest();
  root.addEventListener('htmx:after:swap', (event) => {
    showNewest();
    const { ctx } = (event as CustomEvent<Swapped>).detail;
    const form = ctx?.sourceElement;
    if (!(form instanceof HTMLFormElement) || ctx?.response?.status !== 200) return;
    const sent = form.elements.namedItem(form.dataset['clears'] ?? '');
    if (sent instanceof HTMLInputElement) sent.value = '';
  });
}
