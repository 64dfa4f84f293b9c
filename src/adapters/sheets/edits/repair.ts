import { releaseParticipant } from '../../../domain/model/participant.js';
import { isPending } from '../../../domain/model/confirmation/confirmation.js';
import { transition } from '../../../domain/model/proxy-number.js';
import type { AnyRecord, RecordId } from '../../../domain/model/records.js';
import { closeOpenSession } from '../../../domain/model/session.js';
import type { RecordIndex } from '../../memory/index.js';
import { openSessionOf } from '../tabs/spreadsheet-state.js';
import { forEachYielding } from '../yielding.js';
import { reconcileClient, type EditContext } from './reconcile.js';
import { writeRecords } from './write-records.js';

/**
 * Makes records consistent again after rows were removed from the hidden tab. Releases participants whose session is
 * missing, quarantines numbers that are held for a confirmation that is missing or over, closes open sessions that miss their client
 * and prevent a new session, and opens a session for every client whose row names a number that has none.
 * @returns the records that changed
 */
export async function repairSessions(index: RecordIndex, context: EditContext): Promise<readonly RecordId[]> {
  const touched: RecordId[] = [];
  const ignore = () => undefined;
  const write = (record: AnyRecord) => void touched.push(...writeRecords([record], index, ignore));

  await forEachYielding(index.values('participant'), ({ value: participant }) => {
    if (participant.closedAt !== undefined || index.get('session', participant.sessionId) !== undefined) return;
    write({ kind: 'participant', value: releaseParticipant(participant, context.now) });
  });
  await forEachYielding(index.values('number'), ({ value: number }) => {
    const { state } = number;
    if (state.status !== 'held') return;
    const confirmation = index.get('confirmation', state.by)?.value;
    if (confirmation?.heldNumber === number.number && isPending(confirmation)) return;
    const until = context.now + context.quarantineMs;
    write({ kind: 'number', value: transition(number, { type: 'unhold', by: state.by, until }) });
  });
  await forEachYielding(index.values('session'), ({ value: session }) => {
    if (session.kind !== 'open' || session.closedAt !== undefined) return;
    if (index.openSessionOn(session.proxyNumber) !== undefined) return;
    const ownNumber = index.get('client', session.clientId)?.value.proxyNumber;
    const isInTheWay = ownNumber !== undefined || index.holderOf(session.proxyNumber) !== undefined;
    if (isInTheWay) write({ kind: 'session', value: closeOpenSession(session, context.now) });
  });
  await forEachYielding(index.values('client'), ({ value: client }) => {
    if (client.proxyNumber === undefined) return;
    if (openSessionOf(client.id, index)?.value.proxyNumber === client.proxyNumber) return;
    touched.push(...reconcileClient({ clientId: client.id, before: client }, index, context, ignore));
  });
  return touched;
}
