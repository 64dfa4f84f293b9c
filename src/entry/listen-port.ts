const DEFAULT_LISTEN_PORT = 8000;

/**
 * Reads the TCP port from `PORT`. Accepts the spellings of hosting platforms with a warning: ` 10000 `, `"10000"` and
 * `tcp://10.0.0.1:10000`. Anything ambiguous or out of range is an error.
 */
export function readListenPort(
  value: string | undefined,
  warnings: string[],
  fault: (problem: string) => void,
): number {
  if (value === undefined || value.trim() === '') return DEFAULT_LISTEN_PORT;
  const port = plainNumber(value) ?? plainNumber(unquote(value.trim())) ?? portOfAddress(unquote(value.trim()));
  if (port === undefined || port < 1 || port > 65_535) {
    fault('must be a port number from 1 to 65535, such as 8000');
    return DEFAULT_LISTEN_PORT;
  }
  if (port.toString() !== value) warnings.push(`PORT has an unusual format and is read as ${port.toString()}`);
  return port;
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
