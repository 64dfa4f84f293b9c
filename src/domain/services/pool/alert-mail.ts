import type { PlannedPool } from '../../../ports/pool-api.js';
import { writePoolAlert, type LowPool } from '../../model/pool-alert-mail.js';
import { watched, type Watched } from '../../model/pool-alert.js';
import {
  alertNews,
  claimAlert,
  formatAlertState,
  parseAlertState,
  settleAlert,
  type AlertFate,
  type AlertNews,
  type AlertState,
} from '../../model/pool-alert-state.js';
import { DAY_MS } from '../../model/time.js';
import { put, retryOnConflict } from '../commit.js';
import { sendNotice } from '../notice.js';
import type { Ports } from '../ports.js';
import { givenSince } from './plan-demand.js';
import { planPool } from './plan.js';

const FACT = 'pool_alert';
const PERIOD_DAYS = 7;

/**
 * Tells the shop by mail when numbers run low, again after some hours while they do, and once when there are enough again. Of all instances
 * one sends it, which claims it by a commit.
 */
export async function sendPoolAlert(ports: Ports): Promise<void> {
  const { mailer, settings, clock, store, logger, ids } = ports;
  if (mailer === undefined || settings.alertMail === undefined) return;
  const all = watched(await store.poolCounts(clock.now()), settings.poolAlert);
  const claimed = await retryOnConflict(ports, () => claim(ports, all));
  if (claimed === undefined) return;
  const { news, state } = claimed;
  const low = news.low.length === 0 ? [] : await described(ports, news.low);
  const hash = ids.keyedHash('record', `mail pool_alert ${state.sequence.toString()}`).slice(0, 16);
  const mail = writePoolAlert({ low, cleared: news.cleared, period: PERIOD_DAYS }, settings);
  const messageId = `pool-${state.sequence.toString()}-${hash}`;
  const { fate, reason } = await sendNotice(mailer, { messageId, to: settings.alertMail, ...mail });
  await retryOnConflict(ports, () => settle(ports, state, news, fate));
  const counts = { low: news.low.length, cleared: news.cleared.length };
  if (fate === 'sent') logger.info('pool.alert_sent', counts);
  else logger.warn('pool.alert_not_sent', { ...counts, fate, reason, tries: state.tries });
}

interface Claimed {
  readonly news: AlertNews;
  readonly state: AlertState;
}

async function claim({ store, clock }: Ports, all: readonly Watched[]): Promise<Claimed | undefined> {
  const read = await store.record('fact', FACT);
  const before = parseAlertState(read?.value.value);
  const now = clock.now();
  const news = alertNews(before, all, now);
  if (news === undefined) return undefined;
  const state = claimAlert(before, now);
  await store.commit({ puts: [put('fact', { key: FACT, value: formatAlertState(state) }, read)] });
  return { news, state };
}

/** Not of a claim that was void by then. */
async function settle({ store, clock }: Ports, state: AlertState, news: AlertNews, fate: AlertFate): Promise<void> {
  const read = await store.record('fact', FACT);
  const { sequence, tries } = parseAlertState(read?.value.value);
  if (sequence !== state.sequence || tries !== state.tries) return;
  const value = formatAlertState(settleAlert(state, news, fate, clock.now()));
  await store.commit({ puts: [put('fact', { key: FACT, value }, read)] });
}

/** How long the rest lasts, and what the planner recommends. */
async function described(ports: Ports, low: readonly Watched[]): Promise<readonly LowPool[]> {
  const given = await givenSince(ports, ports.clock.now() - PERIOD_DAYS * DAY_MS);
  const { pools } = await planPool(ports, {});
  return low.map((each) => {
    const numbers = given.filter(
      ({ country, type }) => country === each.country && (each.type === undefined || type === each.type),
    ).length;
    return {
      ...each,
      daysLeft: numbers === 0 ? undefined : (each.available * PERIOD_DAYS) / numbers,
      recommended: recommendedFor(each, pools, ports),
    };
  });
}

/** What the planner says; at least as many as are missing, of the type that there are most of. */
function recommendedFor(
  { country, type, available, threshold }: Watched,
  pools: readonly PlannedPool[],
  { settings }: Ports,
): LowPool['recommended'] {
  const own = pools.filter(
    ({ countryIso, numberType }) => countryIso === country && (type === undefined || numberType === type),
  );
  const planned = own.filter(({ buy }) => buy > 0).map(({ numberType, buy }) => ({ type: numberType, count: buy }));
  const missing = threshold - available - planned.reduce((sum, { count }) => sum + count, 0);
  if (missing <= 0) return planned;
  const largest = own.reduce<PlannedPool | undefined>(
    (most, pool) => (pool.owned > (most?.owned ?? 0) ? pool : most),
    undefined,
  );
  const chosen = type ?? largest?.numberType ?? settings.numberType;
  const isPlanned = planned.some((each) => each.type === chosen);
  return isPlanned
    ? planned.map((each) => (each.type === chosen ? { ...each, count: each.count + missing } : each))
    : [...planned, { type: chosen, count: missing }];
}
