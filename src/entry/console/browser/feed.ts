import { shareStream } from './one-stream.js';

/** So many calls stay on a page that is open all day. */
const MOST = 50;

/**
 * Puts each call or text that the server sends at the top of its list, or in the place of the same one. The HTML is the server's, where
 * everything that came from elsewhere is escaped.
 */
export function followFeed(root: ParentNode): void {
  const feed = root.querySelector<HTMLElement>('[data-feed-stream]');
  const list = feed?.querySelector<HTMLElement>('[data-feed]');
  if (!feed || !list) return;
  const { feedStream = '', feedList = '' } = feed.dataset;
  const status = feed.querySelector<HTMLElement>('[data-feed-lost]');
  const say = (isLost: boolean) => {
    const text = isLost ? (status?.dataset['feedLost'] ?? '') : '';
    if (status !== null && status.textContent !== text) status.textContent = text;
  };
  const show = (change: () => void) => {
    change();
    if (list.children.length > 0) feed.querySelector('[data-feed-empty]')?.remove();
  };
  /** Ids of what has come since the list was asked for: the answer may be older. */
  let since = new Set<string>();
  const refresh = async (isConnected: boolean) => {
    const mine = new Set<string>();
    since = mine;
    const response = await fetch(feedList).catch(() => undefined);
    // Nobody is signed in any more: the page asks to sign in.
    if (response?.status === 401) location.reload();
    const html = response?.ok === true ? await response.text().catch(() => undefined) : undefined;
    // It was asked for again.
    if (mine !== since) return;
    say(html === undefined || !isConnected);
    if (html !== undefined)
      show(() => {
        exchange(list, html, mine);
      });
  };
  shareStream(feedStream, (news) => {
    if (news.kind === 'stale') void refresh(true);
    else if (news.kind === 'interaction')
      show(() => {
        for (const item of itemsIn(news.html)) {
          since.add(item.id);
          put(list, item);
        }
        while (list.children.length > MOST) list.lastElementChild?.remove();
      });
    else {
      say(true);
      // The list is refused when nobody is signed in any more.
      void refresh(false);
    }
  });
}

function itemsIn(html: string): readonly Element[] {
  const template = document.createElement('template');
  template.innerHTML = html;
  return [...template.content.children];
}

/** @param item newer than all others, unless it is there already */
function put(list: HTMLElement, item: Element): void {
  const known = document.getElementById(item.id);
  known?.removeAttribute('class');
  if (known?.isEqualNode(item) === true) return;
  if (known === null) list.prepend(item);
  else known.replaceWith(item);
  item.classList.add('is-new');
}

/** The list becomes what the server has, and what is the same stays: it is not read out again. */
function exchange(list: HTMLElement, html: string, newer: ReadonlySet<string>): void {
  const items = itemsIn(html).filter(({ id }) => !newer.has(id));
  const ids = new Set([...newer, ...items.map(({ id }) => id)]);
  for (const former of [...list.children]) if (!ids.has(former.id)) former.remove();
  for (const item of items.toReversed()) put(list, item);
}
