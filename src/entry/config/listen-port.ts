/**
 * Reads a TCP port from 1 to 65535. Accepts the spellings of hosting platforms: ` 10000 `, `"10000"` and
 * `tcp://10.0.0.1:10000`.
 * @returns undefined for anything ambiguous or out of range
 */
export function parseListenPort(value: string): number | undefined {
  const port = plainNumber(value) ?? plainNumber(unquote(value.trim())) ?? portOfAddress(unquote(value.trim()));
  return port === undefined || port < 1 || port > 65_535 ? undefined : port;
}

function unquote(text: string): string {
  const quote = text.at(0);
  const quoted = text.length >= 2 && (quote === '"' || quote === "'") && text.at(-1) === quote;
  return quoted ? text.slice(1, -1).trim() : text;
}

function plainNumber(text: string): number | undefined {
  return /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}

/** The format that Docker and Kubernetes use for linked services. */
function portOfAddress(text: string): number | undefined {
  return /^tcp:\/\/[^/:]+:\d+$/.test(text) ? plainNumber(text.slice(text.lastIndexOf(':') + 1)) : undefined;
}
