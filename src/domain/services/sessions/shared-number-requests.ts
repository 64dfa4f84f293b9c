import { homeCountry, type Client } from '../../model/client.js';
import type { CountryCode } from '../../model/country.js';
import type { Person } from '../../model/person.js';
import { countryOf } from '../../model/phone-number.js';
import { personWith } from '../persons.js';
import type { Ports } from '../ports.js';
import type { SharedNumberRequest } from './shared-number.js';

// What shared numbers the two roles of a paired session ask for.

export function requestForClient(ports: Ports, client: Client, courier: Person): SharedNumberRequest {
  const country = homeCountry(client) ?? ports.settings.defaultCountry;
  return requestOf(ports, client, personWith(ports.ids, client.realPhone), courier, [country]);
}

/** The merchant chose the client's country. A courier from any country is better off with a foreign number than with none. */
export function requestForCourier(ports: Ports, client: Client, courier: Person): SharedNumberRequest {
  const { defaultCountry } = ports.settings;
  const countries = [...new Set([countryOf(courier.phone) ?? defaultCountry, defaultCountry])];
  return requestOf(ports, client, courier, personWith(ports.ids, client.realPhone), countries);
}

function requestOf(
  { settings: { numberType: type } }: Ports,
  client: Client,
  person: Person,
  contact: Person,
  countries: readonly CountryCode[],
): SharedNumberRequest {
  return { person, contactKey: contact.personKey, countries, type, clientId: client.id };
}
