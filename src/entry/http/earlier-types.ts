import { z } from 'zod';
import { CHANNELS } from '../../domain/model/confirmation/confirmation.js';
import { NUMBER_STATUSES, NUMBER_TYPES, type NumberType } from '../../domain/model/proxy-number.js';

// The earlier service took "2" for 2, "true" for true and "Mobile" for mobile, and so its clients send either.

const YES: readonly unknown[] = [true, 1, '1', 'true', 'yes', 'y', 'on', 't'];
const NO: readonly unknown[] = [false, 0, '0', 'false', 'no', 'n', 'off', 'f'];

function plain(value: unknown): unknown {
  return typeof value === 'string' ? value.trim().toLowerCase() : value;
}

/** true or false, also as a word or as 1 or 0. */
export const yesOrNo = readAs(YES);

/** The same where yes buys a number, or takes one from a client: a letter, say, does not mean that clearly enough. */
export const clearYesOrNo = readAs([true, 1, 'true', 'yes']);

function readAs(yes: readonly unknown[]) {
  return z.preprocess((value) => {
    const word = plain(value);
    return yes.includes(word) ? true : NO.includes(word) ? false : value;
  }, z.boolean());
}

/** A whole number, also as text. */
export function wholeNumber(least: number, most: number) {
  return z.preprocess((value) => {
    const text = plain(value);
    return typeof text === 'string' && /^\d{1,9}(?:\.0+)?$/.test(text) ? Number(text) : value;
  }, z.int().min(least).max(most));
}

/** A type of number, in capitals or not. */
export const anyCaseType = z.preprocess(plain, z.enum(NUMBER_TYPES).meta({ example: 'mobile' }));

/** A status of a number, in capitals or not. */
export const anyCaseStatus = z.preprocess(plain, z.enum(NUMBER_STATUSES));

/** How a code or a link is sent: `mail` is `email`. */
export const anyCaseChannel = z.preprocess((value) => {
  const word = plain(value);
  return word === 'mail' ? 'email' : word;
}, z.enum(CHANNELS));

/** A type of number, or all: `none` is how a Python program writes that it has no preference. */
export const typeOrAll = z.preprocess(
  (value) => {
    const word = plain(value);
    return word === 'none' || word === 'null' || word === '' || word === null ? 'all' : word;
  },
  z.enum(['all', ...NUMBER_TYPES] satisfies readonly (NumberType | 'all')[]),
);

export const WRITTEN = 'As people write it: +33…, 0033…, 33…, or a national number of a country of the pool';

/** One number of the pool as people write it, or as a spreadsheet keeps it. */
export const writtenNumber = z.preprocess(
  (value) => (typeof value === 'number' ? value.toString() : value),
  z.string().trim().min(1).max(100).meta({ example: '+33639981234' }),
);

/** As much of an entry that is no number as is repeated. */
const LONGEST_ENTRY = 100;

/**
 * Numbers of the pool as people write them, one or several, or a column of a spreadsheet, which is a list of rows. What is no number is
 * reported by the use case, entry by entry, so that one of them does not spoil the rest.
 */
export const writtenNumbers = z
  .preprocess((value) => {
    if (Array.isArray(value)) return value.flat() as unknown[];
    if (typeof value === 'string') return value.trim() === '' ? [] : [value];
    return typeof value === 'number' ? [value] : value;
  }, z.array(z.unknown()).min(1).max(1000))
  .transform((entries) => entries.map((entry) => textOf(entry).slice(0, LONGEST_ENTRY)))
  .meta({
    type: 'array',
    items: { type: ['string', 'integer'] },
    description: WRITTEN,
    example: ['+33639981234', '06 39 98 12 35'],
  });

function textOf(entry: unknown): string {
  if (typeof entry === 'string') return entry;
  return JSON.stringify(entry);
}
