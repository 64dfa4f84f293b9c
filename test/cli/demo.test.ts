import test from 'ava';
import { cli } from '../command-line.js';
import { visit } from '../console/browser-less.js';
import { eventually } from '../watch/collect.js';

const LINK = /http:\/\/127\.0\.0\.1:\d+\/console\/link\?key=[\w-]{32}/g;

for (const [language, words] of [
  ['en', 'It goes on until Ctrl-C.'],
  ['fr', "Elle continue jusqu'à Ctrl-C."],
] as const) {
  test(`the demo goes on with its console when it is told to, in ${language}`, async (t) => {
    const interruption = new AbortController();
    const output: string[] = [];
    const links = () => [...output.join('').matchAll(LINK)].map(([link]) => link);
    const running = cli(`demo --pace 0 --keep --lang ${language}`, {}, '/', {
      interrupted: interruption.signal,
      onOutput: (_, text) => void output.push(text),
    });
    await eventually('its link', () => links().length > 0);
    t.true(output.join('').includes(words));
    const [link = ''] = links();
    const { origin } = new URL(link);
    const visitor = await visit(origin, undefined, { 'accept-language': language });
    t.is((await visitor.get(link.slice(origin.length))).to, '/console');
    const page = await visitor.get('/console');
    t.is(page.status, 200);
    t.regex(page.html, new RegExp(`<html lang="${language}">`));
    // The calls of the demo are there.
    t.regex(page.html, /id="interaction-/);
    await eventually('the next one', () => links().length === 2);
    t.not(links()[1], link);
    interruption.abort();
    const { code, stderr } = await running;
    t.deepEqual([code, stderr], [0, '']);
    await t.throwsAsync(fetch(origin));
  });
}

test('a demo that ends at once shows no link that leads nowhere, and one with pauses says where to watch it', async (t) => {
  t.notRegex((await cli('demo --pace 0')).stdout, LINK);
  t.regex((await cli('demo --pace 0.01')).stdout, /Watch it in a browser, with a link that opens once: http/);
});
