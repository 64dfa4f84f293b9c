import type {
  ConfirmationReceipt,
  ConfirmationsApi,
  ConfirmationView,
  ExpiryReport,
} from '../../../ports/confirmations-api.js';
import type { Confirmation, ConfirmationChannel } from '../../model/confirmation/confirmation.js';
import { typedCode } from '../../model/confirmation/answering.js';
import { hasConfirmationMac } from '../../model/confirmation/confirmation-mac.js';
import { nextGeneration, sendFault } from '../../model/confirmation/sending.js';
import { invalidField, refuseOutside } from '../../model/errors.js';
import { HOUR_MS } from '../../model/time.js';
import { retryOnConflict } from '../commit.js';
import { pageOf, readPage } from '../paging.js';
import type { ClaimingPorts } from '../pool/claims.js';
import type { Ports } from '../ports.js';
import { recordHash } from '../record-hash.js';
import { enterCode, refuseUnlessRight } from './answers.js';
import { tooManySends } from './counters.js';
import { createConfirmation } from './create.js';
import { endingPuts } from './ending-puts.js';
import { sendEntries } from './outbox.js';
import { promote } from './promotion.js';
import { closed, existingConfirmation, pendingConfirmation, putConfirmation, readConfirmation } from './records.js';
import { putsOf, sendingPuts, type Sending } from './sending-puts.js';
import { receiptOf, summaryOf, viewOf } from './views.js';

export function createConfirmationsService(ports: ClaimingPorts): ConfirmationsApi {
  return {
    createConfirmation: (request) => createConfirmation(ports, request),
    async listConfirmations({ clientId, status, ...query }) {
      const page = readPage(query);
      const found = await ports.store.confirmations({ ...page, clientId, status });
      const position = ({ createdAt, id }: Confirmation) => ({ at: createdAt, id });
      const listed = pageOf(found, page.limit, position, (each) => each);
      const genuine = listed.items.filter((each) => hasConfirmationMac(recordHash(ports.ids), each));
      return { ...listed, items: genuine.map((each) => summaryOf(each, ports)) };
    },
    getConfirmation: async (id) => viewOf((await existingConfirmation(ports, id)).value, ports),
    sendConfirmation: (id, { channel }) => send(ports, id, channel),
    verifyConfirmation: (id, { code }) => verify(ports, id, code),
    approveConfirmation: (id) => retryOnConflict(ports, () => approve(ports, id)),
    cancelConfirmation: (id) => retryOnConflict(ports, () => cancel(ports, id)),
    expireConfirmations: ({ olderThanHours }) => expire(ports, olderThanHours),
  };
}

async function send(ports: ClaimingPorts, id: string, channel: ConfirmationChannel): Promise<ConfirmationReceipt> {
  const sending = await retryOnConflict(ports, () => prepareSend(ports, id, channel));
  await sendEntries(ports, sending.entries);
  return receiptOf(sending);
}

async function prepareSend(ports: Ports, id: string, channel: ConfirmationChannel): Promise<Sending> {
  const { store, clock, settings } = ports;
  const read = await pendingConfirmation(ports, id);
  const now = clock.now();
  const { limits } = settings.confirmations;
  const sentAt = Math.max(...(await store.outboxOf(id)).map(({ value }) => value.createdAt), read.value.generationAt);
  const fault = sendFault(read.value, sentAt, limits, now);
  if (fault !== undefined) throw tooManySends(fault.waitMs);
  const sending = await sendingPuts(ports, nextGeneration(read.value, now), channel);
  await store.commit({ puts: [putConfirmation(ports, sending.next, read), ...putsOf(ports, sending)] });
  return sending;
}

async function verify(ports: ClaimingPorts, id: string, text: string): Promise<ConfirmationView> {
  const { codeDigits } = ports.settings.confirmations.limits;
  const code = typedCode(text, codeDigits);
  if (code === undefined) throw invalidField('code', `must be ${codeDigits.toString()} digits`);
  return retryOnConflict(ports, async () => {
    const read = await existingConfirmation(ports, id);
    const entered = await enterCode(ports, read, code);
    refuseUnlessRight(entered, read.value);
    return viewOf(entered.confirmation, ports);
  });
}

async function approve(ports: ClaimingPorts, id: string): Promise<ConfirmationView> {
  const read = await existingConfirmation(ports, id);
  if (read.value.status === 'confirmed') return viewOf(read.value, ports);
  await pendingConfirmation(ports, id);
  const promoted = await promote(ports, read, { ...read.value, approved: true });
  // What was to change is not there any more.
  if (promoted.status === 'cancelled') throw closed(promoted);
  return viewOf(promoted, ports);
}

async function cancel(ports: Ports, id: string): Promise<ConfirmationView> {
  const read = await existingConfirmation(ports, id);
  if (read.value.status !== 'cancelled') {
    if (read.value.status !== 'pending') throw closed(read.value);
    await ports.store.commit({ puts: await endingPuts(ports, read, 'cancelled', ports.clock.now()) });
  }
  return viewOf((await existingConfirmation(ports, id)).value, ports);
}

const LONGEST_HOURS = 8760;
const CHUNK = 200;

async function expire(ports: Ports, olderThanHours: number): Promise<ExpiryReport> {
  refuseOutside('olderThanHours', olderThanHours, [0, LONGEST_HOURS]);
  const { store, clock } = ports;
  const before = clock.now() - olderThanHours * HOUR_MS;
  const expired: { confirmationId: string; clientProxyNumber: Confirmation['heldNumber'] }[] = [];
  let after: { at: number; id: string } | undefined;
  for (;;) {
    const found = await store.confirmations({ status: 'pending', limit: CHUNK, after });
    for (const { id, createdAt } of found) {
      const ended = createdAt > before ? undefined : await retryOnConflict(ports, () => expireOne(ports, id));
      if (ended !== undefined) expired.push({ confirmationId: id, clientProxyNumber: ended.heldNumber });
    }
    const last = found.at(-1);
    if (last === undefined || found.length < CHUNK) break;
    after = { at: last.createdAt, id: last.id };
  }
  return { expired, releasedTotal: expired.filter(({ clientProxyNumber }) => clientProxyNumber !== undefined).length };
}

/** @returns the confirmation as it was; undefined when it is over already */
async function expireOne(ports: Ports, id: string): Promise<Confirmation | undefined> {
  // One that somebody else wrote is none: it must not keep the others from ending.
  const read = await readConfirmation(ports, id);
  if (read?.value.status !== 'pending') return undefined;
  await ports.store.commit({ puts: await endingPuts(ports, read, 'expired', ports.clock.now()) });
  return read.value;
}
