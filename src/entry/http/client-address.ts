import type { IncomingMessage } from 'node:http';
import { isIP, isIPv6 } from 'node:net';

/**
 * The address that a request comes from: IPv4, or the /64 network of IPv6, since a single host has all of it. Behind `proxyHops`
 * reverse proxies it is so many entries from the right of X-Forwarded-For: each proxy adds the address that it was reached from, and
 * what stands further left is what the client claims. Where the proxies have not written that, the address of the socket.
 */
export function clientAddress({ headers, socket }: IncomingMessage, proxyHops: number): string {
  const forwarded = proxyHops === 0 ? undefined : entryOf(headers['x-forwarded-for'], proxyHops);
  return networkOf(forwarded ?? socket.remoteAddress ?? '');
}

function entryOf(header: string | readonly string[] | undefined, fromRight: number): string | undefined {
  const entries = String(header ?? '').split(',');
  const address = withoutPort((entries.at(-fromRight) ?? '').trim());
  return isIP(address) === 0 ? undefined : address;
}

/** Some proxies write `192.0.2.1:4711` and `[2001:db8::1]:4711`. */
function withoutPort(entry: string): string {
  const [, bracketed] = /^\[([^\]]*)\](?::\d+)?$/.exec(entry) ?? [];
  return bracketed ?? entry.replace(/^([\d.]+):\d+$/, '$1');
}

function networkOf(address: string): string {
  const [plain = ''] = address.split('%');
  if (!isIPv6(plain)) return plain;
  // The parser writes each address in one way, an IPv4 address within IPv6 in hexadecimal.
  const [head = '', tail = ''] = new URL(`http://[${plain}]`).hostname.slice(1, -1).split('::');
  const [first, last] = [groupsOf(head), groupsOf(tail)];
  const zeros = Array.from({ length: 8 - first.length - last.length }, () => '0');
  const groups = [...first, ...zeros, ...last];
  const isMapped = groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff';
  return isMapped ? dotted(groups.slice(6)) : `${groups.slice(0, 4).join(':')}::/64`;
}

function groupsOf(part: string): string[] {
  return part === '' ? [] : part.split(':');
}

function dotted(groups: readonly string[]): string {
  return groups
    .map((group) => Number.parseInt(group, 16))
    .flatMap((group) => [group >> 8, group & 0xff])
    .join('.');
}

/**
 * So much of an address that it names a provider or an office, and hardly a person: /24 of IPv4, /48 of IPv6.
 * @param address as `clientAddress` writes it
 */
export function addressPrefix(address: string): string | undefined {
  if (isIP(address) === 4) return `${address.split('.').slice(0, 3).join('.')}.0/24`;
  const groups = groupsOf(address.split('::')[0] ?? '');
  return groups.length === 4 ? `${groups.slice(0, 3).join(':')}::/48` : undefined;
}
