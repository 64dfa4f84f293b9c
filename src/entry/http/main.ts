import { ConfigError } from '../config-error.js';
import { readConfig, type Config } from '../config.js';
import type { Env } from '../env-reader.js';
import { version } from '../version.js';
import { describeStore } from '../store-config.js';
import { startServer, type RunningServer } from './server.js';

export interface Speaker {
  /** Prints a line for the person who started it. */
  readonly say: (line: string) => void;
  readonly complain: (line: string) => void;
}

/**
 * Runs the service until it is told to stop.
 * @returns the exit code: 1 when it could not start as configured
 */
export async function serve(env: Env, { say, complain }: Speaker): Promise<number> {
  try {
    const { config, warnings } = readConfig(env);
    await run(config, warnings, say);
    return 0;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    complain(error.message);
    return 1;
  }
}

async function run(config: Config, warnings: readonly string[], say: (line: string) => void): Promise<void> {
  const server = await startServer(config).catch((error: unknown) => {
    throw portFault(error) ?? error;
  });
  const { logger } = server.program.ports;
  for (const warning of warnings) logger.warn(warning);
  logger.info('started', { version, port: config.port, store: config.store.kind, telephony: config.telephony.kind });
  say(introduction(server, config));
  const signal = await stopSignal();
  logger.info('stopping', { signal });
  await server.stop();
  logger.info('stopped');
}

function introduction({ url, program }: RunningServer, { store, telephony, publicUrls }: Config): string {
  const lines = [`ProxyCall ${version} listens on ${url} (reference: ${url}/docs)`, `Store: ${describeStore(store)}`];
  if (telephony.kind === 'twilio') {
    lines.push(`Telephony: Twilio, which reaches us at ${publicUrls.join(' and ')}`);
  } else {
    lines.push('Telephony: simulated, no real phone rings (TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN make it real)');
    if (telephony.authToken === undefined) {
      const token = program.carrier?.authToken ?? '';
      lines.push(`Webhooks are signed with the token ${token} (new at every start; TWILIO_AUTH_TOKEN sets it)`);
    }
  }
  return lines.join('\n');
}

function stopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, resolve);
  });
}

/** A port that cannot be had is a matter of configuration. */
function portFault(error: unknown): ConfigError | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return new ConfigError(['PORT is taken by another program: choose another one']);
  if (code === 'EACCES') return new ConfigError(['PORT may not be used by this user: choose one above 1023']);
  return undefined;
}
