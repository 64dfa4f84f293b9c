import { join } from 'node:path';
import { Command, Option } from 'clipanion';
import { ConfigError } from '../../config/config-error.js';
import { createEnvReader } from '../../config/env-reader.js';
import { url as urlType } from '../../config/variable-types.js';
import { api } from '../../config/variables/api.js';
import { ReportCommand } from '../runtime/base-command.js';
import { checkService } from '../runtime/diagnosis.js';
import { readEnvironment } from '../runtime/env-files.js';
import { EXIT, InputError, OptionError, OutputError } from '../runtime/failure.js';
import { msg } from '../runtime/language.js';
import { ONLY_REMOTE, refuseUnsent, remoteOptions, type RemoteSettings } from '../runtime/modes.js';
import { readChoiceOption } from '../runtime/options.js';
import { canPrompt } from '../runtime/terminal.js';
import { listed } from '../runtime/text.js';
import { requireTrustedFolder } from '../runtime/trusted-file.js';
import { writeEnvFile } from '../runtime/write-env-file.js';

const FILE = '.env.render';
const SERVER_FILE = '.env';
const HASH_KEY = 'PROXYCALL_HASH_KEY';
const TOKEN = 'PROXYCALL_API_TOKEN';

export class InitCommand extends ReportCommand {
  static override paths = [['init']];
  static override usage = Command.Usage({
    category: msg('Service'),
    description: msg('Set up access to a remote API, or prepare a store'),
    details: msg(
      'Asks for the URL and the token of the API, tests them, and writes them to .env.render, readable by you only. Without a terminal, pass --url and set PROXYCALL_API_TOKEN. With --store sheets it creates the missing tabs and columns of a Google spreadsheet and changes nothing else. With --store postgres it adds a new PROXYCALL_HASH_KEY to .env, unless there is one.',
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

  async execute(): Promise<number> {
    if (this.store === undefined) return this.connect();
    const kind = readChoiceOption('--store', this.store, ['sheets', 'postgres']);
    return kind === 'sheets' ? this.prepareSpreadsheet() : this.createHashKey();
  }

  /** Writes the settings of remote mode. */
  private async connect(): Promise<number> {
    const settings = this.url === undefined ? await this.askForSettings() : this.readSettings(this.url);
    if (settings === undefined) return this.cancel();
    const path = join(this.context.cwd, FILE);
    await requireTrustedFolder(path, { sudoUid: this.context.env['SUDO_UID'] });
    const found = await checkService(remoteOptions(settings, this.context), this.context.say);
    const faults = found.filter(({ state }) => state === 'fault');
    for (const { detail, advice } of faults) this.notice(`✖ ${detail}\n  → ${advice}`);
    if (faults.length > 0 && !this.force) {
      throw new OutputError('{file} was not written. Use --force to write it anyway.', { file: FILE });
    }
    await writeEnvFile(path, { PUBLIC_BASE_URL: settings.baseUrl, PROXYCALL_API_TOKEN: settings.token });
    return this.end({ path }, this.say('Written: {path}. Keep it out of version control.', { path }));
  }

  private readSettings(url: string, token = this.context.env[TOKEN]): RemoteSettings {
    const reader = createEnvReader(api.variables, { PUBLIC_BASE_URL: url, [TOKEN]: token });
    const baseUrl = reader.value('PUBLIC_BASE_URL');
    if (baseUrl === undefined) throw new OptionError('--url', 'must be a URL such as https://proxycall.example.com');
    const [first] = reader.value(TOKEN);
    if (first !== undefined) refuseUnsent(first);
    return { baseUrl, token: first };
  }

  private async askForSettings(): Promise<RemoteSettings | undefined> {
    if (!canPrompt(this.context)) {
      throw new InputError('Not running in a terminal: pass --url and set PROXYCALL_API_TOKEN.');
    }
    const { askSecret, askText } = await import('../runtime/prompts.js');
    const isUrl = (text: string) => 'value' in urlType.parse(text.trim(), text);
    const url = await askText(
      this.context,
      this.say('URL of the API'),
      (text) => (isUrl(text) ? undefined : this.say('must be a URL such as https://proxycall.example.com')),
      'https://proxycall.onrender.com',
    );
    if (url === undefined) return undefined;
    const token = await askSecret(this.context, this.say('API token (empty if there is none)'));
    if (token === undefined) return undefined;
    return this.readSettings(url, token);
  }

  /** The server reads `.env` only. */
  private async createHashKey(): Promise<number> {
    const path = join(this.context.cwd, SERVER_FILE);
    const env = await readEnvironment(this.context.env, this.context.cwd);
    if ((env[HASH_KEY] ?? '').trim() !== '') {
      return this.end({ path, created: false }, this.say('Nothing was missing.'));
    }
    await writeEnvFile(path, { [HASH_KEY]: newKey() });
    return this.end({ path, created: true }, this.say('Written: {path}. Keep it out of version control.', { path }));
  }

  private async prepareSpreadsheet(): Promise<number> {
    if (this.context.local === undefined) throw new InputError(ONLY_REMOTE);
    const { createServerReader, describeStore, prepareSpreadsheet, readStoreOf } = await this.context.local();
    const reader = createServerReader(await readEnvironment(this.context.env, this.context.cwd));
    const config = readStoreOf(reader, 'sheets');
    if (reader.faults.length > 0 || config.kind !== 'sheets') throw new ConfigError(reader.faults);
    const made = await prepareSpreadsheet(config);
    const result = made.length === 0 ? this.say('Nothing was missing.') : this.say('Created:');
    return this.end({ made }, [describeStore(config), result, ...made.map(listed)].join('\n'));
  }

  private end(result: object, text: string): number {
    this.print(this.json ? JSON.stringify(result) : text);
    return EXIT.ok;
  }
}

function newKey(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url');
}
