import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Admits whoever sits at this machine to the console of an installation that has no tokens yet. */
export interface OneTimeLink {
  /** The path and query of the link that is valid now. */
  path(): string;
  /** Whether this is its key. Once: the next link has another one. */
  use(key: string): boolean;
}

/** @param onUsed is told of the next link */
export function createOneTimeLink(onUsed: (path: string) => void = () => undefined): OneTimeLink {
  let key = newKey();
  const path = () => `/console/link?key=${key}`;
  return {
    path,
    use(sent) {
      const [one, other] = [sent, key].map((text) => createHash('sha256').update(text).digest());
      if (one === undefined || other === undefined || !timingSafeEqual(one, other)) return false;
      key = newKey();
      onUsed(path());
      return true;
    },
  };
}

function newKey(): string {
  return randomBytes(24).toString('base64url');
}
