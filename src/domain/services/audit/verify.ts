import type { AuditVerification } from '../../../ports/audit-api.js';
import { headText, isGenuineSeal, readHead } from '../../model/audit.js';
import { createAuditVerifier, type AuditVerifier } from '../../model/audit-verify.js';
import { invalidField } from '../../model/errors.js';
import { isoTime } from '../../model/time.js';
import { pagesOf } from '../paging.js';
import type { Ports } from '../ports.js';
import { newestSeal, readHeadFact, sealPages } from './chain.js';
import { recordHash } from '../record-hash.js';
import { isWaiting } from './findings.js';
import { sealAudit, type AuditMemory } from './seal.js';

const PAGE = 500;

/** Reads the whole audit trail. Writes go on meanwhile. */
export async function verifyAudit(
  ports: Ports,
  memory: AuditMemory,
  given: string | undefined,
): Promise<AuditVerification> {
  const { store, clock, ids } = ports;
  const fromLog = readHead(given);
  if (given !== undefined && fromLog === undefined) {
    throw invalidField('head', 'must be a head as the log has it: a number, a colon and at least 6 characters');
  }
  const now = clock.now();
  await sealWaiting(ports, memory, now);
  const keyedHash = recordHash(ids);
  // Before the trail is read: it goes on meanwhile.
  const seen = memory.head;
  const remembered = (await readHeadFact(store, keyedHash)).head;
  const newest = (await newestSeal(store, keyedHash, remembered))?.value;
  // Written with the first seal: it may have been made just now.
  const isForgotten = newest !== undefined && (remembered ?? (await readHeadFact(store, keyedHash)).head) === undefined;
  const known = [remembered, fromLog, seen, ...memory.lost].filter((head) => head !== undefined);
  const heads = [...new Map(known.map((head) => [headText(head), head])).values()];
  const upTo = newest?.sequence ?? 0;
  const verifier = createAuditVerifier(keyedHash, { now, upTo, heads, isForgotten });
  await readTrail(ports, verifier);
  const result = verifier.finish(await sealsAfter(ports, upTo));
  return { verifiedAt: isoTime(now), head: newest === undefined ? undefined : headText(newest), ...result };
}

/** Where no service runs that seals every minute, entries wait for it rightly. Afterwards, those that are still not sealed were kept from it. */
async function sealWaiting(ports: Ports, memory: AuditMemory, now: number): Promise<void> {
  if (!(await isWaiting(ports, now))) return;
  await sealAudit(ports, memory).catch((error: unknown) => {
    ports.logger.error('audit.not_sealed', error);
  });
}

/** The seals that were made since. */
async function sealsAfter({ store, ids }: Ports, upTo: number): Promise<ReadonlySet<number>> {
  const found = new Set<number>();
  for await (const page of sealPages(store, upTo, PAGE)) {
    for (const { value } of page) if (isGenuineSeal(recordHash(ids), value)) found.add(value.sequence);
  }
  return found;
}

/** Entries and seals side by side: an entry is sealed within minutes, so that few seals are open at a time. */
async function readTrail({ store, clock }: Ports, verifier: AuditVerifier): Promise<void> {
  const seals = sealPages(store, 0, PAGE);
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
