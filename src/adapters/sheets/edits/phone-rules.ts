import { homeCountry, type Client } from '../../../domain/model/client.js';
import { DIALLING_FAULTS, diallingFault, type ClientCountries } from '../../../domain/model/dialling-rules.js';
import { spellingsOf } from '../../../domain/model/line.js';
import type { E164 } from '../../../domain/model/phone-number.js';
import { isInPool } from '../../../domain/model/proxy-number.js';
import { isFallbackPhone, type Settings } from '../../../domain/model/settings.js';
import type { RecordIndex } from '../../memory/index.js';
import type { ReportFault } from '../tabs/parse-cells.js';

/** By what the phones are judged that users write into the sheet. */
export type PhoneSettings = Pick<Settings, 'policy' | 'defaultCountry' | 'fallback'>;

/** What is wrong with a phone that is to be called. Undefined when nothing is. */
function phoneFault(
  phone: E164,
  client: ClientCountries,
  index: RecordIndex,
  settings: PhoneSettings | undefined,
): string | undefined {
  const isOurs = spellingsOf(phone).some((spelling) => isInPool(index.get('number', spelling)?.value));
  if (isOurs) return 'is one of the proxy numbers';
  const fault = settings && diallingFault(phone, settings, client);
  return fault && DIALLING_FAULTS[fault];
}

/**
 * The client of an edited row. A phone that may not be called is reported, and the one before kept. Where there was none, the row
 * is a client's nevertheless, perhaps of earlier settings: whoever calls them hears that they cannot be reached.
 */
export function withDialledPhone(
  client: Client,
  before: Client | undefined,
  index: RecordIndex,
  settings: PhoneSettings | undefined,
  report: ReportFault,
): Client {
  const { realPhone: phone } = client;
  if (phone === before?.realPhone) return client;
  const fault = phoneFault(phone, { homeCountry: homeCountry(client), phone }, index, settings);
  if (fault === undefined) return client;
  report('client_real_phone', fault);
  return before === undefined ? client : { ...client, realPhone: before.realPhone };
}

/** Whether an edited last caller may be called by this client. One who may not is reported. */
export function mayBeLastCaller(
  phone: E164,
  client: Client | undefined,
  index: RecordIndex,
  settings: PhoneSettings | undefined,
  report: ReportFault,
): boolean {
  const own = { homeCountry: client && homeCountry(client), phone: client?.realPhone };
  const fault = phoneFault(phone, own, index, settings);
  if (fault !== undefined) report('client_last_caller', fault);
  return fault === undefined;
}

/** Whether an added number may become a proxy number: the shop's phone may not. */
export function mayBeProxyNumber(number: E164, settings: PhoneSettings | undefined, report: ReportFault): boolean {
  const isShops = settings !== undefined && isFallbackPhone(settings, number);
  if (isShops) report('phone_number', 'is PROXYCALL_FALLBACK_PHONE, which cannot be a proxy number');
  return !isShops;
}
