import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'clipanion';
import { ConfigError } from '../config-error.js';
import { createEnvReader } from '../env-reader.js';
import { BaseCommand } from './base-command.js';
import { readChoiceOption } from './command.js';
import { examineAddress } from './diagnosis.js';
import { EXIT, InputError } from './failure.js';
import { msg } from './language.js';
import { ONLY_REMOTE, readEnvironment, type RemoteSettings } from './modes.js';

const FILE = '.env.render';

export class InitCommand extends BaseCommand {
  static override paths = [['init']];
  static override usage = Command.Usage({
    category: msg('Service'),
    description: msg('Set this computer up for an API that runs elsewhere, or make what a store needs'),
    details: msg(
      'Asks for the address and the token of the API, tries them, and writes them to .env.render, for you alone to read. Without a terminal: --url, and the token in PROXYCALL_API_TOKEN. With --store sheets it makes the tabs and columns that a Google spreadsheet lacks, and changes nothing that is there.',
    ),
    examples: [
      [msg('Asks'), '$0 init'],
      [msg('The tabs of a spreadsheet'), '$0 init --store sheets'],
    ],
  });

  store = Option.String('--store', { description: msg('sheets: make its tabs and columns') });
  url = Option.String('--url', { description: msg('The address of the API, instead of asking') });
  force = Option.Boolean('--force', false, { description: msg('Write the file even when the API cannot be used') });

  json = Option.Boolean('--json', false, { description: msg('Print JSON and nothing else') });

  async execute(): Promise<number> {
    return this.store === undefined
      ? this.connect()
      : this.prepare(readChoiceOption('--store', this.store, ['sheets']));
  }

  /** Writes the settings of remote mode. */
  private async connect(): Promise<number> {
    const settings = this.url === undefined ? await this.askForSettings() : this.readSettings(this.url);
    if (settings === undefined) {
      this.remark(this.say('Nothing was done.'));
      return EXIT.ok;
    }
    const faults = (await examineAddress(settings, this.context.say)).filter(({ state }) => state === 'fault');
    for (const { detail, advice } of faults) this.remark(`✖ ${detail}\n  → ${advice}`);
    if (faults.length > 0 && !this.force) {
      this.remark(this.say('{file} was not written. --force writes it all the same.', { file: FILE }));
      return EXIT.external;
    }
    const path = join(this.context.cwd, FILE);
    await writeSettings(path, settings);
    const written = this.say('Written: {path}. Keep it out of version control.', { path });
    this.print(this.json ? JSON.stringify({ path }) : written);
    return EXIT.ok;
  }

  private readSettings(url: string): RemoteSettings {
    const reader = createEnvReader({ ...this.context.env, PUBLIC_BASE_URL: url });
    const baseUrl = reader.url('PUBLIC_BASE_URL');
    if (baseUrl === undefined)
      throw new InputError('{name}: an address such as https://proxycall.example.com', { name: '--url' });
    return { baseUrl, token: reader.list('PROXYCALL_API_TOKEN')[0] };
  }

  private async askForSettings(): Promise<RemoteSettings | undefined> {
    if (!this.isTerminal()) {
      throw new InputError('This is not a terminal: give --url, and the token in the variable PROXYCALL_API_TOKEN.');
    }
    const { isCancel, password, text } = await import('./prompts.js');
    const streams = { input: this.context.stdin, output: this.context.stderr };
    const url = await text({
      ...streams,
      message: this.say('Address of the API'),
      placeholder: 'https://proxycall.onrender.com',
      validate: (value) =>
        createEnvReader({ A: value }).url('A') === undefined
          ? this.say('an address such as https://proxycall.example.com')
          : undefined,
    });
    if (isCancel(url)) return undefined;
    const token = await password({ ...streams, message: this.say('Its token (empty when it has none)') });
    if (isCancel(token)) return undefined;
    const settings = this.readSettings(url);
    return { ...settings, token: token.trim() || undefined };
  }

  private async prepare(kind: 'sheets'): Promise<number> {
    if (this.context.local === undefined) throw new InputError(ONLY_REMOTE);
    const { describeStore, prepareSpreadsheet, readStoreOf } = await this.context.local();
    const reader = createEnvReader(await readEnvironment(this.context.env, this.context.cwd));
    const config = readStoreOf(reader, kind);
    if (reader.faults.length > 0 || config.kind !== 'sheets') throw new ConfigError(reader.faults);
    const made = await prepareSpreadsheet(config);
    if (this.json) {
      this.print(JSON.stringify({ made }));
      return EXIT.ok;
    }
    this.print(describeStore(config));
    this.print(made.length === 0 ? this.say('Nothing was missing.') : this.say('Made:'));
    for (const thing of made) this.print(`  ${thing}`);
    return EXIT.ok;
  }
}

/** Keeps the other lines of a file that is there. Readable by its owner only: it holds a token. */
async function writeSettings(path: string, { baseUrl, token }: RemoteSettings): Promise<void> {
  const { parse } = await import('./files.js');
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const others = before
    .split('\n')
    .filter(
      (line) =>
        line !== '' && !Object.keys(parse(line)).some((name) => /^(PUBLIC_BASE_URL|PROXYCALL_API_TOKEN)$/.test(name)),
    );
  const ours = [`PUBLIC_BASE_URL=${baseUrl}`, ...(token === undefined ? [] : [`PROXYCALL_API_TOKEN=${token}`])];
  writeFileSync(path, `${[...others, ...ours].join('\n')}\n`, { mode: 0o600 });
  // A file that was there keeps its mode otherwise.
  chmodSync(path, 0o600);
}
