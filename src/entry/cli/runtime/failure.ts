import { isProxyCallError, type ErrorCode, type FieldIssue } from '../../../domain/model/errors.js';
import { maskPersonalData } from '../../../domain/model/personal-data.js';
import { ConfigError } from '../../config/config-error.js';
import { snakeCase } from '../../wire.js';
import { createSay, type Message, type Say } from './language.js';
import { printable, printableLines } from './printable.js';

export const EXIT = { ok: 0, usage: 2, external: 3, internal: 4 } as const;

type MessageValues = Readonly<Record<string, string | number | ((say: Say) => string)>>;

/** An error of the CLI that can be shown in the user's language. `message` is in English. */
abstract class LocalizedError extends Error {
  private readonly template: Message;
  private readonly values: MessageValues;

  constructor(template: Message, values: MessageValues = {}, cause?: unknown) {
    super('', { cause });
    this.template = template;
    this.values = values;
    this.message = this.in(createSay('en'));
  }

  in(say: Say): string {
    return fill(say, this.template, this.values);
  }
}

/** On one line, whatever others put into it. */
function fill(say: Say, template: Message, given: MessageValues): string {
  const values = Object.entries(given).map(([name, value]) => [
    name,
    typeof value === 'string' ? printable(value) : typeof value === 'function' ? value(say) : value,
  ]);
  return say(template, Object.fromEntries(values) as Record<string, string | number>);
}

/** What a failed request leaves to say. */
export interface ApiErrorDetails {
  /** The code in the answer, or one of the CLI's own: `unreachable`, `redirected`, or `foreign_answer` when absent. */
  readonly code?: string | undefined;
  /** Whether `code` is ProxyCall's: its answer was understood. */
  readonly isAnswer?: boolean;
  /** The `detail` of the answer. */
  readonly detail?: string | undefined;
  readonly issues?: readonly FieldIssue[];
  readonly requestId?: string | undefined;
  /** Whether the request may have reached the API. */
  readonly wasSent?: boolean;
  readonly cause?: unknown;
}

/** A failed API request, with its HTTP status. */
export class ApiError extends LocalizedError {
  override readonly name = 'ApiError';
  /** Undefined when there was no response. */
  readonly status: number | undefined;
  readonly code: string;
  readonly isAnswer: boolean;
  readonly detail: string | undefined;
  readonly issues: readonly FieldIssue[];
  readonly requestId: string | undefined;
  readonly wasSent: boolean;
  /** Whether nobody knows if the request was carried out, and it is not to be repeated unseen. */
  isOutcomeUnknown = false;

  constructor(status: number | undefined, template: Message, values: MessageValues, details: ApiErrorDetails = {}) {
    super(template, values, details.cause);
    this.status = status;
    this.code = details.code ?? 'foreign_answer';
    this.isAnswer = details.isAnswer ?? false;
    this.detail = details.detail;
    this.issues = details.issues ?? [];
    this.requestId = details.requestId;
    this.wasSent = details.wasSent ?? true;
  }
}

/** What is wrong with an option. */
export interface OptionFault {
  readonly option: string;
  readonly fault: (say: Say) => string;
}

/** Invalid input that the user can correct. */
export class InputError extends LocalizedError {
  override readonly name: string = 'InputError';
  readonly faults: readonly OptionFault[];

  constructor(template: Message, values: MessageValues = {}, faults: readonly OptionFault[] = []) {
    super(template, values);
    this.faults = faults;
  }
}

/** An option, or what else has a name, with an invalid value. */
export class OptionError extends InputError {
  override readonly name = 'OptionError';

  constructor(option: string, words: Message | ((say: Say) => string), values: MessageValues = {}) {
    const fault = typeof words === 'function' ? words : (say: Say) => fill(say, words, values);
    super('{name}: {fault}', { name: option, fault }, [{ option, fault }]);
  }
}

/** A file, or the output, that cannot be written. */
export class OutputError extends LocalizedError {
  override readonly name = 'OutputError';
}

const EXTERNAL: readonly ErrorCode[] = [
  'bundle_mismatch',
  'code_locked',
  'conflict',
  'hash_key_changed',
  'not_allowed',
  'number_unavailable',
  'outcome_unknown',
  'pool_exhausted',
  'provider_failed',
  'provider_unavailable',
  'store_unavailable',
  'too_many_counts',
  'too_many_sends',
];

export function exitCodeOf(error: unknown): number {
  if (error instanceof InputError || error instanceof ConfigError) return EXIT.usage;
  if (error instanceof OutputError) return EXIT.external;
  if (error instanceof ApiError) return error.isAnswer && isUsageError(error.status) ? EXIT.usage : EXIT.external;
  if (!isProxyCallError(error) || error.code === 'internal') return EXIT.internal;
  return EXTERNAL.includes(error.code) ? EXIT.external : EXIT.usage;
}

/** Invalid, not found or in conflict. A rejected token counts as a problem of the setup instead. */
function isUsageError(status: number | undefined): boolean {
  return status !== undefined && [400, 404, 405, 409, 413, 415, 422].includes(status);
}

/** What a field of a request is called, by its pointer. */
export type FieldName = (pointer: string) => string;

/** As the API has it. The names of the program are those of the API by rule. */
export const wireName: FieldName = (pointer) => snakeCase(pointer.slice(1)) || 'body';

/** Our own messages carry no personal data. Messages of libraries and all stack traces may, so they are masked. */
export function describeFailure(error: unknown, verbose: boolean, say: Say, nameOf: FieldName = wireName): string {
  if (!(error instanceof Error)) return printableLines(maskPersonalData(String(error)));
  const message = [messageOf(error, say, nameOf), ...particularsOf(error, say, nameOf)].join('\n');
  const cause = error.cause instanceof Error ? `\nCaused by: ${error.cause.stack ?? ''}` : '';
  const trace = verbose ? `\n${maskPersonalData(`${error.stack ?? ''}${cause}`)}` : '';
  return printableLines(message + trace);
}

function messageOf(error: Error, say: Say, nameOf: FieldName): string {
  if (error instanceof LocalizedError) return named(error.in(say), error, nameOf);
  const isOurs = error instanceof ConfigError || isProxyCallError(error);
  return isOurs ? named(error.message, error, nameOf) : maskPersonalData(`${error.name}: ${error.message}`);
}

/** A message that lists its fields, with the names that they have for its reader. */
function named(message: string, error: Error, nameOf: FieldName): string {
  const issues = error instanceof ApiError || isProxyCallError(error) ? error.issues : [];
  return issues.reduce((text, { pointer, detail }) => {
    const said = printable(detail);
    return text.replace(`${printable(pointer.slice(1))}: ${said}`, () => `${printable(nameOf(pointer))}: ${said}`);
  }, message);
}

/** What programs and support ask for, a line each. */
function particularsOf(error: Error, say: Say, nameOf: FieldName): string[] {
  const isUnknown = error instanceof ApiError && error.isOutcomeUnknown;
  const { code, issues, requestId } = answerOf(error);
  const isHttp = error instanceof ApiError;
  const isSaid = ({ pointer, detail }: FieldIssue) =>
    error.message.includes(detail) && (!isHttp || error.message.includes(pointer.slice(1)));
  const unsaid = issues.filter((issue) => !isSaid(issue));
  return [
    ...(isUnknown ? [say('It is not known whether the request was carried out: check before you repeat it.')] : []),
    ...unsaid.map(({ pointer, detail }) => `  ${printable(`${nameOf(pointer)}: ${detail}`)}`),
    ...(code === undefined ? [] : [`  ${say('code: {code}', { code: printable(code) })}`]),
    ...(requestId === undefined ? [] : [`  ${say('request id: {id}', { id: printable(requestId) })}`]),
  ];
}

/** The error that ProxyCall answered, over HTTP or directly, with the names of its API. */
function answerOf(error: Error): Pick<ApiErrorDetails, 'code' | 'requestId'> & { issues: readonly FieldIssue[] } {
  if (error instanceof ApiError && error.isAnswer) return error;
  if (!isProxyCallError(error)) return { issues: [] };
  const issues = error.issues.map(({ pointer, detail }) => ({ pointer: snakeCase(pointer), detail }));
  return { code: error.code, issues };
}

/** An error for programs: that of the API as it was answered, and others in the same form. */
export function failureReport(error: unknown, say: Say): object {
  const ours = error instanceof Error ? answerOf(error) : { issues: [] };
  const detail = error instanceof ApiError ? error.detail : undefined;
  const { status } = error instanceof ApiError ? error : {};
  const issues = error instanceof InputError ? error.faults.flatMap((fault) => issueOf(fault, say)) : ours.issues;
  return {
    code: ours.code ?? codeOf(error),
    detail: detail ?? (error instanceof Error ? messageOf(error, say, wireName) : maskPersonalData(String(error))),
    ...(status === undefined ? {} : { status }),
    ...(issues.length === 0 ? {} : { errors: issues }),
    ...(ours.requestId === undefined ? {} : { request_id: ours.requestId }),
    ...(error instanceof ApiError && error.isOutcomeUnknown ? { outcome: 'unknown' } : {}),
  };
}

/** Options are named after the fields of the API. Other names, of arguments and variables, are no fields. */
function issueOf({ option, fault }: OptionFault, say: Say): FieldIssue[] {
  if (!option.startsWith('--')) return [];
  return [{ pointer: `/${option.slice(2).replaceAll('-', '_')}`, detail: fault(say) }];
}

function codeOf(error: unknown): string {
  if (error instanceof ApiError) return error.code;
  if (error instanceof InputError) return 'invalid_input';
  if (error instanceof ConfigError) return 'invalid_settings';
  return error instanceof OutputError ? 'output_failed' : 'internal';
}
