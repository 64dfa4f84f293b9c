import type { Actor, ProxyCallApi } from '../../../ports/proxycall-api.js';
import type { Nameable } from '../../model/audit-names.js';
import { invalidFields, ProxyCallError } from '../../model/errors.js';
import { maskedFields } from '../../model/masking.js';
import type { RevealReason } from '../../model/reveal.js';
import { ROLES, type Role } from '../../model/role.js';
import { OPERATIONS } from '../operations.js';
import { subjectOf } from './subjects.js';
import { PERMISSIONS, rolesOf, shownTo, type Operation, type Shown, type Subject } from './permissions.js';

/** The user of an API that requires no token. No token has this name. */
export const ANYONE: Actor = { name: 'anyone', role: 'admin' };

/** What somebody was shown in clear. */
export interface Revealed {
  readonly operation: Operation;
  readonly record: Nameable;
  readonly reason: RevealReason;
}

/** Told of refusals and of what is shown in clear, to record them. What they throw, the operation throws: nothing is shown unrecorded. */
export interface AccessHooks {
  /** @param about the record that it was to be about, if that is known */
  readonly onRefusal: (actor: Actor, subject: Subject, about: Nameable | undefined) => Promise<void>;
  /** Before the data is shown. */
  readonly onReveal: (actor: Actor, revealed: Revealed) => Promise<void>;
}

/**
 * The API as far as the role of an actor goes: other operations are refused, and answers are masked where the table says so. For every
 * role, values that were masked are refused when they are sent back.
 * @param api carries out everything that it is asked
 */
export function withRole(api: ProxyCallApi, actor: Actor, hooks: AccessHooks): ProxyCallApi {
  const guarded: Record<string, Method> = {};
  for (const operation of OPERATIONS) {
    const method = Reflect.get(api, operation) as Method;
    guarded[operation] = (...args) => carryOut(method, operation, args, actor, hooks);
  }
  return guarded as unknown as ProxyCallApi;
}

/**
 * To be called before anything of a request is read: whoever may not make it learns nothing else about it.
 * @param args as far as they are known
 * @returns what the role is shown
 * @throws `not_allowed`
 */
export async function refuseOtherRoles(
  actor: Actor,
  subject: Subject,
  args: readonly unknown[],
  hooks: AccessHooks,
): Promise<Shown> {
  const shown = shownTo(actor.role, subject);
  if (shown !== undefined) return shown;
  await hooks.onRefusal(actor, subject, subjectOf(subject, args));
  const who = listed(rolesOf(subject));
  throw new ProxyCallError('not_allowed', `the role ${actor.role} may not do this: it needs the role ${who}`);
}

type Method = (...args: unknown[]) => Promise<unknown>;

async function carryOut(
  method: Method,
  operation: Operation,
  args: readonly unknown[],
  actor: Actor,
  hooks: AccessHooks,
): Promise<unknown> {
  const permission: AnyPermission = PERMISSIONS[operation];
  const shown = await refuseOtherRoles(actor, operation, args, hooks);
  if (permission.limits?.[actor.role]?.holds(...args) === false) {
    await hooks.onRefusal(actor, operation, subjectOf(operation, args));
    throw onlyInPart(actor.role, operation, permission);
  }
  const masked = args.flatMap((arg) => maskedFields(arg));
  if (masked.length > 0) throw invalidFields(masked);
  const answer = await method(...args);
  const revealed = REVEALS[operation];
  if (revealed !== undefined) await hooks.onReveal(actor, revealedBy(operation, revealed, args));
  return shown === 'masked' ? permission.mask(answer, actor.role) : answer;
}

/** A permission whose operation is only known at run time. Has methods, as their parameters may be of narrower types. */
interface AnyPermission {
  readonly limits?: Readonly<Partial<Record<Role, { holds(...args: unknown[]): boolean; readonly words: string }>>>;
  mask(answer: unknown, role: Role): unknown;
}

const REVEALS: Readonly<Partial<Record<Operation, 'client' | 'order'>>> = {
  revealClient: 'client',
  revealOrder: 'order',
};

function revealedBy(operation: Operation, kind: 'client' | 'order', args: readonly unknown[]): Revealed {
  const [key, request] = args;
  return { operation, record: { kind, key: String(key) }, reason: (request as Pick<Revealed, 'reason'>).reason };
}

function onlyInPart(role: Role, operation: Operation, { limits }: AnyPermission): ProxyCallError {
  const others = rolesOf(operation).filter((other) => limits?.[other] === undefined);
  return mayOnly(role, limits?.[role]?.words ?? '', others);
}

/**
 * @param words as of a `Limit`
 * @param others the roles that may do everything
 */
export function mayOnly(role: Role, words: string, others: readonly Role[]): ProxyCallError {
  const who = listed(others);
  const message = `the role ${role} may do this only ${words}: everything else needs the role ${who}`;
  return new ProxyCallError('not_allowed', message);
}

/** `viewer, operator or admin`. */
function listed(roles: readonly Role[]): string {
  const sorted = ROLES.filter((role) => roles.includes(role));
  return [sorted.slice(0, -1).join(', '), ...sorted.slice(-1)].filter((part) => part !== '').join(' or ');
}
