import { readConfig, type Config } from '../config.js';
import type { Env } from '../env-reader.js';
import { version } from '../version.js';
import { startServer, type RunningServer } from './server.js';

/**
 * Runs the service until it is told to stop.
 * @param say prints a line for the person who started it
 * @returns the exit code
 */
export async function serve(env: Env, say: (line: string) => void): Promise<number> {
  const { config, warnings } = readConfig(env);
  const server = await startServer(config);
  const { logger } = server.program.ports;
  for (const warning of warnings) logger.warn(warning);
  logger.info('started', { version, port: config.port, store: config.store.kind, telephony: config.telephony.kind });
  introduce(server, config, say);
  const signal = await stopSignal();
  logger.info('stopping', { signal });
  await server.stop();
  logger.info('stopped');
  return 0;
}

function introduce({ url, program }: RunningServer, config: Config, say: (line: string) => void): void {
  say(`ProxyCall ${version} listens on ${url} (reference: ${url}/docs)`);
  say(`Store: ${config.store.kind === 'sqlite' ? config.store.path : 'memory, nothing is kept'}`);
  if (program.carrier === undefined) {
    say(`Telephony: Twilio, which reaches us at ${config.publicUrls.join(' and ')}`);
  } else {
    say('Telephony: simulated, no real phone rings (set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN for real ones)');
    if (config.telephony.kind === 'simulated' && config.telephony.authToken === undefined) {
      say(
        `Webhooks are signed with the token ${program.carrier.authToken} (new at every start; TWILIO_AUTH_TOKEN sets it)`,
      );
    }
  }
}

function stopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, resolve);
  });
}
