import type { ConfirmationLimits } from './confirmation-settings.js';
import type { Confirmation, Proof } from './confirmation.js';
import type { OutboxEntry, OutboxMessage } from '../outbox.js';
import { codeOf, type CodeOf, type SecretHash } from './secrets.js';

// What an answer to a message proves. Text and voice prove the phone, a link proves the mail address, and nothing else does.

/**
 * What became of a code.
 *
 * - `right`: `proof` says whose it is. `next` is undefined when that was proved before.
 * - `wrong`: `next` counts it.
 * - `expired`: it was not looked at, as its time is over.
 * - `locked`: it was not looked at, as too many wrong ones were entered.
 */
export type CodeAnswer =
  | { readonly kind: 'right'; readonly proof: CodeOf; readonly next: Confirmation | undefined }
  | { readonly kind: 'wrong'; readonly next: Confirmation; readonly left: number }
  | { readonly kind: 'expired'; readonly left: number }
  | { readonly kind: 'locked' };

type CodeLimits = Pick<ConfirmationLimits, 'codeDigits' | 'codeMs' | 'attempts'>;

/**
 * Checks a code. Whatever the answer says of the code must be committed before it is given, so that no more codes are looked at than the
 * limit allows, however many are sent at once.
 * @param allowed whose codes count: a text from a phone is an answer for that phone only
 * @param now milliseconds since the epoch
 */
export function answerCode(
  confirmation: Confirmation,
  code: string,
  {
    hash,
    limits,
    allowed,
  }: { readonly hash: SecretHash; readonly limits: CodeLimits; readonly allowed: readonly CodeOf[] },
  now: number,
): CodeAnswer {
  const { attempts, generationAt, status, proved } = confirmation;
  if (attempts >= limits.attempts) return { kind: 'locked' };
  // Once it is confirmed the code does nothing any more: whoever sends it again gets the same answer.
  if (status === 'pending' && now >= generationAt + limits.codeMs) {
    return { kind: 'expired', left: limits.attempts - attempts };
  }
  const fitting = allowed.filter((of) => codeOf(hash, confirmation, of, limits.codeDigits) === code);
  // The two phones may have been given the same code.
  const proof = fitting.find((of) => !proved.includes(of)) ?? fitting[0];
  if (proof === undefined) {
    const next = { ...confirmation, attempts: attempts + 1 };
    return { kind: 'wrong', next, left: limits.attempts - next.attempts };
  }
  return { kind: 'right', proof, next: proved.includes(proof) ? undefined : withProof(confirmation, proof) };
}

/**
 * Whose codes count: those that were sent in this generation, as far as anybody knows, so that nobody guesses the code of a phone whose
 * owner learns nothing of it.
 * @param entries of the outbox, for this confirmation
 */
export function sentCodes(
  { generation }: Pick<Confirmation, 'generation'>,
  entries: readonly Pick<OutboxEntry, 'message' | 'generation' | 'status'>[],
): readonly CodeOf[] {
  const sent = entries.filter((entry) => entry.generation === generation && entry.status !== 'refused');
  const codes = sent.map(({ message }) => CODES[message]).filter((of) => of !== undefined);
  return [...new Set(codes)];
}

const CODES: Readonly<Partial<Record<OutboxMessage, CodeOf>>> = { code: 'phone', former_code: 'former_phone' };

export function withProof(confirmation: Confirmation, proof: Proof): Confirmation {
  const { proved } = confirmation;
  return proved.includes(proof) ? confirmation : { ...confirmation, proved: [...proved, proof] };
}

/**
 * Whether enough is proved. The phone of a client on record is replaced by the code of the new phone together with the former phone or
 * the mail address on record, and never by one of them alone.
 */
export function isProved({ purpose, proved }: Pick<Confirmation, 'purpose' | 'proved'>): boolean {
  switch (purpose) {
    case 'new_client':
    case 'reconfirm':
      return proved.includes('phone');
    case 'change_mail':
      return proved.includes('mail');
    case 'change_phone':
      return proved.includes('phone') && (proved.includes('former_phone') || proved.includes('mail'));
  }
}

/** A code as people copy it from a text, with spaces or hyphens. Undefined when it cannot be one. */
export function typedCode(text: string, digits: number): string | undefined {
  const code = text.replace(/[\s-]/g, '');
  return /^\d+$/.test(code) && code.length === digits ? code : undefined;
}

/** The group of digits in a text that may be a code: the only one that is as long as codes are. Undefined when there is none. */
export function codeIn(text: string, digits: number): string | undefined {
  const groups = text.match(/\d+/g) ?? [];
  const fitting = groups.filter((group) => group.length === digits);
  return fitting.length === 1 ? fitting[0] : undefined;
}
