import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import test from 'ava';
import { openConsole } from './browser-less.js';

/** What comes over the wire for a request, head and body, as browsers ask. */
function transferred(url: string, cookie: string): Promise<{ bytes: number; body: string }> {
  const headers = { 'accept-encoding': 'gzip, deflate, br', ...(cookie === '' ? {} : { cookie }) };
  return new Promise((resolve, reject) => {
    get(url, { headers, agent: false }, (response) => {
      const { socket } = response;
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        resolve({ bytes: socket.bytesRead, body: Buffer.concat(chunks).toString() });
      });
    }).on('error', reject);
  });
}

/** The files that a page loads. */
function filesOf(html: string): readonly string[] {
  return [...html.matchAll(/(?:href|src)="(\/console\/assets\/[^"]+)"/g)].map(([, path = '']) => path);
}

test('a browser loads less than 100 kB to sign in and see Today, and nothing from elsewhere', async (t) => {
  const { service, as } = await openConsole(t);
  // As many calls as the page shows.
  const { json } = await service.send('GET', '/orders/O-1');
  for (let index = 0; index < 20; index += 1)
    await service.send('POST', '/calls/simulate', {
      ...{ from: `+331990012${(10 + index).toString()}`, to: json['client_proxy_number'] },
    });
  const admin = await as('admin');
  const cookie = [...admin.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const pages = [
    await transferred(`${service.url}/console/sign-in`, ''),
    await transferred(`${service.url}/console`, cookie),
  ];
  t.is(pages[1]?.body.match(/<li id="interaction-/g)?.length, 20);
  const files = new Set(pages.flatMap(({ body }) => filesOf(body)));
  t.is(files.size, 3);
  for (const { body } of pages) t.notRegex(body, /(?:href|src)="(?:https?:)?\/\//);
  const loaded = await Promise.all([...files].map((path) => transferred(service.url + path, cookie)));
  const bytes = [...pages, ...loaded].reduce((sum, each) => sum + each.bytes, 0);
  t.log(`${bytes.toString()} bytes`);
  t.true(bytes < 100_000, `${bytes.toString()} bytes`);
});

test('the sheet of the console has less than 20 kB', (t) => {
  const { length } = readFileSync('dist/console/console.css');
  t.true(length > 5_000 && length < 20_000, `${length.toString()} bytes`);
});
