import { homeCountry } from '../../model/client.js';
import { canSend, type Delivery } from '../../model/confirmation/sending.js';
import type { Confirmation } from '../../model/confirmation/confirmation.js';
import type { E164 } from '../../model/phone-number.js';
import type { ProxyNumber } from '../../model/proxy-number.js';
import type { Ports } from '../ports.js';

/** A text, call or mail with the number that sends it; a mail has none. */
export interface Sendable extends Delivery {
  readonly from: E164 | undefined;
}

/** How many numbers of the pool a sender is looked for among. */
const CANDIDATES = 50;

/** What can be sent of these: mails where there is a mail server and a page to link to, texts and calls where a number can send them. */
export async function sendable(
  ports: Ports,
  confirmation: Confirmation,
  deliveries: readonly Delivery[],
): Promise<readonly Sendable[]> {
  const found = await Promise.all(
    deliveries.map(async (delivery): Promise<Sendable | undefined> => {
      if (delivery.channel === 'email') return canMail(ports) ? { ...delivery, from: undefined } : undefined;
      const from = await senderOf(ports, confirmation, delivery.channel);
      return from === undefined ? undefined : { ...delivery, from };
    }),
  );
  return found.filter((each) => each !== undefined);
}

/** A mail without a link would be of no use. */
function canMail({ mailer, publicUrl }: Ports): boolean {
  return mailer !== undefined && publicUrl?.() !== undefined;
}

/**
 * The number that texts or calls: the one that is held or the client's own, so that answers reach the confirmation; otherwise any number
 * of ours in that country.
 */
export async function senderOf(
  ports: Ports,
  { heldNumber, proxyNumber, wanted }: Confirmation,
  channel: 'sms' | 'voice',
): Promise<E164 | undefined> {
  const { store, telephony, settings, clock } = ports;
  if (channel === 'voice' && !telephony.can.placeCall) return undefined;
  const isFit = (number: ProxyNumber) => number.carrier === telephony.carrier && canSend(number.capabilities, channel);
  const own = heldNumber ?? proxyNumber;
  const read = own === undefined ? undefined : await store.record('number', own);
  if (read !== undefined && isInUse(read.value) && isFit(read.value)) return read.value.number;
  const home = wanted && homeCountry({ realPhone: wanted.phone, residency: wanted.residency });
  const country = read?.value.country ?? home ?? settings.defaultCountry;
  const shared = await store.sharedNumbers(country);
  const free = await store.freeNumbers({ country, now: clock.now(), limit: CANDIDATES });
  const fit = [...shared, ...free].map(({ value }) => value).find(isFit);
  if (fit !== undefined) return fit.number;
  const others = (await store.numbers()).map(({ value }) => value);
  return others.find((number) => number.country === country && isInUse(number) && isFit(number))?.number;
}

function isInUse({ state }: ProxyNumber): boolean {
  return state.status !== 'released' && state.status !== 'error';
}
