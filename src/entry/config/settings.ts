import { DIALLING_FAULTS, diallingFault, type DiallingTerms } from '../../domain/model/dialling-rules.js';
import type { RoutingPolicy } from '../../domain/model/routing.js';
import { describePhoneFault, parsePhoneNumber, type E164 } from '../../domain/model/phone-number.js';
import { DEFAULT_SETTINGS, type Fallback, type Settings } from '../../domain/model/settings.js';
import { DAY_MS, HOUR_MS } from '../../domain/model/time.js';
import { readConfirmations } from './confirmations.js';
import { readReports } from './reports.js';
import type { ServerReader } from './server-reader.js';

/** How the merchant wants ProxyCall to behave. */
export function readSettings(reader: ServerReader): Settings {
  const policy: RoutingPolicy = {
    allowedCountries: reader.value('PROXYCALL_ALLOWED_COUNTRIES') ?? DEFAULT_SETTINGS.policy.allowedCountries,
    dialledCountries: reader.value('PROXYCALL_DIALLED_COUNTRIES'),
    withheldCallers: reader.value('PROXYCALL_WITHHELD'),
  };
  const defaultCountry = reader.value('PROXYCALL_PHONE_COUNTRY');
  return {
    language: reader.value('PROXYCALL_LANGUAGE'),
    policy,
    defaultCountry,
    numberType: reader.value('PROXYCALL_NUMBER_TYPE'),
    topUpSize: reader.value('PROXYCALL_POOL_SIZE'),
    quarantineMs: reader.value('PROXYCALL_QUARANTINE_DAYS') * DAY_MS,
    retentionMs: reader.value('PROXYCALL_RETENTION_DAYS') * DAY_MS,
    sessionMs: reader.value('PROXYCALL_SESSION_HOURS') * HOUR_MS,
    hardCoolingMs: reader.value('PROXYCALL_HARD_COOLING_HOURS') * HOUR_MS,
    softCoolingMs: reader.value('PROXYCALL_SOFT_COOLING_DAYS') * DAY_MS,
    maxSessionsPerNumber: reader.value('PROXYCALL_MAX_SESSIONS_PER_NUMBER'),
    codeDigits: reader.value('PROXYCALL_CODE_DIGITS'),
    maxCallSeconds: reader.value('PROXYCALL_MAX_CALL_SECONDS'),
    ringSeconds: reader.value('PROXYCALL_RING_SECONDS'),
    fallback: readFallback(reader, { policy, defaultCountry }),
    shopName: reader.value('PROXYCALL_SHOP_NAME'),
    sayName: reader.value('PROXYCALL_SAY_NAME'),
    whisper: reader.value('PROXYCALL_WHISPER'),
    numberPrices: reader.value('PROXYCALL_NUMBER_PRICES') ?? [],
    foreignWebhooks: reader.value('PROXYCALL_FOREIGN_WEBHOOKS'),
    poolAlert: reader.value('PROXYCALL_POOL_ALERT'),
    alertMail: reader.value('PROXYCALL_ALERT_MAIL'),
    clientMailsPerDay: reader.value('PROXYCALL_CLIENT_MAILS_PER_DAY'),
    confirmations: readConfirmations(reader),
    report: readReports(reader),
  };
}

function readFallback(reader: ServerReader, terms: DiallingTerms): Fallback | undefined {
  const [number, message] = [readFallbackPhone(reader, terms), reader.value('PROXYCALL_FALLBACK_MESSAGE')];
  if (reader.isSet('PROXYCALL_FALLBACK_PHONE') && reader.isSet('PROXYCALL_FALLBACK_MESSAGE'))
    reader.fault('PROXYCALL_FALLBACK_MESSAGE', 'and PROXYCALL_FALLBACK_PHONE are both set: keep one');
  if (number !== undefined && diallingFault(number, terms) !== undefined)
    reader.fault('PROXYCALL_FALLBACK_PHONE', `cannot be called: ${DIALLING_FAULTS.country_not_dialled}`);
  if (number !== undefined) return { kind: 'phone', number };
  return message === undefined ? undefined : { kind: 'message', text: message };
}

/** The country of digits alone is known only here: it is another variable. */
function readFallbackPhone(reader: ServerReader, { defaultCountry }: DiallingTerms): E164 | undefined {
  const parsed = parsePhoneNumber(reader.written('PROXYCALL_FALLBACK_PHONE') ?? '', [defaultCountry]);
  if (parsed.ok || !('readings' in parsed)) return reader.value('PROXYCALL_FALLBACK_PHONE');
  reader.fault('PROXYCALL_FALLBACK_PHONE', `is not clear: ${describePhoneFault(parsed)}`);
  return undefined;
}
