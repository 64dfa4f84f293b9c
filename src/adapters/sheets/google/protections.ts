import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/index.js';

/** Cells that this account must not edit. Rows and columns are counted from 0; ends are exclusive. */
export interface Protection {
  readonly sheetId: number;
  readonly area: Area;
  /** Parts of a protected tab that may be edited. */
  readonly except: readonly Area[];
}

interface Area {
  readonly rows: readonly [from: number, to: number];
  readonly columns: readonly [from: number, to: number];
}

export const PROTECTED_RANGES =
  'sheets(properties.sheetId,protectedRanges(range,warningOnly,requestingUserCanEdit,unprotectedRanges))';

/** Fields that Google leaves out are false, zero, or unbounded. */
export function protectionsIn(sheets: readonly sheets_v4.Schema$Sheet[]): readonly Protection[] {
  return sheets.flatMap(({ properties, protectedRanges = [] }) =>
    protectedRanges
      .filter(({ warningOnly, requestingUserCanEdit }) => warningOnly !== true && requestingUserCanEdit !== true)
      .map(({ range, unprotectedRanges = [] }) => ({
        sheetId: properties?.sheetId ?? 0,
        area: areaOf(range ?? {}),
        except: unprotectedRanges.map(areaOf),
      })),
  );
}

/** Whether one of the protections covers a cell. */
export function isProtected(protections: readonly Protection[], sheetId: number, row: number, column: number): boolean {
  return protections.some(
    ({ area, except, ...protection }) =>
      protection.sheetId === sheetId && covers(area, row, column) && !except.some((each) => covers(each, row, column)),
  );
}

function covers({ rows, columns }: Area, row: number, column: number): boolean {
  return isWithin(row, rows) && isWithin(column, columns);
}

function isWithin(index: number, [from, to]: readonly [number, number]): boolean {
  return index >= from && index < to;
}

function areaOf({ startRowIndex, endRowIndex, startColumnIndex, endColumnIndex }: sheets_v4.Schema$GridRange): Area {
  return {
    rows: [startRowIndex ?? 0, endRowIndex ?? Infinity],
    columns: [startColumnIndex ?? 0, endColumnIndex ?? Infinity],
  };
}
