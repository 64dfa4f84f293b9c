import type { Position } from '../../../ports/order-store.js';
import type { ClientId } from '../../model/client.js';
import { hasConfirmationMac } from '../../model/confirmation/confirmation-mac.js';
import type { Confirmation } from '../../model/confirmation/confirmation.js';
import type { Ports } from '../ports.js';
import { recordHash } from '../record-hash.js';

const CHUNK = 100;

/**
 * Whether the mail address on record may stand for a client whose phone is to be replaced. Not one that has come there by nothing but a link
 * in a mail to itself: with it, whoever asks for two changes, one after the other, would need nothing that the client has.
 */
export async function mayMailVouch(ports: Ports, clientId: ClientId): Promise<boolean> {
  const { store, ids } = ports;
  const isChange = (confirmation: Confirmation) =>
    hasReplacedMail(confirmation) && hasConfirmationMac(recordHash(ids), confirmation);
  let after: Position | undefined;
  for (;;) {
    const found = await store.confirmations({ clientId, limit: CHUNK, after });
    const latest = found.find(isChange);
    if (latest !== undefined) return latest.approved;
    const last = found.at(-1);
    if (last === undefined || found.length < CHUNK) return true;
    after = { at: last.createdAt, id: last.id };
  }
}

/** Also one that was disputed afterwards: the address is on record all the same. */
function hasReplacedMail({ purpose, status, proved, approved }: Confirmation): boolean {
  if (purpose !== 'change_mail') return false;
  return (status === 'confirmed' || status === 'blocked') && (approved || proved.includes('mail'));
}
