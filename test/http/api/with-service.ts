import type { ExecutionContext } from 'ava';
import { startService, type Service } from '../../support.js';
import { testInTurn } from '../in-turn.js';

/** Runs a test on its own service. */
export function withService(
  title: string,
  body: (t: ExecutionContext, service: Service) => Promise<void>,
  config = {},
): void {
  testInTurn(title, async (t) => {
    const service = await startService(config);
    try {
      await body(t, service);
    } finally {
      await service.stop();
    }
  });
}
