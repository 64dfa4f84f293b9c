/** Paths, below the public address, that this program answers webhooks on. */
export const WEBHOOK_PATHS = {
  voice: '/twilio/voice',
  voiceEnded: '/twilio/voice/ended',
  whisper: '/twilio/voice/whisper',
  sms: '/twilio/sms',
  smsStatus: '/twilio/sms/status',
} as const;

/** Where calls and texts to a number of ours are to be reported, at this public address. */
export function webhookUrlsAt(publicUrl: string): { readonly voice: string; readonly sms: string } {
  return { voice: publicUrl + WEBHOOK_PATHS.voice, sms: publicUrl + WEBHOOK_PATHS.sms };
}

/** An address of ours for the carrier to report to, which says what the report is about. */
export function callbackUrl(url: string, about: Readonly<Record<string, string>>): string {
  const query = Object.entries(about).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${url}?${query.join('&')}`;
}

/** Where the carrier reports the status of a text. */
export function textStatusUrl(publicUrl: string, interactionId: string, part: number): string {
  return callbackUrl(publicUrl + WEBHOOK_PATHS.smsStatus, { interaction: interactionId, part: part.toString() });
}
