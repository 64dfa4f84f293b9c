import { maskPersonalData } from '../../../domain/model/personal-data.js';

/** What Google answers to a failed request. The token endpoint answers with a text, the APIs with an object. */
export interface ErrorBody {
  readonly error?: string | ApiError;
  readonly error_description?: unknown;
}

interface ApiError {
  readonly message?: unknown;
  readonly status?: unknown;
  readonly errors?: readonly { readonly reason?: unknown }[];
  readonly details?: readonly { readonly reason?: unknown }[];
}

export interface ErrorDetail {
  /** Google's first sentence, without values. */
  readonly text: string;
  readonly requestIndex: number | undefined;
  readonly missingSheetId: number | undefined;
  /** The spreadsheet has as many cells as it may have. */
  readonly isFull: boolean;
}

const LONGEST = 200;

/**
 * What Google says, as far as programs can rely on it: texts are in the language of the spreadsheet, but a refused request of a
 * batch is named as `Invalid requests[7].updateCells: …`.
 */
export function detailOf(body: ErrorBody | undefined): ErrorDetail {
  const error = body?.error;
  const message = typeof error === 'object' ? error.message : error;
  const text = typeof message === 'string' ? message : '';
  return {
    text: withoutValues(text),
    requestIndex: numberIn(/^Invalid requests\[(\d+)\]/, text),
    isFull: /above the limit of [\d.,\s]+cells/i.test(text),
    missingSheetId: numberIn(/No (?:grid|sheet) with id: ?(\d+)/, text),
  };
}

/** The machine-readable reasons, in one text. */
export function reasonsIn(body: ErrorBody | undefined): string {
  const error = body?.error;
  if (typeof error !== 'object') return '';
  const entries = [...(error.errors ?? []), ...(error.details ?? [])];
  return [error.status, ...entries.map(({ reason }) => reason)].filter((each) => typeof each === 'string').join(' ');
}

/** The first line, without what may have been sent: later lines and what is in double quotes or after a type repeat it. */
export function withoutValues(text: string): string {
  const [line = ''] = text.split(/[\r\n]/);
  const values = /(\(TYPE_\w+\)|\(type\.googleapis[^)]*\)),.*$/;
  return maskPersonalData(
    line
      .replace(/with id: ?\d+/, 'with this id')
      .replace(values, '$1')
      .replace(/"[^"]*"?/g, '"…"'),
  ).slice(0, LONGEST);
}

function numberIn(pattern: RegExp, text: string): number | undefined {
  const [, digits] = pattern.exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits);
}
