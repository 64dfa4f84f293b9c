import { ConfigError } from '../config/config-error.js';
import { readConfig, type Config } from '../config/config.js';
import type { Env } from '../config/env-reader.js';
import { version } from '../version.js';
import { describeStore } from '../config/store.js';
import { takeWarnings, type ProcessWarnings } from './process-warnings.js';
import { startServer, type RunningServer } from './server.js';

export interface Output {
  readonly print: (line: string) => void;
  readonly printError: (line: string) => void;
}

/**
 * Runs the service until SIGTERM or SIGINT.
 * @returns the exit code: 1 when the configuration prevents the start
 */
export async function serve(env: Env, { print, printError }: Output): Promise<number> {
  const processWarnings = takeWarnings();
  try {
    const { config, warnings } = readConfig(env);
    await run(config, warnings, processWarnings, print);
    return 0;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    printError(error.message);
    return 1;
  } finally {
    processWarnings.release();
  }
}

async function run(
  config: Config,
  warnings: readonly string[],
  processWarnings: ProcessWarnings,
  print: (line: string) => void,
): Promise<void> {
  const onConsoleUrl = (url: string) => {
    print(`Console, the next time: ${url}`);
  };
  const server = await startServer(config, { onConsoleUrl }).catch((error: unknown) => {
    throw portFault(error, config) ?? error;
  });
  const { logger } = server.program.ports;
  processWarnings.logTo(logger);
  for (const warning of warnings) logger.warn(warning);
  logger.info('started', {
    version,
    port: config.listenPort,
    host: config.http?.host ?? 'all',
    store: config.store.kind,
    telephony: config.telephony.kind,
  });
  print(introduction(server, config));
  print(`Console: ${await server.consoleUrl()}`);
  const signal = await stopSignal();
  logger.info('stopping', { signal });
  await server.stop();
  logger.info('stopped');
}

function introduction({ url, program }: RunningServer, { store, telephony, publicUrls, mail }: Config): string {
  const lines = [`ProxyCall ${version} listens on ${url} (reference: ${url}/docs)`, `Store: ${describeStore(store)}`];
  if (telephony.kind === 'twilio') {
    lines.push(`Telephony: Twilio, with webhooks to ${publicUrls.join(' and ')}`);
  } else {
    lines.push('Telephony: simulated (set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN to use Twilio)');
    if (telephony.authToken === undefined) {
      const token = program.carrier?.authToken ?? '';
      lines.push(
        `Webhooks are signed with the token ${token} (random at every start; set TWILIO_AUTH_TOKEN to choose it)`,
      );
    }
  }
  if (mail !== undefined) lines.push(`Mail: through ${mail.host}:${mail.port.toString()}`);
  return lines.join('\n');
}

function stopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, resolve);
  });
}

/** A port that cannot be opened is a configuration error. */
function portFault(error: unknown, { http }: Config): ConfigError | undefined {
  const { code, port } = error instanceof Error ? (error as NodeJS.ErrnoException & { port?: number }) : {};
  const name = port !== undefined && port === http?.metricsPort ? 'METRICS_PORT' : 'PORT';
  if (code === 'EADDRINUSE') return new ConfigError([`${name} is taken by another program: choose another port`]);
  if (code === 'EACCES') return new ConfigError([`${name} requires privileges: choose a port above 1023`]);
  if (code === 'EADDRNOTAVAIL') return new ConfigError(['PROXYCALL_HOST is no address of this machine']);
  return undefined;
}
