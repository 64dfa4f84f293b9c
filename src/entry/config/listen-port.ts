/**
 * Reads a TCP port from 1 to 65535. One group of digits is understood, whatever stands around it, as hosting platforms and people
 * write ` 10000 `, `"10000"`, `10000/tcp`, `:10000` and `PORT=10000`; of an address such as `tcp://10.0.0.1:10000`, the port.
 * @returns undefined for anything ambiguous or out of range
 */
export function parseListenPort(value: string): number | undefined {
  const groups = value.match(/\d+/g) ?? [];
  const [only] = groups;
  const digits = groups.length === 1 ? only : portOfAddress(value);
  const port = digits === undefined || digits.length > LONGEST ? undefined : Number(digits);
  return port === undefined || port < 1 || port > 65_535 ? undefined : port;
}

/** Of digits, with leading zeros. */
const LONGEST = 6;

/** The format that Docker and Kubernetes use for linked services. */
function portOfAddress(text: string): string | undefined {
  return /^\s*["']?\s*tcp:\/\/[^/:\s]+:(\d+)\s*["']?\s*$/.exec(text)?.[1];
}
