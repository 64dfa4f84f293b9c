import { Option } from 'clipanion';
import type { CountryCode } from '../../../domain/model/country.js';
import type { TypedPhone } from '../../../domain/model/typed-phone.js';
import { isWrittenNationally } from '../../../domain/model/written-phone.js';
import type { Page, ProxyCallApi } from '../../../ports/proxycall-api.js';
import { toWire } from '../../wire.js';
import { ReportCommand } from './base-command.js';
import { readEnvironment, readEnvironmentOf, type Environment } from './env-files.js';
import { EXIT, InputError } from './failure.js';
import { msg, type Message, type Say } from './language.js';
import { chooseMode, openApi, readDefaultCountry, readDefaultNumberType } from './modes.js';
import { optional, readCountryOption, readNumberTypeOption, readWholeOption } from './options.js';
import { numberInWords, phoneIn, type PhoneOrigin } from './phones.js';
import { printableDeep } from './printable.js';
import { residencyOnRecord } from './residency.js';
import { canPrompt } from './terminal.js';
import { table, type Column } from './text.js';

/** The phone in an option, which may be left out. */
export type ReadPhone<T extends string | undefined> = T extends string ? TypedPhone : TypedPhone | undefined;

/** A command that calls the API, in any mode. */
export abstract class ApiCommand extends ReportCommand {
  mode = Option.String('--mode', { description: msg('Mode: remote (default), live or demo') });
  live = Option.Boolean('--live', false, {
    description: msg('Access the store and the carrier directly, without a server'),
  });
  demo = Option.Boolean('--demo', false, {
    description: msg('Try it out: everything is simulated, nothing is stored'),
  });

  /** Where a phone was written: where its owner lives, if that is known, or in the default country of this computer. */
  protected async countriesOf(residency?: CountryCode): Promise<PhoneOrigin> {
    const env = await readEnvironment(this.context.env, this.context.cwd);
    return {
      countries: [...(residency === undefined ? [] : [residency]), readDefaultCountry(env)],
      understood: (name, number) => {
        const words = numberInWords(number, this.context.say);
        this.notice(this.say('{name}: read as {number}', { name, number: words }));
      },
    };
  }

  /**
   * Reads the phone of a client, or of a courier of theirs. It is read at once, unless it depends on the residency that a client may
   * have on record: then by what is returned, when the API is open.
   */
  protected async phoneOf<T extends string | undefined>(
    name: string,
    text: T,
    residency: CountryCode | undefined,
    clientId: (api: ProxyCallApi) => Promise<string | undefined>,
  ): Promise<(api: ProxyCallApi) => Promise<ReadPhone<T>>> {
    const read = (origin: PhoneOrigin) => optional(phoneIn(origin), name, text) as ReadPhone<T>;
    if (text !== undefined && residency === undefined && isWrittenNationally(text)) {
      return async (api) => read(await this.countriesOf(await residencyOnRecord(api, await clientId(api))));
    }
    const phone = read(await this.countriesOf(residency));
    return () => Promise.resolve(phone);
  }

  /** The country and the type of number in the options, or those of this computer's configuration. */
  protected async poolOptions(country: string | undefined, type: string | undefined) {
    const env = await readEnvironment(this.context.env, this.context.cwd);
    return {
      countryIso: optional(readCountryOption, '--country', country) ?? readDefaultCountry(env),
      numberType: optional(readNumberTypeOption, '--number-type', type) ?? readDefaultNumberType(env),
    };
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
    const answer = await this.withApi(call);
    await this.report(toWire(answer), () => describe(printableDeep(answer), this.context.say));
    return isComplete(answer) ? EXIT.ok : EXIT.external;
  }

  /** Opens the API in the selected mode, and closes it after use. */
  protected async withApi<T>(use: (api: ProxyCallApi) => Promise<T>): Promise<T> {
    const environment = await readEnvironmentOf(this.context.env, this.context.cwd);
    const env = environment.variables;
    const mode = chooseMode(this, env);
    const opened = await openApi(mode, env, this.context);
    this.notice(this.say('mode: {mode}', { mode: opened.description(this.context.say) }));
    if (mode === 'remote') this.noticeUnusedToken(environment);
    return use(opened.api).finally(() => opened.close());
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
        if (items.length === 0 && nextCursor === undefined) return say(nothing);
        const shown = items.length === 0 ? say('Nothing on this page.') : await table(say, items, columns);
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
}
