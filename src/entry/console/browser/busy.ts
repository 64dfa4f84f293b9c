/** Says that a form is under way where its answer takes long, and sends it once. */
export function followForms(root: Document): void {
  root.addEventListener('submit', ({ target }) => {
    // The button that was pressed is part of what is sent.
    setTimeout(() => {
      if (target instanceof HTMLFormElement) setBusy(target, true);
    });
  });
  // Whoever comes back finds the page as it was left.
  addEventListener('pageshow', () => {
    for (const form of root.forms) setBusy(form, false);
  });
}

function setBusy(form: HTMLFormElement, isBusy: boolean): void {
  const note = form.querySelector<HTMLElement>('[data-busy]');
  if (note === null) return;
  note.hidden = !isBusy;
  for (const button of form.elements) {
    if (button instanceof HTMLButtonElement) button.disabled = isBusy;
  }
}
