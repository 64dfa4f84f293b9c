import type { CountryCode } from './country.js';
import { countryOf, type E164 } from './phone-number.js';

/** The merchant's own identifier of a client, kept as text. */
export type ClientId = string;

/** The protected person. */
export interface Client {
  readonly id: ClientId;
  readonly name: string;
  readonly mail: string;
  readonly realPhone: E164;
  /** Where the merchant says that the client lives; decides which country's proxy number they get. */
  readonly residency: CountryCode | undefined;
  /** The dedicated number this client holds, if any. */
  readonly proxyNumber: E164 | undefined;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** The country a client belongs to: residency when the merchant gave one, else the country of the real phone. */
export function homeCountry(client: Pick<Client, 'residency' | 'realPhone'>): CountryCode | undefined {
  return client.residency ?? countryOf(client.realPhone);
}

/** A client id that is a whole number, as a number: the ids that "next id" counts on from. */
export function clientNumber(id: ClientId): number | undefined {
  const value = Number(id);
  return Number.isSafeInteger(value) && value >= 0 && value.toString() === id ? value : undefined;
}
