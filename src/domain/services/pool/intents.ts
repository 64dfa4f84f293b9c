import type { OrderStore, Removal, Versioned } from '../../../ports/order-store.js';
import type { Intent } from '../../model/intent.js';
import type { E164 } from '../../model/phone-number.js';
import type { ProxyNumber } from '../../model/proxy-number.js';
import { valuesOf } from '../paging.js';

const PAGE = 200;

/** Purchases and releases that are in progress, or were interrupted. */
export async function openIntents(store: OrderStore): Promise<readonly Intent[]> {
  const intents: Intent[] = [];
  for await (const intent of valuesOf(store, 'intent', PAGE)) intents.push(intent);
  return intents;
}

export interface NumberAndIntent {
  readonly known: Versioned<ProxyNumber> | undefined;
  readonly open: Versioned<Intent> | undefined;
}

/** The record of a number, and the intent that is open for it. */
export async function readNumberAndIntent(store: OrderStore, number: E164): Promise<NumberAndIntent> {
  const [known, open] = await Promise.all([store.record('number', number), store.record('intent', number)]);
  return { known, open };
}

/** Closes this very intent, not one that came after it. */
export function closing(intent: Intent, open: Versioned<Intent> | undefined): readonly Removal[] {
  if (open?.value.id !== intent.id) return [];
  return [{ kind: 'intent', key: intent.number, expected: open.version }];
}
