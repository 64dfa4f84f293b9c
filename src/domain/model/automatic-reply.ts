import { diallingFault, isCountryOf, type ClientCountries } from './dialling-rules.js';
import { isAllowedBy } from './country.js';
import type { Identity } from './identity.js';
import { sameLine } from './line.js';
import type { PersonKey } from './person.js';
import { countryOf, type E164 } from './phone-number.js';
import type { Announcement } from './phrases.js';
import { ANNOUNCEMENTS, HELP_PHONE, HELP_SHOP } from './phrases.js';
import type { RoutingState, RoutingTerms } from './routing.js';
import type { Settings } from './settings.js';
import { DAY_MS } from './time.js';

// An automatic reply is a text of our own to the sender of a text: why it was not relayed, or that STOP was understood. Each one
// costs money, and a machine at the other end may reply to it: so there is one for each sender and number in a day.

/** That a sender was sent an automatic reply from a number. Kept for a day. */
export interface AutomaticReply {
  /** The sender's person key, a space, and the number. */
  readonly key: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Names a sender and a number without the sender's phone. */
export function replyKey(sender: PersonKey, number: E164): string {
  return `${sender} ${number}`;
}

/** Whether the one reply of a day was sent already. */
export function hasReplied(earlier: AutomaticReply | undefined, now: number): boolean {
  return earlier !== undefined && now < earlier.at + DAY_MS;
}

/**
 * Whether a sender may be sent an automatic reply: a person, whose number may be texted at the shop's cost and who may call: forged
 * senders are a way to make the shop send texts that others earn money with.
 */
export function mayReply(state: RoutingState, to: E164, from: Identity, terms: RoutingTerms): boolean {
  if (from.kind !== 'number' || sameLine(from.number, to) || state.callerIsOurs) return false;
  const own = clientCountries(state);
  if (diallingFault(from.number, terms, own) !== undefined) return false;
  // Who has a session may write from anywhere.
  if (state.caller !== undefined) return true;
  const country = countryOf(from.number);
  return country !== undefined && (isAllowedBy(terms.policy.allowedCountries, country) || isCountryOf(own, country));
}

function clientCountries({ open, caller }: RoutingState): ClientCountries {
  if (open !== undefined) return { homeCountry: open.session.homeCountry, phone: open.client.phone };
  const session = caller?.session;
  const phone = caller?.participant.role === 'client' ? caller.participant.phone : undefined;
  return { homeCountry: session?.closedAt === undefined ? session?.homeCountry : undefined, phone };
}

type ReplyTerms = Pick<Settings, 'language' | 'shopName' | 'fallback'>;

/** The text of an automatic reply. */
export function replyText(reason: Announcement, { language, shopName, fallback }: ReplyTerms): string {
  const text = ANNOUNCEMENTS[language][reason];
  if (reason !== 'texts_help') return text;
  const shop = shopName === undefined ? undefined : HELP_SHOP[language].replace('{shop}', () => shopName);
  const contact =
    fallback?.kind === 'phone' ? HELP_PHONE[language].replace('{phone}', fallback.number) : fallback?.text;
  return [shop, text, contact].filter((part) => part !== undefined).join(' ');
}
