import { toE164, type E164 } from '../../domain/model/phone-number.js';
import { NUMBER_TYPES, type Capabilities, type NumberType } from '../../domain/model/proxy-number.js';
import type { WebhookState } from '../../ports/number-provider.js';
import { unreadable } from './errors.js';

// Validates Twilio's data about a number: its library passes the JSON on unchecked.

export function isE164(text: unknown): text is string {
  return typeof text === 'string' && text.startsWith('+');
}

export function numberIn(text: unknown): E164 {
  const number = isE164(text) ? toE164(text) : undefined;
  if (number === undefined) throw unreadable();
  return number;
}

/** Twilio spells the names `SMS` in some responses and `sms` in others. */
export function readCapabilities(capabilities: unknown): Capabilities {
  if (typeof capabilities !== 'object' || capabilities === null) throw unreadable();
  const can = new Set(
    Object.entries(capabilities)
      .filter(([, able]) => able === true)
      .map(([name]) => name.toLowerCase()),
  );
  return { voice: can.has('voice'), sms: can.has('sms'), mms: can.has('mms') };
}

/** `local`, `mobile`, `toll-free`, …: undocumented and optional. */
export function readType(type: unknown): NumberType | undefined {
  const name = typeof type === 'string' ? type.toLowerCase().replace(/[-\s]/g, '_') : '';
  return NUMBER_TYPES.find((known) => known === (name === 'tollfree' ? 'toll_free' : name));
}

/** An application or a trunk takes precedence over the webhook URLs. */
export function overriddenBy(...sids: readonly unknown[]): WebhookState | undefined {
  const sid = sids.find((candidate): candidate is string => typeof candidate === 'string' && candidate !== '');
  return sid === undefined ? undefined : { url: `${OVERRIDDEN}${sid}`, isOurs: false };
}

const OVERRIDDEN = 'handled by ';

/** Whether an application or a trunk takes precedence over the webhook URL. */
export function isOverridden({ url }: WebhookState): boolean {
  return url.startsWith(OVERRIDDEN);
}

export function webhookState(url: unknown, method: unknown, wanted: string): WebhookState {
  const current = typeof url === 'string' ? url : '';
  return { url: current, isOurs: current === wanted && method === 'POST' };
}

/** Shortens an identifier for messages. */
export function shortSid(sid: string): string {
  return `${sid.slice(0, 2)}…${sid.slice(-4)}`;
}
