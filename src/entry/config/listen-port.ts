import { isIP } from 'node:net';

/**
 * Reads a TCP port from 1 to 65535. One group of digits is understood, whatever stands around it, as hosting platforms and people
 * write ` 10000 `, `"10000"`, `10000/tcp`, `:10000` and `PORT=10000`; of an address such as `tcp://10.0.0.1:10000` or `[::]:10000`, the port.
 * @returns undefined for anything ambiguous or out of range
 */
export function parseListenPort(value: string): number | undefined {
  const digits = portOfAddress(value) ?? onlyDigits(value);
  const port = digits === undefined || digits.length > LONGEST ? undefined : Number(digits);
  return port === undefined || port < 1 || port > 65_535 ? undefined : port;
}

/** Of digits, with leading zeros. */
const LONGEST = 6;

/** `host:port`, as servers write what they listen on; also in quotes, and with a scheme, as Docker and Kubernetes write linked services. */
const ADDRESS = /^(?:[a-z][a-z\d+]*:\/\/)?(\[[^[\]]+\]|[^\s:/[\]]+)(?::(\d+))?(?:\/[a-z]*)?$/i;

function portOfAddress(value: string): string | undefined {
  const [, host = '', port] = ADDRESS.exec(withoutQuotes(value)) ?? [];
  return isHost(host) ? port : undefined;
}

/** The only group of digits: not an address without a port, and no number below zero or one. */
function onlyDigits(value: string): string | undefined {
  const [only, ...others] = value.matchAll(/\d+/g);
  if (only === undefined || others.length > 0 || isIP(withoutQuotes(value).replace(/^.*\[|\].*$/g, '')) !== 0)
    return undefined;
  return /[-+.,\u2212\p{Pd}]\s*$/u.test(value.slice(0, only.index)) ? undefined : only[0];
}

/** A name has a letter; in `10000:20000`, nobody knows which one is meant. */
function isHost(text: string): boolean {
  return text === '*' || /^[\w.-]*[a-z][\w.-]*$/i.test(text) || isIP(text.replace(/^\[|\]$/g, '')) !== 0;
}

function withoutQuotes(text: string): string {
  return text.trim().replace(/^["']\s*|\s*["']$/g, '');
}
