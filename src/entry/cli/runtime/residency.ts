import { parseCountry, type CountryCode } from '../../../domain/model/country.js';
import { isProxyCallError } from '../../../domain/model/errors.js';
import type { ClientView, ProxyCallApi } from '../../../ports/proxycall-api.js';
import { ApiError } from './failure.js';

/** Where a client lives who is on record. Undefined for the others. */
export async function residencyOnRecord(
  api: ProxyCallApi,
  clientId: string | undefined,
): Promise<CountryCode | undefined> {
  const client = clientId === undefined ? undefined : await clientOnRecord(api, clientId);
  return parseCountry(client?.clientIsoResidency ?? '');
}

/** Undefined when there is none of that id. */
export async function clientOnRecord(api: ProxyCallApi, clientId: string): Promise<ClientView | undefined> {
  try {
    return await api.getClient(clientId);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof ApiError ? error.status === 404 : isProxyCallError(error, 'client_not_found');
}
