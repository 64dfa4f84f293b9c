import { isIP } from 'node:net';

/** Whether a host is this machine, whatever its network: what is sent there cannot be read on the way. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase();
  return name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'));
}
