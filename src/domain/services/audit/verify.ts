import type { AuditVerification } from '../../../ports/audit-api.js';
import type { OrderStore } from '../../../ports/order-store.js';
import { headText, isGenuineSeal, readHead, sealKey, type AuditHead } from '../../model/audit.js';
import { createAuditVerifier, SEALED_WITHIN_MS, type AuditVerifier } from '../../model/audit-verify.js';
import { invalidField } from '../../model/errors.js';
import { isoTime } from '../../model/time.js';
import { pagesOf } from '../paging.js';
import type { Ports } from '../ports.js';
import { recordHash } from './entries.js';
import { sealAudit, SEALS_PAGE, unsealed } from './seal.js';

const PAGE = 500;

/** Reads the whole audit trail. Writes go on meanwhile. */
export async function verifyAudit(ports: Ports, given: string | undefined): Promise<AuditVerification> {
  const { store, clock, ids } = ports;
  const fromLog = readHead(given);
  if (given !== undefined && fromLog === undefined) {
    throw invalidField('head', 'must be a head as the log has it: a number, a colon and at least 6 characters');
  }
  const now = clock.now();
  await sealWaiting(ports, now);
  const fact = await store.record('fact', 'audit_head');
  const remembered = readHead(fact?.value.value);
  const newest = await newestAfter(store, remembered);
  const heads = [remembered, fromLog].filter((head) => head !== undefined);
  const upTo = newest?.sequence ?? remembered?.sequence ?? 0;
  const verifier = createAuditVerifier(recordHash(ids), { now, upTo, heads });
  await readTrail(ports, verifier);
  const result = verifier.finish(await sealsAfter(ports, upTo));
  return { verifiedAt: isoTime(now), head: newest === undefined ? undefined : headText(newest), ...result };
}

/** Where no service runs that seals every minute, entries wait for it rightly. Afterwards, those that are still not sealed were kept from it. */
async function sealWaiting(ports: Ports, now: number): Promise<void> {
  const [oldest] = (await unsealed(ports, 1)).entries;
  if (oldest === undefined || oldest.value.at >= now - SEALED_WITHIN_MS) return;
  await sealAudit(ports).catch((error: unknown) => {
    ports.logger.error('audit.unsealed', { error });
  });
}

/** The newest seal, whatever the fact says that somebody may have put there. */
async function newestAfter(store: OrderStore, remembered: AuditHead | undefined): Promise<AuditHead | undefined> {
  let newest = remembered && (await store.record('seal', sealKey(remembered)))?.value;
  let after = remembered && sealKey(remembered);
  for (;;) {
    const page = await store.records('seal', { limit: SEALS_PAGE, after });
    newest = page.at(-1)?.value ?? newest;
    if (page.length < SEALS_PAGE || newest === undefined) return newest;
    after = sealKey(newest);
  }
}

/** The seals that were made since. */
async function sealsAfter({ store, ids }: Ports, upTo: number): Promise<ReadonlySet<number>> {
  const found = new Set<number>();
  for (let after = upTo; ;) {
    const page = await store.records('seal', { limit: SEALS_PAGE, after: sealKey({ sequence: after }) });
    const genuine = page
      .filter(({ value }) => isGenuineSeal(recordHash(ids), value))
      .map(({ value }) => value.sequence);
    for (const sequence of genuine) found.add(sequence);
    const last = Math.max(after, ...genuine);
    if (page.length < SEALS_PAGE || last === after) return found;
    after = last;
  }
}

/** Entries and seals side by side: an entry is sealed within minutes, so that few seals are open at a time. */
async function readTrail({ store, clock }: Ports, verifier: AuditVerifier): Promise<void> {
  const seals = pagesOf(store, 'seal', PAGE);
  let isRead = false;
  const readSealsTo = async (sequence: number) => {
    while (!isRead && verifier.reached() < sequence) {
      const page = await seals.next();
      isRead = page.done === true;
      if (page.done !== true) verifier.addSeals(page.value.map(({ value }) => value));
    }
  };
  for await (const page of pagesOf(store, 'audit', PAGE)) {
    const entries = page.map(({ value }) => value);
    await readSealsTo(verifier.needed(entries));
    verifier.addEntries(entries);
    await clock.sleep(0);
  }
  await readSealsTo(Infinity);
}
