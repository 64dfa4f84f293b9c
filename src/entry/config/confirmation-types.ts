import {
  CONFIRMATION_LIMIT_NAMES,
  DEFAULT_CONFIRMATION_LIMITS,
  type ConfirmationLimits,
  type ConfirmationStep,
} from '../../domain/model/confirmation/confirmation-settings.js';
import type { ConfirmationChannel } from '../../domain/model/confirmation/confirmation.js';
import { SECOND_MS } from '../../domain/model/time.js';
import type { Parsed, VariableType } from './variable.js';

const CHANNEL_OF: Readonly<Record<string, ConfirmationChannel>> = {
  sms: 'sms',
  voice: 'voice',
  mail: 'email',
  email: 'email',
};
const NAME_OF: Readonly<Record<ConfirmationChannel, string>> = { sms: 'sms', voice: 'voice', email: 'mail' };
const LONGEST_WAIT_S = 3600;

const FORM = 'must be channels and seconds, such as sms:0,voice:60,mail:180';

/** `sms:0,voice:60,mail:180` */
export const confirmationSteps: VariableType<readonly ConfirmationStep[]> = {
  label: { en: 'steps', fr: 'étapes' },
  parse(text) {
    const steps: ConfirmationStep[] = [];
    for (const [name, number] of pairsOf(text)) {
      const channel = Object.hasOwn(CHANNEL_OF, name) ? CHANNEL_OF[name] : undefined;
      if (channel === undefined || number === undefined) return { fault: FORM };
      if (number > LONGEST_WAIT_S) return { fault: `must have seconds from 0 to ${LONGEST_WAIT_S.toString()}` };
      steps.push({ channel, afterMs: number * SECOND_MS });
    }
    const fault = faultOf(steps);
    return fault === undefined ? { value: steps } : { fault };
  },
  format: (steps) =>
    steps.map(({ channel, afterMs }) => `${NAME_OF[channel]}:${(afterMs / SECOND_MS).toString()}`).join(','),
};

function faultOf(steps: readonly ConfirmationStep[]): string | undefined {
  if (steps.length === 0) return FORM;
  if (new Set(steps.map(({ channel }) => channel)).size < steps.length) return 'must have each channel at most once';
  const isAscending = steps.every(({ afterMs }, index) => index === 0 || afterMs > (steps[index - 1]?.afterMs ?? 0));
  return isAscending ? undefined : 'must be in the order of their seconds, each later than the one before';
}

/** `code_digits:6,attempts:5`: what is not named has its default. */
export const confirmationLimits: VariableType<ConfirmationLimits> = {
  label: { en: 'limits', fr: 'limites' },
  parse(text) {
    const limits: Record<keyof ConfirmationLimits, number> = { ...DEFAULT_CONFIRMATION_LIMITS };
    const seen = new Set<string>();
    for (const [name, number] of pairsOf(text)) {
      const read = readLimit(name, number);
      if ('fault' in read) return read;
      if (seen.has(name)) return { fault: `must have ${name} once` };
      seen.add(name);
      limits[read.value.limit] = read.value.amount;
    }
    return { value: limits };
  },
  format: (limits) =>
    Object.entries(CONFIRMATION_LIMIT_NAMES)
      .map(([name, { limit, unitMs = 1 }]) => `${name}:${(limits[limit] / unitMs).toString()}`)
      .join(','),
};

function readLimit(
  name: string,
  number: number | undefined,
): Parsed<{ readonly limit: keyof ConfirmationLimits; readonly amount: number }> {
  const known = Object.hasOwn(CONFIRMATION_LIMIT_NAMES, name) ? CONFIRMATION_LIMIT_NAMES[name] : undefined;
  // What was written is not repeated: it may be a secret in the wrong variable.
  if (known === undefined) {
    const names = Object.keys(CONFIRMATION_LIMIT_NAMES).join(', ');
    return { fault: `has a limit that is not known: write name:number, with the names ${names}` };
  }
  const {
    limit,
    unitMs = 1,
    range: [least, most],
  } = known;
  if (number === undefined || number < least || number > most)
    return { fault: `must have for ${name} a whole number from ${least.toString()} to ${most.toString()}` };
  return { value: { limit, amount: number * unitMs } };
}

/** Names in lower case; undefined in place of what is no whole number. Blank entries are dropped. */
function pairsOf(text: string): readonly (readonly [string, number | undefined])[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry) => {
      const [name = '', amount = '', ...more] = entry.split(':').map((part) => part.trim());
      const isWhole = /^\d{1,9}$/.test(amount) && more.length === 0;
      return [name.toLowerCase(), isWhole ? Number(amount) : undefined] as const;
    });
}
