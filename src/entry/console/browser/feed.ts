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
      const template = document.createElement('template');
      template.innerHTML = data;
      const [item] = template.content.children;
      if (item === undefined) return;
      const known = document.getElementById(item.id);
      if (known === null) list.prepend(item);
      else known.replaceWith(item);
      item.classList.add('is-new');
      source.querySelector('[data-feed-empty]')?.remove();
      while (list.children.length > MOST) list.lastElementChild?.remove();
    });
    // The service has ended it: somebody is signed out. The page says so when it is loaded again.
    source.addEventListener('ended', () => {
      location.reload();
    });
  }
}
