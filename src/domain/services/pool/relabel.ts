import type { Put } from '../../../ports/order-store.js';
import type { Client } from '../../model/client.js';
import type { RelabelIntent } from '../../model/intent.js';
import { withoutLabel } from '../../model/number-label.js';
import type { ProxyNumber } from '../../model/proxy-number.js';
import { put, retryOnConflict } from '../commit.js';
import type { Ports } from '../ports.js';
import { quarantineNumberOf } from './dedicated-number.js';
import { closing } from './intents.js';
import { failureFields, hasProvider, isProviderFault, type ProviderPorts } from './provider.js';

// The label of a number may say whose it is. It is replaced here in the commit that erases the client, which also writes an intent;
// then at the provider; then the intent is closed. Maintenance carries out what was interrupted.

/** A client's own number that is quarantined without its label. The writes are part of the commit that erases the client. */
export interface UnlabelledNumber {
  readonly puts: readonly Put[];
  readonly until: number | undefined;
  /** Undefined when the provider has nothing to change. */
  readonly intent: RelabelIntent | undefined;
}

export async function quarantineUnlabelled(ports: Ports, client: Client): Promise<UnlabelledNumber> {
  const { puts, until } = await quarantineNumberOf(ports, client);
  const [quarantined] = puts;
  if (quarantined?.kind !== 'number') return { puts, until, intent: undefined };
  const number = withoutLabel(quarantined.value);
  if (number === quarantined.value) return { puts, until, intent: undefined };
  const intent = await intentFor(ports, number);
  const renamed: Put = { ...quarantined, value: number };
  return { puts: [renamed, ...(intent === undefined ? [] : [put('intent', intent)])], until, intent };
}

async function intentFor(
  ports: Ports,
  { number, carrier, providerId }: ProxyNumber,
): Promise<RelabelIntent | undefined> {
  const { store, clock, ids } = ports;
  if (!hasProvider(ports) || ports.provider.carrier !== carrier) return undefined;
  // The number is being given back.
  if ((await store.record('intent', number)) !== undefined) return undefined;
  return { action: 'relabel', number, carrier, providerId, id: ids.next(), at: clock.now() };
}

/** Gives the number its present label at the provider. When the provider does not answer, the intent stays open. */
export async function carryOutRelabel(ports: ProviderPorts, intent: RelabelIntent): Promise<void> {
  const { store, provider, logger } = ports;
  const { number, providerId } = intent;
  const known = (await store.record('number', number))?.value;
  try {
    if (known !== undefined && known.state.status !== 'released') await rename(provider, providerId, known);
    await close(ports, intent);
  } catch (error) {
    if (!isProviderFault(error)) throw error;
    logger.warn('pool.relabel_failed', failureFields(error));
  }
}

async function rename(provider: ProviderPorts['provider'], providerId: string, { friendlyName }: ProxyNumber) {
  await provider.configure(providerId, { webhooks: [], friendlyName });
}

function close({ store, clock, ids }: ProviderPorts, intent: RelabelIntent): Promise<void> {
  return retryOnConflict({ clock, ids }, async () => {
    const removals = closing(intent, await store.record('intent', intent.number));
    if (removals.length > 0) await store.commit({ puts: [], removals });
  });
}

/** Best effort, after the commit: the erasure stands either way. */
export async function relabelNow(ports: Ports, intent: RelabelIntent | undefined): Promise<void> {
  if (intent === undefined || !hasProvider(ports)) return;
  await carryOutRelabel(ports, intent).catch((error: unknown) => {
    ports.logger.error('pool.relabel_failed', error);
  });
}
