import fc from 'fast-check';
import type { Entered } from '../google/sheet.js';
import { HEADERS } from '../google/stand-in.js';
import { COURIER, phone, proxy } from '../sheets/world.js';

// What somebody may do to cells of a spreadsheet.

const TABS = [
  'Clients',
  'TwilioPools',
  'Orders',
  'ProxyCall Records',
  'ProxyCall Lease',
  'ProxyCall Forwarded',
] as const;
export type Title = (typeof TABS)[number];

export interface Edit {
  readonly title: Title;
  readonly row: number;
  readonly column: number;
  readonly value: Entered | Copy;
}

/** What another cell of the tab has: headers and rows are exchanged, copied and pasted over each other by that. */
interface Copy {
  readonly ofRow: number;
  readonly ofColumn: number;
}

/** Edits made at once. */
export interface Step {
  readonly edits: readonly Edit[];
  readonly when: 'running' | 'at a start';
}

const ERRORS = ['#REF!', '#N/A', '#NAME?', '#ERROR!', 'Loading...', '#VALEUR!'];
const WORDS = [
  'available',
  'error',
  'assigned',
  'released',
  'reserved',
  'closed',
  'broken',
  'client_id',
  'status',
  'FR',
  'x',
];
const RECORDS = [
  '{}',
  '[]',
  'null',
  '1',
  '"x"',
  '{"id":"1"}',
  '{"records":1}',
  '{"records":[{"kind":"client","key":"1"}]}',
  'client:1',
];
// Nobody's phones and numbers, those of others, premium ones (artificial), and what looks like a number.
const PHONES = [
  phone(1),
  phone(2),
  phone(90),
  proxy(0),
  proxy(1),
  proxy(60),
  COURIER,
  '+33899001234',
  '639985001',
  '33639985001',
];
const NUMBERS = [0, 1, 2, 12, -1, 0.5, 45_000.5, 33_639_985_001, 1_772_357_400, 1_772_357_400_000, 1e21, 1e300];
const ODD = [
  '',
  ' ',
  '=',
  '=1+1',
  '\u200b',
  '\u202e1',
  '1\u200b',
  '\ud800',
  '\u0000',
  'O-1',
  '👩‍👧',
  'x'.repeat(3000),
  '1; DROP',
  '2026-02-30',
];

const formulaOf = (shown: string | number) => ({ formula: '=VLOOKUP(A2;Old!A:B;2;FALSE)', value: shown });
const text: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ maxLength: 12 }),
  // Errors, statuses and numbers that are in no list.
  fc.stringMatching(/^#[A-ZÉÜ]{1,8}[!?]$/),
  fc.stringMatching(/^[a-z]{1,9}( [a-z]{1,5})?$/),
  fc.stringMatching(/^\+?[0-9]{1,15}$/),
  fc.constantFrom(...Object.values(HEADERS).flatMap((names) => names.split(' '))),
);
const value: fc.Arbitrary<Edit['value']> = fc.oneof(
  fc.constantFrom<Entered>(...ERRORS, ...WORDS, ...RECORDS, ...PHONES, ...NUMBERS, ...ODD, true, false),
  fc.oneof(fc.constantFrom<string | number>(...ERRORS, 'x', 7, ''), text).map(formulaOf),
  fc.constantFrom('=Ada', '=1+1').map((typed) => ({ text: typed })),
  text,
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.record({ ofRow: fc.integer({ min: 0, max: 8 }), ofColumn: fc.integer({ min: 0, max: 10 }) }),
);

const edit: fc.Arbitrary<Edit> = fc.record({
  title: fc.constantFrom<Title>('Clients', 'Clients', 'Clients', 'TwilioPools', 'Orders', ...TABS),
  row: fc.integer({ min: 0, max: 8 }),
  column: fc.integer({ min: 0, max: 10 }),
  value,
});
export const step: fc.Arbitrary<Step> = fc.record({
  edits: fc.oneof(fc.array(edit, { minLength: 1, maxLength: 1 }), fc.array(edit, { minLength: 2, maxLength: 4 })),
  when: fc.constantFrom('running', 'running', 'at a start'),
});
