import type { ChangeSet, Kind } from '../../ports/order-store.js';
import type { RecordId, RecordsCopy } from '../records/index.js';
import { rowsShowing, wantedCells, wantedJson, type Book } from './book.js';
import { unavailable } from './faults.js';
import type { ReadBack } from './google.js';
import type { Misplaced } from './landing.js';
import { createImages, planWrite, type Plan } from './plan.js';
import { inPortions } from './portions.js';
import { recordId, rowId } from './records-tab.js';

/** A change set that is answered for once it is in the sheet. */
interface Waiting {
  readonly changes: ChangeSet;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
  isOver: boolean;
}

/** A batch on its way. */
export interface Flight {
  readonly plan: Plan;
  readonly sets: readonly { readonly waiting: Waiting; readonly before: ReadonlyMap<string, unknown> }[];
  /** What it was when it left, by record. */
  readonly written: ReadonlyMap<string, number>;
  /** Whether everything that was noted until then is in it. */
  readonly isComplete: boolean;
}

/** So many records travel together; more would make a request larger than Google likes. */
const LARGEST_FLIGHT = 2000;
const LARGEST_QUEUE_SHARE = 200;

/** Gathers what is to be written, and lets it take effect in memory once it is in the sheet. */
export interface Writer {
  /** Resolves once it is in the sheet. */
  enqueue(changes: ChangeSet, patienceMs: number): Promise<void>;
  /** Notes records whose rows are to follow what is in memory already. */
  note(ids: Iterable<RecordId>): void;
  /** Memory was read afresh. */
  forget(): void;
  readonly dirty: { has(id: string): boolean; readonly size: number };
  waiting(): number;
  /** Undefined when there is nothing to write. */
  assemble(copy: RecordsCopy, book: Book): Promise<Flight | undefined>;
  /** @returns what went to the wrong row, by what was `seen` in the same step as the batch or some time after it */
  land(
    flight: Flight,
    seen: readonly ReadBack[],
    copy: RecordsCopy,
    when: 'now' | 'before',
  ): Promise<readonly Misplaced[]>;
  /** It was not carried out: what is still waited for goes first the next time. */
  turnBack(flight: Flight): void;
  /** Records that a batch writes. */
  keysOf(flight: Flight): ReadonlySet<string>;
  refuse(flight: Flight, error: unknown): void;
  refuseAll(error: unknown): void;
}

export function createWriter(report: (event: string, error: unknown) => void): Writer {
  let queue: Waiting[] = [];
  /** When each record changed last, counted. */
  const dirty = new Map<string, number>();
  let counter = 0;

  const writer: Writer = {
    dirty,
    waiting: () => queue.length,
    forget() {
      dirty.clear();
    },
    note(ids) {
      counter += 1;
      for (const id of ids) dirty.set(rowId(id), counter);
    },
    enqueue: (changes, patienceMs) =>
      new Promise((resolve, reject) => {
        const end = <A extends unknown[]>(how: (...args: A) => void) => {
          return (...args: A) => {
            if (waiting.isOver) return;
            waiting.isOver = true;
            clearTimeout(timer);
            how(...args);
          };
        };
        const waiting: Waiting = { changes, resolve: end(resolve), reject: end(reject), isOver: false };
        const timer = setTimeout(() => {
          waiting.reject(unavailable('the spreadsheet did not confirm it in time: the same request can be sent again'));
        }, patienceMs);
        queue.push(waiting);
      }),

    async assemble(copy, book) {
      const images = createImages({
        rowsShowing: (id) => rowsShowing(id, copy),
        cells: (kind, key) => wantedCells(kind, key, copy),
        json: (id) => wantedJson(id, copy),
      });
      const isComplete = dirty.size <= LARGEST_FLIGHT;
      const written = new Map<string, number>();
      await inPortions([...dirty.keys()].slice(0, LARGEST_FLIGHT), (id) => {
        written.set(id, dirty.get(id) ?? 0);
        images.look(recordId(id));
      });
      const share = queue.filter(({ isOver }) => !isOver).slice(0, LARGEST_QUEUE_SHARE);
      queue = queue.filter((waiting) => !waiting.isOver && !share.includes(waiting));
      const undo: (() => void)[] = [];
      const touched = new Map<string, RecordId>();
      const sets: Flight['sets'][number][] = [];
      for (const waiting of share) {
        const before = sessionsBefore(waiting.changes, copy);
        try {
          const applied = copy.apply(waiting.changes);
          undo.push(() => {
            applied.undo();
          });
          sets.push({ waiting, before });
          for (const id of applied.touched) touched.set(rowId(id), id);
        } catch (error) {
          // Somebody else was faster: whoever asked decides again.
          waiting.reject(error);
        }
      }
      for (const id of touched.values()) images.look(id);
      // Nobody may see it in memory before it is in the sheet.
      for (const step of undo.reverse()) step();
      if (images.hidden.size === 0 && book.erased.size === 0 && book.strays.length === 0) return undefined;
      return { plan: await planWrite(images, book), sets, written, isComplete };
    },

    async land({ plan, sets, written }, seen, copy, when) {
      const misplaced = await (when === 'now' ? plan.landed(seen) : plan.landedBefore(seen));
      for (const [id, at] of written) if (dirty.get(id) === at) dirty.delete(id);
      for (const { waiting, before } of sets) {
        try {
          const { touched } = copy.apply(rebase(waiting.changes, before, copy));
          writer.note(touched.filter(({ kind }) => kind === 'session' || kind === 'interaction'));
        } catch (error) {
          report('sheets.landed_late', error);
        }
        waiting.resolve();
      }
      return misplaced;
    },

    turnBack({ sets }) {
      queue = [...sets.map(({ waiting }) => waiting).filter(({ isOver }) => !isOver), ...queue];
    },
    keysOf: ({ sets }) =>
      new Set(sets.flatMap(({ waiting: { changes } }) => keysIn(changes).map(({ kind, key }) => rowId({ kind, key })))),
    refuse({ sets }, error) {
      for (const { waiting } of sets) waiting.reject(error);
    },
    refuseAll(error) {
      for (const waiting of queue) waiting.reject(error);
      queue = [];
    },
  };
  return writer;
}

export function keysIn({ puts, removals = [], guards = [] }: ChangeSet): readonly { kind: Kind; key: string }[] {
  return [...puts, ...removals, ...guards];
}

/** The last callers that a change set was decided on: calls go on while it travels. */
function sessionsBefore({ puts }: ChangeSet, copy: RecordsCopy): Map<string, unknown> {
  return new Map(
    puts
      .filter(({ kind }) => kind === 'session')
      .map(({ key }) => [key, copy.get('session', key)?.value.lastCaller] as const),
  );
}

/** The same change, on what is in memory by now: only last callers and interactions have changed since it left. */
function rebase(changes: ChangeSet, before: ReadonlyMap<string, unknown>, copy: RecordsCopy): ChangeSet {
  return {
    ...changes,
    guards: [],
    removals: (changes.removals ?? []).flatMap((removal) => {
      const version = copy.get(removal.kind, removal.key)?.version;
      return version === undefined ? [] : [{ ...removal, expected: version }];
    }),
    puts: changes.puts.map((change) => {
      const now = copy.get(change.kind, change.key);
      const expected = now?.version ?? null;
      if (change.kind !== 'session' || change.value.closedAt !== undefined) return { ...change, expected };
      const noted = copy.get('session', change.key)?.value.lastCaller;
      const isNewer = noted !== before.get(change.key);
      return { ...change, expected, value: isNewer ? { ...change.value, lastCaller: noted } : change.value };
    }),
  };
}
