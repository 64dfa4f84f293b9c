import type { AuditVerification } from '../../../ports/audit-api.js';
import type { OrderStore } from '../../../ports/order-store.js';
import { headText, readHead, sealKey, type AuditHead } from '../../model/audit.js';
import { createAuditVerifier, type AuditVerifier } from '../../model/audit-verify.js';
import { invalidField } from '../../model/errors.js';
import { isoTime } from '../../model/time.js';
import { pagesOf } from '../paging.js';
import type { Ports } from '../ports.js';
import { recordHash } from './entries.js';
import { SEALS_PAGE } from './seal.js';

const PAGE = 500;

/** Reads the whole audit trail. Writes go on meanwhile. */
export async function verifyAudit(ports: Ports, given: string | undefined): Promise<AuditVerification> {
  const { store, clock, ids } = ports;
  const fromLog = readHead(given);
  if (given !== undefined && fromLog === undefined) {
    throw invalidField('head', 'must be a head as the log has it: a number, a colon and at least 6 characters');
  }
  const now = clock.now();
  const fact = await store.record('fact', 'audit_head');
  const remembered = readHead(fact?.value.value);
  const newest = await newestAfter(store, remembered);
  const heads = [remembered, fromLog].filter((head) => head !== undefined);
  const upTo = newest?.sequence ?? remembered?.sequence ?? 0;
  const verifier = createAuditVerifier(recordHash(ids), { now, upTo, heads });
  await readTrail(ports, verifier);
  const later = await Promise.all(
    verifier.laterSeals().map(async (sequence) => {
      const found = await store.record('seal', sealKey({ sequence }));
      return found === undefined ? [] : [sequence];
    }),
  );
  const result = verifier.finish(new Set(later.flat()));
  return { verifiedAt: isoTime(now), head: newest === undefined ? undefined : headText(newest), ...result };
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
    await readSealsTo(Math.max(0, ...entries.map(({ seal }) => seal ?? 0)));
    verifier.addEntries(entries);
    await clock.sleep(0);
  }
  await readSealsTo(Infinity);
}
