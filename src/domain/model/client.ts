import type { CountryCode } from './country.js';
import { countryOf, type E164 } from './phone-number.js';

/** The merchant's own identifier of a client. The HTTP API accepts 1 to 100 characters, and whole numbers. */
export type ClientId = string;

/** A person whose number is protected. */
export interface Client {
  readonly id: ClientId;
  readonly name: string;
  readonly mail: string;
  readonly realPhone: E164;
  /** The client's country, if the merchant gave one. Decides the country of their proxy number. */
  readonly residency: CountryCode | undefined;
  /** The client's own number, if any. */
  readonly proxyNumber: E164 | undefined;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /**
   * When a confirmation of theirs was confirmed first; undefined when none was, or one was disputed since (*not me*). It outlives the
   * record of the confirmation, and is for counting only: whoever edits the store by hand may have written it.
   */
  readonly confirmedAt: number | undefined;
}

/** The client once a confirmation of theirs is confirmed. @param at milliseconds since the epoch */
export function confirmedClient(client: Client, at: number): Client {
  return client.confirmedAt === undefined ? { ...client, confirmedAt: at } : client;
}

/** The country a client belongs to: residency when the merchant gave one, else the country of the real phone. */
export function homeCountry(client: Pick<Client, 'residency' | 'realPhone'>): CountryCode | undefined {
  return client.residency ?? countryOf(client.realPhone);
}

/** The id as a number, if it is a whole number. The next client id is one more than the largest of these. */
export function clientNumber(id: ClientId): number | undefined {
  const value = Number(id);
  return Number.isSafeInteger(value) && value >= 0 && value.toString() === id ? value : undefined;
}
