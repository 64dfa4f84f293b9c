import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { startServer } from '../../src/entry/http/server.js';
import { HASH_KEY } from './fill.js';

const TOKEN = 'a token of the bench';

/** The pages of a console, over HTTP, and the answer that says nothing. */
export interface Pages {
  /** From the first byte of the request to the last of the answer. @throws unless it is a page */
  readonly get: (path: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Starts the service on this file, and signs in. */
export async function openPages(path: string): Promise<Pages> {
  const server = await startServer(
    {
      ...{ listenPort: 0, publicUrls: [], apiTokens: [TOKEN], hashKey: HASH_KEY, logLevel: 'error' },
      store: { kind: 'sqlite', path },
      telephony: { kind: 'simulated', authToken: undefined },
      settings: DEFAULT_SETTINGS,
    },
    { host: '127.0.0.1' },
  );
  const cookie = await signIn(server.url);
  return {
    async get(address) {
      const response = await fetch(server.url + address, { redirect: 'error', headers: { cookie } });
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`${address}: ${response.status.toString()}`);
    },
    stop: () => server.stop(),
  };
}

async function signIn(url: string): Promise<string> {
  const page = await fetch(`${url}/console/sign-in`);
  const csrf = /name="_csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
  const entered = await fetch(`${url}/console/sign-in`, {
    ...{ method: 'POST', redirect: 'manual', headers: { cookie: cookiesOf(page) } },
    body: new URLSearchParams({ _csrf: csrf, token: TOKEN }),
  });
  return cookiesOf(entered);
}

function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((set) => set.split(';')[0])
    .join('; ');
}
