import type { Kind, Records } from '../../ports/order-store.js';
import { createRecordsCopy, type RecordId, type RecordsCopy } from '../records/index.js';
import { isVisible, type Book } from './book.js';
import { SheetsFault } from './faults.js';
import type { Rows, Spreadsheet, TabFacts } from './google.js';
import { INBOX_TAB, LAYOUTS, RECORDS_TAB, VISIBLE_KINDS, wholeTab, type VisibleKind } from './layout.js';
import { absorb } from './people.js';
import { createRecordsTab, recordId } from './records-tab.js';
import { createTabMirror, type Fault, type Sightings } from './tab.js';

export interface Loaded {
  readonly book: Book;
  readonly copy: RecordsCopy;
  /** Records whose rows may not say what they should. */
  readonly touched: readonly RecordId[];
  readonly faults: readonly Fault[];
}

/** Reads the whole spreadsheet. */
export async function load(
  spreadsheet: Spreadsheet,
  tabs: readonly TabFacts[],
  terms: { now: number; quarantineMs: number },
): Promise<Loaded> {
  const book: Book = {
    tabs: {
      client: mirrorOf('client', tabs),
      number: mirrorOf('number', tabs),
      order: mirrorOf('order', tabs),
    },
    records: recordsTabOf(tabs),
    erased: new Set(),
    strays: [],
  };
  const hasRecords = tabs.some(({ title }) => title === RECORDS_TAB);
  const { seen, more } = await lookAt(spreadsheet, book, hasRecords ? [wholeTab(RECORDS_TAB)] : []);
  book.records.look(more[0] ?? []);
  const copy = createRecordsCopy();
  const parts = takeHidden(book, copy);
  const absorbed = await absorb(seen, book, copy, {
    ...terms,
    dirty: new Set(),
    missing: new Set(),
    hiddenPart: (kind, key) => parts.get(`${kind}:${key}`) ?? {},
  });
  return { book, copy, ...absorbed };
}

/** One look at everything that people see, and at other ranges, in two requests. */
export async function lookAt(
  spreadsheet: Spreadsheet,
  book: Book,
  ranges: readonly string[],
): Promise<{ seen: Record<VisibleKind, Sightings>; more: readonly Rows[] }> {
  const titles = VISIBLE_KINDS.map((kind) => wholeTab(LAYOUTS[kind].title));
  const [values, formulas] = await Promise.all([
    spreadsheet.read([...titles, ...ranges], 'UNFORMATTED_VALUE'),
    spreadsheet.read(titles, 'FORMULA'),
  ]);
  const seen: Partial<Record<VisibleKind, Sightings>> = {};
  for (const [index, kind] of VISIBLE_KINDS.entries()) {
    seen[kind] = await book.tabs[kind].look(values[index] ?? [], formulas[index] ?? []);
  }
  return { seen: seen as Record<VisibleKind, Sightings>, more: values.slice(titles.length) };
}

function mirrorOf(kind: VisibleKind, tabs: readonly TabFacts[]) {
  const { title } = LAYOUTS[kind];
  const tab = tabs.find((candidate) => candidate.title === title);
  if (tab === undefined) {
    throw new SheetsFault('invalid', `the spreadsheet has no tab ${title}: proxycall init --store sheets makes it`);
  }
  return createTabMirror(LAYOUTS[kind], tab.sheetId, tab.rows);
}

function recordsTabOf(tabs: readonly TabFacts[]) {
  const tab = tabs.find(({ title }) => title === RECORDS_TAB);
  return createRecordsTab(tab?.sheetId ?? 0, tab?.rows ?? 0);
}

export function inboxOf(tabs: readonly TabFacts[]): number | undefined {
  return tabs.find(({ title }) => title === INBOX_TAB)?.sheetId;
}

/** @returns what is hidden of records that have a visible row */
function takeHidden(book: Book, copy: RecordsCopy): Map<string, object> {
  const parts = new Map<string, object>();
  for (const [id, { json }] of book.records.rows) {
    const value = parse(json);
    if (value === undefined) continue;
    const { kind, key } = recordId(id);
    if (isVisible(kind)) parts.set(id, value);
    else takeRecord(copy, kind, key, value);
  }
  return parts;
}

/** JSON has no `undefined`: what a record leaves out is read back as left out. */
function takeRecord(copy: RecordsCopy, kind: Kind, key: string, value: object): void {
  try {
    copy.write(kind, key, withEveryField(kind, value));
  } catch {
    // Two live sessions on one number: the row of the client decides, see `settle`.
  }
}

const OPTIONAL: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  client: ['residency', 'proxyNumber'],
  order: ['pairing', 'fingerprint', 'closedAt'],
  session: ['clientPhone', 'homeCountry', 'lastCaller', 'closedAt'],
  pair: ['clientPhone', 'counterpartPhone', 'code', 'maxCallSeconds', 'ringSeconds', 'closedAt'],
  leg: ['closedAt', 'releasedAt'],
  interaction: ['sessionId', 'clientId', 'direction', 'endedAt', 'durationSeconds', 'plan'],
};

export function withEveryField<K extends Kind>(kind: K, value: object): Records[K] {
  const fields =
    kind === 'intent' && (value as { action?: unknown }).action === 'buy' ? ['requestKey'] : OPTIONAL[kind];
  const absent = {
    ...Object.fromEntries((fields ?? []).map((field) => [field, undefined])),
    // Sheets of the first days do not have it.
    ...(kind === 'session' ? { textsStopped: [] } : {}),
  };
  return { ...absent, ...value } as unknown as Records[K];
}

function parse(json: string): object | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
