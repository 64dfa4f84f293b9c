import type { Services } from '../../domain/services/services.js';
import type { Logger } from '../../ports/runtime.js';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** How long a text, a call or a mail of a confirmation may wait in the outbox. */
const ADVANCE_MS = 5000;

export interface Scheduled {
  readonly services: Pick<Services, 'runMaintenance' | 'sealAudit' | 'advanceConfirmations' | 'sendNotices'>;
  readonly logger: Pick<Logger, 'error'>;
}

export interface Maintenance {
  /** Begins nothing more. Resolves when the runs that send something have ended. */
  stop(): Promise<void>;
}

/**
 * Runs maintenance at once and every hour, seals the audit trail and sends mails to the shop every minute, and advances confirmations every
 * five seconds.
 */
export function scheduleMaintenance({ services, logger }: Scheduled): Maintenance {
  const logged = (work: () => Promise<void>) => () =>
    work().catch((error: unknown) => {
      logger.error('maintenance.failed', error);
    });
  const run = logged(services.runMaintenance);
  void run();
  const seal = logged(services.sealAudit);
  const underWay = new Set<Promise<void>>();
  const sending = (work: () => Promise<void>) => () => {
    const run = logged(work)().finally(() => underWay.delete(run));
    underWay.add(run);
  };
  const timers = [
    setInterval(() => void run(), HOUR_MS),
    setInterval(() => void seal(), MINUTE_MS),
    setInterval(sending(services.sendNotices), MINUTE_MS),
    // Not one after the other: mails that take long would delay the texts and calls of the runs after.
    setInterval(sending(services.advanceConfirmations), ADVANCE_MS),
  ];
  for (const timer of timers) timer.unref();
  return {
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(underWay);
    },
  };
}
