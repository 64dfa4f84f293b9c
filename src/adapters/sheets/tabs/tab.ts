import type { Rows } from '../google/spreadsheet.js';
import { lastFilled, type Cells } from './cells.js';
import type { TabLayout } from './layout.js';
import { refuseExchanged } from './exchanged-columns.js';
import { findColumns, HeaderFault, type ColumnIndexes } from './header.js';
import { keyOf, matchRows } from './match-rows.js';
import { findFormulas, readRows, UNREAD, type Formulas, type ReadTab, type TabReading } from './read-tab.js';

/** The last known state of a row. */
export interface MirroredRow {
  /** Counted from 0. */
  row: number;
  /** It was missing in the last reading: nothing is written to it until it is located again. */
  isMissing?: boolean;
  /** It was missing by its key in the last reading, and may be there nevertheless. What was not written meanwhile is, once it is back. */
  isHeld?: boolean;
  /** Of a row of no record in a tab that only shows records: what it should contain. It is somebody else's, except for our answer. */
  others?: Cells | undefined;
  /** Cells with a decision of the operator that applies later. They are not written to. */
  decided?: ReadonlySet<string> | undefined;
  /** As it was read or written. */
  raw: Cells;
  /** In the format that we write. Cells that differ from the desired ones are rewritten. */
  normalized: Cells;
}

/** Values and formulas of a tab, row by row. */
export interface Look {
  readonly values: Rows;
  readonly formulas: Rows;
}

/** The last known state of a visible tab. */
export interface TabMirror {
  readonly layout: TabLayout;
  readonly sheetId: number;
  readonly rows: Map<string, MirroredRow>;
  /** The whole tab as it was last read, with the columns of other people. */
  readonly look: Look;
  /** Position of the next row: after the last one with content. */
  end: number;
  /** Number of rows of the grid. */
  height: number;
  /** What is wrong with the header, or that the tab is missing: nothing of it is read or written meanwhile. */
  readonly fault: HeaderFault | undefined;
  columnIndex(column: string): number;
  /** The key that the text of a key cell stands for; undefined if it is none. */
  keyOf(text: string): string | undefined;
  /** One past the last of our columns. */
  width(): number;
  /** False for cells with a formula or a decision of the operator, and for columns that a formula fills. */
  mayWrite(key: string, column: string): boolean;
  /**
   * Updates the positions of columns, formulas and the end of the tab. Sets `fault` if the header cannot be used.
   * @param tab undefined if it is missing
   */
  read(tab: ReadTab | undefined): Promise<TabReading>;
}

export function createTabMirror(layout: TabLayout, sheetId: number, height: number): TabMirror {
  let columnIndexes: ColumnIndexes = new Map();
  let formulas: Formulas = { columns: new Set(), cells: new Set() };
  let look: Look = { values: [], formulas: [] };

  const mirror: TabMirror & { fault: HeaderFault | undefined } = {
    layout,
    sheetId,
    rows: new Map(),
    get look() {
      return look;
    },
    end: 1,
    height,
    fault: undefined,
    keyOf: (text) => keyOf(layout.kind, text, mirror.rows),
    columnIndex: (column) => columnIndexes.get(column) ?? 0,
    width: () => Math.max(...columnIndexes.values()) + 1,
    mayWrite: (key, column) =>
      !formulas.columns.has(column) &&
      !formulas.cells.has(`${key} ${column}`) &&
      mirror.rows.get(key)?.decided?.has(column) !== true,
    async read(tab) {
      const wasUnread = mirror.fault !== undefined;
      try {
        const reading = await readTab(tab);
        mirror.fault = undefined;
        return wasUnread ? { ...reading, isBack: true } : reading;
      } catch (error) {
        if (!(error instanceof HeaderFault)) throw error;
        mirror.fault = error;
        return UNREAD;
      }
    },
  };
  return mirror;

  async function readTab(tab: ReadTab | undefined): Promise<TabReading> {
    if (tab === undefined) throw new HeaderFault([{ kind: 'ignored_header', tab: layout.title, problem: MISSING }]);
    const { values, formulaRows } = tab;
    const columns = findColumns(layout, values);
    const found = await findFormulas(layout, columns, formulaRows, values);
    const read = await readRows(layout, columns, found, tab);
    await refuseExchanged(layout, columns, read, mirror.rows);
    columnIndexes = columns;
    look = { values, formulas: formulaRows };
    formulas = found;
    mirror.end = Math.max(1, lastFilled(values) + 1, lastFilled(formulaRows) + 1);
    mirror.height = Math.max(mirror.height, values.length);
    return matchRows(layout, read, mirror.rows, found.columns);
  }
}

const MISSING = 'is missing: it was deleted or renamed. Undo that, or give it this name again';
