import { createServer, type RequestListener, type Server } from 'node:http';
import { isIPv6, type AddressInfo, type Socket } from 'node:net';
import { createProgram, type Program, type ProgramOptions } from '../container.js';
import type { Config } from '../config/config.js';
import { LOCAL_HTTP } from '../config/http.js';
import { createOneTimeLink } from '../console/index.js';
import { createApp, createMetricsApp, createStreams } from './app.js';
import { answerBrokenRequests } from './broken-requests.js';
import { atMost } from '../at-most.js';
import { scheduleMaintenance } from './maintenance.js';
import { constantHeaders } from './security-headers.js';

export interface RunningServer {
  /** Where it listens, on this machine. */
  readonly url: string;
  readonly program: Program;
  /**
   * Where somebody at this machine opens the console. As long as there is no token, the address admits once, and the next one is another.
   */
  consoleUrl(): Promise<string>;
  /**
   * Stops accepting requests, waits at most `graceMs` for those in progress, and as long for messages that are being sent; closes the store.
   * May be called again.
   */
  stop(): Promise<void>;
}

export interface ServerOptions extends ProgramOptions {
  /** 0 lets the operating system choose. The configured port when absent. */
  readonly port?: number;
  /** The address to listen on. The configured one when absent. */
  readonly host?: string;
  /** How long requests may take to finish once the server was told to stop. 10 seconds when absent. */
  readonly graceMs?: number;
  /** False where nothing is to happen by itself, as in tests that take each step when its time has come. Default: true. */
  readonly isMaintained?: boolean;
  /** Told of the next address of the console, when one was used that admits once. */
  readonly onConsoleUrl?: (url: string) => void;
}

/**
 * Render's edge and the usual balancers keep connections for up to 100 seconds: one that we close first is a 502 for whoever is about
 * to use it. Node wants a whole head to take no less time, and a whole request no less than its head.
 */
const TIMEOUTS = { keepAliveTimeout: 120_000, headersTimeout: 125_000, requestTimeout: 130_000 };

/** Starts the whole service: program, HTTP server and maintenance. */
export async function startServer(config: Config, options: ServerOptions = {}): Promise<RunningServer> {
  const { host: configuredHost, metricsPort } = config.http ?? LOCAL_HTTP;
  const { port = config.listenPort, host = configuredHost, graceMs = 10_000, isMaintained = true } = options;
  const program = await createProgram(config, options);
  const link = createOneTimeLink((path) => options.onConsoleUrl?.(`${program.address.url}${path}`));
  let stopping: Promise<void> | undefined;
  const isStopping = () => stopping !== undefined;
  const servers: HttpServer[] = [];
  const streams = createStreams(program);
  const start = async (app: ReturnType<typeof createApp>, at: number) => {
    const http = createHttpServer(app.callback(), program, isStopping);
    await listen(http.server, at, host);
    servers.push(http);
    return http.server;
  };
  try {
    const server = await start(createApp(program, { isStopping, streams, link }), port);
    program.address.url = localUrl(server, host);
    if (metricsPort !== undefined) await start(createMetricsApp(program), metricsPort);
  } catch (error) {
    await drain(servers, 0);
    await program.close();
    throw error;
  }
  const maintenance = isMaintained
    ? scheduleMaintenance({ services: program.services, logger: program.ports.logger })
    : undefined;

  return {
    url: program.address.url,
    program,
    async consoleUrl() {
      const isOpen = config.apiTokens.length === 0 && !(await program.services.requiresTokens());
      return `${program.address.url}${isOpen ? link.path() : '/console'}`;
    },
    stop: () => (stopping ??= stop()),
  };

  async function stop(): Promise<void> {
    const idle = maintenance?.stop();
    // One that mails many clients would not end in time: it says what is left, and the same request goes on later.
    void program.services.stopMails();
    streams.stop();
    await drain(servers, graceMs);
    // What is cut off while it is being sent has a fate that nobody knows.
    const until = performance.now() + graceMs;
    await atMost(Promise.all([program.services.stopSending(), idle]), graceMs);
    await program.close(until - performance.now());
  }
}

export interface HttpServer {
  readonly server: Server;
  readonly sockets: ReadonlySet<Socket>;
}

/** A server with our timeouts, which is not listening yet. */
export function createHttpServer(
  handle: (...args: Parameters<RequestListener>) => Promise<void>,
  { config, ports: { ids } }: Program,
  isStopping: () => boolean,
): HttpServer {
  const listener: RequestListener = (request, response) => {
    // A connection that is kept alive would delay the stop.
    if (isStopping()) response.setHeader('Connection', 'close');
    void handle(request, response);
  };
  const server = createServer({ ...TIMEOUTS, requireHostHeader: false }, listener);
  // Node would refuse with an empty answer what we may as well ignore: RFC 9110, section 10.1.1.
  server.on('checkExpectation', listener);
  answerBrokenRequests(server, () => ids.next(), constantHeaders((config.http ?? LOCAL_HTTP).isProduction));
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return { server, sockets };
}

/** Under which this machine reaches a server. */
function localUrl(server: Server, host = ''): string {
  const isEverywhere = ['', '0.0.0.0', '::'].includes(host);
  const name = isEverywhere ? '127.0.0.1' : isIPv6(host) ? `[${host}]` : host;
  return `http://${name}:${(server.address() as AddressInfo).port.toString()}`;
}

function listen(server: Server, port: number, host: string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Stops accepting requests and waits for those in progress; closes their connections when they take too long. */
async function drain(servers: readonly HttpServer[], graceMs: number): Promise<void> {
  const closed = Promise.all(servers.map(({ server }) => closing(server)));
  for (const { server, sockets } of servers) {
    server.closeIdleConnections();
    // For Node, one that has not asked for anything yet is not idle.
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  }
  const cutOff = setTimeout(() => {
    for (const { server } of servers) server.closeAllConnections();
  }, graceMs);
  await closed;
  clearTimeout(cutOff);
}

function closing(server: Server): Promise<void> {
  return new Promise((resolve) =>
    server.close(() => {
      resolve();
    }),
  );
}
