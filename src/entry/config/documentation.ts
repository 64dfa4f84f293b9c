import { wrapWords } from '../wrap-words.js';
import type { Consumer, Requirement, Sentence, Variable, VariableGroup } from './variable.js';

/** A language of the user documentation. */
export type DocumentationLanguage = keyof Sentence;

const HEAD: Sentence = {
  en: '| variable | values | default | used by | meaning |',
  fr: '| variable | valeurs | défaut | utilisée par | signification |',
};

const CONSUMERS: Readonly<Record<Consumer, Sentence>> = {
  server: { en: 'server', fr: 'serveur' },
  sqlite: { en: 'SQLite', fr: 'SQLite' },
  postgres: { en: 'Postgres', fr: 'Postgres' },
  sheets: { en: 'Sheets', fr: 'Sheets' },
  twilio: { en: 'Twilio', fr: 'Twilio' },
  simulated: { en: 'simulated carrier', fr: 'opérateur simulé' },
  mail: { en: 'mail', fr: 'mail' },
  cli: { en: 'CLI', fr: 'CLI' },
};

const REQUIREMENTS: Readonly<Record<Requirement, Sentence>> = {
  production: { en: 'in production', fr: 'en production' },
  postgres: { en: 'with Postgres', fr: 'avec Postgres' },
  sheets: { en: 'with Sheets', fr: 'avec Sheets' },
  twilio: { en: 'with Twilio', fr: 'avec Twilio' },
  mail: { en: 'with `SMTP_HOST`', fr: 'avec `SMTP_HOST`' },
  activation: { en: 'with `PROXYCALL_ACTIVATION=1`', fr: 'avec `PROXYCALL_ACTIVATION=1`' },
};

const WORDS = {
  required: { en: 'Required', fr: 'Obligatoire' },
  and: { en: 'and', fr: 'et' },
  unless: { en: 'unless', fr: 'sauf avec' },
  values: { en: 'Values', fr: 'Valeurs' },
  usual: { en: 'Default', fr: 'Défaut' },
  secret: { en: 'Secret.', fr: 'Secret.' },
  formerly: { en: 'Formerly', fr: 'Anciennement' },
  stillRead: { en: 'which is still read.', fr: 'qui reste lue.' },
} as const;

/** The tables of the configuration guide, in Markdown: a heading and a table for each group. */
export function variableTables(groups: readonly VariableGroup[], language: DocumentationLanguage): string {
  return groups
    .map(({ title, variables }) => {
      const rows = Object.entries(variables).map(([name, variable]) => row(name, variable, language));
      return [`### ${title[language]}`, '', HEAD[language], '| --- | --- | --- | --- | --- |', ...rows].join('\n');
    })
    .join('\n\n');
}

function row(name: string, variable: Variable<unknown>, language: DocumentationLanguage): string {
  const { label, defaultLabel, unsetText, meaning, aliases = [], secret = false } = variable;
  const usual = defaultLabel?.[language] ?? (unsetText === '' ? '' : `\`${unsetText}\``);
  const former = aliases.map((alias) => `\`${alias}\``).join(', ');
  const notes = [
    meaning[language],
    requirement(variable, language),
    former === '' ? '' : `${WORDS.formerly[language]} ${former}, ${WORDS.stillRead[language]}`,
    secret ? WORDS.secret[language] : '',
  ].filter((note) => note !== '');
  const users = variable.usedBy.map((consumer) => CONSUMERS[consumer][language]).join(', ');
  return `| ${[`\`${name}\``, label[language], usual, users, notes.join(' ')].join(' | ')} |`.replaceAll('|  |', '| |');
}

/** In which cases a variable must be set, as a sentence; empty when it never must. */
function requirement({ requiredBy = {}, requiredUnless }: Variable<unknown>, language: DocumentationLanguage): string {
  const cases = (Object.keys(requiredBy) as Requirement[]).map((each) => REQUIREMENTS[each][language]);
  if (cases.length === 0) return '';
  const exception = requiredUnless === undefined ? '' : `, ${WORDS.unless[language]} \`${requiredUnless}\``;
  return `${WORDS.required[language]} ${cases.join(` ${WORDS.and[language]} `)}${exception}.`;
}

const MADE_BY = '# Made by "npm run docs" from src/entry/config/variables.';

/** `.env.example`: every variable that a server may be given, with its default. */
export function serverExample(groups: readonly VariableGroup[]): string {
  const sections = groups.flatMap(({ title, variables }) => {
    const entries = Object.entries(variables).filter(([, { notInExample = false }]) => !notInExample);
    return entries.length === 0 ? [] : [[`# --- ${title.en} ---`, ...entries.map(exampleEntry)].join('\n\n')];
  });
  const introduction =
    "# The server's variables: copy this file to .env and fill it in. An empty variable counts as unset.\n" +
    `# docs/configuration.md has more about each one.\n${MADE_BY}`;
  return `${[introduction, ...sections].join('\n\n')}\n`;
}

function exampleEntry([name, variable]: readonly [string, Variable<unknown>]): string {
  const { label, meaning, defaultLabel, unsetText } = variable;
  const notes = [
    label.en === 'text' ? '' : `${WORDS.values.en}: ${label.en}.`,
    defaultLabel === undefined ? '' : `${WORDS.usual.en}: ${defaultLabel.en}.`,
  ].filter((note) => note !== '');
  const sentences = [meaning.en, requirement(variable, 'en')].filter((sentence) => sentence !== '').join(' ');
  const comments = [sentences, notes.join(' ')].filter((comment) => comment !== '');
  return [...comments.map((comment) => commented(plain(comment))), `${name}=${unsetText}`].join('\n');
}

/** `.env.render.example`: what the CLI needs of a server elsewhere. */
export function cliExample(groups: readonly VariableGroup[]): string {
  const entries = groups
    .flatMap(({ variables }) => Object.entries(variables))
    .flatMap(([name, variable]) =>
      variable.cliExample === undefined
        ? []
        : [`${commented(variable.cliExample.meaning)}\n${name}=${variable.cliExample.value}`],
    );
  const introduction =
    "# The CLI's variables for an API that runs elsewhere: copy this file to .env.render, keep it to yourself, and fill\n" +
    `# it in ("proxycall init" does the same).\n${MADE_BY}`;
  return `${[introduction, ...entries].join('\n\n')}\n`;
}

/** Without Markdown. */
function plain(text: string): string {
  return text
    .replace(/\[([^\]]*)\]\(([\w-]+\.md)\)/g, '$1 (docs/$2)')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll('`', '');
}

const WIDTH = 110;

function commented(text: string): string {
  return wrapWords(text, WIDTH)
    .map((line) => `# ${line}`)
    .join('\n');
}
