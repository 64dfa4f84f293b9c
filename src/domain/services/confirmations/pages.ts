import type {
  ActivationAnswer,
  ActivationRequest,
  ConfirmationPages,
  LinkView,
} from '../../../ports/confirmation-pages.js';
import type { Put, Versioned } from '../../../ports/order-store.js';
import { typedCode, withProof } from '../../model/confirmation/answering.js';
import type { Confirmation } from '../../model/confirmation/confirmation.js';
import { actionOf, entryIdIn, handleOf, type LinkAction } from '../../model/confirmation/secrets.js';
import type { OutboxEntry } from '../../model/outbox.js';
import { put, retryOnConflict } from '../commit.js';
import type { ClaimingPorts } from '../pool/claims.js';
import type { Ports } from '../ports.js';
import { activate, countEntry } from './activation.js';
import { enterCode, proved } from './answers.js';
import { endingPuts } from './ending-puts.js';
import { putConfirmation, readConfirmation, readEntry, secretHash } from './records.js';

/** What the public pages do. */
export function createConfirmationPages(ports: ClaimingPorts): ConfirmationPages {
  return {
    hasActivation: ports.settings.confirmations.activation,
    async readLink(token) {
      const link = await linkOf(ports, token);
      return link && viewOf(ports, link);
    },
    useLink: (token) => retryOnConflict(ports, () => useLink(ports, token)),
    activate: (request: ActivationRequest, address) => activate(ports, request, address),
    async enterCode(handle, code, address) {
      await countEntry(ports, address);
      return retryOnConflict(ports, () => enterOnPage(ports, handle, code));
    },
  };
}

interface Link {
  readonly action: LinkAction;
  readonly entry: OutboxEntry;
  readonly read: Versioned<Confirmation>;
}

async function linkOf(ports: Ports, token: string): Promise<Link | undefined> {
  const entryId = entryIdIn(token);
  const entry = entryId === undefined ? undefined : (await readEntry(ports, entryId))?.value;
  const read = entry && (await readConfirmation(ports, entry.confirmationId));
  if (entry === undefined || read === undefined) return undefined;
  const source = { ...read.value, generation: entry.generation };
  const action = actionOf(secretHash(ports), source, entry.id, token);
  return action && { action, entry, read };
}

function viewOf(ports: Ports, { action, entry, read }: Link): LinkView {
  return { action, state: stateOf(ports, { action, entry, read }), language: read.value.language };
}

function stateOf({ clock }: Ports, { action, entry, read: { value } }: Link): LinkView['state'] {
  if (action === 'not_me') {
    if (value.status === 'blocked') return 'used';
    return value.status === 'pending' || value.status === 'confirmed' ? 'open' : 'over';
  }
  if (value.proved.includes('mail')) return 'used';
  const isValid = value.status === 'pending' && value.generation === entry.generation && clock.now() < value.expiresAt;
  return isValid ? 'open' : 'over';
}

async function useLink(ports: ClaimingPorts, token: string): Promise<LinkView | undefined> {
  const link = await linkOf(ports, token);
  if (link === undefined) return undefined;
  const view = viewOf(ports, link);
  if (view.state !== 'open') return view;
  const { read } = link;
  if (link.action === 'prove') {
    const { status } = await proved(ports, read, withProof(read.value, 'mail'));
    return { ...view, state: status === 'cancelled' ? 'over' : 'used' };
  }
  await block(ports, read);
  return { ...view, state: 'used' };
}

/** What was confirmed before is not undone: whoever runs the shop sees that it is disputed, and decides. */
async function block(ports: Ports, read: Versioned<Confirmation>): Promise<void> {
  const { store, clock, logger } = ports;
  const { value } = read;
  const puts =
    value.status === 'pending'
      ? await endingPuts(ports, read, 'blocked', clock.now())
      : [putConfirmation(ports, { ...value, status: 'blocked' }, read), ...(await disputedPuts(ports, value))];
  await store.commit({ puts });
  logger.warn('confirmation.blocked', { purpose: value.purpose, wasConfirmed: value.status === 'confirmed' });
}

/** Their client does not count as confirmed any more. */
async function disputedPuts({ store }: Ports, { clientId }: Confirmation): Promise<readonly Put[]> {
  const read = clientId === undefined ? undefined : await store.record('client', clientId);
  return read?.value.confirmedAt === undefined ? [] : [put('client', { ...read.value, confirmedAt: undefined }, read)];
}

async function enterOnPage(ports: ClaimingPorts, handle: string, code: string): Promise<ActivationAnswer> {
  const { settings } = ports;
  const { language } = settings;
  const { limits } = settings.confirmations;
  const read = await readConfirmation(ports, handle.slice(0, handle.lastIndexOf('.')));
  const isTheirs = read?.value.origin === 'public' && handleOf(secretHash(ports), read.value) === handle;
  if (read === undefined || !isTheirs) return { kind: 'over', language };
  const digits = typedCode(code, limits.codeDigits);
  const own = { language: read.value.language };
  if (digits === undefined) {
    return { kind: 'wrong', attemptsLeft: Math.max(0, limits.attempts - read.value.attempts), ...own };
  }
  const entered = await enterCode(ports, read, digits);
  switch (entered.kind) {
    case 'right':
      return { kind: entered.confirmation.status === 'confirmed' ? 'confirmed' : 'over', ...own };
    case 'wrong':
      return { kind: 'wrong', attemptsLeft: entered.left, ...own };
    case 'locked':
      return { kind: 'locked', ...own };
    case 'expired':
    case 'closed':
      return { kind: 'over', ...own };
  }
}
