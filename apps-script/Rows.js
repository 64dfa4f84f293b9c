// Rows of the tabs, as they are in the spreadsheet at this moment.

const MOST_ROWS_ = 100;
const CLIENTS_TAB_ = 'Clients';
const NUMBERS_TAB_ = 'TwilioPools';
const SHEET_ERROR_ = /^#(REF!|N\/A|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|ERROR!)$/;

/** As the service reads headers and words: case and invisible characters make no difference. */
function normal_(value) {
  return String(value)
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
    .toLowerCase();
}

/**
 * @param columns the names of those that are needed
 * @returns the sheet, its last row, and a function that reads the cells of a row by the names of their columns
 */
function table_(sheet, columns) {
  const tab = sheet.getName();
  const lastRow = sheet.getLastRow();
  const values = lastRow === 0 ? [[]] : sheet.getRange(1, 1, lastRow, sheet.getLastColumn()).getValues();
  const header = values[0].map(normal_);
  for (const name of columns) {
    if (!header.includes(name)) throw new Refusal_(say_('rows.no_column', { tab, column: name }));
    if (header.indexOf(name) !== header.lastIndexOf(name))
      throw new Refusal_(say_('rows.two_columns', { tab, column: name }));
  }
  const cells = (row) => Object.fromEntries(columns.map((name) => [name, values[row - 1][header.indexOf(name)]]));
  return { sheet, lastRow, cells };
}

/** A client's id as the API takes it; undefined for what is none: an error, a date, a checkbox, a fraction. */
function readId_(value) {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? String(value) : undefined;
  if (typeof value !== 'string') return undefined;
  const id = value.replace(/\p{Cf}/gu, '').trim();
  return id.length > 100 || /[\p{Cc}•]/u.test(id) || SHEET_ERROR_.test(id) ? undefined : id;
}

function isHidden_(sheet, row) {
  return sheet.isRowHiddenByFilter(row) || sheet.isRowHiddenByUser(row);
}

/**
 * The clients whose rows are selected, each one once, in the order of their rows.
 * @returns `clients` with row, id and `hadNumber`, and `leftOut`: rows by reason
 */
function selectedClients_() {
  const sheet = SpreadsheetApp.getActiveSheet();
  if (sheet.getName() !== CLIENTS_TAB_) throw new Refusal_(say_('rows.other_tab', { tab: CLIENTS_TAB_ }));
  const { lastRow, cells } = table_(sheet, ['client_id', 'client_proxy_number']);
  const leftOut = {};
  const leave = (reason, row) => (leftOut[reason] = [...(leftOut[reason] ?? []), row]);
  const clients = new Map();
  for (const row of selectedRows_(sheet, lastRow, leave)) {
    const { client_id: cell, client_proxy_number: number } = cells(row);
    const id = readId_(cell);
    if (id === undefined) leave('unreadable', row);
    else if (id === '') leave('empty', row);
    else if (clients.has(id)) leave('repeated', row);
    else if (isHidden_(sheet, row)) leave('hidden', row);
    else clients.set(id, { row, id, hadNumber: String(number).trim() !== '' });
    // Whether a row is hidden is a question to Google for each: not asked for thousands of them.
    if (clients.size > MOST_ROWS_) throw new Refusal_(say_('rows.too_many', { most: MOST_ROWS_ }));
  }
  if (clients.size === 0)
    throw new Refusal_(`${say_('rows.none', { tab: CLIENTS_TAB_ })} ${tellLeftOut_(leftOut).join(' ')}`.trim());
  return { clients: [...clients.values()], leftOut };
}

/** Of all ranges of the selection; a range may be a whole column. */
function selectedRows_(sheet, lastRow, leave) {
  const list = sheet.getActiveRangeList();
  const ranges = list === null ? [sheet.getActiveRange()] : list.getRanges();
  const rows = new Set();
  for (const range of ranges.filter((each) => each !== null)) {
    const first = range.getRow();
    const last = first + range.getNumRows() - 1;
    for (let row = first; row <= Math.min(last, lastRow); row += 1) rows.add(row);
    if (last > lastRow) leave('beyond', Math.max(first, lastRow + 1));
  }
  if (rows.delete(1)) leave('header', 1);
  return [...rows].sort((one, other) => one - other);
}

/** The rows of the numbers tab that are marked `error`. */
function errorNumbers_() {
  const sheet = SpreadsheetApp.getActive().getSheetByName(NUMBERS_TAB_);
  if (sheet === null) throw new Refusal_(say_('rows.no_tab', { tab: NUMBERS_TAB_ }));
  const { lastRow, cells } = table_(sheet, ['phone_number', 'status']);
  const leftOut = {};
  const leave = (reason, row) => (leftOut[reason] = [...(leftOut[reason] ?? []), row]);
  const numbers = new Map();
  for (let row = 2; row <= lastRow; row += 1) {
    const { phone_number: cell, status } = cells(row);
    if (normal_(status) !== 'error') continue;
    const written = typeof cell === 'string' || typeof cell === 'number' ? String(cell).trim() : '';
    const digits = written.replace(/\D/g, '');
    if (digits === '') leave(String(cell).trim() === '' ? 'no_number' : 'unreadable', row);
    else if (isHidden_(sheet, row)) leave('hidden', row);
    else if (!numbers.has(digits)) numbers.set(digits, written);
  }
  if (numbers.size > MOST_ROWS_) throw new Refusal_(say_('rows.too_many', { most: MOST_ROWS_ }));
  return { numbers: [...numbers.values()], leftOut };
}

/** Which rows were left out, and why: a line for each reason. */
function tellLeftOut_(leftOut) {
  return Object.entries(leftOut).map(([reason, rows]) => say_(`left_out.${reason}`, { rows: spans_(rows) }));
}

/** Rows that follow each other, in short: 2-4, 9. */
function spans_(rows) {
  const spans = [];
  for (const row of [...new Set(rows)].sort((one, other) => one - other)) {
    const last = spans[spans.length - 1];
    if (last !== undefined && last[1] === row - 1) last[1] = row;
    else spans.push([row, row]);
  }
  return spans.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`)).join(', ');
}
