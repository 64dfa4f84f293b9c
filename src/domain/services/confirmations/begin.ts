import type { Put } from '../../../ports/order-store.js';
import type { NumberType } from '../../model/proxy-number.js';
import type { Confirmation, ConfirmationChannel } from '../../model/confirmation/confirmation.js';
import { nextStepIndex, stepsFor } from '../../model/confirmation/sending.js';
import { languageOf } from '../../model/confirmation/writing.js';
import { isProxyCallError, ProxyCallError } from '../../model/errors.js';
import type { Language } from '../../model/phrases.js';
import { homeCountry } from '../../model/client.js';
import { personWith } from '../persons.js';
import type { ClaimingPorts } from '../pool/claims.js';
import type { Ports } from '../ports.js';
import { withHeldNumber } from './holding.js';
import { putConfirmation } from './records.js';
import { contactsOf, putsOf, sendingPuts, type Sending } from './sending-puts.js';

/** What a confirmation begins with. */
export type Beginning = Pick<Confirmation, 'id' | 'purpose' | 'clientId' | 'formerPhone' | 'proxyNumber' | 'origin'> & {
  readonly wanted: Exclude<Confirmation['wanted'], undefined>;
  readonly fingerprint: string;
  /** Default: of the phone's country. */
  readonly language?: Language | undefined;
};

/** A confirmation that begins, with the writes that begin it and send its first message. */
export interface Begun extends Sending {
  readonly puts: readonly Put[];
}

/** What a new confirmation needs of the ports. */
export interface BeginningPorts {
  readonly ids: Pick<Ports['ids'], 'keyedHash' | 'next'>;
  readonly clock: Pick<Ports['clock'], 'now'>;
  readonly settings: Pick<Ports['settings'], 'confirmations' | 'language'>;
  readonly telephony: Pick<Ports['telephony'], 'carrier'>;
}

/** A confirmation of which nothing is sent yet. */
export function newConfirmation(
  { ids, clock, settings, telephony }: BeginningPorts,
  beginning: Beginning,
): Confirmation {
  const { language, wanted, ...given } = beginning;
  const now = clock.now();
  return {
    ...given,
    wanted,
    status: 'pending',
    personKey: personWith(ids, wanted.phone).personKey,
    heldNumber: undefined,
    carrier: telephony.carrier,
    language: language ?? languageOf(wanted.phone, settings.language),
    ...{ generation: 1, generationAt: now, attempts: 0, sends: { sms: 0, voice: 0, email: 0 }, step: 0 },
    ...{ nextStepAt: undefined, proved: [], createdAt: now, expiresAt: now + settings.confirmations.limits.lifetimeMs },
    ...{ endedAt: undefined, approved: false, mac: '' },
  };
}

/**
 * Begins a confirmation. A new client's number is held for them.
 * @param channel by which the first code or link is sent. Default: the first step that reaches them
 * @param commit commits the writes with whatever else the use case writes
 * @throws `channel_unavailable`, `too_many_sends`, `pool_exhausted`, and what a purchase may fail with
 */
export async function beginConfirmation<T>(
  ports: ClaimingPorts,
  beginning: Beginning,
  {
    channel,
    numberType,
  }: { readonly channel?: ConfirmationChannel | undefined; readonly numberType?: NumberType | undefined },
  commit: (begun: Begun) => Promise<T>,
): Promise<T> {
  const confirmation = newConfirmation(ports, beginning);
  if (beginning.purpose !== 'new_client') return commit(await begun(ports, confirmation, channel, []));
  const { settings } = ports;
  const { wanted } = beginning;
  const country = homeCountry({ realPhone: wanted.phone, residency: wanted.residency }) ?? settings.defaultCountry;
  const request = { country, type: numberType ?? wanted.numberType ?? settings.numberType };
  return withHeldNumber(ports, confirmation.id, request, async ({ number, puts }) =>
    commit(await begun(ports, { ...confirmation, heldNumber: number, proxyNumber: number }, channel, puts)),
  );
}

async function begun(
  ports: Ports,
  confirmation: Confirmation,
  channel: ConfirmationChannel | undefined,
  held: readonly Put[],
): Promise<Begun> {
  const sending =
    channel === undefined ? await firstStep(ports, confirmation) : await sendingPuts(ports, confirmation, channel);
  return { ...sending, puts: [putConfirmation(ports, sending.next), ...held, ...putsOf(ports, sending)] };
}

/** @throws `channel_unavailable` when no step reaches them; `too_many_sends` when too much was sent to them today */
export async function firstStep(ports: Ports, confirmation: Confirmation): Promise<Sending> {
  const taken = await takeNextStep(ports, confirmation);
  if (taken.kind === 'sent') return taken.sending;
  throw taken.fault ?? new ProxyCallError('channel_unavailable', 'no step of the configuration can reach this client');
}

/** What became of the next step: `fault` is why the first of the steps before it could not be taken. */
export type StepTaken = { readonly fault: ProxyCallError | undefined } & (
  { readonly kind: 'sent'; readonly sending: Sending } | { readonly kind: 'none' }
);

/** Takes the next step that can be taken; those that cannot are skipped. */
export async function takeNextStep(ports: Ports, confirmation: Confirmation): Promise<StepTaken> {
  const contacts = contactsOf(confirmation);
  if (contacts === undefined) return { kind: 'none', fault: undefined };
  const steps = stepsFor(ports.settings.confirmations, { ...contacts, origin: confirmation.origin });
  let fault: ProxyCallError | undefined;
  let from = confirmation.step;
  for (;;) {
    const index = nextStepIndex(steps, { ...confirmation, step: from });
    const step = index === undefined ? undefined : steps[index];
    if (index === undefined || step === undefined) return { kind: 'none', fault };
    from = index + 1;
    try {
      return { kind: 'sent', sending: await sendingPuts(ports, confirmation, step.channel, from), fault };
    } catch (error) {
      if (!isProxyCallError(error, 'channel_unavailable') && !isProxyCallError(error, 'too_many_sends')) throw error;
      fault ??= error;
    }
  }
}
