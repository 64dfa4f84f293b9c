import { Option } from 'clipanion';
import type { CountryCode } from '../../../domain/model/country.js';
import type { Page, ProxyCallApi } from '../../../ports/proxycall-api.js';
import { toWire } from '../../wire.js';
import { ReportCommand } from './base-command.js';
import { readEnvironment, readEnvironmentOf, type Environment } from './env-files.js';
import { EXIT, InputError } from './failure.js';
import { msg, type Message, type Say } from './language.js';
import { chooseMode, openApi, readDefaultCountry } from './modes.js';
import { readWholeOption } from './options.js';
import { printableDeep } from './printable.js';
import { canPrompt } from './terminal.js';
import { table, type Column } from './text.js';

/** A command that calls the API, in any mode. */
export abstract class ApiCommand extends ReportCommand {
  mode = Option.String('--mode', { description: msg('Mode: remote (default), live or demo') });
  live = Option.Boolean('--live', false, {
    description: msg('Access the store and the carrier directly, without a server'),
  });
  demo = Option.Boolean('--demo', false, {
    description: msg('Try it out: everything is simulated, nothing is stored'),
  });

  /** The countries in which a person may have written their phone in digits alone: where they live, and the default country. */
  protected async countriesOf(residency?: CountryCode): Promise<readonly CountryCode[]> {
    const env = await readEnvironment(this.context.env, this.context.cwd);
    return [...(residency === undefined ? [] : [residency]), readDefaultCountry(env)];
  }

  /**
   * Opens the API in the selected mode, makes the request, prints the result and closes the API.
   * @param isComplete whether everything succeeded; if not, the exit code reports an external failure
   */
  protected async request<T extends object>(
    call: (api: ProxyCallApi) => Promise<T>,
    describe: (answer: T, say: Say) => string | Promise<string>,
    isComplete: (answer: T) => boolean = () => true,
  ): Promise<number> {
    const environment = await readEnvironmentOf(this.context.env, this.context.cwd);
    const env = environment.variables;
    const mode = chooseMode(this, env);
    const opened = await openApi(mode, env, this.context);
    this.notice(this.say('mode: {mode}', { mode: opened.description(this.context.say) }));
    if (mode === 'remote') this.noticeUnusedToken(environment);
    const answer = await call(opened.api).finally(() => opened.close());
    await this.report(toWire(answer), () => describe(printableDeep(answer), this.context.say));
    return isComplete(answer) ? EXIT.ok : EXIT.external;
  }

  private noticeUnusedToken({ unusedToken }: Environment): void {
    if (unusedToken === undefined) return;
    const { file, addressFile } = unusedToken;
    this.notice(
      addressFile === undefined
        ? this.say('The token in {file} is not sent: it belongs to the address in that file.', { file })
        : this.say('The token in {file} is not sent: the address comes from {other}. Put both into one file.', {
            file,
            other: addressFile,
          }),
    );
  }
}

/** A command that lists records, page by page. */
export abstract class ListCommand extends ApiCommand {
  limit = Option.String('--limit', '50', { description: msg('Page size, 1 to 200 (default: 50)') });
  cursor = Option.String('--cursor', {
    description: msg('Cursor of the page to show, as printed with the previous page'),
  });

  /** Requests a page and prints it as a table, with the cursor of the next one. */
  protected requestPage<T>(
    call: (api: ProxyCallApi, page: { limit: number; cursor: string | undefined }) => Promise<Page<T>>,
    nothing: Message,
    columns: readonly Column<T>[],
  ): Promise<number> {
    const page = { limit: readWholeOption('--limit', this.limit, 1, 200), cursor: this.cursor };
    return this.request(
      (api) => call(api, page),
      async ({ items, nextCursor }, say) => {
        if (items.length === 0) return say(nothing);
        const shown = await table(say, items, columns);
        return nextCursor === undefined
          ? shown
          : `${shown}\n${say('More results: --cursor {cursor}', { cursor: nextCursor })}`;
      },
    );
  }
}

/** A command that asks for confirmation before it spends money or does something irreversible. */
export abstract class ConfirmedCommand extends ApiCommand {
  yes = Option.Boolean('--yes,-y', false, { description: msg('Skip the confirmation prompt') });

  /** `--yes` confirms; without a terminal it is the only way to confirm. */
  protected async confirm(question: string): Promise<boolean> {
    if (this.yes) return true;
    if (!canPrompt(this.context))
      throw new InputError('{question} Not running in a terminal: use --yes to confirm.', { question });
    const { askYesOrNo } = await import('./prompts.js');
    return askYesOrNo(this.context, question);
  }

  protected cancel(): number {
    this.notice(this.say('Nothing was done.'));
    return EXIT.ok;
  }
}
