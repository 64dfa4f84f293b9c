import test from 'ava';
import { escapeHtml } from '../../src/domain/model/escape-html.js';
import { letterHtml, letterMail, letterText, type Letter } from '../../src/domain/model/letter.js';

const HOSTILE = `</title></style></pre><script>alert('1')</script><img src=x onerror="alert(1)"> & {shop} Donaudampfschifffahrt`;

/** Every place of a letter that takes words. */
const letterWith = (words: string): Letter => ({
  language: 'en',
  title: words,
  introduction: [words],
  body: [words],
  buttons: [
    { label: words, url: words },
    { label: words, url: words },
  ],
  sections: [
    {
      title: words,
      rows: [
        { name: words, value: words },
        { name: words, value: words, isPart: true },
      ],
    },
  ],
  ending: [words, { command: words }],
});

test('whatever is in a letter is text in its HTML, wherever it stands', (t) => {
  const tags = (html: string) => html.match(/<\/?[a-z0-9!]+/g);
  const html = letterHtml(letterWith(HOSTILE));
  t.deepEqual(tags(html), tags(letterHtml(letterWith(HOSTILE.replace(/\S+/g, 'words')))));
  // Twice as the title. The command has each word on its own.
  const places = 14;
  t.is(html.split(escapeHtml(HOSTILE)).length - 1, places);
  t.is(letterText(letterWith('words')).split('words').length - 1, places);
});

test('a title of several lines is a subject of one', (t) => {
  const { subject, text } = letterMail({ language: 'en', title: 'The shop\r\nBcc: eve@evil.example', body: ['Hello'] });
  t.is(subject, 'The shop Bcc: eve@evil.example');
  t.is(text, `${subject}\n\nHello\n`);
});

test('every part that has a colour has one for dark screens too', (t) => {
  const html = letterHtml(letterWith('words'));
  const dark = new Set(html.match(/(?<=[{}])\.\w+(?=\{)/g)?.map((name) => name.slice(1)));
  for (const [element, style = ''] of html.matchAll(/<\w+[^>]* style="([^"]*)"/g)) {
    const isColoured = /(?:^|[;-])(?:color|background):|border-top/.test(style);
    const classes = /class="([^"]*)"/.exec(element)?.[1]?.split(' ') ?? [];
    t.is(isColoured, classes.length > 0, element);
    for (const name of classes) t.true(dark.has(name), name);
  }
  t.true(dark.size >= 6);
});

test('a long word is broken, and a short figure is not', (t) => {
  const html = letterHtml({
    language: 'en',
    title: 'words',
    sections: [
      {
        title: '',
        rows: [
          { name: 'a', value: '1,284' },
          { name: 'b', value: 'a sentence of many words' },
        ],
      },
    ],
  });
  t.regex(html, /<body[^>]*overflow-wrap:anywhere/);
  t.is(html.split('white-space:nowrap').length - 1, 1);
});
