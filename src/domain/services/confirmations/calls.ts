import { codeOf, keyOf } from '../../model/confirmation/secrets.js';
import type { Confirmation } from '../../model/confirmation/confirmation.js';
import { writeQuestion, writeSpokenChange, writeSpokenCode } from '../../model/confirmation/writing.js';
import type { OutboxEntry } from '../../model/outbox.js';
import type { PlacedCallPlan } from '../../model/placed-call.js';
import { MINUTE_MS } from '../../model/time.js';
import { retryOnConflict } from '../commit.js';
import { answerWith, type PlacedCalls } from '../placed-calls.js';
import type { Ports } from '../ports.js';
import { recordUnreached } from './outbox.js';
import { readConfirmation, readEntry, secretHash } from './records.js';

/** How often the key is asked for. */
const QUESTIONS = 2;
const KEY_SECONDS = 8;

/**
 * The calls that say a code, or what was changed: first a key has to be pressed, which no machine does, then it is said twice. Nothing of it is stored, so
 * that a repeated event gets the same answer.
 */
export function createConfirmationCalls(ports: Ports): PlacedCalls {
  const { telephony } = ports;
  const hangUp: PlacedCallPlan = { kind: 'hang_up' };
  return {
    async answered({ reference }) {
      const call = await wantedCall(ports, reference);
      return answerWith(telephony, call === undefined ? hangUp : question(ports, call, 0));
    },
    async key({ reference, step, digits }) {
      const call = await wantedCall(ports, reference);
      if (call === undefined) return answerWith(telephony, hangUp);
      if (digits === keyOf(secretHash(ports), reference)) return answerWith(telephony, saying(ports, call));
      return answerWith(telephony, step + 1 < QUESTIONS ? question(ports, call, step + 1) : hangUp);
    },
    async ended({ reference, status }) {
      if (status !== 'answered') await retryOnConflict(ports, () => recordUnreached(ports, reference, status));
      return answerWith(telephony, { kind: 'acknowledge' });
    },
  };
}

interface WantedCall {
  readonly entry: OutboxEntry;
  /** With the code that is said. Undefined of a call that says what was changed. */
  readonly confirmation: Confirmation | undefined;
}

/** Undefined once the code that would be said is void. What was changed is said in any case. */
async function wantedCall(ports: Ports, reference: string): Promise<WantedCall | undefined> {
  const entry = (await readEntry(ports, reference))?.value;
  if (entry?.channel !== 'voice' || entry.status === 'pending' || entry.status === 'refused') return undefined;
  if (entry.message === 'changed') return { entry, confirmation: undefined };
  const confirmation = (await readConfirmation(ports, entry.confirmationId))?.value;
  if (confirmation?.status !== 'pending' || confirmation.generation !== entry.generation) return undefined;
  const isOver = ports.clock.now() >= confirmation.generationAt + ports.settings.confirmations.limits.codeMs;
  return isOver ? undefined : { entry, confirmation };
}

function termsOf({ settings }: Ports) {
  return { shopName: settings.shopName, minutes: settings.confirmations.limits.codeMs / MINUTE_MS };
}

function question(ports: Ports, { entry }: WantedCall, step: number): PlacedCallPlan {
  const { id: reference, language } = entry;
  const text = writeQuestion(entry, keyOf(secretHash(ports), reference), termsOf(ports));
  return { kind: 'ask_key', reference, step, language, texts: [text], pauseSeconds: 0, timeoutSeconds: KEY_SECONDS };
}

function saying(ports: Ports, { entry, confirmation }: WantedCall): PlacedCallPlan {
  const text =
    confirmation === undefined ? writeSpokenChange(entry, termsOf(ports)) : spokenCode(ports, entry, confirmation);
  return { kind: 'say_text', language: entry.language, texts: [text, text], pauseSeconds: 1 };
}

function spokenCode(ports: Ports, entry: OutboxEntry, confirmation: Confirmation): string {
  const of = entry.message === 'former_code' ? 'former_phone' : 'phone';
  const code = codeOf(secretHash(ports), confirmation, of, ports.settings.confirmations.limits.codeDigits);
  return writeSpokenCode(entry.language, code, termsOf(ports));
}
