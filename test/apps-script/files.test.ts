import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import test from 'ava';
import { FOLDER } from './google.js';

const names = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' });
const textOf = (name: string) => readFileSync(`${FOLDER}/${name}`, 'utf8');
const scripts = names.filter((name) => name.endsWith('.js')).map(textOf);
const pages = names.filter((name) => name.endsWith('.html')).map(textOf);
/** What Google runs: the scripts, and what is between `<?` and `?>` in the pages. */
const code = [...scripts, ...pages.flatMap((page) => page.match(/<\?[\s\S]*?\?>/g) ?? [])].join('\n');
const manifest = JSON.parse(textOf('appsscript.json')) as Record<string, unknown>;

test('what clasp uploads is exactly what is in the folder', (t) => {
  // By default it uploads the manifest, scripts and pages, from all folders.
  const isUploaded = (name: string) => name === 'appsscript.json' || /\.(js|gs|ts|html)$/.test(name);
  t.deepEqual(
    names.filter((name) => !isUploaded(name)),
    ['.clasp.json.example'],
  );
  t.true(names.length > 10);
  t.deepEqual(Object.keys(JSON.parse(textOf('.clasp.json.example')) as object), ['scriptId']);
});

const AUTH = 'https://www.googleapis.com/auth/';
/** Of the reference: the scopes that each service asks for. Those without one are of no interest to anybody else. */
const SCOPES: Readonly<Record<string, string | undefined>> = {
  'SpreadsheetApp.getActive': 'spreadsheets.currentonly',
  'SpreadsheetApp.getActiveSheet': 'spreadsheets.currentonly',
  'SpreadsheetApp.getUi': undefined,
  'UrlFetchApp.fetch': 'script.external_request',
  'PropertiesService.getUserProperties': undefined,
  'Session.getActiveUserLocale': undefined,
  'Utilities.getUuid': undefined,
  'Utilities.sleep': undefined,
  'HtmlService.createTemplateFromFile': undefined,
  'HtmlService.createHtmlOutputFromFile': undefined,
};
const LANGUAGE = ['Object', 'Array', 'String', 'Number', 'JSON', 'Date', 'Error', 'Math'];

test('the scopes are those of the services that are used, and no others', (t) => {
  const used = new Set(
    [...code.matchAll(/(?<![\w.$'"])([A-Z][A-Za-z]+)\.(\w+)\(/g)].map(([, of, name]) => `${of ?? ''}.${name ?? ''}`),
  );
  const services = [...used].filter((each) => !LANGUAGE.includes(each.split('.')[0] ?? ''));
  t.deepEqual(services.sort(), Object.keys(SCOPES).sort());
  const needed = services.map((each) => SCOPES[each]).filter((scope) => scope !== undefined);
  if (code.includes('.showSidebar(')) needed.push('script.container.ui');
  t.deepEqual(
    [...(manifest['oauthScopes'] as string[])].sort(),
    [...new Set(needed)].map((scope) => AUTH + scope).sort(),
  );
  t.is(manifest['runtimeVersion'], 'V8');
});

test('nothing is logged, by the script or by Google', (t) => {
  t.notRegex([code, ...pages].join('\n'), /\bconsole\b|\bLogger\b/);
  t.is(manifest['exceptionLogging'], 'NONE');
});

test('the pages load nothing from elsewhere, and put in as it is only their own style', (t) => {
  for (const page of pages) {
    t.notRegex(page, /\b(src|href)=/);
    t.deepEqual(
      (page.match(/<\?!=[^?]*\?>/g) ?? []).filter((raw) => raw !== "<?!= include_('Style') ?>"),
      [],
    );
  }
});

test('only what the menu and the pages call can be called from outside', (t) => {
  const open = scripts.flatMap((script) =>
    [...script.matchAll(/^function (\w*[^_\W])\(/gm)].map(([, name = '']) => name),
  );
  const menu = [...code.matchAll(/'(menu[A-Z]\w+)'/g)].map(([, name = '']) => name);
  const called = [...pages.join('\n').matchAll(/\.(\w+)\(/g)].map(([, name = '']) => name);
  t.deepEqual(
    open.filter((name) => name !== 'onOpen' && !menu.includes(name) && !called.includes(name)),
    [],
  );
  t.is(open.length, 13);
});

test('English and French have the same words, with the same values, and each is used', (t) => {
  const wordsOf = (name: string) =>
    new Map(
      [...textOf(name).matchAll(/^ {2}'?([\w.]+)'?:\s+'((?:[^'\\]|\\.)*)',$/gm)].map(([, key = '', text = '']) => [
        key,
        text,
      ]),
    );
  const [english, french] = [wordsOf('English.js'), wordsOf('French.js')];
  t.is(english.size, [...textOf('English.js').matchAll(/^ {2}\S+:/gm)].length);
  t.deepEqual([...french.keys()], [...english.keys()]);
  const valuesOf = (text = '') => [...new Set(text.match(/\{\w+\}/g))].sort();
  for (const [key, text] of english) {
    t.deepEqual(valuesOf(french.get(key)), valuesOf(text), key);
    if (!['or', 'type.mobile', 'type.local', 'type.national'].includes(key)) t.not(french.get(key), text, key);
    const [group = ''] = key.split('.');
    // Of these, the second half is a value.
    const isComputed =
      ['menu', 'mail', 'type', 'left_out', 'problem'].includes(group) && code.includes(`\`${group}.\${`);
    t.true(isComputed || code.includes(`'${key}'`), `${key} is used`);
  }
  for (const [, key = ''] of code.matchAll(/say_\(\s*'([\w.]+)'/g)) t.true(english.has(key), key);
});

test('the client is made from the OpenAPI document of today', (t) => {
  t.notThrows(() => execFileSync(process.execPath, ['scripts/docs.mjs', '--check'], { stdio: 'pipe' }));
});
