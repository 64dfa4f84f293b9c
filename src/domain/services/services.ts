import type { ConfirmationPages } from '../../ports/confirmation-pages.js';
import type { Actor, ProxyCallApi } from '../../ports/proxycall-api.js';
import { auditName } from '../model/audit-names.js';
import { CHANNELS } from '../model/confirmation/confirmation.js';
import type { StoreFinding } from '../model/store-finding.js';
import { refuseOtherRoles, withRole, type AccessHooks } from './access/guard.js';
import { createKnownTokens } from './access/known-tokens.js';
import type { Subject } from './access/permissions.js';
import { createSignIns, type EnvironmentToken, type SignIns } from './access/sign-ins.js';
import { identify, recordUse, type Identified } from './access/tokens.js';
import { createApi, type Shared } from './api.js';
import { createAttribution } from './attribution.js';
import { createRecordAccess, type RecordAccess } from './audit/record-access.js';
import { createAuditMemory, sealAudit } from './audit/seal.js';
import { createCallsService } from './calls.js';
import { advanceDue } from './confirmations/advance.js';
import { cancelForged } from './confirmations/forged.js';
import { createConfirmationCalls } from './confirmations/calls.js';
import { sendDue } from './confirmations/outbox.js';
import { takeUpTyped } from './confirmations/typed.js';
import { createConfirmationPages } from './confirmations/pages.js';
import { oneAtATime, runAll } from './due.js';
import { createInteractionFeed } from './interactions/feed.js';
import { forgetOldRecords } from './interactions/forget.js';
import { sendPoolAlert } from './pool/alert-mail.js';
import { createUnderWay, type ClaimingPorts } from './pool/claims.js';
import { maintainPool } from './pool/pool.js';
import type { Ports } from './ports.js';
import { sendWeeklyReport } from './reports/send-weekly.js';
import { recordHash } from './record-hash.js';
import { createSetupMemory } from './setup-checks.js';
import { maintainSessions } from './sessions/maintenance.js';
import { createTextsService } from './texts.js';
import { createHandleWebhook, type HandleWebhook } from './webhooks.js';

export interface Services {
  /** The API for one actor: changes made through it are attributed to them. Cheap enough to create for each request. */
  readonly api: (actor: Actor) => ProxyCallApi;
  /** To be called before a request is read. @throws `not_allowed` when the role may not make it */
  readonly refuseOtherRoles: (actor: Actor, subject: Subject, args?: readonly unknown[]) => Promise<void>;
  /** Who sends a token of the store. */
  readonly identify: (token: string) => Promise<Identified>;
  /** Whether the store has or had tokens, so that nobody is admitted without one. */
  readonly requiresTokens: () => Promise<boolean>;
  /** Who is signed in to the console. @param environment the tokens that are none of the store */
  readonly signIns: (environment: readonly EnvironmentToken[]) => SignIns;
  /** Records that somebody else wrote, as they were when they were last read. */
  readonly lastForged: () => readonly StoreFinding[];
  readonly handleWebhook: HandleWebhook;
  /** What the public pages of confirmations do. */
  readonly confirmationPages: ConfirmationPages;
  /**
   * Sends what waits in the outbox, takes the steps of confirmations that are due, and ends those that have run out. To be called every few
   * seconds, also while earlier calls are under way. `runMaintenance` does it too.
   */
  readonly advanceConfirmations: () => Promise<void>;
  /** Sends the mails to the shop that are due: the weekly report, and alerts of the pool. To be called every minute. `runMaintenance` does it too. */
  readonly sendNotices: () => Promise<void>;
  /**
   * Sends nothing more. Resolves when what became of the messages that are being sent has been recorded. To be called before the store is
   * closed.
   */
  readonly stopSending: () => Promise<void>;
  /**
   * Requests that mail clients begin no other mail: they end soon, and say of the rest that it was not sent. To be called before requests
   * are waited for. `stopSending` does it too.
   */
  readonly stopMails: () => Promise<void>;
  /** Ends what `watchInteractions` delivers, to everybody. To be called before the store is closed. */
  readonly stopWatching: () => void;
  /** To be called at the start and then periodically. */
  readonly runMaintenance: () => Promise<void>;
  /** To be called every minute. `runMaintenance` does it too. */
  readonly sealAudit: () => Promise<void>;
  /** Records what is audited without being a change: data that is given out, a sign-in, a refusal. */
  readonly recordAccess: RecordAccess;
}

/** Whoever types into a spreadsheet: nobody knows which of its users. */
const SPREADSHEET: Actor = { name: 'spreadsheet', role: 'shop' };

/** Wires the use cases, in one place for the server, the CLI and the library. */
export function createServices(given: Ports): Services {
  const feed = createInteractionFeed(given);
  const ports: Ports = { ...given, store: feed.store };
  // One for all actors, because they compete for the same numbers.
  const claimingPorts: ClaimingPorts = { ...ports, underWay: createUnderWay() };
  const { sends, mails } = claimingPorts.underWay;
  const attributed = createAttribution(claimingPorts);
  const tokens = createKnownTokens(ports, (token, now) => recordUse(ports, token, now));
  const recordAccess = createRecordAccess(ports);
  const hooks = accessHooks(ports, recordAccess);
  const auditMemory = createAuditMemory();
  const setup = createSetupMemory(ports);
  const { onRefusal } = hooks;
  const shared: Shared = { ports: claimingPorts, recordAccess, tokens, auditMemory, feed, setup, onRefusal };
  const confirmationCalls = createConfirmationCalls(ports);
  const notices = oneAtATime(() => sendNotices(ports));
  const advance = advancing(claimingPorts, () => takeUpTyped(attributed(SPREADSHEET, 'createConfirmation')));
  return {
    api: (actor) =>
      withRole(
        createApi(actor, (operation) => attributed(actor, operation), shared),
        actor,
        hooks,
      ),
    async refuseOtherRoles(actor, subject, args = []) {
      await refuseOtherRoles(actor, subject, args, hooks);
    },
    identify: (token) => identify(ports, tokens, token),
    requiresTokens: () => tokens.areRequired(),
    signIns: (environment) => createSignIns(ports, tokens, environment),
    lastForged: () => tokens.lastFindings(),
    handleWebhook: createHandleWebhook(ports, createCallsService(ports), createTextsService(ports), confirmationCalls),
    async runMaintenance() {
      // After the sessions: what expired long ago, while no process was running, is recorded first and then forgotten at once.
      await runAll([
        advance,
        () => cancelForged(ports),
        () => maintainSessions(ports),
        () => forgetOldRecords(ports),
        () => maintainPool(ports),
        () => sealAudit(ports, auditMemory),
        // Nobody may have sent a token: what somebody has done to them is reported all the same.
        () => tokens.now(),
        notices,
      ]);
    },
    confirmationPages: createConfirmationPages(claimingPorts),
    advanceConfirmations: advance,
    sendNotices: notices,
    async stopSending() {
      await Promise.all([sends.stop(), mails.stop()]);
    },
    stopMails: () => mails.stop(),
    stopWatching: () => {
      feed.stop();
    },
    sealAudit: () => sealAudit(ports, auditMemory),
    recordAccess,
  };
}

async function sendNotices(ports: Ports): Promise<void> {
  // Neither waits for the other, nor fails with it.
  const sent = await Promise.allSettled([sendWeeklyReport(ports), sendPoolAlert(ports)]);
  for (const each of sent) if (each.status === 'rejected') throw each.reason as Error;
}

/**
 * Each part is under way once at most, and none waits for another call's: a mail server that is slow delays neither texts and calls nor the
 * steps that are due.
 */
function advancing(ports: ClaimingPorts, takeUp: () => Promise<void>): () => Promise<void> {
  const steps = oneAtATime(() => advanceDue(ports));
  const sends = CHANNELS.map((channel) => oneAtATime(() => sendDue(ports, channel)));
  const typed = oneAtATime(takeUp);
  return () => runAll([steps, typed, () => runAll(sends, sends.length)]);
}

function accessHooks({ logger, ids }: Ports, recordAccess: RecordAccess): AccessHooks {
  return {
    async onRefusal(actor, operation, subject) {
      logger.info('access.refused', { actor: actor.name, role: actor.role, operation, requestId: actor.requestId });
      // Nothing is shown, so the answer is the refusal all the same.
      const records = subject === undefined ? [] : [subject];
      await recordAccess(actor, { action: operation, outcome: 'refused', records }).catch((error: unknown) => {
        logger.error('audit.not_written', error, { operation });
      });
    },
    async onReveal(actor, { operation, record: shown, reason }) {
      await recordAccess(actor, { action: operation, records: [shown], reason });
      const record = auditName(recordHash(ids), shown);
      logger.info('access.revealed', {
        actor: actor.name,
        role: actor.role,
        record,
        reason,
        requestId: actor.requestId,
      });
    },
  };
}
