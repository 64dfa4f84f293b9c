import type { SheetRequest, Spreadsheet } from '../google/spreadsheet.js';
import { LAYOUTS, rowsOf, VISIBLE_KINDS, type TabLayout } from './layout.js';
import { textOf } from './tab.js';

/**
 * Creates missing tabs and columns, and changes nothing that exists.
 * @returns human-readable names of what was created
 */
export async function prepareTabs(spreadsheet: Spreadsheet): Promise<readonly string[]> {
  const tabs = await spreadsheet.tabs();
  const requests: SheetRequest[] = [];
  const created: string[] = [];
  let freeId = Math.max(0, ...tabs.map(({ sheetId }) => sheetId)) + 1;
  for (const layout of VISIBLE_KINDS.map((kind) => LAYOUTS[kind])) {
    const tab = tabs.find(({ title }) => title === layout.title);
    if (tab === undefined) {
      requests.push(...newTab(layout, freeId));
      created.push(`the tab ${layout.title}`);
      freeId += 1;
    } else {
      const [rows = []] = await spreadsheet.read([rowsOf(layout.title, 0, 0)], 'UNFORMATTED_VALUE');
      const header = rows[0] ?? [];
      const names = header.map((cell) => textOf(cell).toLowerCase());
      const missing = layout.columns.filter((column) => !names.includes(column));
      if (missing.length > 0) requests.push(...newColumns(tab.sheetId, header.length, missing));
      created.push(...missing.map((column) => `the column ${column} in ${layout.title}`));
    }
  }
  if (requests.length > 0) await spreadsheet.write(requests);
  return created;
}

function newTab({ title, columns }: TabLayout, sheetId: number): SheetRequest[] {
  const gridProperties = { rowCount: 100, columnCount: Math.max(26, columns.length), frozenRowCount: 1 };
  return [{ addSheet: { properties: { sheetId, title, gridProperties } } }, headerCells(sheetId, 0, columns)];
}

/** Added after the last existing column. */
function newColumns(sheetId: number, start: number, columns: readonly string[]): SheetRequest[] {
  return [
    { appendDimension: { sheetId, dimension: 'COLUMNS', length: columns.length } },
    headerCells(sheetId, start, columns),
  ];
}

function headerCells(sheetId: number, columnIndex: number, columns: readonly string[]): SheetRequest {
  const values = columns.map((stringValue) => ({ userEnteredValue: { stringValue } }));
  return {
    updateCells: { start: { sheetId, rowIndex: 0, columnIndex }, rows: [{ values }], fields: 'userEnteredValue' },
  };
}
