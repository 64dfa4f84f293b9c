import { AUDIT_MS } from '../../model/audit-verify.js';
import { REMEMBERED_MS } from '../../model/interaction.js';
import { DAY_MS } from '../../model/time.js';
import type { Ports } from '../ports.js';

/** Drops records whose retention period is over. */
export function forgetOldRecords({ store, clock, settings }: Ports): Promise<void> {
  const now = clock.now();
  return store.forget({
    history: now - settings.retentionMs,
    keys: now - settings.retentionMs - REMEMBERED_MS,
    plans: now - DAY_MS,
    day: now - DAY_MS,
    month: now - 30 * DAY_MS,
    audit: now - AUDIT_MS,
  });
}
