import { parseCountry, type CountryCode } from '../../domain/model/country.js';
import type { FieldIssue } from '../../domain/model/errors.js';
import { describePhoneFault, parsePhoneNumber } from '../../domain/model/phone-number.js';
import type { ProxyCallApi } from '../../ports/proxycall-api.js';
import { camelCase } from '../wire.js';

// A phone in digits alone may have lost its 0 or its + in a spreadsheet. Which of the two depends on where its owner lives, which a
// schema does not know.

/** Fields with the phone of a person. Numbers of ours are compared with those in the pool: there a wrong reading finds nothing. */
const PHONE_FIELDS = ['client_real_phone', 'courier_phone', 'phone'] as const;

type Fields = Readonly<Record<string, unknown>>;

/** Digits, and nothing that says of which country. A client may send them as a JSON number, which the schema refuses. */
function isBare(value: unknown): value is string {
  return typeof value === 'string' && /^[^+0\p{L}]*[1-9]/u.test(value);
}

/**
 * The phones of a request that can be read as a national number too, of the client's residency or of the default country: one issue
 * for each.
 * @param path the parameters of the path
 */
export async function ambiguousPhones(
  body: unknown,
  path: Fields,
  api: ProxyCallApi,
  defaultCountry: CountryCode,
): Promise<readonly FieldIssue[]> {
  // Nearly all requests end here.
  if (!hasBareDigits(body)) return [];
  const residency = givenResidency(body) ?? (await residencyOnRecord(body, path, api));
  const countries = [...(residency === undefined ? [] : [residency]), defaultCountry];
  return PHONE_FIELDS.flatMap((name) => {
    const text = body[name];
    const parsed = isBare(text) ? parsePhoneNumber(text, countries) : undefined;
    if (parsed === undefined || parsed.ok || parsed.fault !== 'ambiguous') return [];
    return [{ pointer: `/${camelCase(name)}`, detail: describePhoneFault(parsed) }];
  });
}

function hasBareDigits(body: unknown): body is Fields {
  return typeof body === 'object' && body !== null && PHONE_FIELDS.some((name) => isBare((body as Fields)[name]));
}

function givenResidency({ client_iso_residency: given }: Fields): CountryCode | undefined {
  return typeof given === 'string' ? parseCountry(given) : undefined;
}

async function residencyOnRecord(body: Fields, path: Fields, api: ProxyCallApi): Promise<CountryCode | undefined> {
  try {
    const orderId = path['order_id'];
    const clientId =
      typeof orderId === 'string' ? (await api.getOrder(orderId)).clientId : (path['client_id'] ?? body['client_id']);
    if (typeof clientId !== 'string' && typeof clientId !== 'number') return undefined;
    return (await api.getClient(clientId.toString())).clientIsoResidency;
  } catch {
    // Not on record, which the request itself will say where it matters.
    return undefined;
  }
}
