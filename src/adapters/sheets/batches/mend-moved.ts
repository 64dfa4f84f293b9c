import { asSheetsFault } from '../google/faults.js';
import type { ReadBack, Rows } from '../google/spreadsheet.js';
import { wholeTab, type VisibleKind } from '../tabs/layout.js';
import { isUsable, planMending } from './mend-columns.js';
import { kindsWritten, movedTabs, type Mended } from './moved-columns.js';
import { isOfContent, sendBatch } from './send-batch.js';
import type { FlushContext, Unresolved } from './sent-batch.js';

/** Somebody may go on moving columns and rows. */
const MAX_ATTEMPTS = 5;

/**
 * Mends the tabs whose columns were moved while a batch was written.
 * @param readBack whole tabs, read some time after the batch
 * @throws SheetsFault if it is to be done again, with the tabs as they are then
 */
export async function mendColumns(
  context: FlushContext,
  unresolved: Unresolved,
  readBack: readonly ReadBack[],
): Promise<Mended> {
  const { state } = context.mirror;
  const { plan } = unresolved.batch;
  const touched = kindsWritten(plan, state).filter((kind) => isTouched(context, unresolved, kind, readBack));
  const kinds = new Set([...movedTabs(plan, readBack, state), ...touched]);
  const done = new Map<string, 'rewritten' | 'undone'>();
  for (const kind of kinds) {
    const { title } = state.tabs[kind].layout;
    done.set(title, await mendTab(context, unresolved, kind, rowsIn(readBack, title)));
  }
  return done;
}

/**
 * Whether columns were moved when something was written to a tab, and may be back by now. Without an answer, only the content tells:
 * what was not written for another column is left to the next look.
 */
function isTouched(
  { mirror: { state } }: FlushContext,
  { batch, moved, written }: Unresolved,
  kind: VisibleKind,
  readBack: readonly ReadBack[],
): boolean {
  if (moved?.includes(kind) === true || written.some((each) => each.kind === kind)) return true;
  const tab = state.tabs[kind];
  const lines = rowsIn(readBack, tab.layout.title);
  return moved === undefined && planMending(tab, state, batch.plan.places, [], lines, true).isDisplaced;
}

async function mendTab(
  context: FlushContext,
  unresolved: Unresolved,
  kind: VisibleKind,
  lines: Rows,
): Promise<'rewritten' | 'undone'> {
  const { state } = context.mirror;
  if (isUsable(state.tabs[kind], lines) && (await mend(context, unresolved, kind, lines, true))) return 'rewritten';
  // A column is gone, or a cell is refused in its column: nothing of the batch stays in the tab.
  const isMended = await mend(context, unresolved, kind, lines, false);
  if (!isMended) {
    const { title: tab } = state.tabs[kind].layout;
    context.logger.error('sheets.columns_not_mended', new Error('Google refuses the cells'), { tab });
  }
  return 'undone';
}

/**
 * Writes until there is nothing left to mend.
 * @returns false if Google refuses it, or if a new row that was to be written again is not there any more
 */
async function mend(
  context: FlushContext,
  { batch, written }: Unresolved,
  kind: VisibleKind,
  linesBefore: Rows,
  isRewriting: boolean,
): Promise<boolean> {
  const { leaseHolder, logger, mirror } = context;
  const tab = mirror.state.tabs[kind];
  const { title } = tab.layout;
  let lines = linesBefore;
  let last = '';
  let isComplete = true;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const { lease } = leaseHolder;
    const before = written.filter((each) => each.kind === kind).flatMap(({ cells }) => cells);
    const mending = planMending(tab, mirror.state, batch.plan.places, before, lines, isRewriting);
    const { requests, cells, lost } = mending;
    isComplete = !isRewriting || !mending.isRowMissing;
    if (!isComplete) break;
    const text = JSON.stringify(requests);
    // What a cell keeps or shows otherwise, such as a merged one, is not mended by more of the same.
    if (requests.length === 0 || text === last || lease === undefined) break;
    last = text;
    if (attempt === 0) logger.warn('sheets.columns_moved', { tab: title, lost: lost.join(', ') || undefined });
    // Before it is sent: it may be carried out without an answer, or meet columns that were moved once more.
    written.push({ kind, cells });
    try {
      const plan = { readBackRanges: [wholeTab(title)] };
      lines = rowsIn(await sendBatch(context, lease, requests, { plan }), title);
    } catch (error) {
      const fault = asSheetsFault(error);
      if (!isOfContent(fault, lease)) throw fault;
      written.pop();
      return false;
    }
  }
  return isComplete;
}

/** The rows of a whole tab. */
function rowsIn(readBack: readonly ReadBack[], title: string): Rows {
  return readBack.find((each) => each.title === title)?.rows ?? [];
}
