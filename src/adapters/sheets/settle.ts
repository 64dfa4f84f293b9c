import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { closeSession, followClient, openSession } from '../../domain/model/session.js';
import type { Records } from '../../ports/order-store.js';
import type { RecordId, RecordsCopy } from '../records/index.js';

/**
 * Makes sessions and numbers follow what a client's row says: the number in it is theirs, with one live session; a number
 * that is in it no more cools off.
 */
export function settle(
  clientId: string,
  copy: RecordsCopy,
  { now, quarantineMs }: { readonly now: number; readonly quarantineMs: number },
): readonly RecordId[] {
  const touched: RecordId[] = [];
  const write = <K extends 'session' | 'number'>(kind: K, key: string, value: Records[K]) => {
    copy.write(kind, key, value);
    touched.push({ kind, key });
  };
  const client = copy.get('client', clientId)?.value;
  const number = client?.proxyNumber;
  const live = copy.liveSessionsOf(clientId).map(({ value }) => value);
  for (const session of live) {
    if (session.number === number) continue;
    write('session', session.id, closeSession(session, now));
    const left = copy.get('number', session.number)?.value;
    if (left?.state.status === 'assigned' && left.state.to === clientId) {
      write('number', left.number, { ...left, state: { status: 'quarantined', until: now + quarantineMs } });
    }
  }
  if (client === undefined || number === undefined) return touched;

  const own = live.find((session) => session.number === number);
  if (own === undefined) {
    for (const other of copy.liveSessionsOn(number)) write('session', other.value.id, closeSession(other.value, now));
    const session = openSession(randomUUID(), client, number, now);
    write('session', session.id, session);
  } else if (!isDeepStrictEqual(followClient(own, client), own)) {
    write('session', own.id, followClient(own, client));
  }
  const held = copy.get('number', number)?.value;
  if (held !== undefined && !(held.state.status === 'assigned' && held.state.to === clientId)) {
    write('number', number, { ...held, state: { status: 'assigned', to: clientId, since: now } });
  }
  return touched;
}
