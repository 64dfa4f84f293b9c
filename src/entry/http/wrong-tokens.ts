import type { IncomingMessage } from 'node:http';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { clientAddress } from './client-address.js';
import { HttpProblem } from './problem.js';

/** So many wrong tokens a minute are told apart from an attack: somebody tries an old token, or another service's. */
const WRONG_TOKENS = 10;
const WINDOW_S = 60;

/** Counts a wrong token. @throws `too_many_attempts` when its address has sent too many */
export type CountWrongToken = (request: IncomingMessage) => Promise<void>;

/** Kept in memory, for as long as the window lasts. Right tokens never get here, wherever they come from. */
export function createWrongTokenCount(proxyHops: number): CountWrongToken {
  const limiter = new RateLimiterMemory({ points: WRONG_TOKENS, duration: WINDOW_S });
  return async (request) => {
    try {
      await limiter.consume(clientAddress(request, proxyHops));
    } catch (result) {
      if (!(result instanceof RateLimiterRes)) throw result;
      const seconds = Math.max(1, Math.ceil(result.msBeforeNext / 1000)).toString();
      throw new HttpProblem('too_many_attempts', `too many wrong tokens: try again in ${seconds} seconds`, {
        headers: { 'Retry-After': seconds },
      });
    }
  };
}
