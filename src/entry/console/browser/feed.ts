/** So many calls stay on a page that is open all day. */
const MOST = 50;

/**
 * Puts each call or text that the server sends at the top of its list, or in the place of the same one. The HTML is the server's, where
 * everything that came from elsewhere is escaped.
 */
export function followFeeds(root: ParentNode): void {
  for (const list of root.querySelectorAll<HTMLElement>('[data-feed]')) {
    const source = list.closest('[hx-sse\\:connect]') ?? list;
    source.addEventListener('interaction', (event) => {
      const { data } = (event as CustomEvent<{ data: string }>).detail;
      put(list, data);
      source.querySelector('[data-feed-empty]')?.remove();
    });
    // Some were left out: the page has them.
    source.addEventListener('missed', () => {
      location.reload();
    });
    source.addEventListener('htmx:sse:error', (event) => {
      const { status } = (event as CustomEvent<{ status?: number }>).detail;
      // Nobody is signed in any more: the page asks to sign in.
      if (status === 401) location.reload();
    });
  }
}

function put(list: HTMLElement, html: string): void {
  const template = document.createElement('template');
  template.innerHTML = html;
  const [item] = template.content.children;
  if (item === undefined) return;
  const known = document.getElementById(item.id);
  if (known === null) list.prepend(item);
  else known.replaceWith(item);
  item.classList.add('is-new');
  while (list.children.length > MOST) list.lastElementChild?.remove();
}
