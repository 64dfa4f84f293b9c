import type { NumberOffer, NumberProvider, RentedNumber } from '../../../ports/number-provider.js';
import type { Put, Removal, Versioned } from '../../../ports/order-store.js';
import { ProxyCallError, isProxyCallError } from '../../model/errors.js';
import { labelOf, type Intent, type PurchaseIntent } from '../../model/intent.js';
import type { E164 } from '../../model/phone-number.js';
import type { NumberState } from '../../model/proxy-number.js';
import { put, retryOnConflict } from '../commit.js';
import type { Ports } from '../ports.js';
import { poolNumber } from './provider.js';

/**
 * What else must hold for a purchase to begin, as writes of the commit that begins it. Undefined when it does not hold any
 * more.
 */
export type Precondition = (number: E164) => Promise<readonly Put[] | undefined>;

/** How often one number is tried for when the provider does not answer. It is never sold twice, so trying is safe. */
const ATTEMPTS = 3;
const LONGEST_PAUSE_MS = 2000;

/**
 * Buys one number so that nothing is lost whenever the process ends: the intent is written first and names the number,
 * the purchase is labelled with it, the number is recorded in the commit that closes the intent.
 */
export interface Purchase {
  /**
   * Writes the intent. Undefined when someone else is after this number, or has it.
   * @throws `PreconditionFailed` when the precondition does not hold any more
   */
  begin(offer: NumberOffer, precondition: Precondition, requestKey?: string): Promise<PurchaseIntent | undefined>;
  /**
   * Carries the intent out.
   * @param state what the number is to be in the pool: available when absent
   * @returns false when the number is somebody else's; the intent is closed then
   * @throws `provider_failed` or `bundle_mismatch` when it was refused, the intent is closed; `provider_unavailable`
   *   when it is not known whether it was bought, the intent stays open
   */
  carryOut(intent: PurchaseIntent, state?: NumberState): Promise<boolean>;
  /** As `carryOut`, of an intent that was begun before, perhaps by a process that has ended. */
  resume(intent: PurchaseIntent): Promise<boolean>;
  /** Puts a number that turned out to be ours into the pool, if it is not there, and closes the intent. */
  record(intent: PurchaseIntent, rented: RentedNumber): Promise<void>;
  /** Closes the intent of a number that is not ours. */
  giveUp(intent: PurchaseIntent): Promise<void>;
}

/** There is nothing to buy any more: others have bought it, or hold the lease. */
export class PreconditionFailed extends Error {
  override readonly name = 'PreconditionFailed';
}

export function createPurchase(ports: Ports, provider: NumberProvider): Purchase {
  const { store, clock, ids } = ports;

  return {
    begin: (offer, precondition, requestKey) =>
      retryOnConflict(ports, async () => {
        const { number, country, type } = offer;
        const [other, known] = await Promise.all([store.record('intent', number), store.record('number', number)]);
        if (other !== undefined || (known !== undefined && known.value.state.status !== 'released')) return undefined;
        const puts = await precondition(number);
        if (puts === undefined) throw new PreconditionFailed();
        const intent: PurchaseIntent = {
          action: 'buy',
          number,
          carrier: provider.carrier,
          country,
          type,
          requestKey,
          id: ids.next(),
          at: clock.now(),
        };
        await store.commit({ puts: [put('intent', intent), ...puts] });
        return intent;
      }),

    carryOut: (intent, state = AVAILABLE) => carryOut(intent, state, false).catch(withAdvice),
    resume: (intent) => carryOut(intent, AVAILABLE, true).catch(withAdvice),
    record: (intent, rented) => record(intent, rented, AVAILABLE),
    giveUp,
  };

  /** @param begun whether the purchase may have gone through already */
  async function carryOut(intent: PurchaseIntent, state: NumberState, begun: boolean): Promise<boolean> {
    for (let attempt = 1; ; attempt += 1) {
      if (begun && (await recordIfOurs(intent, state))) return true;
      try {
        await record(intent, await provider.buy(intent, { friendlyName: labelOf(intent) }), state);
        return true;
      } catch (error) {
        if (isProxyCallError(error, 'number_unavailable')) {
          // An attempt without an answer, of ours or of whoever carries out the same intent, may be what made it so.
          if (await recordIfOurs(intent, state)) return true;
          await giveUp(intent);
          return false;
        }
        if (!isProxyCallError(error, 'provider_unavailable')) {
          if (!begun) await giveUp(intent);
          throw error;
        }
        if (attempt === ATTEMPTS) throw error;
        begun = true;
        await clock.sleep(ids.random() * Math.min(LONGEST_PAUSE_MS, 250 * 2 ** attempt));
      }
    }
  }

  async function recordIfOurs(intent: PurchaseIntent, state: NumberState): Promise<boolean> {
    const rented = await provider.find(intent.number);
    if (rented?.friendlyName !== labelOf(intent)) return false;
    await record(intent, rented, state);
    return true;
  }

  function record(intent: PurchaseIntent, rented: RentedNumber, state: NumberState): Promise<void> {
    const { number, country, type } = intent;
    return retryOnConflict(ports, async () => {
      const [known, open] = await Promise.all([store.record('number', number), store.record('intent', number)]);
      // Another process may have found the number meanwhile: then it may be anybody's by now, and stays as it is.
      const isThere = known !== undefined && known.value.state.status !== 'released';
      const value = poolNumber({ ...rented, country, type }, intent.carrier, clock.now(), state);
      await store.commit({
        puts: isThere ? [] : [put('number', value, known)],
        removals: closing(intent, open),
      });
    });
  }

  function giveUp(intent: PurchaseIntent): Promise<void> {
    return retryOnConflict(ports, async () => {
      const [open, request] = await Promise.all([
        store.record('intent', intent.number),
        intent.requestKey === undefined ? undefined : store.record('request', intent.requestKey),
      ]);
      const removals = closing(intent, open);
      // Closed by someone else, who knew what became of it.
      if (removals.length === 0) return;
      const puts =
        request === undefined ? [] : [put('request', withoutPurchase(request.value, intent.number), request)];
      await store.commit({ puts, removals });
    });
  }
}

function withAdvice(error: unknown): never {
  if (!isProxyCallError(error, 'provider_unavailable')) throw error;
  const message = `${error.message}; whether a number was bought shows at the next pool sync`;
  throw new ProxyCallError('provider_unavailable', message, { cause: error, retryable: true });
}

const AVAILABLE: NumberState = { status: 'available' };

/** Closes this very intent, not one that came after it. */
export function closing(intent: Intent, open: Versioned<Intent> | undefined): readonly Removal[] {
  if (open?.value.id !== intent.id) return [];
  return [{ kind: 'intent', key: intent.number, expected: open.version }];
}

function withoutPurchase<T extends { readonly purchases: readonly E164[] }>(request: T, number: E164): T {
  return { ...request, purchases: request.purchases.filter((bought) => bought !== number) };
}
