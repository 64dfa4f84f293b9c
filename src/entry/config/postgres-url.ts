/**
 * What is wrong with the URL of a database; undefined when nothing is. Never contains a part of it. Passwords with `/`, `?` or `#` end
 * the part before the host: the rest of the password, and the host, are then taken for the name of the database.
 */
export function postgresUrlFault(raw: string): string | undefined {
  if (!URL.canParse(raw)) return looksLikeOne(raw) ? `${EXAMPLE}, ${ENCODE}` : EXAMPLE;
  const { protocol, pathname, search, hash, username, password } = new URL(raw);
  if (!PROTOCOLS.has(protocol)) return EXAMPLE;
  const isCutOff = pathname.includes('@') || hash !== '' || (pathname === '' && search.includes('@'));
  // pg itself encodes the % of a URL that has one before anything but hexadecimal digits.
  const isEncoded = /%(?![0-9a-f]{2})/i.test(raw) || [username, password, pathname].every(canDecode);
  return isCutOff || !isEncoded ? `${EXAMPLE}, ${ENCODE}` : undefined;
}

const PROTOCOLS: ReadonlySet<string> = new Set(['postgres:', 'postgresql:']);
const EXAMPLE = 'must be a URL such as postgres://user:password@host/database';
const ENCODE = 'with the characters / ? # % of the password percent-encoded (%2F %3F %23 %25)';

function looksLikeOne(raw: string): boolean {
  return /^postgres(ql)?:\/\/.*@/.test(raw);
}

function canDecode(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
