import type { Actor } from '../../../ports/proxycall-api.js';
import type { AuditOutcome } from '../../model/audit.js';
import type { Nameable } from '../../model/audit-names.js';
import type { RevealReason } from '../../model/reveal.js';
import { MINUTE_MS } from '../../model/time.js';
import { put } from '../commit.js';
import type { Ports } from '../ports.js';
import { entriesBy } from './entries.js';

/** Something that is audited and changes nothing: data that was given out, a sign-in, a refusal. */
export interface Access {
  /** The operation, as `ProxyCallApi` names it. */
  readonly action: string;
  /** Default: `done`. */
  readonly outcome?: AuditOutcome | undefined;
  /** What it was about. */
  readonly records?: readonly Nameable[] | undefined;
  readonly reason?: RevealReason | undefined;
}

/** Resolves when the entry is written. To be awaited before data is given out. */
export type RecordAccess = (actor: Actor, access: Access) => Promise<void>;

/** Of refusals there is one entry for each actor and action in a minute, so that nobody fills the store with them. */
export function createRecordAccess(ports: Pick<Ports, 'store' | 'clock' | 'ids'>): RecordAccess {
  const { store, clock } = ports;
  let minute = 0;
  const refused = new Map<string, Promise<void>>();
  return async (actor, { action, outcome = 'done', records = [], reason }) => {
    const write = () =>
      store.commit({
        puts: entriesBy(ports, actor, { action, outcome, records, reason }).map((entry) => put('audit', entry)),
      });
    await (outcome === 'refused' ? once(`${actor.name} ${action}`, write) : write());
  };

  function once(refusal: string, write: () => Promise<void>): Promise<void> {
    const now = Math.floor(clock.now() / MINUTE_MS);
    if (now !== minute) refused.clear();
    minute = now;
    const written = refused.get(refusal) ?? write();
    refused.set(refusal, written);
    // What was not written is written at the next one.
    written.catch(() => refused.delete(refusal));
    return written;
  }
}
