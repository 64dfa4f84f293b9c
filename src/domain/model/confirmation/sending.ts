import { isMailAddress } from '../mail.js';
import type { OutboxMessage } from '../outbox.js';
import { numberingFacts, type E164 } from '../phone-number.js';
import type { Capabilities } from '../proxy-number.js';
import type { ConfirmationLimits, ConfirmationSettings, ConfirmationStep } from './confirmation-settings.js';
import type { Confirmation, ConfirmationChannel, ConfirmationPurpose, Proof } from './confirmation.js';

// What is sent for a confirmation, to whom, and when.

/** One text, call or mail that a step sends. */
export interface Delivery {
  readonly message: OutboxMessage;
  readonly channel: ConfirmationChannel;
  /** A phone or a mail address. */
  readonly to: string;
  /** What it is to prove. */
  readonly proof: Proof;
}

/** Who is written to. `mail` of a change of phone is the address on record. */
export interface Contacts {
  readonly purpose: ConfirmationPurpose;
  readonly phone: E164;
  readonly mail: string;
  readonly formerPhone: E164 | undefined;
  readonly proved: readonly Proof[];
}

/**
 * What a channel sends: to everybody who has not proved anything yet. The former phone is asked with the text to the new one, by call if
 * it is a landline; the mail address on record with the mail.
 */
export function deliveriesOf(
  { purpose, proved, ...contacts }: Contacts,
  channel: ConfirmationChannel,
): readonly Delivery[] {
  const { phone, mail, formerPhone } = contacts;
  const all: Delivery[] = [];
  if (channel === 'email') {
    // What the merchant noted as a mail address need not be one.
    if (isMailAddress(mail))
      all.push({ message: purpose === 'change_phone' ? 'former_link' : 'link', channel, to: mail, proof: 'mail' });
  } else if (purpose !== 'change_mail') {
    if (channel === 'voice' || mayBeTexted(phone)) all.push({ message: 'code', channel, to: phone, proof: 'phone' });
    const formerBy = formerPhone === undefined || mayBeTexted(formerPhone) ? 'sms' : 'voice';
    if (purpose === 'change_phone' && formerPhone !== undefined && (channel === 'sms' || formerBy === 'voice')) {
      all.push({ message: 'former_code', channel: formerBy, to: formerPhone, proof: 'former_phone' });
    }
  }
  return all.filter(({ proof }) => !proved.includes(proof));
}

/** Whether texts reach a phone: not when the numbering plan says that it is a landline. */
export function mayBeTexted(phone: E164): boolean {
  return numberingFacts(phone).kind !== 'FIXED_LINE';
}

/**
 * The steps for these contacts: only the mail address is confirmed by mail alone, and a landline begins with a call. Whoever registers on a
 * public page gets no mail: it proves nothing there, and would go to whatever address a stranger has written down, or show them who is
 * known.
 */
export function stepsFor(
  { steps }: Pick<ConfirmationSettings, 'steps'>,
  { purpose, phone, origin }: Pick<Contacts, 'purpose' | 'phone'> & Pick<Confirmation, 'origin'>,
): readonly ConfirmationStep[] {
  if (purpose === 'change_mail') return [{ channel: 'email', afterMs: 0 }];
  const usable = steps.filter(({ channel }) => channel !== 'sms' || mayBeTexted(phone));
  return origin === 'public' ? usable.filter(({ channel }) => channel !== 'email') : usable;
}

/** The place of the next step that uses a channel which was not used yet. Undefined when there is none. */
export function nextStepIndex(
  steps: readonly ConfirmationStep[],
  { step, sends }: Pick<Confirmation, 'step' | 'sends'>,
): number | undefined {
  const index = steps.findIndex(({ channel }, place) => place >= step && sends[channel] === 0);
  return index < 0 ? undefined : index;
}

/** When the next step is due, if the one before it is taken now. */
export function nextStepTime(
  steps: readonly ConfirmationStep[],
  taken: Pick<Confirmation, 'step' | 'sends'>,
  now: number,
): number | undefined {
  const index = nextStepIndex(steps, taken);
  if (index === undefined) return undefined;
  const since = steps[taken.step - 1]?.afterMs ?? 0;
  return now + Math.max(0, (steps[index]?.afterMs ?? 0) - since);
}

/** Whether a number can send this way. */
export function canSend({ sms, voice }: Pick<Capabilities, 'sms' | 'voice'>, channel: 'sms' | 'voice'): boolean {
  return channel === 'sms' ? sms : voice;
}

/** Why no code or link may be sent now; undefined when one may. Times are in milliseconds. */
export type SendFault =
  | { readonly kind: 'too_soon'; readonly waitMs: number }
  /** No more generations: until the confirmation is over. */
  | { readonly kind: 'used_up'; readonly waitMs: number };

/**
 * Whether somebody may ask for a new code or link.
 * @param sentAt when the last message was put into the outbox: of a call that is just being made, the code would be void
 */
export function sendFault(
  { generation, expiresAt }: Pick<Confirmation, 'generation' | 'expiresAt'>,
  sentAt: number,
  { generations, pauseMs }: Pick<ConfirmationLimits, 'generations' | 'pauseMs'>,
  now: number,
): SendFault | undefined {
  const waitMs = sentAt + pauseMs - now;
  if (waitMs > 0) return { kind: 'too_soon', waitMs };
  return generation >= generations ? { kind: 'used_up', waitMs: Math.max(0, expiresAt - now) } : undefined;
}

/** A new generation: codes and links of their own, and as many attempts as the first one. */
export function nextGeneration(confirmation: Confirmation, now: number): Confirmation {
  return { ...confirmation, generation: confirmation.generation + 1, generationAt: now, attempts: 0 };
}

/** After how many milliseconds a locked confirmation may be tried again: a new code can be sent then, or never. */
export function unlocksIn(
  confirmation: Pick<Confirmation, 'generation' | 'generationAt' | 'expiresAt'>,
  limits: Pick<ConfirmationLimits, 'generations' | 'pauseMs'>,
  now: number,
): number {
  return sendFault(confirmation, confirmation.generationAt, limits, now)?.waitMs ?? 0;
}
