/** A run of digits long enough to be somebody's telephone number, not part of a longer word such as a UUID. */
const DIGITS = /(?<![\w-])(?:\+|%2B)?\d{7,15}(?![\w-])/gi;
const MAIL = /[^\s@<>"',;:]+@[^\s@<>"',;:]+\.[^\s@<>"',;:]+/g;
const BEARER = /\b(bearer\s+)\S+/gi;
/** Twilio's identifiers: two letters and 32 hexadecimal digits. */
const SID = /\b([A-Z]{2})[0-9a-f]{28}([0-9a-f]{4})\b/g;

/** Found in every text that one of the patterns matches. Most texts do not have it, and this one check is cheap. */
const SUSPICIOUS = /\d{7}|@|bearer|[A-Z]{2}[0-9a-f]{28}/i;

/**
 * A last line of defence for texts that others wrote (error messages, stacks, what a carrier sent): whatever looks
 * like a phone number, a mail address or a credential is masked. Our own log lines contain none in the first place.
 */
export function maskPersonalData(text: string, secrets: readonly string[] = []): string {
  const withoutSecrets = secrets.reduce(
    (masked, secret) => (masked.includes(secret) ? masked.replaceAll(secret, '***') : masked),
    text,
  );
  if (!SUSPICIOUS.test(withoutSecrets)) return withoutSecrets;
  return withoutSecrets
    .replace(MAIL, '***@***')
    .replace(BEARER, '$1***')
    .replace(SID, '$1xx…$2')
    .replace(DIGITS, (digits) => `+****${digits.slice(-4)}`);
}
