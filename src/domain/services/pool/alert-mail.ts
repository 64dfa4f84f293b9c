import type { OutgoingMail } from '../../../ports/mailer.js';
import type { NoticeFate } from '../../model/notice-tries.js';
import { watched } from '../../model/pool-alert.js';
import { writePoolAlert } from '../../model/pool-alert-mail.js';
import { claimAlert, lookAtPool, settleAlert, type AlertClaim, type AlertNews } from '../../model/pool-alert-news.js';
import { formatAlertState, knownTo, parseAlertState, type AlertState } from '../../model/pool-alert-state.js';
import { put, retryOnConflict } from '../commit.js';
import { addressDigest, sendNotice } from '../notice.js';
import type { Ports } from '../ports.js';
import { describeLowPools } from './low-pools.js';

const FACT = 'pool_alert';

/**
 * Tells the shop by mail when numbers run low, again after some hours while they do, and once when there are enough again. Of all instances
 * one sends it, which claims it by a commit. A mail whose fate is unknown is sent again, under the same message id while it says the same.
 */
export async function sendPoolAlert(ports: Ports): Promise<void> {
  const { mailer, settings, logger } = ports;
  const { alertMail } = settings;
  if (mailer === undefined || alertMail === undefined) return;
  const claimed = await retryOnConflict(ports, () => claimNews(ports, addressDigest(ports, alertMail)));
  if (claimed === undefined) return;
  const { claim, mail } = claimed;
  const { fate, reason } = await sendNotice(mailer, { ...mail, to: alertMail });
  await retryOnConflict(ports, () => settle(ports, claim, fate));
  const counts = { low: claim.news.low.length, cleared: claim.news.cleared.length };
  if (fate === 'sent') logger.info('pool.alert_sent', counts);
  else logger.warn('pool.alert_not_sent', { ...counts, fate, reason, tries: claim.state.tries });
}

type WrittenMail = Omit<OutgoingMail, 'to'>;

/** @returns undefined when there is nothing to tell */
async function claimNews(
  ports: Ports,
  address: string,
): Promise<{ readonly claim: AlertClaim; readonly mail: WrittenMail } | undefined> {
  const { store, clock, settings, ids } = ports;
  const read = await store.record('fact', FACT);
  const stored = parseAlertState(read?.value.value);
  const now = clock.now();
  const all = watched(await store.poolCounts(now), settings, knownTo(stored));
  const { state: before, news } = lookAtPool(stored, all, now, address);
  const commit = (state: AlertState) =>
    store.commit({ puts: [put('fact', { key: FACT, value: formatAlertState(state) }, read)] });
  if (news === undefined) {
    if (formatAlertState(before) !== formatAlertState(stored)) await commit(before);
    return undefined;
  }
  // Before it is claimed, as the claim says what the mail says.
  const written = await write(ports, news);
  const digest = ids.digest(JSON.stringify(written));
  const state = claimAlert(before, news, { digest, address }, clock.now());
  await commit(state);
  return { claim: { before, state, news }, mail: { ...written, messageId: messageIdOf(ports, state) } };
}

async function write(ports: Ports, { low, cleared }: AlertNews): Promise<Omit<WrittenMail, 'messageId'>> {
  return writePoolAlert({ ...(await describeLowPools(ports, low)), cleared }, ports.settings);
}

/** Another one for mails that say something else, even if the state is lost. The shops of one mail domain do not share it. */
function messageIdOf({ ids }: Ports, { sequence, digest = '' }: AlertState): string {
  const hash = ids.keyedHash('record', `mail pool_alert ${sequence.toString()} ${digest}`).slice(0, 16);
  return `pool-${sequence.toString()}-${hash}`;
}

async function settle({ store, clock }: Ports, claim: AlertClaim, fate: NoticeFate): Promise<void> {
  const read = await store.record('fact', FACT);
  const state = settleAlert(parseAlertState(read?.value.value), claim, fate, clock.now());
  if (state === undefined) return;
  await store.commit({ puts: [put('fact', { key: FACT, value: formatAlertState(state) }, read)] });
}
