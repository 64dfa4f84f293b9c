import type { CountryCode } from './country.js';
import { countryOf, type E164 } from './phone-number.js';

/** The merchant's own identifier for a client, kept as text. */
export type ClientId = string;

/** The protected person. */
export interface Client {
  readonly id: ClientId;
  readonly name: string;
  readonly mail: string;
  readonly realPhone: E164;
  /** The country of residence that the merchant gave. Decides which country's proxy number the client gets. */
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

/** The id as a number, if it is a whole number. The next client id is one more than the largest of these. */
export function clientNumber(id: ClientId): number | undefined {
  const value = Number(id);
  return Number.isSafeInteger(value) && value >= 0 && value.toString() === id ? value : undefined;
}
