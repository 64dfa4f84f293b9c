import type { TypedAnswer, TypedConfirmation } from '../../../ports/typed-confirmation.js';
import { isProxyCallError, ProxyCallError } from '../../model/errors.js';
import type { ClaimingPorts } from '../pool/claims.js';
import type { Ports } from '../ports.js';
import { createConfirmation } from './create.js';
import { readConfirmation } from './records.js';

/** Confirmations that have begun already must not wait for a whole list of new ones. */
const MOST_AT_ONCE = 20;

/**
 * Takes up the requests for confirmations that people have typed into the store: each is a `createConfirmation` like any other, with the
 * limits of tokens, and is answered once.
 * @param ports whose commits are attributed
 */
export async function takeUpTyped(ports: ClaimingPorts): Promise<void> {
  const { store } = ports;
  const typed = (await store.typedConfirmations?.()) ?? [];
  for (const request of typed.slice(0, MOST_AT_ONCE)) {
    const answer = await takeUp(ports, request);
    // The store does not accept anything at the moment: later.
    if (answer === undefined) return;
    await store.answerTyped?.(request.reference, answer);
  }
}

async function takeUp(
  ports: ClaimingPorts,
  { reference: _, ...request }: TypedConfirmation,
): Promise<TypedAnswer | undefined> {
  try {
    const confirmationId = request.confirmationId ?? (await derivedId(ports, request));
    await createConfirmation(ports, { ...request, confirmationId });
    return { kind: 'begun' };
  } catch (error) {
    if (isProxyCallError(error, 'store_unavailable') || isProxyCallError(error, 'conflict')) return undefined;
    if (!(error instanceof ProxyCallError)) {
      ports.logger.error('confirmation.not_begun', error);
      return { kind: 'refused', field: undefined, problem: 'was refused because of a fault, which is in the log' };
    }
    ports.logger.warn('confirmation.not_begun', { code: error.code });
    return refusal(error);
  }
}

function refusal({ code, message, issues }: ProxyCallError): TypedAnswer {
  const [issue] = issues;
  const fields = ['confirmationId', 'clientName', 'clientMail', 'clientRealPhone'] as const;
  const field = fields.find((each) => `/${each}` === issue?.pointer);
  const problem = field === undefined ? `was refused: ${message} (${code})` : (issue?.detail ?? message);
  return { kind: 'refused', field, problem };
}

/**
 * The id of a request without one. It follows from what was typed, so that a process that starts after a crash recognises the confirmation
 * that has begun already; the same typed again after that has ended is another one.
 */
async function derivedId(
  ports: Ports,
  { clientName, clientMail, clientRealPhone }: Omit<TypedConfirmation, 'reference'>,
): Promise<string> {
  const content = [clientName, clientMail, clientRealPhone].map((field) => field ?? null);
  for (let count = 0; ; count += 1) {
    const id = `s-${ports.ids.keyedHash('fingerprint', JSON.stringify(['typed', ...content, count])).slice(0, 24)}`;
    const known = await readConfirmation(ports, id);
    if (known === undefined || known.value.status === 'pending') return id;
  }
}
