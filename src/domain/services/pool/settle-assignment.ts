import { ProxyCallError } from '../../model/errors.js';
import type { ProxyNumber } from '../../model/proxy-number.js';
import type { Ports } from '../ports.js';
import { failureFields, isProviderFault } from './provider.js';

// The calls and texts of an assigned number must reach this service. A number that was imported, or that the earlier service bought,
// may have webhooks that lead elsewhere.

/**
 * Where the settings say so, refuses a number whose webhooks lead elsewhere. When the provider does not answer, nothing is known
 * against the number.
 * @throws `number_state`
 */
export async function refuseForeignWebhooks(
  { provider, settings, logger }: Ports,
  { number, carrier }: ProxyNumber,
): Promise<void> {
  if (settings.foreignWebhooks !== 'refuse' || provider?.carrier !== carrier) return;
  const rented = await provider.find(number).catch((error: unknown) => {
    if (!isProviderFault(error)) throw error;
    logger.warn('pool.webhooks_unchecked', failureFields(error));
  });
  if (rented === undefined || (rented.webhooks.voice.isOurs && rented.webhooks.sms.isOurs)) return;
  throw new ProxyCallError(
    'number_state',
    'the webhooks of this number point elsewhere: fix them first, or take the number out of the pool',
  );
}

/**
 * Gives a number its label at the provider and, unless the settings say to refuse such numbers, points its webhooks here. After the
 * commit, which stands in any case: never rejects.
 */
export async function settleAtProvider(
  { provider, settings, logger }: Ports,
  { carrier, providerId, friendlyName }: ProxyNumber,
): Promise<void> {
  if (provider?.carrier !== carrier) return;
  const webhooks = settings.foreignWebhooks === 'repair' ? (['voice', 'sms'] as const) : [];
  try {
    const isRented = await provider.configure(providerId, { webhooks, friendlyName });
    if (!isRented) logger.warn('pool.assigned_number_not_rented');
  } catch (error) {
    logger.warn('pool.assignment_not_settled', failureFields(error));
  }
}
