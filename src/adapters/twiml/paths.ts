/** The paths below the public URL at which webhooks arrive. */
export const WEBHOOK_PATHS = {
  voice: '/twilio/voice',
  voiceEnded: '/twilio/voice/ended',
  whisper: '/twilio/voice/whisper',
  placed: '/twilio/voice/placed',
  placedKey: '/twilio/voice/placed/key',
  placedEnded: '/twilio/voice/placed/ended',
  sms: '/twilio/sms',
  smsStatus: '/twilio/sms/status',
} as const;

/**
 * The webhook URLs of a number, at this public URL.
 * @param publicUrl without a path or a final slash
 */
export function webhookUrlsAt(publicUrl: string): { readonly voice: string; readonly sms: string } {
  return { voice: publicUrl + WEBHOOK_PATHS.voice, sms: publicUrl + WEBHOOK_PATHS.sms };
}

/** An address of ours for the carrier to report to, which says what the report is about. */
export function callbackUrl(url: string, about: Readonly<Record<string, string>>): string {
  const query = Object.entries(about).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${url}?${query.join('&')}`;
}

/**
 * The URL at which the carrier reports the status of a text.
 * @param part the index of the text in its interaction, from 0
 * @param attempt which attempt to send it, from 1
 */
export function textStatusUrl(publicUrl: string, interactionId: string, part: number, attempt = 1): string {
  const about = { interaction: interactionId, part: part.toString() };
  const again = attempt === 1 ? {} : { attempt: attempt.toString() };
  return callbackUrl(publicUrl + WEBHOOK_PATHS.smsStatus, { ...about, ...again });
}

/**
 * The URLs of a call that we place: where the carrier asks what to say once it is answered, and where it reports how it ended.
 * @param reference that of the call
 */
export function placedCallUrls(
  publicUrl: string,
  reference: string,
): { readonly answered: string; readonly ended: string } {
  return {
    answered: callbackUrl(publicUrl + WEBHOOK_PATHS.placed, { reference }),
    ended: callbackUrl(publicUrl + WEBHOOK_PATHS.placedEnded, { reference }),
  };
}
