import type { Identity } from '../../model/identity.js';
import { codeIn } from '../../model/confirmation/answering.js';
import type { Confirmation } from '../../model/confirmation/confirmation.js';
import { hasReplied, replyKey } from '../../model/automatic-reply.js';
import { sameLine } from '../../model/line.js';
import { readOptOut } from '../../model/opt-out.js';
import { ANNOUNCEMENTS, type Announcement } from '../../model/phrases.js';
import type { ProxyNumber } from '../../model/proxy-number.js';
import { refuse } from '../../model/routing.js';
import { put } from '../commit.js';
import type { Decision, ReceivedText } from '../incoming.js';
import { personWith } from '../persons.js';
import { settleAtProvider } from '../pool/settle-assignment.js';
import type { Ports } from '../ports.js';
import type { Versioned } from '../../../ports/order-store.js';
import { lookAt } from './answers.js';
import { promotion } from './promotion.js';
import { putConfirmation, readConfirmation } from './records.js';

/**
 * A text to a number that is held for a confirmation. From the phone that is to be proved, a code is an attempt, and anything else is
 * answered with a hint. Undefined when it is from somebody else: then it is answered like any text that reaches nobody.
 */
export async function decideHeldText(
  ports: Ports,
  { number, state }: ProxyNumber,
  from: Identity,
  text: ReceivedText,
): Promise<Decision | undefined> {
  const read = state.status === 'held' ? await readConfirmation(ports, state.by) : undefined;
  const { wanted, status, heldNumber, expiresAt } = read?.value ?? {};
  if (read === undefined || wanted === undefined || from.kind !== 'number') return undefined;
  const isTheirs = status === 'pending' && heldNumber === number && sameLine(wanted.phone, from.number);
  if (!isTheirs || expiresAt === undefined || expiresAt <= ports.clock.now()) return undefined;
  // STOP must not be answered with a hint, and what the carrier has answered not at all.
  if (text.optOut !== undefined || readOptOut(text.body) !== undefined) return undefined;
  const code = codeIn(text.body, ports.settings.confirmations.limits.codeDigits);
  const decided =
    code === undefined ? await hint(ports, read.value, 'confirmation_hint') : await attempt(ports, read, code);
  return { ...NOTHING, ...decided };
}

type Decided = Pick<Decision, 'decided' | 'puts' | 'reply' | 'committed'>;

const NOTHING = { number: undefined, byCode: false, guards: [], lastCaller: undefined } as const;

async function attempt(ports: Ports, read: Versioned<Confirmation>, code: string): Promise<Decided> {
  const { value } = read;
  const answer = await lookAt(ports, value, code, 'phone');
  switch (answer.kind) {
    case 'right': {
      const { puts, confirmation, assigned } = await promotion(ports, read, answer.next ?? value);
      const reason = confirmation.status === 'confirmed' ? 'phone_confirmed' : 'confirmation_over';
      return {
        ...replied(value, reason),
        puts,
        committed: () => void (assigned && settleAtProvider(ports, assigned)),
      };
    }
    case 'wrong':
      return { ...replied(value, 'confirmation_code_wrong'), puts: [putConfirmation(ports, answer.next, read)] };
    case 'expired':
    case 'locked':
      return hint(ports, value, 'confirmation_over');
  }
}

function replied({ language }: Confirmation, reason: Announcement): Omit<Decided, 'puts'> {
  return { decided: refuse(reason, undefined), reply: ANNOUNCEMENTS[language][reason] };
}

/** At most one of each kind a day: whoever writes again and again would cost the shop as many texts. */
async function hint(ports: Ports, confirmation: Confirmation, reason: Announcement): Promise<Decided> {
  const { store, ids, clock } = ports;
  const { wanted, heldNumber } = confirmation;
  if (wanted === undefined || heldNumber === undefined) return { decided: refuse(reason, undefined), puts: [] };
  // Whoever had a hint is still told once that their code is over.
  const key = `${replyKey(personWith(ids, wanted.phone).personKey, heldNumber)} ${reason}`;
  const earlier = await store.record('reply', key);
  const now = clock.now();
  if (hasReplied(earlier?.value, now)) return { decided: refuse(reason, undefined), puts: [] };
  return { ...replied(confirmation, reason), puts: [put('reply', { key, at: now }, earlier)] };
}
