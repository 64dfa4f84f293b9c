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
  /** Begins nothing more. Resolves when messages that are being sent have been: their fate would be unknown. */
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
  const advance = oneAtATime(logged(services.advanceConfirmations));
  const notify = oneAtATime(logged(services.sendNotices));
  const timers = [
    setInterval(() => void run(), HOUR_MS),
    setInterval(() => void seal(), MINUTE_MS),
    setInterval(() => void notify(), MINUTE_MS),
    setInterval(() => void advance(), ADVANCE_MS),
  ];
  for (const timer of timers) timer.unref();
  return {
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await Promise.all([advance.underWay(), notify.underWay()]);
    },
  };
}

/** Work that is not begun again while it is under way. */
function oneAtATime(work: () => Promise<void>): (() => Promise<void>) & { readonly underWay: () => Promise<void> } {
  let current: Promise<void> | undefined;
  const begin = () =>
    (current ??= work().finally(() => {
      current = undefined;
    }));
  return Object.assign(begin, { underWay: () => current ?? Promise.resolve() });
}
