import { writeTexts } from '../google/requests.js';
import { findTab, readRange, type SheetRequest, type Spreadsheet } from '../google/spreadsheet.js';
import { firstRow, LAYOUTS, VISIBLE_KINDS, type TabLayout } from './layout.js';
import { missingColumns } from './read-tab.js';

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
    const tab = findTab(tabs, layout.title);
    if (tab === undefined) {
      requests.push(...newTab(layout, freeId));
      created.push(`the tab ${layout.title}`);
      freeId += 1;
    } else {
      const [header = []] = await readRange(spreadsheet, firstRow(layout.title));
      const missing = missingColumns(layout, header);
      if (missing.length > 0) requests.push(...newColumns(tab.sheetId, header.length, missing));
      created.push(...missing.map((column) => `the column ${column} in ${layout.title}`));
    }
  }
  if (requests.length > 0) await spreadsheet.write(requests);
  return created;
}

function newTab({ title, columns }: TabLayout, sheetId: number): SheetRequest[] {
  const gridProperties = { rowCount: 100, columnCount: Math.max(26, columns.length), frozenRowCount: 1 };
  return [{ addSheet: { properties: { sheetId, title, gridProperties } } }, writeTexts(sheetId, 0, 0, [columns])];
}

/** Added after the last existing column. */
function newColumns(sheetId: number, start: number, columns: readonly string[]): SheetRequest[] {
  return [
    { appendDimension: { sheetId, dimension: 'COLUMNS', length: columns.length } },
    writeTexts(sheetId, 0, start, [columns]),
  ];
}
