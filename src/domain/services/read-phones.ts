import type { CountryCode } from '../model/country.js';
import { invalidFields, type FieldIssue } from '../model/errors.js';
import { describePhoneFault, parsePhoneNumber, type E164 } from '../model/phone-number.js';
import { isDigitsAlone, type DigitsAlone, type TypedPhone } from '../model/typed-phone.js';
import type { Ports } from './ports.js';

// Phones in digits alone may have lost a 0, or a +. Which of the two depends on where their owner lives, which neither the HTTP API nor
// the command line knows: they pass the digits on, and the use cases read them here.

/** The fields that may hold digits alone. */
const FIELDS = ['clientRealPhone', 'courierPhone'] as const;

type Phones = Partial<Readonly<Record<(typeof FIELDS)[number], TypedPhone | undefined>>>;

/** A request whose phones are read. */
export type Read<T> = { readonly [K in keyof T]: Exclude<T[K], DigitsAlone> };

/** Where the owner of a phone may live, besides the default country. */
type Residencies = readonly (CountryCode | null | undefined)[];

/** Whether any phone is still to be read. Nearly all requests have none. */
function hasDigitsAlone(request: Phones): boolean {
  return FIELDS.some((field) => request[field] !== undefined && isDigitsAlone(request[field]));
}

/** @throws `invalid_request` with all phones that cannot be read */
export function readPhones<T extends Phones>(
  { settings }: Pick<Ports, 'settings'>,
  request: T,
  residencies: Residencies,
): Read<T> {
  if (!hasDigitsAlone(request)) return request as Read<T>;
  const countries = [...residencies, settings.defaultCountry].filter(
    (country) => country !== undefined && country !== null,
  );
  const issues: FieldIssue[] = [];
  const read: Partial<Record<keyof Phones, E164>> = {};
  for (const field of FIELDS) {
    const parsed = request[field] === undefined ? undefined : parsePhoneNumber(request[field], countries);
    if (parsed?.ok === true) read[field] = parsed.number;
    else if (parsed !== undefined) issues.push({ pointer: `/${field}`, detail: describePhoneFault(parsed) });
  }
  if (issues.length > 0) throw invalidFields(issues);
  return { ...request, ...read } as Read<T>;
}

/** The same where the client may be on record: a read that only digits alone need. */
export async function readPhonesOf<
  T extends Phones & { clientId: string; clientIsoResidency?: CountryCode | undefined },
>(ports: Pick<Ports, 'settings' | 'store'>, request: T): Promise<Read<T>> {
  const client = hasDigitsAlone(request) ? await ports.store.record('client', request.clientId) : undefined;
  return readPhones(ports, request, [request.clientIsoResidency, client?.value.residency]);
}
