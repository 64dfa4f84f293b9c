import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createProgram, type Program, type ProgramOptions } from '../container.js';
import type { Config } from '../config/config.js';
import { createApp } from './app.js';

export interface RunningServer {
  /** Where it listens, on this machine. */
  readonly url: string;
  readonly program: Program;
  /** Stops accepting requests, waits at most `graceMs` for those in progress, closes the store. May be called again. */
  stop(): Promise<void>;
}

export interface ServerOptions extends ProgramOptions {
  /** 0 lets the operating system choose. The configured port when absent. */
  readonly port?: number;
  /** 127.0.0.1 accepts requests of this machine only. All interfaces when absent. */
  readonly host?: string;
  /** How long requests may take to finish once the server was told to stop. 10 seconds when absent. */
  readonly graceMs?: number;
}

const HOUR_MS = 3_600_000;

/** Starts the whole service: program, HTTP server and maintenance. */
export async function startServer(config: Config, options: ServerOptions = {}): Promise<RunningServer> {
  const { port = config.listenPort, host, graceMs = 10_000 } = options;
  const program = await createProgram(config, options);
  let stopping: Promise<void> | undefined;
  const server = createServer(callbackOf(program, () => stopping !== undefined));
  try {
    await listen(server, port, host);
  } catch (error) {
    await program.close();
    throw error;
  }
  program.address.url = `http://127.0.0.1:${(server.address() as AddressInfo).port.toString()}`;
  const maintenance = scheduleMaintenance(program);

  return {
    url: program.address.url,
    program,
    stop: () => (stopping ??= stop()),
  };

  async function stop(): Promise<void> {
    clearInterval(maintenance);
    await drain(server, graceMs);
    await program.close();
  }
}

function callbackOf(program: Program, isStopping: () => boolean) {
  const handle = createApp(program, { isStopping }).callback();
  return (...[request, response]: Parameters<typeof handle>) => {
    // A connection that is kept alive would delay the stop.
    if (isStopping()) response.setHeader('Connection', 'close');
    void handle(request, response);
  };
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
async function drain(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) =>
    server.close(() => {
      resolve();
    }),
  );
  server.closeIdleConnections();
  const cutOff = setTimeout(() => {
    server.closeAllConnections();
  }, graceMs);
  await closed;
  clearTimeout(cutOff);
}

function scheduleMaintenance({ services, ports }: Program): NodeJS.Timeout {
  const run = () => {
    services.runMaintenance().catch((error: unknown) => {
      ports.logger.error('maintenance.failed', error);
    });
  };
  run();
  return setInterval(run, HOUR_MS).unref();
}
