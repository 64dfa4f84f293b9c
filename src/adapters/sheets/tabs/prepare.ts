import { SheetsFault } from '../google/faults.js';
import { writeTexts } from '../google/requests.js';
import {
  findTab,
  readRange,
  type Rows,
  type SheetRequest,
  type Spreadsheet,
  type TabFacts,
} from '../google/spreadsheet.js';
import { HeaderFault, readHeader } from './header.js';
import { textOf } from './cells.js';
import { isHiddenTitle, isOutput, LAYOUTS, RECORDS_TAB, VISIBLE_KINDS, wholeTab, type TabLayout } from './layout.js';
import { areAlike } from './look-alikes.js';

/**
 * Creates missing tabs and columns, and changes nothing that exists. Refuses, before anything is created, where one of them seems to
 * be there under another name: beside an empty twin its content would not be seen any more. The same goes for a tab whose records are
 * still known.
 * @returns human-readable names of what was created
 * @throws HeaderFault that says which
 */
export async function prepareTabs(spreadsheet: Spreadsheet): Promise<readonly string[]> {
  const tabs = await spreadsheet.tabs();
  const requests: SheetRequest[] = [];
  const created: string[] = [];
  let freeId = Math.max(0, ...tabs.map(({ sheetId }) => sheetId)) + 1;
  for (const layout of VISIBLE_KINDS.map((kind) => LAYOUTS[kind])) {
    const tab = findTab(tabs, layout.title);
    if (tab === undefined) {
      await refuseTwin(layout, tabs, spreadsheet);
      await refuseEmptied(layout, tabs, spreadsheet);
      requests.push(...newTab(layout, freeId));
      created.push(`the tab ${layout.title}`);
      freeId += 1;
    } else {
      const rows = await readRange(spreadsheet, wholeTab(layout.title));
      const { addable, faults } = readHeader(layout, rows);
      if (faults.length > 0) throw new HeaderFault(faults);
      if (addable.length === layout.columns.length) await refuseEmptied(layout, tabs, spreadsheet);
      if (addable.length > 0) requests.push(...newColumns(tab.sheetId, widthOf(rows), addable));
      created.push(...addable.map((column) => `the column ${column} in ${layout.title}`));
    }
  }
  if (requests.length > 0) await spreadsheet.write(requests);
  return created;
}

/** @throws SheetsFault if another tab has a title like this one's, or its columns */
async function refuseTwin(layout: TabLayout, tabs: readonly TabFacts[], spreadsheet: Spreadsheet): Promise<void> {
  const others = tabs.filter(({ title }) => !isHiddenTitle(title) && !isKnownTitle(title));
  for (const { title } of others) {
    if (!areAlike(title, layout.title) && !(await hasColumnsOf(layout, title, spreadsheet))) continue;
    throw new SheetsFault('invalid', missingTab(layout, title));
  }
}

/** @throws SheetsFault if the hidden tab knows records whose rows were in this tab */
async function refuseEmptied(
  { kind, title }: TabLayout,
  tabs: readonly TabFacts[],
  spreadsheet: Spreadsheet,
): Promise<void> {
  if (isOutput(kind) || findTab(tabs, RECORDS_TAB) === undefined) return;
  const rows = await readRange(spreadsheet, wholeTab(RECORDS_TAB));
  const count = rows.filter(([id]) => textOf(id).startsWith(`${kind}:`)).length;
  if (count === 0) return;
  const known = `the hidden tab "${RECORDS_TAB}" has ${count.toString()} records of the tab ${title}`;
  throw new SheetsFault('invalid', `${known}, which was deleted or cleared: restore it (File > Version history)`);
}

async function hasColumnsOf(layout: TabLayout, title: string, spreadsheet: Spreadsheet): Promise<boolean> {
  const { indexes } = readHeader(layout, await readRange(spreadsheet, wholeTab(title)));
  const found = [...indexes.values()].filter((at) => at >= 0).length;
  return found * 2 > layout.columns.length;
}

function isKnownTitle(title: string): boolean {
  return VISIBLE_KINDS.some((kind) => LAYOUTS[kind].title === title);
}

/** Why a tab cannot be used that is not there. `other`: the title of one that may be it. */
export function missingTab({ title }: TabLayout, other: string | undefined): string {
  const missing = `the spreadsheet has no tab ${title}`;
  if (other === undefined) return `${missing}: proxycall init --store sheets creates it`;
  return `${missing}, but "${other}" looks like it: rename it to ${title}`;
}

function widthOf(rows: Rows): number {
  return Math.max(0, ...rows.map((row) => row.length));
}

function newTab({ title, columns }: TabLayout, sheetId: number): SheetRequest[] {
  const gridProperties = { rowCount: 100, columnCount: Math.max(26, columns.length), frozenRowCount: 1 };
  return [{ addSheet: { properties: { sheetId, title, gridProperties } } }, writeTexts(sheetId, 0, 0, [columns])];
}

/** Added after the last column with content. */
function newColumns(sheetId: number, start: number, columns: readonly string[]): SheetRequest[] {
  return [
    { appendDimension: { sheetId, dimension: 'COLUMNS', length: columns.length } },
    writeTexts(sheetId, 0, start, [columns]),
  ];
}
