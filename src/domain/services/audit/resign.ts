import type { OrderStore } from '../../../ports/order-store.js';
import type { Ids } from '../../../ports/runtime.js';
import { rememberedText, resignedEntry, resignedSeal, type AuditHead } from '../../model/audit.js';
import { put } from '../commit.js';
import { pagesOf } from '../paging.js';
import { recordHash } from '../record-hash.js';

const PAGE = 200;

/**
 * Signs the audit trail anew, under another hash key. Whether it was complete and unchanged before cannot be told with this key. May be
 * repeated after an interruption.
 */
export async function resignAudit(store: OrderStore, ids: Pick<Ids, 'keyedHash'>): Promise<void> {
  const keyedHash = recordHash(ids);
  const macs = new Map<number, string[]>();
  for await (const page of pagesOf(store, 'audit', PAGE)) {
    const resigned = page.map((read) => ({ read, next: resignedEntry(keyedHash, read.value) }));
    for (const { next } of resigned) {
      if (next.seal !== undefined) macs.set(next.seal, [...(macs.get(next.seal) ?? []), next.mac]);
    }
    await store.commit({ puts: resigned.map(({ read, next }) => put('audit', next, read)) });
  }
  let head: AuditHead | undefined;
  for await (const page of pagesOf(store, 'seal', PAGE)) {
    const puts = page.map((read) => {
      const next = resignedSeal(keyedHash, read.value, macs.get(read.value.sequence) ?? [], head);
      head = next;
      return put('seal', next, read);
    });
    await store.commit({ puts });
  }
  if (head === undefined) return;
  const fact = await store.record('fact', 'audit_head');
  await store.commit({ puts: [put('fact', { key: 'audit_head', value: rememberedText(keyedHash, head) }, fact)] });
}
