const PRIVATE_KEY = /-----BEGIN ((?:[A-Z]+ )*PRIVATE KEY)-----(.*?)-----END \1-----/s;
/** What stands between the lines of a key after it went through JSON, a shell or a form: line ends, or how those are written. */
const LINE_ENDS = /\\+[nrt]|[\s\\]/g;
const LINE_LENGTH = /.{1,64}/g;

/**
 * A private key in PEM with its line ends, however they were written: literal `\n`, once or more often escaped, blanks, or none at
 * all. Text around the key, such as quotes, is dropped. Undefined if there is no such key in the text.
 */
export function privateKeyIn(text: string): string | undefined {
  const [, type, body] = PRIVATE_KEY.exec(text) ?? [];
  if (type === undefined || body === undefined) return undefined;
  const lines = body.replace(LINE_ENDS, '').match(LINE_LENGTH);
  if (lines === null) return undefined;
  return [`-----BEGIN ${type}-----`, ...lines, `-----END ${type}-----`, ''].join('\n');
}
