import autocannon, { type Options, type Result } from 'autocannon';
import type { CallSupply } from './webhook-load.js';

export const CONNECTIONS = 50;

/** One window: so many calls to the servers of one line, as fast as they answer. */
export interface Window {
  /** How many calls were answered, all of them with 200. */
  readonly answered: number;
  /** Per second. */
  readonly rate: number;
  /** How long each caller waited, in milliseconds. */
  readonly waits: readonly number[];
}

/**
 * A number of calls and not a time: at the end of a time, calls would be cut off that are stored but not counted.
 * @param ports where the servers are that share them
 */
export async function fire(ports: readonly number[], supply: CallSupply, calls: number): Promise<Window> {
  supply.prepare(calls);
  const share = { connections: Math.floor(CONNECTIONS / ports.length), calls: Math.ceil(calls / ports.length) };
  const start = performance.now();
  const all = await Promise.all(ports.map((port) => fireAt(port, supply, share)));
  const answered = all.reduce((sum, each) => sum + each.answered, 0);
  const seconds = (Math.max(...all.map(({ last }) => last)) - start) / 1000;
  return { answered, rate: answered / seconds, waits: all.flatMap(({ waits }) => waits) };
}

async function fireAt(
  port: number,
  supply: CallSupply,
  { connections, calls }: { readonly connections: number; readonly calls: number },
): Promise<{ readonly answered: number; readonly last: number; readonly waits: readonly number[] }> {
  const waits: number[] = [];
  let last = Number.NaN;
  const options: Options = {
    url: `http://127.0.0.1:${port.toString()}/twilio/voice`,
    connections,
    amount: calls,
    // In seconds. Whoever waited so long is in the figures, and no reason to lose the others.
    timeout: 60,
    requests: [
      {
        method: 'POST',
        setupRequest(request) {
          const { body, signature } = supply.next();
          const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature };
          return { ...request, body, headers };
        },
      },
    ],
  };
  const {
    errors,
    timeouts,
    statusCodeStats = {},
    non2xx,
    ...result
  } = await new Promise<Result>((resolve, reject) => {
    const run = autocannon(options, (error: unknown, done) => {
      if (error instanceof Error) reject(error);
      else resolve(done);
    });
    run.on('response', (_client, _status, _bytes, wait) => {
      waits.push(wait);
      last = performance.now();
    });
  });
  if (non2xx > 0 || errors > 0) {
    const statuses = JSON.stringify(statusCodeStats);
    throw new Error(
      `not every call was answered with 200: ${statuses}, ${errors.toString()} errors, ${timeouts.toString()} of them timeouts`,
    );
  }
  return { answered: result['2xx'], last, waits };
}
