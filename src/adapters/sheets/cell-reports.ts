import type { FindingKind, StoreFinding } from '../../domain/model/store-finding.js';
import type { E164 } from '../../domain/model/phone-number.js';
import type { Logger } from '../../ports/runtime.js';

/** What was found in the spreadsheet. */
export interface CellReport extends StoreFinding {
  /** The key of its record, so that a row that moves is not reported again. Never logged, nor shown. */
  readonly key?: string | undefined;
}

/** Who reports. Each knows all of its own findings, and nothing of the others. */
export type ReportSource = 'hidden_tab' | 'visible_tabs' | 'headers' | 'lost_rows' | 'writes';

/** The findings as they are now, of all sources. */
export interface CellReports {
  /** Replaces what this source has reported. A finding is logged when it is new, or returns after it was gone. */
  replace(source: ReportSource, reports: readonly CellReport[]): void;
  list(): readonly StoreFinding[];
  /** What is wrong with numbers that are out of rotation. */
  outOfRotation(): ReadonlyMap<E164, string>;
}

const EVENTS: Readonly<Record<FindingKind, string>> = {
  ignored_cell: 'sheets.cell_ignored',
  ignored_header: 'sheets.header_ignored',
  out_of_rotation: 'sheets.number_out_of_rotation',
  parked_record: 'sheets.record_parked',
  forged_record: 'sheets.record_forged',
};

export function createCellReports(logger: Logger): CellReports {
  const current = new Map<ReportSource, ReadonlyMap<string, CellReport>>();
  return {
    replace(source, reports) {
      const known = current.get(source);
      const now = new Map(reports.map((report) => [identity(report), report]));
      current.set(source, now);
      for (const [id, report] of now) if (known?.has(id) !== true) log(report);
    },
    list: () => [...current.values()].flatMap((reports) => [...reports.values()].map(shown)),
    outOfRotation() {
      const all = [...current.values()].flatMap((reports) => [...reports.values()]);
      // Of these the key is the number.
      return new Map(
        all.flatMap(({ kind, key, problem }) =>
          kind === 'out_of_rotation' && key !== undefined ? [[key as E164, problem]] : [],
        ),
      );
    },
  };

  function log(report: CellReport): void {
    const { kind, ...fields } = shown(report);
    logger.warn(EVENTS[kind], { ...fields });
  }
}

function identity({ kind, tab, row, column, problem, key }: CellReport): string {
  return JSON.stringify([kind, tab, column, problem, key ?? row]);
}

function shown({ kind, tab, row, column, cell, problem }: CellReport): StoreFinding {
  return { kind, tab, row, column, cell, problem };
}
