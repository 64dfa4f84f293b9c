import type { ServerReader } from './server-reader.js';

/** How the HTTP server is reached, and what it shows to whom. */
export interface HttpConfig {
  /** The address to listen on; undefined: all interfaces. */
  readonly host: string | undefined;
  /** Reached by https only: browsers are told so. */
  readonly isProduction: boolean;
  /** How many reverse proxies stand in front: so many entries at the end of X-Forwarded-For are theirs. */
  readonly proxyHops: number;
  /** Admits to `/metrics`, besides the tokens of the API. */
  readonly metricsToken: string | undefined;
  /** Where `/metrics` is served instead of at the listen port. */
  readonly metricsPort: number | undefined;
}

/** Of a server that tests and demos start on this machine. */
export const LOCAL_HTTP: HttpConfig = {
  host: undefined,
  isProduction: false,
  proxyHops: 0,
  metricsToken: undefined,
  metricsPort: undefined,
};

/** In characters. A token that people can remember, others can guess. */
export const SHORTEST_TOKEN = 16;

const LOOPBACK = '127.0.0.1';

/** @param apiTokens without any, only this machine reaches the server, unless the configuration says otherwise */
export function readHttp(reader: ServerReader, apiTokens: readonly string[]): HttpConfig {
  const isProduction = reader.value('NODE_ENV')?.toLowerCase() === 'production' || reader.isSet('RENDER');
  const isOpen = apiTokens.length === 0 && !reader.value('PROXYCALL_OPEN_API');
  const metricsPort = reader.value('METRICS_PORT');
  if (metricsPort !== undefined && metricsPort === reader.value('PORT'))
    reader.fault('METRICS_PORT', 'is the same as PORT: choose another port');
  if (isProduction) refuseShortTokens(reader);
  return {
    host: reader.value('PROXYCALL_HOST') ?? (isOpen ? LOOPBACK : undefined),
    isProduction,
    proxyHops: reader.value('PROXYCALL_PROXY_HOPS') ?? (reader.isSet('RENDER') ? 1 : 0),
    metricsToken: reader.value('PROXYCALL_METRICS_TOKEN'),
    metricsPort,
  };
}

function refuseShortTokens(reader: ServerReader): void {
  const problem = `is too short for production: a token needs at least ${SHORTEST_TOKEN.toString()} characters`;
  if (reader.value('PROXYCALL_API_TOKEN').some(isShort)) reader.fault('PROXYCALL_API_TOKEN', problem);
  if (isShort(reader.value('PROXYCALL_METRICS_TOKEN'))) reader.fault('PROXYCALL_METRICS_TOKEN', problem);
}

export function isShort(token: string | undefined): boolean {
  return token !== undefined && token.length < SHORTEST_TOKEN;
}
