import type { Put, Versioned } from '../../../ports/order-store.js';
import type { Client } from '../../model/client.js';
import { ProxyCallError, invalidField } from '../../model/errors.js';
import { labelFor } from '../../model/number-label.js';
import { releaseParticipant } from '../../model/participant.js';
import { countryOf, type E164 } from '../../model/phone-number.js';
import { effectiveStatus, isFree, transition, type ProxyNumber } from '../../model/proxy-number.js';
import { possibleNumbers } from '../../model/written-number.js';
import { put } from '../commit.js';
import type { Ports } from '../ports.js';
import { closingPuts, openingPuts, type OpenSessionRead } from '../sessions/open-sessions.js';
import { quarantineNumberOf } from './dedicated-number.js';
import { refuseForeignWebhooks } from './settle-assignment.js';
import { readerOfWrittenNumbers } from './written-numbers.js';

/**
 * The free number that a request names for a client.
 * @returns undefined when it names the number that the client has
 * @throws `number_state` when it names another number; `invalid_request` when it names none
 */
export async function readChosenNumber(
  ports: Ports,
  { proxyNumber }: Client,
  text: string,
): Promise<Versioned<ProxyNumber> | undefined> {
  if (proxyNumber !== undefined && isWrittenLike(text, proxyNumber)) return undefined;
  const meaning = await (await readerOfWrittenNumbers(ports))(text);
  if (meaning.kind === 'unreadable') throw invalidField('clientProxyNumber', 'is not a phone number');
  if (meaning.kind === 'unknown') throw notFree('this number is not in the pool');
  if (meaning.kind === 'ambiguous') throw notFree('several numbers of the pool are written like this');
  const { value } = meaning.read;
  const now = ports.clock.now();
  if (!isFree(value, now)) throw notFree(`this number is not free: it is ${effectiveStatus(value, now)}`);
  if (value.carrier !== ports.telephony.carrier) throw notFree('this number belongs to another carrier');
  await refuseForeignWebhooks(ports, value);
  return meaning.read;
}

function isWrittenLike(text: string, number: E164): boolean {
  const country = countryOf(number);
  return possibleNumbers(text, country === undefined ? [] : [country]).includes(number);
}

function notFree(detail: string): ProxyCallError {
  return new ProxyCallError('number_state', detail, { issues: [{ pointer: '/clientProxyNumber', detail }] });
}

/** The number as it is assigned, and the writes that give it to the client in place of the one that they had. */
export async function changingNumberPuts(
  ports: Ports,
  before: Client,
  after: Client,
  free: Versioned<ProxyNumber>,
  open: OpenSessionRead | undefined,
): Promise<{ readonly assigned: ProxyNumber; readonly puts: readonly Put[] }> {
  const { store, clock, ids } = ports;
  const now = clock.now();
  const assigned = {
    ...transition(free.value, { type: 'assign', to: after.id, at: now }),
    friendlyName: labelFor(after),
  };
  const earlier = (await store.participants({ by: 'client', clientId: after.id })).filter(
    ({ value }) => value.proxyNumber === assigned.number && value.releasedAt === undefined,
  );
  const puts = [
    ...closingPuts(open, now),
    ...(await quarantineNumberOf(ports, before)).puts,
    put('number', assigned, free),
    // They had this number before, and it was still cooling for them.
    ...earlier.map((each) => put('participant', releaseParticipant(each.value, now), each)),
    ...openingPuts(ids, after, assigned, now),
  ];
  return { assigned, puts };
}
