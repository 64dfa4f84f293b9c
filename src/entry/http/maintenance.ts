import type { Services } from '../../domain/services/services.js';
import type { Logger } from '../../ports/runtime.js';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** How long a text, a call or a mail of a confirmation may wait in the outbox. */
const ADVANCE_MS = 5000;

export interface Scheduled {
  readonly services: Pick<Services, 'runMaintenance' | 'sealAudit' | 'advanceConfirmations'>;
  readonly logger: Pick<Logger, 'error'>;
}

export interface Maintenance {
  /** Begins nothing more. Resolves when the runs that advance confirmations have ended. */
  stop(): Promise<void>;
}

/** Runs maintenance at once and every hour, seals the audit trail every minute, and advances confirmations every five seconds. */
export function scheduleMaintenance({ services, logger }: Scheduled): Maintenance {
  const logged = (work: () => Promise<void>) => () =>
    work().catch((error: unknown) => {
      logger.error('maintenance.failed', error);
    });
  const run = logged(services.runMaintenance);
  void run();
  const seal = logged(services.sealAudit);
  const advance = logged(services.advanceConfirmations);
  const advances = new Set<Promise<void>>();
  // Not one after the other: mails that take long would delay the texts and calls of the runs after.
  const advanceTracked = async () => {
    const run = advance();
    advances.add(run);
    await run;
    advances.delete(run);
  };
  const timers = [
    setInterval(() => void run(), HOUR_MS),
    setInterval(() => void seal(), MINUTE_MS),
    setInterval(() => void advanceTracked(), ADVANCE_MS),
  ];
  for (const timer of timers) timer.unref();
  return {
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(advances);
    },
  };
}
