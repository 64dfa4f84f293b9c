import { homeCountry, type Client } from '../../model/client.js';
import type { CountryCode } from '../../model/country.js';
import type { Person } from '../../model/person.js';
import { countryOf } from '../../model/phone-number.js';
import { personWith } from '../persons.js';
import type { Ports } from '../ports.js';
import type { SharedNumberRequest } from './shared-number.js';

/** Which numbers the two roles of a paired session ask for. */
export function createSharedNumberRequests({ ids, settings }: Ports) {
  const { defaultCountry, numberType: type } = settings;

  return {
    forClient: (client: Client, courier: Person) =>
      requestFor(client, personWith(ids, client.realPhone), courier, [homeCountry(client) ?? defaultCountry]),

    /** The merchant chose the client's country; a courier from anywhere is better served from afar than not at all. */
    forCourier(client: Client, courier: Person) {
      const countries = [...new Set([countryOf(courier.phone) ?? defaultCountry, defaultCountry])];
      return requestFor(client, courier, personWith(ids, client.realPhone), countries);
    },
  };

  function requestFor(
    client: Client,
    person: Person,
    contact: Person,
    countries: readonly CountryCode[],
  ): SharedNumberRequest {
    return { person, contactKey: contact.personKey, countries, type, clientId: client.id };
  }
}
