import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/index.js';
import { areaOf, covers, type Area } from './areas.js';

/** Cells that this account must not edit. */
export interface Protection {
  readonly sheetId: number;
  readonly area: Area;
  /** Parts of a protected tab that may be edited. */
  readonly except: readonly Area[];
}

export const PROTECTED_RANGES =
  'sheets(properties.sheetId,protectedRanges(range,warningOnly,requestingUserCanEdit,unprotectedRanges))';

/** Fields that Google leaves out are false. */
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
