import { isIP } from 'node:net';
import { parseCountry, type CountryCode } from '../../domain/model/country.js';
import { isMailAddress, parseMailSender, type MailSender } from '../../domain/model/mail.js';
import type { PoolAlert } from '../../domain/model/pool-alert.js';
import { NUMBER_TYPES } from '../../domain/model/proxy-number.js';
import { isTimeZone } from '../../domain/model/report/week.js';
import type { NumberPrice } from '../../domain/model/settings.js';
import { parseListenPort } from './listen-port.js';
import { postgresUrlFault } from './postgres-url.js';
import type { Sentence, VariableType } from './variable.js';

const same = (label: string): Sentence => ({ en: label, fr: label });
const fault = (problem: string) => ({ fault: problem });

/** Any text; `check` returns what is wrong with it. */
export function text(
  label = { en: 'text', fr: 'texte' },
  check?: (text: string) => string | undefined,
): VariableType<string> {
  return {
    label,
    parse: (value) => {
      const problem = check?.(value);
      return problem === undefined ? { value } : fault(problem);
    },
    format: (value) => value,
  };
}

export const flag: VariableType<boolean> = {
  label: { en: '`1` or `0`', fr: '`1` ou `0`' },
  parse(value) {
    const word = value.toLowerCase();
    if (['1', 'true', 'yes'].includes(word)) return { value: true };
    return ['0', 'false', 'no'].includes(word) ? { value: false } : fault('must be 1 or 0');
  },
  format: (value) => (value ? '1' : '0'),
};

export function wholeNumber(least: number, most: number): VariableType<number> {
  const [from, to] = [least.toString(), most.toString()];
  return {
    label: { en: `${from} to ${to}`, fr: `de ${from} à ${to}` },
    parse(value) {
      const number = Number(value);
      const fits = Number.isSafeInteger(number) && number >= least && number <= most;
      return fits ? { value: number } : fault(`must be a whole number from ${from} to ${to}`);
    },
    format: (value) => value.toString(),
  };
}

/**
 * One of several words, in capitals or not.
 * @param synonyms other words for them, in lower case
 */
export function choice<const T extends string>(
  values: readonly T[],
  synonyms: Readonly<Record<string, NoInfer<T>>> = {},
): VariableType<T> {
  return {
    label: same(values.map((value) => `\`${value}\``).join(', ')),
    parse(text) {
      const word = text.toLowerCase();
      const value = values.find((candidate) => candidate === (synonyms[word] ?? word));
      return value === undefined ? fault(`must be one of: ${values.join(', ')}`) : { value };
    },
    format: (value) => value,
  };
}

/** Comma-separated; blank entries are dropped. */
export const list: VariableType<readonly string[]> = {
  label: { en: 'comma-separated list', fr: 'liste séparée par des virgules' },
  parse: (value) => ({ value: entriesOf(value) }),
  format: (value) => value.join(','),
};

/** An absolute http or https URL without credentials, query or fragment; the value has no trailing slash. */
export const url: VariableType<string> = {
  label: same('URL'),
  parse(value) {
    const parsed = URL.canParse(value) ? new URL(value) : undefined;
    const isPlain = parsed?.search === '' && parsed.hash === '' && parsed.username === '';
    if (parsed === undefined || !isPlain || !['http:', 'https:'].includes(parsed.protocol))
      return fault('must be a URL such as https://proxycall.example.com');
    return { value: value.replace(/\/+$/, '') };
  },
  format: (value) => value,
};

export const postgresUrl: VariableType<string> = {
  label: same('URL'),
  parse(value) {
    const problem = postgresUrlFault(value);
    return problem === undefined ? { value } : fault(problem);
  },
  format: (value) => value,
};

/** As much of a port is shown in a warning, in characters. */
const LONGEST_SHOWN = 30;

export const listenPort: VariableType<number> = {
  label: { en: 'TCP port', fr: 'port TCP' },
  parse(_value, raw) {
    const port = parseListenPort(raw);
    if (port === undefined) return fault('must be a port number from 1 to 65535, such as 8000');
    if (port.toString() === raw) return { value: port };
    const received = JSON.stringify(raw.length > LONGEST_SHOWN ? `${raw.slice(0, LONGEST_SHOWN)}…` : raw);
    return { value: port, warning: `has an unusual format: ${received} is read as ${port.toString()}` };
  },
  format: (value) => value.toString(),
};

/** Not a host name: what it stands for may change, or be every interface. */
export const ipAddress: VariableType<string> = {
  label: { en: 'IP address', fr: 'adresse IP' },
  parse: (value) => (isIP(value) === 0 ? fault('must be an IP address such as 127.0.0.1 or 0.0.0.0') : { value }),
  format: (value) => value,
};

/** A host name or an IP address, without a scheme or a port. */
export const hostName: VariableType<string> = {
  label: { en: 'host', fr: 'hôte' },
  parse(value) {
    const host = value.replace(/^\[(.*)\]$/, '$1');
    const isName = isIP(host) !== 0 || /^[a-z\d]([a-z\d-]*[a-z\d])?(\.[a-z\d]([a-z\d-]*[a-z\d])?)*\.?$/i.test(host);
    return isName ? { value: host } : fault('must be a host name such as smtp.shop.example, without a port');
  },
  format: (value) => value,
};

export const mailSender: VariableType<MailSender> = {
  label: { en: 'mail address', fr: 'adresse mail' },
  parse(value) {
    const sender = parseMailSender(value);
    const example = 'must be a mail address such as noreply@shop.example, or The shop <noreply@shop.example>';
    return sender === undefined ? fault(example) : { value: sender };
  },
  format: ({ name, address }) => (name === '' ? address : `${name} <${address}>`),
};

/** One address, without a name. */
export const mailAddress: VariableType<string> = {
  label: { en: 'mail address', fr: 'adresse de courriel' },
  parse: (value) =>
    isMailAddress(value) ? { value } : fault('must be one mail address without a name, such as office@shop.example'),
  format: (value) => value,
};

export const timeZone: VariableType<string> = {
  label: { en: 'time zone', fr: 'fuseau horaire' },
  parse: (value) =>
    isTimeZone(value) ? { value } : fault('must be a time zone as IANA names it, such as Europe/Paris or UTC'),
  format: (value) => value,
};

/** An identifier of Twilio: two letters and 32 hexadecimal digits. */
export function sid(prefix: string, source = 'the SID from the Twilio console'): VariableType<string> {
  return text(same(`\`${prefix}…\``), (value) =>
    value.startsWith(prefix) && /^[A-Z]{2}[0-9a-fA-F]{32}$/.test(value)
      ? undefined
      : `must be ${source}: ${prefix} and 32 hexadecimal digits`,
  );
}

export const country: VariableType<CountryCode> = {
  label: { en: 'ISO 3166 code', fr: 'code ISO 3166' },
  parse(value) {
    const code = parseCountry(value);
    return code === undefined ? fault('must be a two-letter ISO 3166 country code, such as FR') : { value: code };
  },
  format: (value) => value,
};

export const countries: VariableType<ReadonlySet<CountryCode>> = {
  label: { en: 'ISO 3166 codes', fr: 'codes ISO 3166' },
  parse(value) {
    const codes = entriesOf(value).map((code) => parseCountry(code));
    const known = codes.filter((code) => code !== undefined);
    return known.length < codes.length || known.length === 0
      ? fault('must be two-letter ISO 3166 country codes, comma-separated, such as FR,BE')
      : { value: new Set(known) };
  },
  format: (value) => [...value].join(','),
};

const MOST_SPARE = 1000;

/** `5`, or `FR:10,GB:5` */
export const poolAlert: VariableType<PoolAlert> = {
  label: { en: '0 to 1000, or by country', fr: 'de 0 à 1000, ou par pays' },
  parse(value) {
    const readCount = (text: string) =>
      /^\d{1,4}$/.test(text) && Number(text) <= MOST_SPARE ? Number(text) : undefined;
    const everywhere = readCount(value);
    if (everywhere !== undefined) return { value: everywhere };
    const entries = entriesOf(value).map((entry) => {
      const [code = '', count = '', ...more] = entry.split(':').map((part) => part.trim());
      return [parseCountry(code), more.length === 0 ? readCount(count) : undefined] as const;
    });
    const known = entries.flatMap(([code, count]) =>
      code === undefined || count === undefined ? [] : [[code, count] as const],
    );
    const byCountry = new Map(known);
    return byCountry.size < entries.length || byCountry.size === 0
      ? fault('must be a whole number from 0 to 1000, or one for each country, such as FR:10,GB:5')
      : { value: byCountry };
  },
  format: (value) =>
    typeof value === 'number'
      ? value.toString()
      : [...value].map(([code, count]) => `${code}:${count.toString()}`).join(','),
};

/** `FR mobile 1.50, FR local 1.15` */
export const prices: VariableType<readonly NumberPrice[]> = {
  label: { en: 'prices', fr: 'prix' },
  parse(value) {
    const entries = entriesOf(value).map(parsePrice);
    const known = entries.filter((entry) => entry !== undefined);
    return known.length < entries.length || known.length === 0
      ? fault('must be prices by country and type, such as FR mobile 1.50, FR local 1.15')
      : { value: known };
  },
  format: (value) => value.map((price) => `${price.country} ${price.type} ${price.monthly.toFixed(2)}`).join(', '),
};

function parsePrice(entry: string): NumberPrice | undefined {
  const [code = '', word, amount = '', ...more] = entry.split(/\s+/);
  const [ofCountry, type] = [parseCountry(code), NUMBER_TYPES.find((known) => known === word)];
  const monthly = Number(amount);
  const isPrice = amount !== '' && Number.isFinite(monthly) && monthly >= 0 && more.length === 0;
  return ofCountry === undefined || type === undefined || !isPrice ? undefined : { country: ofCountry, type, monthly };
}

function entriesOf(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}
