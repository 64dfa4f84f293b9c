/**
 * The service, in a process of its own, as strangers find it. Prints its port, and for each line of its standard input what it is like
 * now, as JSON. Ends when that input does.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { LOCAL_HTTP } from '../../src/entry/config/http.js';
import { startServer } from '../../src/entry/http/server.js';
import { AUTH_TOKEN, PUBLIC_URL } from '../webhook-load.js';
import { API_TOKEN, type ServerState } from './state.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const folder = mkdtempSync(join(tmpdir(), 'proxycall-bench-'));
const lines = { all: 0, serious: new Map<string, number>() };

const logDestination = new Writable({
  write(chunk: Buffer, _encoding, done) {
    const { level, msg } = JSON.parse(chunk.toString()) as { level: string; msg: string };
    lines.all += 1;
    if (['warn', 'error', 'fatal'].includes(level)) lines.serious.set(msg, (lines.serious.get(msg) ?? 0) + 1);
    done();
  },
});

const server = await startServer(
  {
    listenPort: 0,
    publicUrls: [PUBLIC_URL, 'https://other.example'],
    apiTokens: [API_TOKEN],
    store: { kind: 'sqlite', path: join(folder, 'bench.db') },
    telephony: {
      kind: 'twilio',
      accountSid: `AC${'0'.repeat(32)}`,
      authTokens: [AUTH_TOKEN, 'secondary'],
      baseUrl: undefined,
      addressSid: undefined,
      bundleSid: undefined,
    },
    settings: DEFAULT_SETTINGS,
    logLevel: 'info',
    // The worst case: each request claims another address.
    http: { ...LOCAL_HTTP, isProduction: true, proxyHops: 1 },
  },
  { host: '127.0.0.1', logDestination },
);

process.stdout.write(`${new URL(server.url).port}\n`);
process.stdin.on('data', () => {
  for (let times = 0; times < 3; times += 1) collectGarbage();
  const { rss, heapUsed, external } = process.memoryUsage();
  const state: ServerState = {
    rss,
    heap: heapUsed + external,
    lines: lines.all,
    serious: Object.fromEntries(lines.serious),
  };
  process.stdout.write(`${JSON.stringify(state)}\n`);
});
process.stdin.once('end', () => {
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
});
