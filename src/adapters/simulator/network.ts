import type { Ids } from '../../ports/runtime.js';
import type { RecordingPhone } from './phone.js';
import type { SendWebhook } from './webhooks.js';

/** What calls and texts run on. */
export interface Network {
  readonly ids: Pick<Ids, 'next'>;
  readonly send: SendWebhook;
  /** The public address of the service whose webhooks are called. */
  readonly webhookBaseUrl: () => string;
  readonly phone: (number: string) => RecordingPhone;
}

/** An identifier as Twilio makes them: `CA` for calls, `SM` for texts, `PN` for numbers. */
export function newSid(ids: Network['ids'], prefix: 'CA' | 'SM' | 'PN'): string {
  return prefix + ids.next().replaceAll('-', '');
}

/** Parameters of every webhook of Twilio. */
export const ACCOUNT = { AccountSid: 'AC00000000000000000000000000000000', ApiVersion: '2010-04-01' } as const;
