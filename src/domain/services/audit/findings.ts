import { SEALED_WITHIN_MS } from '../../model/audit-verify.js';
import { isGenuineEntry, isGenuineSeal, isSequence, type AuditHead } from '../../model/audit.js';
import type { StoreFinding } from '../../model/store-finding.js';
import { newestSeal, readHeadFact, sealPages } from './chain.js';
import { recordHash } from '../record-hash.js';
import type { AuditMemory } from './seal.js';
import type { Ports } from '../ports.js';

/** How many of the newest entries are looked at. The whole trail is for `verifyAudit`. */
const NEWEST = 500;
const NEWEST_SEALS = 100;

/** What is wrong with the audit trail, as far as that shows without reading all of it. */
export async function auditFindings(ports: Ports, memory: AuditMemory): Promise<readonly StoreFinding[]> {
  const { store, clock, ids } = ports;
  const keyedHash = recordHash(ids);
  const isForged = (entry: Parameters<typeof isGenuineEntry>[1]) => !isGenuineEntry(keyedHash, entry);
  const newest = (await store.auditEntries({ limit: NEWEST })).filter(isForged);
  const due = (await store.due('audit', { by: clock.now(), limit: NEWEST })).filter(({ value }) => isForged(value));
  const forged = Math.max(memory.forged, newest.length, due.length);
  const problems = [
    ...(forged === 0
      ? []
      : [
          `entries of the audit trail that ProxyCall did not write, or that were changed (${forged.toString()} at least): "proxycall audit verify" names them`,
        ]),
    ...((await areSealsWhole(ports, memory))
      ? []
      : ['seals of the audit trail are missing, or were changed: "proxycall audit verify" names them']),
    ...(memory.isFailing || (await isWaiting(ports, clock.now()))
      ? ['entries of the audit trail are not sealed: see the log, and whether the service runs']
      : []),
  ];
  return problems.map((problem) => ({ kind: 'forged_record', tab: 'audit', problem }));
}

/** Whether the newest seals are there, one after the other, up to the head that the store remembers. */
async function areSealsWhole({ store, ids }: Ports, { lost }: AuditMemory): Promise<boolean> {
  if (lost.length > 0) return false;
  const keyedHash = recordHash(ids);
  const { head } = await readHeadFact(store, keyedHash);
  const newest: AuditHead | undefined = (await newestSeal(store, keyedHash, head))?.value;
  // There are none yet, or they and the head are gone.
  if (newest === undefined) return head === undefined;
  if ((head ?? (await readHeadFact(store, keyedHash)).head) === undefined) return false;
  if (head !== undefined && head.sequence > newest.sequence) return false;
  let previous: AuditHead | undefined;
  for await (const page of sealPages(store, Math.max(0, newest.sequence - NEWEST_SEALS), NEWEST_SEALS)) {
    for (const { value } of page) {
      if (!isSequence(value.sequence) || !isGenuineSeal(keyedHash, value)) return false;
      if (previous !== undefined && value.previousMac !== previous.mac) return false;
      previous = value;
    }
  }
  return true;
}

/** Whether a genuine entry waits for its seal for too long. */
export async function isWaiting({ store, ids }: Ports, now: number): Promise<boolean> {
  const due = await store.due('audit', { by: now - SEALED_WITHIN_MS, limit: NEWEST });
  return due.some(({ value }) => isGenuineEntry(recordHash(ids), value));
}
