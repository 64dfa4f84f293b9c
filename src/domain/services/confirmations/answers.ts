import type { Versioned } from '../../../ports/order-store.js';
import { answerCode, isProved, sentCodes, type CodeAnswer } from '../../model/confirmation/answering.js';
import type { Confirmation } from '../../model/confirmation/confirmation.js';
import type { CodeOf } from '../../model/confirmation/secrets.js';
import { unlocksIn } from '../../model/confirmation/sending.js';
import { ProxyCallError } from '../../model/errors.js';
import type { ClaimingPorts } from '../pool/claims.js';
import type { Ports } from '../ports.js';
import { promote } from './promotion.js';
import { closed, putConfirmation, secretHash } from './records.js';

/** What became of a code that was entered. */
export type Entered =
  | { readonly kind: 'right'; readonly confirmation: Confirmation }
  | { readonly kind: 'wrong' | 'expired'; readonly left: number }
  | { readonly kind: 'locked'; readonly waitMs: number }
  | { readonly kind: 'closed' };

/**
 * Looks at a code, and writes what comes of it before anybody learns it. To be called again after a conflict.
 * @param code digits, as many as a code has
 */
export async function enterCode(ports: ClaimingPorts, read: Versioned<Confirmation>, code: string): Promise<Entered> {
  const { store, clock } = ports;
  const { value } = read;
  const isOver = value.status === 'pending' && value.expiresAt <= clock.now();
  if (isOver || (value.status !== 'pending' && value.status !== 'confirmed')) return { kind: 'closed' };
  const answer = await lookAt(ports, value, code);
  switch (answer.kind) {
    case 'locked':
      // No new code can be sent for one that is confirmed.
      if (value.status === 'confirmed') return { kind: 'closed' };
      return { kind: 'locked', waitMs: unlocksIn(value, ports.settings.confirmations.limits, clock.now()) };
    case 'expired':
      return answer;
    case 'wrong':
      await store.commit({ puts: [putConfirmation(ports, answer.next, read)] });
      return { kind: 'wrong', left: answer.left };
    case 'right': {
      const confirmation = await proved(ports, read, answer.next);
      // What was to change is not there any more.
      return confirmation.status === 'cancelled' ? { kind: 'closed' } : { kind: 'right', confirmation };
    }
  }
}

/** Writes a proof; with the last one the confirmation becomes true. @param next undefined when it was proved before */
export async function proved(
  ports: ClaimingPorts,
  read: Versioned<Confirmation>,
  next: Confirmation | undefined,
): Promise<Confirmation> {
  if (next === undefined || read.value.status !== 'pending') return read.value;
  if (isProved(next)) return promote(ports, read, next);
  await ports.store.commit({ puts: [putConfirmation(ports, next, read)] });
  return next;
}

/** @param from whose phone the code came from; absent when anybody may have entered it */
export async function lookAt(
  ports: Ports,
  confirmation: Confirmation,
  code: string,
  from?: CodeOf,
): Promise<CodeAnswer> {
  const { settings, clock, store } = ports;
  const entries = (await store.outboxOf(confirmation.id)).map(({ value }) => value);
  const allowed = sentCodes(confirmation, entries).filter((of) => from === undefined || of === from);
  const terms = { hash: secretHash(ports), limits: settings.confirmations.limits, allowed };
  return answerCode(confirmation, code, terms, clock.now());
}

/** @throws `code_wrong`, `code_locked`, `confirmation_closed` */
export function refuseUnlessRight(
  entered: Entered,
  { status }: Confirmation,
): asserts entered is Entered & { kind: 'right' } {
  switch (entered.kind) {
    case 'right':
      return;
    case 'closed':
      throw closed({ status });
    case 'wrong':
      throw new ProxyCallError('code_wrong', 'this code is wrong', { attemptsLeft: entered.left });
    case 'expired': {
      const detail = 'this code has run out, or is wrong: send a new one';
      throw new ProxyCallError('code_wrong', detail, { attemptsLeft: entered.left });
    }
    case 'locked': {
      const retryAfterSeconds = Math.max(1, Math.ceil(entered.waitMs / 1000));
      const detail = 'too many wrong codes were entered: no code is looked at until a new one is sent';
      throw new ProxyCallError('code_locked', detail, { retryAfterSeconds });
    }
  }
}
