import type { OutgoingCall, Receipt } from '../../ports/telephony.js';
import { placedCallUrls, refuseReference, WEBHOOK_PATHS } from '../twiml/index.js';
import { runCall, type CallContext, type CallTrace, type DialOutcome } from './call.js';
import { ACCOUNT, newSid, type Network } from './network.js';
import type { Behaviour, CallOptions } from './phone.js';
import type { Params } from './webhooks.js';

const OUTCOMES: Readonly<Record<Behaviour, DialOutcome>> = {
  answers: 'completed',
  is_busy: 'busy',
  does_not_answer: 'no-answer',
  is_off: 'failed',
};

/** A phone calls a number of the service. */
export async function callFrom(
  network: Network,
  phone: string,
  to: string,
  { showing = phone, keys = [], deliveries = 1 }: CallOptions = {},
): Promise<CallTrace> {
  const callSid = newSid(network.ids, 'CA');
  const params = { ...callParams(callSid, showing, to), CallStatus: 'ringing', Direction: 'inbound' };
  const url = network.webhookBaseUrl() + WEBHOOK_PATHS.voice;
  const answer = await network.send(url, params, deliveries);
  const left = [...keys];
  return runCall(
    contextOf(network, params, () => left.shift()),
    answer,
    url,
  );
}

/**
 * The service calls a phone. Resolves when the call is over and reported: the service has been asked what to say, and the phone has heard it
 * and reacted to it.
 */
export async function placeCall(network: Network, call: OutgoingCall): Promise<Receipt> {
  const refused = refuseReference(call);
  if (refused !== undefined) return refused;
  const { from, to, reference } = call;
  const carrierId = newSid(network.ids, 'CA');
  const { answered, ended } = placedCallUrls(network.webhookBaseUrl(), reference);
  const params = { ...callParams(carrierId, from, to), Direction: 'outbound-api' };
  const phone = network.phone(to);
  const outcome = await ring(network, to, from, async () => {
    const asked = { ...params, CallStatus: 'in-progress', AnsweredBy: phone.isMachine ? 'machine_start' : 'human' };
    const context = contextOf(network, asked, (heard) => phone.react?.(heard));
    const { heard } = await runCall(context, await network.send(answered, asked), answered);
    return heard;
  });
  await network.send(ended, { ...params, CallStatus: outcome, CallbackSource: 'call-progress-events' });
  return { kind: 'accepted', carrierId };
}

function contextOf(network: Network, params: Params, press: CallContext['press']): CallContext {
  const { send } = network;
  return { send, params, press, ring: (number, shown, whisper) => ring(network, number, shown, whisper) };
}

async function ring(
  network: Network,
  number: string,
  shown: string,
  whisper: () => Promise<readonly string[]>,
): Promise<DialOutcome> {
  const phone = network.phone(number);
  const outcome = OUTCOMES[phone.behaviour];
  if (outcome === 'failed') return outcome;
  const answered = outcome === 'completed';
  const heard = answered ? await whisper() : [];
  phone.rings.push({ shown, answered, ...(heard.length === 0 ? {} : { heard }) });
  return outcome;
}

/** The parameters that Twilio sends with a call. Places are empty, as Twilio leaves them when it knows none. */
function callParams(callSid: string, from: string, to: string): Params {
  const places = ['From', 'To', 'Caller', 'Called'].flatMap((prefix) =>
    ['City', 'State', 'Zip', 'Country'].map((place) => [prefix + place, ''] as const),
  );
  return { ...ACCOUNT, ...Object.fromEntries(places), CallSid: callSid, From: from, Caller: from, To: to, Called: to };
}
