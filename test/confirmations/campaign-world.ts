import assert from 'node:assert/strict';
import { codeOf } from '../../src/domain/model/confirmation/secrets.js';
import type { Confirmation } from '../../src/domain/model/confirmation/confirmation.js';
import { isProxyCallError, type ErrorCode } from '../../src/domain/model/errors.js';
import { secretHash } from '../../src/domain/services/confirmations/records.js';
import { fictionalMobile } from '../../src/entry/testing/index.js';
import { linksIn, otherThan, type Instance, type Scene } from './scene.js';

export const phones = [6001, 6002, 6003, 6004, 6005].map((index) => fictionalMobile(index));
export const mails = ['ada@shop.example', 'bob@shop.example', 'mallory@shop.example'];

export type Evidence = 'phone' | 'former_phone' | 'mail' | 'approved';

/** What the reference model knows of a client. */
export interface KnownClient {
  phone: string;
  mail: string;
  /** Whether the mail address is more than what a link in a mail to itself has put there. */
  isVouched: boolean;
}

/** The reference model: what people have shown of themselves, and what is to follow from it. */
export interface World {
  readonly scene: Scene;
  readonly clients: Map<string, KnownClient>;
  /** What was shown for a confirmation. */
  readonly evidence: Map<string, Set<Evidence>>;
  /** How many wrong codes were looked at, by confirmation and generation. */
  readonly wrong: Map<string, number>;
  /** Each confirmation as it was when it was first seen. */
  readonly begun: Map<string, Confirmation>;
  readonly statuses: Map<string, Confirmation['status']>;
  readonly handles: { readonly handle: string; readonly id: string }[];
  /** Changes of clients that the merchant has made in this step. */
  updated: string | undefined;
  confirmed: number;
  looked: number;
}

export function newWorld(scene: Scene): World {
  return {
    ...{ scene, clients: new Map(), evidence: new Map(), wrong: new Map(), begun: new Map(), statuses: new Map() },
    ...{ handles: [], updated: undefined, confirmed: 0, looked: 0 },
  };
}

export function instance({ scene }: World, isSecond: boolean): Instance {
  return isSecond ? scene.second : scene.first;
}

/** The result, or the code of the refusal. */
export async function tried<T>(request: Promise<T>): Promise<{ readonly result: T } | { readonly refused: ErrorCode }> {
  try {
    return { result: await request };
  } catch (error) {
    if (isProxyCallError(error)) return { refused: error.code };
    throw error;
  }
}

/** One of the newest confirmations. */
export async function confirmationAt({ scene }: World, index: number): Promise<Confirmation | undefined> {
  return (await scene.store.confirmations({ limit: 10 }))[index];
}

export async function existing({ scene }: World, id: string): Promise<Confirmation> {
  const read = await scene.store.record('confirmation', id);
  assert.ok(read);
  return read.value;
}

export function give({ evidence }: World, id: string, what: Evidence): void {
  evidence.set(id, (evidence.get(id) ?? new Set()).add(what));
}

const keyOf = ({ id, generation }: Confirmation) => `${id} ${generation.toString()}`;

export function looked({ wrong }: World, confirmation: Confirmation): number {
  return wrong.get(keyOf(confirmation)) ?? 0;
}

export function addWrong(world: World, confirmation: Confirmation, by = 1): void {
  world.wrong.set(keyOf(confirmation), looked(world, confirmation) + by);
  world.looked += by;
}

/** A code as somebody enters it. */
export async function codeFor(world: World, confirmation: Confirmation, which: string): Promise<string> {
  const hash = secretHash(world.scene);
  const code = (source: Confirmation, of: 'phone' | 'former_phone' = 'phone') => codeOf(hash, source, of, 6);
  const right = code(confirmation);
  switch (which) {
    case 'right':
      return right;
    case 'former_phone':
      return code(confirmation, 'former_phone');
    case 'old':
      return code({ ...confirmation, generation: confirmation.generation - 1 });
    case 'other': {
      const others = await world.scene.store.confirmations({ limit: 10 });
      const other = others.find(({ id }) => id !== confirmation.id);
      return other === undefined ? otherThan(right) : code(other);
    }
    default:
      return otherThan(right);
  }
}

/** What is to come of a code, by the rules that are written down, and not by those of the program. */
export async function expected(
  world: World,
  confirmation: Confirmation,
  code: string,
): Promise<'closed' | 'locked' | 'expired' | 'wrong' | Evidence> {
  const { status, expiresAt, generationAt } = confirmation;
  const now = world.scene.clock.now();
  if (status !== 'confirmed' && (status !== 'pending' || expiresAt <= now)) return 'closed';
  // For one that is confirmed no new code can be asked for.
  if (looked(world, confirmation) >= 5) return status === 'confirmed' ? 'closed' : 'locked';
  if (status === 'pending' && now >= generationAt + 10 * 60_000) return 'expired';
  const hash = secretHash(world.scene);
  const asked = await askedBy(world, confirmation);
  const isOf = (of: 'phone' | 'former_phone') => codeOf(hash, confirmation, of, 6) === code;
  if (asked.includes('code') && isOf('phone')) return 'phone';
  return asked.includes('former_code') && isOf('former_phone') ? 'former_phone' : 'wrong';
}

/** What has left for this generation. */
async function askedBy({ scene }: World, { id, generation }: Confirmation): Promise<readonly string[]> {
  const entries = await Promise.all(scene.left.map(({ entryId }) => scene.store.record('outbox', entryId)));
  return entries.flatMap((entry) =>
    entry?.value.confirmationId === id && entry.value.generation === generation ? [entry.value.message] : [],
  );
}

/** The links that have left, the newest first, with what each of them is for. */
export function linksOf({ scene }: World) {
  return scene.left
    .flatMap(({ body, entryId, channel, to }) =>
      linksIn(body).map((path, place, all) => ({
        ...{ path, entryId, to },
        // In a mail that asks, the link that proves comes first. One that tells of a change has no other than "not me".
        isLast: place === all.length - 1,
        isFirst: place === 0 && channel === 'email',
      })),
    )
    .reverse();
}
