import { readFileSync } from 'node:fs';
import test from 'ava';
import { ConfigError } from '../../src/entry/config/config-error.js';
import { readConfig } from '../../src/entry/config/config.js';
import { createEnvReader } from '../../src/entry/config/env-reader.js';
import { GENERATED_FILES } from '../../src/entry/config/generated-files.js';
import { choice, text, wholeNumber } from '../../src/entry/config/variable-types.js';
import { optional, withDefault, type Variable } from '../../src/entry/config/variable.js';
import { VARIABLE_GROUPS, VARIABLES } from '../../src/entry/config/variables/index.js';

const entries: readonly (readonly [string, Variable<unknown>])[] = Object.entries(VARIABLES);

for (const [file, make] of Object.entries(GENERATED_FILES)) {
  test(`${file} is what the table of variables or the schemas say`, (t) => {
    const before = readFileSync(file, 'utf8');
    t.is(make(before), before, 'run "npm run docs"');
  });
}

test('the server reads every variable of the table', (t) => {
  const asked = new Set<string>();
  let store = '';
  const env = new Proxy(
    {},
    {
      get: (_target, name) => {
        asked.add(String(name));
        // Twilio by name, so that its other variables are read too.
        return { PROXYCALL_TELEPHONY: 'twilio', PROXYCALL_STORE: store }[String(name)];
      },
    },
  );
  for (store of ['sqlite', 'postgres', 'sheets']) t.throws(() => readConfig(env), { instanceOf: ConfigError });
  // A matter of the CLI.
  asked.add('PROXYCALL_MODE');
  const known = entries.flatMap(([name, { aliases = [] }]) => [name, ...aliases]);
  t.deepEqual([...asked].sort(), known.sort());
});

test('no variable is in two groups', (t) => {
  const names = VARIABLE_GROUPS.flatMap(({ variables }) => Object.keys(variables));
  t.is(new Set(names).size, names.length);
  t.is(names.length, entries.length);
});

test('every variable is described in both languages, by sentences', (t) => {
  for (const [name, { meaning, label, defaultLabel }] of entries) {
    for (const sentence of [meaning, label, ...(defaultLabel === undefined ? [] : [defaultLabel])]) {
      t.true(sentence.en.length > 1 && sentence.fr.length > 1, name);
    }
    t.regex(meaning.en, /\.$/, name);
    t.regex(meaning.fr, /\.$/, name);
  }
});

test('a default is a value that the variable takes, and the example files are accepted', (t) => {
  for (const [name, { unset, unsetText, parse }] of entries) {
    if (unsetText !== '') t.like(parse(unsetText, unsetText), { value: unset }, name);
  }
  const lines = readFileSync('.env.example', 'utf8').split('\n');
  const example = Object.fromEntries(
    lines.filter((line) => /^[A-Z]/.test(line)).map((line) => line.split('=') as [string, string]),
  );
  t.deepEqual(readConfig(example).config, readConfig({}).config);
});

test('no example file has a value for a secret', (t) => {
  const secrets = entries.filter(([, { secret = false }]) => secret).map(([name]) => name);
  t.true(secrets.length >= 6);
  for (const file of ['.env.example', '.env.render.example']) {
    const text = readFileSync(file, 'utf8');
    for (const name of secrets) t.notRegex(text, new RegExp(`^${name}=.`, 'm'));
  }
});

for (const [name, alias, value, other, read] of [
  ['PROXYCALL_PHONE_COUNTRY', 'TWILIO_PHONE_COUNTRY', 'BE', 'DE', 'defaultCountry'],
  ['PROXYCALL_NUMBER_TYPE', 'TWILIO_NUMBER_TYPE', 'local', 'national', 'numberType'],
  ['PROXYCALL_POOL_SIZE', 'TWILIO_POOL_SIZE', '5', '7', 'topUpSize'],
] as const) {
  test(`${alias} is read as ${name}, which wins`, (t) => {
    const setting = (env: Record<string, string>) => String(readConfig(env).config.settings[read]);
    t.is(setting({ [alias]: value }), value);
    t.is(setting({ [name]: value }), value);
    t.is(setting({ [name]: value, [alias]: other }), value);
    t.is(setting({ [name]: ' ', [alias]: other }), other);
    const ignored = (env: Record<string, string>) =>
      readConfig(env).warnings.filter((warning) => warning === `${alias} is ignored, because ${name} is set`).length;
    t.is(ignored({ [name]: value, [alias]: other }), 1);
    t.is(ignored({ [name]: value, [alias]: '' }), 0);
    t.is(ignored({ [alias]: other }), 0);
    const error = t.throws(() => readConfig({ [alias]: 'nonsense' }), { instanceOf: ConfigError });
    t.true(error.faults[0]?.startsWith(`${alias} must be`), 'the name that was set is the one that is wrong');
  });
}

test('a reader reports each fault once, and reads only what is declared', (t) => {
  const described = { usedBy: ['server'], meaning: { en: '', fr: '' } } as const;
  const table = {
    SIZE: withDefault(wholeNumber(1, 9), 3, described),
    WORD: optional(choice(['one', 'two']), described),
    NAME: optional(text(), { ...described, requiredBy: { sheets: 'is not set' } }),
  };
  const reader = createEnvReader(table, { SIZE: '10', WORD: ' ONE ', NAME: ' ', OTHER: 'x' });
  t.is(reader.value('SIZE'), 3);
  t.is(reader.value('SIZE'), 3);
  t.is(reader.value('WORD'), 'one');
  t.is(reader.required('NAME', 'sheets'), undefined);
  t.deepEqual(reader.faults, ['SIZE must be a whole number from 1 to 9', 'NAME is not set']);
  t.throws(() => reader.required('NAME', 'twilio'), { instanceOf: TypeError });
  // @ts-expect-error it is not declared
  t.throws(() => reader.value('OTHER'), { instanceOf: TypeError });
});
