import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { readConfig } from '../../../src/entry/config/config.js';
import { createServerReader } from '../../../src/entry/config/server-reader.js';
import { readStoreOf } from '../../../src/entry/config/store.js';
import { temporaryFolder } from '../../support.js';
import { sheets } from './environments.js';

const json = sheets.GOOGLE_SERVICE_ACCOUNT_JSON;
const key = JSON.parse(json) as { client_email: string; private_key: string };
const base64 = (text: string) => Buffer.from(text).toString('base64');
const withKey = (privateKey: string) => JSON.stringify({ ...key, private_key: privateKey });

/** How the key of one service account arrives. */
const SPELLINGS: Readonly<Record<string, string>> = {
  'as it is': json,
  'on several lines': JSON.stringify(key, null, 2),
  'with a byte order mark': `\uFEFF${json}`,
  'in double quotes': `"${json}"`,
  'in single quotes': `'${json}'`,
  'in backticks': `\`${json}\``,
  'as a JSON string': JSON.stringify(json),
  'as a JSON string in a JSON string': JSON.stringify(JSON.stringify(json)),
  'with escaped quotes alone': JSON.stringify(json).slice(1, -1),
  'in Base64': base64(json),
  'in Base64 on several lines': base64(json).replace(/.{76}/g, '$&\n'),
  'in Base64 without padding': base64(json).replace(/=+$/, ''),
  'in Base64url': Buffer.from(json).toString('base64url'),
  'in quoted Base64': `"${base64(json)}"`,
  'in Base64, with a byte order mark in it': base64(`\uFEFF${json}`),
  'in Base64 of a quoted text': base64(`'${json}'`),
  'as a data URL': `data:application/json;base64,${base64(json)}`,
  'with blanks around it': `\r\n  ${json} \n`,
  'with literal line ends in the key': withKey(key.private_key.replaceAll('\n', '\\n')),
  'with line ends escaped twice': withKey(key.private_key.replaceAll('\n', '\\\\n')),
  'with literal line ends of Windows': withKey(key.private_key.replaceAll('\n', '\\r\\n')),
  'with real line ends in the JSON': json.replaceAll('\\n', '\n'),
  'with real line ends of Windows in the JSON': json.replaceAll('\\n', '\r\n'),
  'with blanks for line ends': withKey(key.private_key.replaceAll('\n', ' ')),
  'without line ends': withKey(key.private_key.replaceAll('\n', '')),
  'with a quoted key': withKey(`"${key.private_key}"`),
  'with blanks around the address': JSON.stringify({ ...key, client_email: ` ${key.client_email} ` }),
};

for (const [how, text] of Object.entries(SPELLINGS)) {
  test(`the key of a service account ${how} is understood, from a variable and from a file`, (t) => {
    const expected = { clientEmail: key.client_email, privateKey: key.private_key };
    const ofVariable = readConfig({ ...sheets, GOOGLE_SERVICE_ACCOUNT_JSON: text }).config.store;
    t.like(ofVariable, { credentials: expected });
    t.like(readConfig(keyFile(t.teardown.bind(t), text)).config.store, { credentials: expected });
    // As `init` reads it.
    const reader = createServerReader({ ...sheets, GOOGLE_SERVICE_ACCOUNT_JSON: text });
    t.like(readStoreOf(reader, 'sheets'), { credentials: expected });
  });
}

for (const [encoding, bytes] of [
  ['UTF-16 with a byte order mark', Buffer.from(`\uFEFF${json}`, 'utf16le')],
  ['UTF-16, most significant byte first', Buffer.from(`\uFEFF${json}`, 'utf16le').swap16()],
  ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${json}`)],
] as const) {
  test(`a key file in ${encoding} is read`, (t) => {
    t.like(readConfig(keyFile(t.teardown.bind(t), bytes)).config.store, {
      credentials: { privateKey: key.private_key },
    });
  });
}

test('the content of a key where the name of its file is expected is read as the key', (t) => {
  for (const text of [json, `"${json}"`, base64(json)]) {
    const { store } = readConfig({
      ...sheets,
      GOOGLE_SERVICE_ACCOUNT_JSON: '',
      GOOGLE_SERVICE_ACCOUNT_FILE: text,
    }).config;
    t.like(store, { credentials: { clientEmail: key.client_email } });
  }
});

for (const [what, text, problem] of [
  [
    'the name of a file',
    '/etc/secrets/google-credentials.json',
    /is the name of a file: set GOOGLE_SERVICE_ACCOUNT_FILE/,
  ],
  ['a private key alone', key.private_key, /is a private key alone/],
  ['the key of an OAuth client', '{"installed":{"client_id":"topsecret"}}', /belongs to an OAuth client or to a user/],
  [
    'the key of a user',
    '{"type":"authorized_user","refresh_token":"topsecret"}',
    /belongs to an OAuth client or to a user/,
  ],
  ['half a private key', withKey(key.private_key.slice(0, 200)), /private_key that is damaged or incomplete/],
  ['a cut private key', withKey(key.private_key.replace(/\n.{64}\n/, '\n')), /private_key that is damaged/],
  ['a key without an address', JSON.stringify({ private_key: key.private_key }), /must be the JSON key/],
  ['anything else', 'topsecret', /must be the JSON key of a service account/],
  ['Base64 of anything else', base64('topsecret'.repeat(9)), /must be the JSON key of a service account/],
] as const) {
  test(`${what} is no key of a service account: the error says so and shows nothing of it`, (t) => {
    const error = t.throws(() => readConfig({ ...sheets, GOOGLE_SERVICE_ACCOUNT_JSON: text }));
    t.regex(error.message, problem);
    t.notRegex(error.message, /topsecret|BEGIN|MII/);
  });
}

function keyFile(teardown: (remove: () => void) => void, content: string | Buffer) {
  const folder = temporaryFolder();
  teardown(folder.remove);
  const file = join(folder.path, 'key.json');
  writeFileSync(file, content);
  return { ...sheets, GOOGLE_SERVICE_ACCOUNT_JSON: '', GOOGLE_SERVICE_ACCOUNT_FILE: file };
}
