import { shareStream } from './one-stream.js';

/** So many calls stay on a page that is open all day. */
const MOST = 50;
/** After which a list that could not be read is asked for again. */
const AGAIN_MS = 5_000;

/**
 * Puts each call or text that the server sends into its list, newest first, or in the place of the same one. The HTML is the server's,
 * where everything that came from elsewhere is escaped.
 */
export function followFeed(root: ParentNode): void {
  const feed = root.querySelector<HTMLElement>('[data-feed-stream]');
  const list = feed?.querySelector<HTMLElement>('[data-feed]');
  if (!feed || !list) return;
  const { feedStream = '', feedList = '', feedMost = '' } = feed.dataset;
  const most = Number(feedMost);
  const status = feed.querySelector<HTMLElement>('[data-feed-lost]');
  const lost = { stream: false, list: false };
  const say = (news: Partial<typeof lost>) => {
    Object.assign(lost, news);
    const text = lost.stream || lost.list ? (status?.dataset['feedLost'] ?? '') : '';
    if (status !== null && status.textContent !== text) status.textContent = text;
  };
  const show = (change: () => void) => {
    change();
    while (list.children.length > MOST) list.lastElementChild?.remove();
    if (list.children.length > 0) feed.querySelector('[data-feed-empty]')?.remove();
  };
  /** Ids of what has come since the list was asked for: the answer may be older. */
  let since = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const refresh = async () => {
    clearTimeout(timer);
    const mine = new Set<string>();
    since = mine;
    const shown = Math.min(MOST, Math.max(most, list.children.length));
    const response = await fetch(`${feedList}&most=${shown.toString()}`).catch(() => undefined);
    // Nobody is signed in any more: the page asks to sign in.
    if (response?.status === 401) location.reload();
    const html = response?.ok === true ? await response.text().catch(() => undefined) : undefined;
    // It was asked for again.
    if (mine !== since) return;
    say({ list: html === undefined });
    if (html !== undefined)
      show(() => {
        exchange(list, html, mine);
      });
    // Otherwise a stream that begins again asks for it.
    else if (!lost.stream) timer = setTimeout(() => void refresh(), AGAIN_MS);
  };
  shareStream(feedStream, (news) => {
    if (news.kind === 'interaction')
      show(() => {
        for (const item of itemsIn(news.html)) {
          since.add(item.id);
          put(list, item, most);
        }
      });
    else {
      if (news.kind !== 'stale') say({ stream: news.kind === 'lost' });
      if (news.kind === 'lost') clearTimeout(timer);
      else void refresh();
    }
  });
}

function itemsIn(html: string): readonly Element[] {
  const template = document.createElement('template');
  template.innerHTML = html;
  return [...template.content.children];
}

/** When it began: RFC 3339, always in UTC and as long. */
function timeOf(item: Element): string {
  return item.querySelector('time')?.dateTime ?? '';
}

/** @param complete a list with fewer has all there are: what is older than all of a longer one is not of the list */
function put(list: HTMLElement, item: Element, complete: number): void {
  const known = document.getElementById(item.id);
  // What is new stays marked, and is the same nevertheless.
  if (known?.classList.contains('is-new') === true) item.classList.add('is-new');
  if (known?.isEqualNode(item) === true) return;
  if (known === null) {
    const older = [...list.children].find((each) => timeOf(each) <= timeOf(item));
    if (older === undefined && list.children.length >= complete) return;
    list.insertBefore(item, older ?? null);
  } else known.replaceWith(item);
  item.classList.add('is-new');
}

/** The list becomes what the server has, and what is the same stays: it is not read out again. */
function exchange(list: HTMLElement, html: string, newer: ReadonlySet<string>): void {
  const items = itemsIn(html).filter(({ id }) => !newer.has(id));
  const ids = new Set([...newer, ...items.map(({ id }) => id)]);
  for (const former of [...list.children]) if (!ids.has(former.id)) former.remove();
  for (const item of items.toReversed()) put(list, item, MOST);
}
