import http from 'node:http';
import https from 'node:https';
import { BlockList, isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as startTls, type ConnectionOptions } from 'node:tls';
import type { Env } from '../../config/env-reader.js';
import { OptionError } from './failure.js';

/** A proxy has this long to open a tunnel. */
const TUNNEL_MS = 20_000;

/** The end of a tunnel that was never opened: nothing has been sent through it. node-fetch keeps nothing of an error but its code. */
export const TUNNEL_FAULT = /^PROXY_(.+)$/;

export function tunnelFault(what: string): Error {
  return Object.assign(new Error('no tunnel through the proxy'), { code: `PROXY_${what}` });
}

/**
 * How to reach a URL by `HTTPS_PROXY` or `HTTP_PROXY`, else `ALL_PROXY`, unless `NO_PROXY` excepts its host. The names in small letters
 * come first, as in curl. Undefined: directly.
 * @throws `OptionError` when the proxy has an address that cannot be used
 */
export function proxyAgent(target: URL, env: Env): http.Agent | undefined {
  const scheme = target.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const firstSet = (...names: string[]) => names.find((name) => env[name]?.trim()) ?? '';
  const name = firstSet(scheme.toLowerCase(), scheme, 'all_proxy', 'ALL_PROXY');
  if (name === '' || isExcepted(target, env[firstSet('no_proxy', 'NO_PROXY')] ?? '')) return undefined;
  const address = env[name]?.trim() ?? '';
  if (/^socks/i.test(address)) throw new OptionError(name, 'SOCKS proxies are not supported');
  const proxy = parseProxy(address);
  if (proxy === undefined) throw new OptionError(name, 'must be a URL such as http://proxy.example.com:3128');
  return target.protocol === 'https:' ? tunnelAgent(proxy) : forwardingAgent(proxy);
}

/** The scheme may be left out. Never quoted in an error: it may hold a password. */
function parseProxy(address: string): URL | undefined {
  const text = address.includes('://') ? address : `http://${address}`;
  try {
    const proxy = new URL(text);
    // Throws where a password is not written as a URL needs it.
    authorization(proxy);
    return ['http:', 'https:'].includes(proxy.protocol) ? proxy : undefined;
  } catch {
    return undefined;
  }
}

/** Entries of `NO_PROXY`: `*`; a host with everything below it, or an address, each perhaps with a port; a range of addresses. */
function isExcepted(target: URL, exceptions: string): boolean {
  const host = bare(target.hostname);
  const port = target.port || (target.protocol === 'https:' ? '443' : '80');
  return exceptions
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => {
      if (entry === '' || entry === '*') return entry === '*';
      const [, name = '', givenPort] = /^(\[.*\]|[^:]*|.*:.*:.*?)(?::(\d+))?$/.exec(entry) ?? [];
      const domain = bare(name.replace(/^\*?\.+/, ''));
      if (domain === '' || (givenPort !== undefined && givenPort !== port)) return false;
      return host === domain || host.endsWith(`.${domain}`) || isInRange(host, domain);
    });
}

/** Whether an address is in a range such as `10.0.0.0/8`. */
function isInRange(host: string, range: string): boolean {
  const [, network = '', bits] = /^(.*)\/(\d+)$/.exec(range) ?? [];
  const family = isIP(network);
  if (family === 0 || isIP(host) !== family || Number(bits) > (family === 6 ? 128 : 32)) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(bits), `ipv${family.toString() as '4' | '6'}`);
  return list.check(host, `ipv${family.toString() as '4' | '6'}`);
}

/** A host as it is compared: without the brackets of an IPv6 address and the dot of the root. */
function bare(host: string): string {
  return host.replace(/^\[|\]$|\.$/g, '');
}

function authorization({ username, password }: URL): Record<string, string> {
  if (username === '') return {};
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
}

function addressOf(proxy: URL): { host: string; port: number } {
  const port = Number(proxy.port) || (proxy.protocol === 'https:' ? 443 : 80);
  return { host: bare(proxy.hostname), port };
}

/** For https: the proxy sees the host and the port, and nothing of what is sent (RFC 9110, section 9.3.6). */
function tunnelAgent(proxy: URL): https.Agent {
  const agent = new https.Agent({ keepAlive: false });
  const connect = (options: ConnectionOptions, done: (error: Error | null, socket?: Duplex) => void) => {
    const target = `${options.host ?? ''}:${(options.port ?? 443).toString()}`;
    const path = options.host?.includes(':') === true ? target.replace(options.host, `[${options.host}]`) : target;
    const send = proxy.protocol === 'https:' ? https.request : http.request;
    const request = send({
      ...addressOf(proxy),
      method: 'CONNECT',
      path,
      headers: { host: path, ...authorization(proxy) },
      agent: false,
      timeout: TUNNEL_MS,
    });
    request.once('connect', ({ statusCode = 0 }: http.IncomingMessage, socket: Socket) => {
      if (statusCode === 200) {
        done(null, startTls({ ...options, socket }));
        return;
      }
      socket.destroy();
      done(tunnelFault(statusCode.toString()));
    });
    request.once('timeout', () => request.destroy(tunnelFault('ETIMEDOUT')));
    request.once('error', (error: NodeJS.ErrnoException) => {
      done(TUNNEL_FAULT.test(error.code ?? '') ? error : tunnelFault(error.code ?? error.name));
    });
    request.end();
  };
  return Object.assign(agent, { createConnection: connect });
}

/** What Node's agents do for each request. It has no declaration. */
interface WithAddRequest {
  addRequest: (request: http.ClientRequest, options: object) => void;
}

/** For http: the proxy is asked for the whole URL (RFC 9112, section 3.2.2). */
function forwardingAgent(proxy: URL): http.Agent {
  const agent = new http.Agent({ keepAlive: false });
  const { addRequest } = agent as unknown as WithAddRequest;
  const toProxy = () =>
    startTls({ ...addressOf(proxy), servername: isIP(bare(proxy.hostname)) === 0 ? proxy.hostname : '' });
  const forward: WithAddRequest['addRequest'] = (request, options) => {
    request.path = `http://${String(request.getHeader('host'))}${request.path}`;
    for (const [name, value] of Object.entries(authorization(proxy))) request.setHeader(name, value);
    addRequest.call(agent, request, { ...options, ...addressOf(proxy) });
  };
  return Object.assign(
    agent,
    { addRequest: forward },
    proxy.protocol === 'https:' ? { createConnection: toProxy } : {},
  );
}
