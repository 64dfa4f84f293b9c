import type { ConfirmationSettings } from '../../domain/model/confirmation/confirmation-settings.js';
import type { ServerReader } from './server-reader.js';

/** How phones and mail addresses are confirmed. */
export function readConfirmations(reader: ServerReader): ConfirmationSettings {
  return {
    required: reader.value('PROXYCALL_REQUIRE_CONFIRMATION'),
    activation: reader.value('PROXYCALL_ACTIVATION'),
    steps: reader.value('PROXYCALL_CONFIRM_STEPS'),
    limits: reader.value('PROXYCALL_CONFIRM_LIMITS'),
  };
}

/** Refuses what could never reach anybody. */
export function refuseUnreachable(
  reader: ServerReader,
  { activation, steps }: ConfirmationSettings,
  has: { readonly publicUrl: boolean; readonly mail: boolean },
): void {
  if (activation && !has.publicUrl) reader.missing('PUBLIC_BASE_URL', 'activation');
  if (steps.some(({ channel }) => channel !== 'email')) return;
  if (!has.mail) reader.fault('PROXYCALL_CONFIRM_STEPS', 'has mail only, and no mail is sent: SMTP_HOST is not set');
  // A mail has a link.
  else if (!has.publicUrl)
    reader.fault('PROXYCALL_CONFIRM_STEPS', 'has mail only, and its links need PUBLIC_BASE_URL, which is not set');
}
