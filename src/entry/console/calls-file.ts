import { isProxyCallError, invalidField } from '../../domain/model/errors.js';
import type { InteractionListQuery, InteractionView, Page } from '../../ports/proxycall-api.js';
import { csvStream, type CsvRow } from './csv.js';
import { formatNumber } from './elements/data.js';
import { outcomeWord } from './elements/outcomes.js';
import { CALLS } from './pages/calls-words.js';
import { sheetTime } from './times.js';
import type { Download, View } from './view.js';

/** So many rows a file has at most: spreadsheets are slow with more. */
export const MOST_ROWS = 50_000;
const PAGE_SIZE = 200;

/** The calls and texts of a query as a file, read page by page while it is sent. Its first page is read before, so that a refusal is told. */
export async function callsFile(view: View, query: InteractionListQuery, most = MOST_ROWS): Promise<Download> {
  const t = CALLS[view.language];
  const head = [
    `${t.at} (${view.timeZone})`,
    ...[t.kind, t.direction, t.outcome, t.seconds, t.caller, t.callee, t.client],
  ];
  const first = await firstPage(view, query);
  return {
    name: `calls-${sheetTime(view.now, view.timeZone).slice(0, 10)}.csv`,
    type: 'text/csv; charset=utf-8',
    text: csvStream(head, rows(view, query, first, most), view.language === 'fr' ? ';' : ','),
  };
}

async function firstPage({ api }: View, query: InteractionListQuery): Promise<Page<InteractionView>> {
  try {
    return await api.listInteractions({ ...query, limit: PAGE_SIZE });
  } catch (error) {
    // The page of the form is there, whatever was typed into it.
    if (isProxyCallError(error, 'order_not_found')) throw invalidField('orderId', error.message);
    throw error;
  }
}

async function* rows(
  view: View,
  query: InteractionListQuery,
  first: Page<InteractionView>,
  most: number,
): AsyncGenerator<readonly CsvRow[]> {
  let page = first;
  let left = most;
  for (;;) {
    const { items, nextCursor } = page;
    yield items.slice(0, left).map((item) => rowOf(view, item));
    const isCut = items.length > left || (items.length === left && nextCursor !== undefined);
    left -= items.length;
    if (isCut) yield [[CALLS[view.language].cut(formatNumber(view.language, most))]];
    if (isCut || nextCursor === undefined) return;
    page = await view.api.listInteractions({ ...query, limit: PAGE_SIZE, cursor: nextCursor });
  }
}

function rowOf({ language, timeZone }: View, item: InteractionView): CsvRow {
  const t = CALLS[language];
  const { at, channel, direction, outcome, durationSeconds, from, to, clientId } = item;
  return [
    sheetTime(at, timeZone),
    t[channel],
    direction === undefined ? '' : t[direction],
    outcomeWord(language, outcome),
    ...[durationSeconds, from === 'withheld' || from === 'named' ? t[from] : from, to, clientId],
  ];
}
