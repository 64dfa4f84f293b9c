import { BadRequest, type GridRange, type ProtectedRange, type Sheet } from './sheet.js';

// What Google refuses although it is well-formed. https://developers.google.com/workspace/sheets/api/guides/concepts#protected_range

/** Of a whole spreadsheet. https://support.google.com/drive/answer/37603 */
export const CELL_LIMIT = 10_000_000;

const PROTECTED =
  'You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if you need to edit.';

export function refuseProtected(sheet: Sheet, row: number, column: number): void {
  const protection = restricting(sheet).find(
    ({ range, except = [] }) => covers(range, row, column) && !except.some((each) => covers(each, row, column)),
  );
  if (protection !== undefined) refuse(protection);
}

/** Rows cannot be inserted into a protected range, nor deleted from it. */
export function refuseRows(sheet: Sheet, start: number, end: number): void {
  const protection = restricting(sheet).find(({ range: { startRowIndex = 0, endRowIndex = Infinity } }) =>
    start === end ? startRowIndex < start && start < endRowIndex : start < endRowIndex && end > startRowIndex,
  );
  if (protection !== undefined) refuse(protection);
}

export function refuseInvalid({ validations }: Sheet, row: number, column: number, text: string): void {
  const broken = validations.find(
    ({ range, allowed, isEnforced }) =>
      isEnforced === true && text !== '' && covers(range, row, column) && !allowed.includes(text),
  );
  if (broken === undefined) return;
  const { status, isNamed } = broken;
  throw new BadRequest('The data you entered violates the data validation rules set on this cell.', status, isNamed);
}

const TOO_MANY = 'This action would increase the number of cells in the workbook above the limit of … cells.';

export function refuseTooManyCells(
  sheets: readonly Sheet[],
  limit: number,
  { text = TOO_MANY, isNamed = true } = {},
): void {
  const count = sheets.reduce((sum, { rows, columnCount }) => sum + rows.length * columnCount, 0);
  if (count <= limit) return;
  throw new BadRequest(text.replace('…', limit.toString()), 400, isNamed);
}

/** Whether a cell is part of a merged one, and not its first: what is written to it is not kept. */
export function isCovered({ merges }: Sheet, row: number, column: number): boolean {
  return merges.some(
    (range) =>
      covers(range, row, column) && !(row === (range.startRowIndex ?? 0) && column === (range.startColumnIndex ?? 0)),
  );
}

/** Moves ranges with the rows that were inserted (or deleted, if negative) before `start`. */
export function moveRanges(sheet: Sheet, start: number, count: number): void {
  const at = (index: number | undefined) =>
    index === undefined || index < start ? index : Math.max(start, index + count);
  const moved = (range: GridRange): GridRange => {
    const [from, to] = [at(range.startRowIndex), at(range.endRowIndex)];
    return {
      ...range,
      ...(from === undefined ? {} : { startRowIndex: from }),
      ...(to === undefined || to === start ? {} : { endRowIndex: to }),
    };
  };
  sheet.protections = sheet.protections.map((each) => ({ ...each, range: moved(each.range) }));
  sheet.merges = sheet.merges.map(moved);
  sheet.validations = sheet.validations.map((each) => ({ ...each, range: moved(each.range) }));
}

/** As Google lists them: fields that are false or zero are left out. */
export function listedProtections({ sheetId, protections }: Sheet): object[] {
  return protections.flatMap(({ range, warningOnly, except = [], isListed = true }, index) =>
    isListed
      ? [
          {
            protectedRangeId: index + 1,
            range: { ...range, ...(sheetId === 0 ? {} : { sheetId }) },
            ...(warningOnly === true ? { warningOnly, requestingUserCanEdit: true } : {}),
            ...(except.length > 0 ? { unprotectedRanges: except } : {}),
          },
        ]
      : [],
  );
}

function restricting({ protections }: Sheet): readonly ProtectedRange[] {
  return protections.filter(({ warningOnly }) => warningOnly !== true);
}

function refuse({ status = 400, isNamed = true }: ProtectedRange): never {
  throw new BadRequest(PROTECTED, status, isNamed);
}

function covers(range: GridRange, row: number, column: number): boolean {
  const { startRowIndex = 0, endRowIndex = Infinity, startColumnIndex = 0, endColumnIndex = Infinity } = range;
  return row >= startRowIndex && row < endRowIndex && column >= startColumnIndex && column < endColumnIndex;
}
