/** What a page gets of the feed. */
export type FeedNews =
  | { readonly kind: 'interaction'; readonly html: string }
  /** Some may have been left out: the list is to be asked for. */
  | { readonly kind: 'stale' }
  /** The same, as the stream has begun. */
  | { readonly kind: 'begun' }
  | { readonly kind: 'lost' };

/** After which a stream that the server has refused is tried again. */
const AGAIN_MS = 5_000;

/**
 * The feed of all pages that a browser has open: one of those in sight has the stream and tells the others, as a browser keeps six
 * connections to a server only. A page out of sight keeps none.
 * @param onNews of this page
 */
export function shareStream(address: string, onNews: (news: FeedNews) => void): void {
  // Pages in which somebody else is signed in, or of another language, are shown something else.
  const token = document.querySelector<HTMLInputElement>('input[name="_csrf"]')?.value ?? '';
  const name = `feed ${document.documentElement.lang} ${token}`;
  const channel = new BroadcastChannel(name);
  channel.addEventListener('message', ({ data }: MessageEvent<FeedNews>) => {
    onNews(data);
  });
  const tell = (news: FeedNews) => {
    onNews(news);
    channel.postMessage(news);
  };
  let turn: AbortController | undefined;
  const follow = () => {
    if (document.hidden) {
      turn?.abort();
      turn = undefined;
    } else if (turn === undefined) {
      turn = new AbortController();
      void takeTurn(name, turn.signal, {
        keep: (over) => openStream(address, { tell, onNews }, over),
        // Until now, it may have been told nothing.
        onTaken: () => {
          onNews({ kind: 'stale' });
        },
      });
    }
  };
  document.addEventListener('visibilitychange', follow);
  follow();
}

interface Turn {
  /** Has the stream until the signal. */
  readonly keep: (over: AbortSignal) => Promise<void>;
  /** Another page has it. */
  readonly onTaken: () => void;
}

async function takeTurn(name: string, over: AbortSignal, { keep, onTaken }: Turn): Promise<void> {
  // Where pages come without TLS, browsers have no locks: each page in sight then has a stream of its own.
  if (!('locks' in navigator)) {
    await keep(over);
    return;
  }
  const isTaken = await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
    if (lock !== null) await keep(over);
    return lock === null;
  });
  if (!isTaken) return;
  onTaken();
  try {
    await navigator.locks.request(name, { signal: over }, () => keep(over));
  } catch (error) {
    // It went out of sight before its turn.
    if (!over.aborted) throw error;
  }
}

interface Listeners {
  /** All pages. */
  readonly tell: (news: FeedNews) => void;
  /** This one. */
  readonly onNews: (news: FeedNews) => void;
}

/** @returns when it is over */
function openStream(address: string, { tell, onNews }: Listeners, over: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    let stream: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const open = () => {
      stream = new EventSource(address);
      stream.addEventListener('open', () => {
        tell({ kind: 'begun' });
      });
      stream.addEventListener('interaction', ({ data }: MessageEvent<string>) => {
        tell({ kind: 'interaction', html: data });
      });
      stream.addEventListener('missed', () => {
        tell({ kind: 'stale' });
      });
      stream.addEventListener('error', () => {
        tell({ kind: 'lost' });
        // It connects again by itself, when the server has said.
        if (stream?.readyState !== EventSource.CLOSED) return;
        // It was refused. So is the list, when nobody is signed in any more.
        onNews({ kind: 'stale' });
        timer = setTimeout(open, AGAIN_MS);
      });
    };
    const close = () => {
      clearTimeout(timer);
      stream?.close();
      resolve();
    };
    if (over.aborted) close();
    else {
      over.addEventListener('abort', close, { once: true });
      open();
    }
  });
}
