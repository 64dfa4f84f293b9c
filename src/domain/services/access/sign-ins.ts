import type { Actor } from '../../../ports/proxycall-api.js';
import type { Put, Versioned } from '../../../ports/order-store.js';
import { hasRecordMac, recordMac } from '../../model/record-mac.js';
import { isSignedIn, SEEN_MS, SIGN_IN_SECRET_LENGTH, SIGNED_IN_MS, type SignIn } from '../../model/sign-in.js';
import type { StoreFinding } from '../../model/store-finding.js';
import { entriesBy } from '../audit/entries.js';
import { put, retryOnConflict } from '../commit.js';
import { pagesOf } from '../paging.js';
import type { Ports } from '../ports.js';
import { recordHash } from '../record-hash.js';
import { ANYONE } from './guard.js';
import type { KnownTokens } from './known-tokens.js';
import { digestOf, identifyDigest } from './tokens.js';

/** Who uses the console: see operators in docs/console.md. */
export interface SignIns {
  /**
   * Begins a sign-in, with a token that was accepted just now, or without one where none is required.
   * @returns the secret for the cookie: the only one who has it is the browser
   */
  begin(actor: Actor, token: string | undefined): Promise<string>;
  /**
   * Who has this secret. Undefined when nobody is signed in with it, or not any more: it ended, was idle for too long, or their token is
   * accepted no longer.
   * @param options.isActivity whether somebody is there, as opposed to a page that asks by itself. Default: true
   */
  find(secret: string, options?: { readonly isActivity?: boolean }): Promise<Identity | undefined>;
  /** Ends a sign-in everywhere, at once. */
  end(secret: string, actor: Actor): Promise<void>;
}

export type Identity = Pick<Actor, 'name' | 'role'>;

/** A token of the environment, as it is told apart. */
export interface EnvironmentToken {
  readonly digest: string;
  readonly actor: Identity;
}

const PAGE = 200;

/** @param environment the tokens that are none of the store */
export function createSignIns(ports: Ports, known: KnownTokens, environment: readonly EnvironmentToken[]): SignIns {
  const { store, clock, ids } = ports;
  return {
    async begin(actor, token) {
      const secret = ids.secret(SIGN_IN_SECRET_LENGTH);
      const now = clock.now();
      const digest = digestOf(ports, `${PREFIX}${secret}`);
      const value = seal(ports, {
        ...{ id: idOf(digest), digest, credential: token === undefined ? undefined : digestOf(ports, token) },
        ...{ createdAt: now, expiresAt: now + SIGNED_IN_MS, lastSeenAt: now },
      });
      await store.commit({ puts: [put('signin', value), ...audited(ports, actor, 'signIn')] });
      return secret;
    },
    async find(secret, { isActivity = true } = {}) {
      const read = await genuine(ports, secret);
      if (read === undefined || !isSignedIn(read.value, clock.now())) return undefined;
      const actor = await actorOf(read.value);
      if (actor === undefined) return undefined;
      if (isActivity) await seen(ports, read);
      return actor;
    },
    async end(secret, actor) {
      await retryOnConflict(ports, async () => {
        const read = await genuine(ports, secret);
        if (read === undefined) return;
        const removal = { kind: 'signin', key: read.value.id, expected: read.version } as const;
        await store.commit({ puts: audited(ports, actor, 'signOut'), removals: [removal] });
      });
    },
  };

  /** As their token is accepted at this moment. */
  async function actorOf({ credential }: SignIn): Promise<Identity | undefined> {
    if (credential === undefined) {
      const isOpen = environment.length === 0 && !(await known.areRequired());
      return isOpen ? { name: ANYONE.name, role: ANYONE.role } : undefined;
    }
    const own = environment.find(({ digest }) => digest === credential);
    if (own !== undefined) return own.actor;
    const found = await identifyDigest(ports, known, credential);
    if (found.kind === 'unread') throw found.error;
    return found.kind === 'known' ? { name: found.name, role: found.role } : undefined;
  }
}

/** So that the secret of a sign-in is never taken for a token. */
const PREFIX = 'console ';

function seal({ ids }: Ports, value: Omit<SignIn, 'mac'>): SignIn {
  return { ...value, mac: recordMac(recordHash(ids), 'signin', value) };
}

async function genuine(ports: Ports, secret: string): Promise<Versioned<SignIn> | undefined> {
  const digest = digestOf(ports, `${PREFIX}${secret}`);
  const read = await ports.store.record('signin', idOf(digest));
  if (read?.value.digest !== digest) return undefined;
  return hasRecordMac(recordHash(ports.ids), 'signin', read.value) ? read : undefined;
}

function audited(ports: Ports, actor: Actor, action: 'signIn' | 'signOut'): readonly Put[] {
  return entriesBy(ports, actor, { action, outcome: 'done', records: [] }).map((entry) => put('audit', entry));
}

/** Not written for every request: the pages of a busy person would fill a spreadsheet's journal. */
async function seen(ports: Ports, { value, version }: Versioned<SignIn>): Promise<void> {
  const now = ports.clock.now();
  if (now - value.lastSeenAt < SEEN_MS) return;
  try {
    await ports.store.commit({
      puts: [put('signin', seal(ports, { ...value, lastSeenAt: now }), { value, version })],
    });
  } catch {
    // Another request has written the same, or the next one will.
    ports.logger.debug('signin.use_not_recorded');
  }
}

function idOf(digest: string): string {
  return Buffer.from(digest, 'base64url').toString('hex').slice(0, 16);
}

/** Those that somebody else than ProxyCall wrote or changed. Names no record: its id may be anything. */
export async function signInFindings({ store, ids }: Ports): Promise<readonly StoreFinding[]> {
  let forged = 0;
  for await (const page of pagesOf(store, 'signin', PAGE))
    forged += page.filter(({ value }) => !hasRecordMac(recordHash(ids), 'signin', value)).length;
  const problem = 'a sign-in to the console that somebody else than ProxyCall has written or changed is ignored';
  return Array.from({ length: forged }, () => ({ kind: 'forged_record', tab: 'signin', problem }) as const);
}

/** None counts any more, as nobody can compute their digests again. */
export async function endSignIns({ store }: Pick<Ports, 'store'>): Promise<void> {
  for await (const page of pagesOf(store, 'signin', PAGE)) {
    const removals = page.map(({ value, version }) => ({ kind: 'signin', key: value.id, expected: version }) as const);
    await store.commit({ puts: [], removals });
  }
}
