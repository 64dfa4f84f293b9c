import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'clipanion';
import { ConfigError } from '../config/config-error.js';
import { createEnvReader } from '../config/env-reader.js';
import { url as urlType } from '../config/variable-types.js';
import { api } from '../config/variables/api.js';
import { BaseCommand } from './base-command.js';
import { readChoiceOption } from './command.js';
import { checkService } from './diagnosis.js';
import { EXIT, InputError } from './failure.js';
import { msg } from './language.js';
import { ONLY_REMOTE, readEnvironment, type RemoteSettings } from './modes.js';

const FILE = '.env.render';
const SERVER_FILE = '.env';
const HASH_KEY = 'PROXYCALL_HASH_KEY';

export class InitCommand extends BaseCommand {
  static override paths = [['init']];
  static override usage = Command.Usage({
    category: msg('Service'),
    description: msg('Configure this computer to use a remote API, or prepare a store'),
    details: msg(
      'Asks for the URL and the token of the API, tests them, and writes them to .env.render, readable by you only. Without a terminal: --url, and the token in PROXYCALL_API_TOKEN. With --store sheets it creates the missing tabs and columns of a Google spreadsheet and changes nothing else. With --store postgres it adds a new PROXYCALL_HASH_KEY to .env, unless there is one.',
    ),
    examples: [
      [msg('Interactive setup'), '$0 init'],
      [msg('Prepare a spreadsheet'), '$0 init --store sheets'],
      [msg('Create a hash key for Postgres'), '$0 init --store postgres'],
    ],
  });

  store = Option.String('--store', {
    description: msg('sheets: create the missing tabs and columns; postgres: create a hash key'),
  });
  url = Option.String('--url', { description: msg('URL of the API, instead of asking for it') });
  force = Option.Boolean('--force', false, { description: msg('Write the file even if the API check fails') });

  json = Option.Boolean('--json', false, { description: msg('Print JSON only') });

  async execute(): Promise<number> {
    if (this.store === undefined) return this.connect();
    const kind = readChoiceOption('--store', this.store, ['sheets', 'postgres']);
    return kind === 'sheets' ? this.prepare(kind) : this.createHashKey();
  }

  /** Writes the settings of remote mode. */
  private async connect(): Promise<number> {
    const settings = this.url === undefined ? await this.askForSettings() : this.readSettings(this.url);
    if (settings === undefined) {
      this.notice(this.say('Nothing was done.'));
      return EXIT.ok;
    }
    const faults = (await checkService(settings, this.context.say)).filter(({ state }) => state === 'fault');
    for (const { detail, advice } of faults) this.notice(`✖ ${detail}\n  → ${advice}`);
    if (faults.length > 0 && !this.force) {
      this.notice(this.say('{file} was not written. Use --force to write it anyway.', { file: FILE }));
      return EXIT.external;
    }
    const path = join(this.context.cwd, FILE);
    await writeSettings(path, settings);
    const written = this.say('Written: {path}. Keep it out of version control.', { path });
    this.print(this.json ? JSON.stringify({ path }) : written);
    return EXIT.ok;
  }

  private readSettings(url: string): RemoteSettings {
    const reader = createEnvReader(api.variables, { ...this.context.env, PUBLIC_BASE_URL: url });
    const baseUrl = reader.value('PUBLIC_BASE_URL');
    if (baseUrl === undefined)
      throw new InputError('{name}: must be a URL such as https://proxycall.example.com', { name: '--url' });
    return { baseUrl, token: reader.value('PROXYCALL_API_TOKEN')[0] };
  }

  private async askForSettings(): Promise<RemoteSettings | undefined> {
    if (!this.isTerminal()) {
      throw new InputError('This is not a terminal: pass --url, and the token in PROXYCALL_API_TOKEN.');
    }
    const { isCancel, password, text } = await import('./prompts.js');
    const streams = { input: this.context.stdin, output: this.context.stderr };
    const url = await text({
      ...streams,
      message: this.say('URL of the API'),
      placeholder: 'https://proxycall.onrender.com',
      validate: (value) =>
        'fault' in urlType.parse((value ?? '').trim(), value ?? '')
          ? this.say('must be a URL such as https://proxycall.example.com')
          : undefined,
    });
    if (isCancel(url)) return undefined;
    const token = await password({ ...streams, message: this.say('API token (empty if there is none)') });
    if (isCancel(token)) return undefined;
    const settings = this.readSettings(url);
    return { ...settings, token: token.trim() || undefined };
  }

  /** The server reads `.env` only. */
  private async createHashKey(): Promise<number> {
    const path = join(this.context.cwd, SERVER_FILE);
    const { [HASH_KEY]: given = '' } = await readEnvironment(this.context.env, this.context.cwd);
    const created = given.trim() === '';
    if (created) await writeVariables(path, { [HASH_KEY]: randomBytes(32).toString('base64url') });
    const text = created
      ? this.say('Written: {path}. Keep it out of version control.', { path })
      : this.say('Nothing was missing.');
    this.print(this.json ? JSON.stringify({ path, created }) : text);
    return EXIT.ok;
  }

  private async prepare(kind: 'sheets'): Promise<number> {
    if (this.context.local === undefined) throw new InputError(ONLY_REMOTE);
    const { createServerReader, describeStore, prepareSpreadsheet, readStoreOf } = await this.context.local();
    const reader = createServerReader(await readEnvironment(this.context.env, this.context.cwd));
    const config = readStoreOf(reader, kind);
    if (reader.faults.length > 0 || config.kind !== 'sheets') throw new ConfigError(reader.faults);
    const made = await prepareSpreadsheet(config);
    if (this.json) {
      this.print(JSON.stringify({ made }));
      return EXIT.ok;
    }
    this.print(describeStore(config));
    this.print(made.length === 0 ? this.say('Nothing was missing.') : this.say('Created:'));
    for (const item of made) this.print(`  ${item}`);
    return EXIT.ok;
  }
}

function writeSettings(path: string, { baseUrl, token }: RemoteSettings): Promise<void> {
  return writeVariables(path, {
    PUBLIC_BASE_URL: baseUrl,
    ...(token === undefined ? {} : { PROXYCALL_API_TOKEN: token }),
  });
}

/** Replaces variables of ours and keeps the other lines of an existing file. Readable by its owner only: it holds secrets. */
async function writeVariables(path: string, variables: Readonly<Record<string, string>>): Promise<void> {
  const { parse } = await import('./files.js');
  const replaced = new Set([
    ...Object.keys(variables),
    ...('PUBLIC_BASE_URL' in variables ? ['PROXYCALL_API_TOKEN'] : []),
  ]);
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const others = before
    .split('\n')
    .filter((line) => line !== '' && !Object.keys(parse(line)).some((name) => replaced.has(name)));
  const ours = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  writeFileSync(path, `${[...others, ...ours].join('\n')}\n`, { mode: 0o600 });
  // The mode above applies to new files only.
  chmodSync(path, 0o600);
}
