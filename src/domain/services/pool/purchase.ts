import type { NumberOffer, RentedNumber } from '../../../ports/number-provider.js';
import type { Put } from '../../../ports/order-store.js';
import { ProxyCallError, isProxyCallError } from '../../model/errors.js';
import type { PurchaseIntent } from '../../model/intent.js';
import { poolLabel } from '../../model/number-label.js';
import type { E164 } from '../../model/phone-number.js';
import { isInPool, type NumberState } from '../../model/proxy-number.js';
import { isFallbackPhone } from '../../model/settings.js';
import { put, retryOnConflict } from '../commit.js';
import type { Ports } from '../ports.js';
import { closing, readNumberAndIntent } from './intents.js';
import { poolNumber, type ProviderPorts } from './provider.js';

// Buys one number so that nothing is lost, whenever the process ends: the intent is written first and names the number, the
// purchase carries its label and our webhooks, and the number is recorded in the commit that closes the intent.

/** What else must hold for a purchase to begin, as writes of the commit that begins it. Undefined when it no longer holds. */
export type Precondition = (number: E164) => Promise<readonly Put[] | undefined>;

/** There is nothing to buy any more: others have bought it, or hold the lease. */
export class PreconditionFailed extends Error {
  override readonly name = 'PreconditionFailed';
}

/** How often to try while the provider does not answer. This is safe, as a number is never sold twice. */
const ATTEMPTS = 3;
const LONGEST_PAUSE_MS = 2000;

const AVAILABLE: NumberState = { status: 'available' };

/**
 * Writes the intent.
 * @returns undefined when somebody else is buying this number, or has it, or it is the fallback phone
 * @throws `PreconditionFailed` when the precondition no longer holds
 */
export function beginPurchase(
  ports: ProviderPorts,
  { number, country, type }: NumberOffer,
  precondition: Precondition,
  requestKey?: string,
): Promise<PurchaseIntent | undefined> {
  const { store, provider, clock, ids, settings } = ports;
  // The shop's phone is somebody's already, whatever the provider offers.
  if (isFallbackPhone(settings, number)) return Promise.resolve(undefined);
  return retryOnConflict(ports, async () => {
    const { known, open } = await readNumberAndIntent(store, number);
    if (open !== undefined || isInPool(known?.value)) return undefined;
    const puts = await precondition(number);
    if (puts === undefined) throw new PreconditionFailed();
    const owned = (await store.poolCounts(clock.now())).filter((count) => count.country === country);
    const intent: PurchaseIntent = {
      action: 'buy',
      number,
      carrier: provider.carrier,
      country,
      type,
      requestKey,
      label: poolLabel(
        country,
        owned.reduce((sum, count) => sum + count.owned, 1),
      ),
      id: ids.next(),
      at: clock.now(),
    };
    await store.commit({ puts: [put('intent', intent), ...puts] });
    return intent;
  });
}

/**
 * Carries the intent out.
 * @param state the state in which the number enters the pool
 * @returns false when the number is somebody else's; the intent is closed then
 * @throws `provider_failed` or `bundle_mismatch` when it was refused, the intent is closed; `provider_unavailable`
 *   when it is not known whether it was bought, the intent stays open
 */
export function carryOutPurchase(
  ports: ProviderPorts,
  intent: PurchaseIntent,
  state: NumberState = AVAILABLE,
): Promise<boolean> {
  return carryOut(ports, intent, state, false).catch(withAdvice);
}

/** As `carryOutPurchase`, for an intent that was begun before, perhaps by a process that has ended. */
export function resumePurchase(ports: ProviderPorts, intent: PurchaseIntent): Promise<boolean> {
  return carryOut(ports, intent, AVAILABLE, true).catch(withAdvice);
}

/** @param begun whether the purchase may have gone through already */
async function carryOut(
  ports: ProviderPorts,
  intent: PurchaseIntent,
  state: NumberState,
  begun: boolean,
): Promise<boolean> {
  const { provider, clock, ids } = ports;
  for (let attempt = 1; ; attempt += 1) {
    if (begun && (await recordIfOurs(ports, intent, state))) return true;
    try {
      await recordPurchase(ports, intent, await provider.buy(intent, { friendlyName: intent.label }), state);
      return true;
    } catch (error) {
      if (isProxyCallError(error, 'number_unavailable')) {
        // An earlier attempt that got no answer, ours or another process's for the same intent, may have bought it.
        if (await recordIfOurs(ports, intent, state)) return true;
        await giveUpPurchase(ports, intent);
        return false;
      }
      if (!isProxyCallError(error, 'provider_unavailable')) {
        if (!begun) await giveUpPurchase(ports, intent);
        throw error;
      }
      if (attempt === ATTEMPTS) throw error;
      begun = true;
      await clock.sleep(ids.random() * Math.min(LONGEST_PAUSE_MS, 250 * 2 ** attempt));
    }
  }
}

async function recordIfOurs(ports: ProviderPorts, intent: PurchaseIntent, state: NumberState): Promise<boolean> {
  const rented = await ports.provider.find(intent.number);
  // Another service on the same account may give the same label, but it has webhooks of its own.
  const isOurs = rented?.friendlyName === intent.label && rented.webhooks.voice.isOurs && rented.webhooks.sms.isOurs;
  if (!isOurs) return false;
  await recordPurchase(ports, intent, rented, state);
  return true;
}

/** Puts a number that turned out to be ours into the pool, unless it is there, and closes the intent. */
export function recordPurchase(
  ports: Ports,
  intent: PurchaseIntent,
  rented: RentedNumber,
  state: NumberState = AVAILABLE,
): Promise<void> {
  const { store, clock } = ports;
  const { number, country, type } = intent;
  return retryOnConflict(ports, async () => {
    const { known, open } = await readNumberAndIntent(store, number);
    const value = poolNumber({ ...rented, country, type }, intent.carrier, clock.now(), state);
    await store.commit({
      // Another process may have put the number into the pool, and somebody may have it by now: then it stays as it is.
      puts: isInPool(known?.value) ? [] : [put('number', value, known)],
      removals: closing(intent, open),
    });
  });
}

/** Closes the intent of a number that is not ours. */
export function giveUpPurchase(ports: Ports, intent: PurchaseIntent): Promise<void> {
  const { store } = ports;
  return retryOnConflict(ports, async () => {
    const [open, request] = await Promise.all([
      store.record('intent', intent.number),
      intent.requestKey === undefined ? undefined : store.record('request', intent.requestKey),
    ]);
    const removals = closing(intent, open);
    // Closed by another process, which knew the outcome.
    if (removals.length === 0) return;
    const puts = request === undefined ? [] : [put('request', withoutPurchase(request.value, intent.number), request)];
    await store.commit({ puts, removals });
  });
}

function withAdvice(error: unknown): never {
  if (!isProxyCallError(error, 'provider_unavailable')) throw error;
  const message = `${error.message}; whether a number was bought shows at the next pool sync`;
  throw new ProxyCallError('provider_unavailable', message, { cause: error, retryable: true });
}

function withoutPurchase<T extends { readonly purchases: readonly E164[] }>(request: T, number: E164): T {
  return { ...request, purchases: request.purchases.filter((bought) => bought !== number) };
}
