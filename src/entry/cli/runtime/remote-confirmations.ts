import type { E164 } from '../../../domain/model/phone-number.js';
import type { ConfirmationsApi } from '../../../ports/proxycall-api.js';
import type { Method, RemoteRequest } from './exchange.js';
import type { Operation } from './remote-request.js';

/** Sends a request, and answers in the names of the program. */
export type Send = <T>(operation: Operation, method: Method, path: string, request?: RemoteRequest) => Promise<T>;

/** The answer of the earlier service's route, which has its names. */
interface EarlierExpiry {
  readonly expired: readonly { readonly pendingId: string; readonly proxyNumber?: E164 | undefined }[];
  readonly releasedTotal: number;
}

/** The operations of confirmations over HTTP. */
export function remoteConfirmations(send: Send): ConfirmationsApi {
  const pathOf = (id: string, action = '') => `/confirmations/${encodeURIComponent(id)}${action}`;
  return {
    createConfirmation: (body) => send('createConfirmation', 'POST', '/confirmations', { body }),
    listConfirmations: (query) => send('listConfirmations', 'GET', '/confirmations', { query }),
    getConfirmation: (id) => send('getConfirmation', 'GET', pathOf(id)),
    sendConfirmation: (id, body) => send('sendConfirmation', 'POST', pathOf(id, '/send'), { body }),
    verifyConfirmation: (id, body) => send('verifyConfirmation', 'POST', pathOf(id, '/verify'), { body }),
    approveConfirmation: (id) => send('approveConfirmation', 'POST', pathOf(id, '/approve')),
    cancelConfirmation: (id) => send('cancelConfirmation', 'POST', pathOf(id, '/cancel')),
    async expireConfirmations(body) {
      const report = await send<EarlierExpiry>('expireConfirmations', 'POST', '/confirmations/expire', { body });
      const expired = report.expired.map(({ pendingId, proxyNumber }) => ({
        confirmationId: pendingId,
        clientProxyNumber: proxyNumber,
      }));
      return { expired, releasedTotal: report.releasedTotal };
    },
  };
}
