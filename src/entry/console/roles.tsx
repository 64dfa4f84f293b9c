import { isProxyCallError, ProxyCallError } from '../../domain/model/errors.js';
import type { Operation } from '../../domain/services/access/permissions.js';
import type { Services } from '../../domain/services/services.js';
import { maySee, type Action, type Page, type View } from './view.js';

/** Refuses other roles, and records that in the audit trail. */
export type RefusesRoles = Pick<Services, 'refuseOtherRoles'>;

/**
 * Before anything of a form is done. Not every form is an operation of the API, which would refuse it: a phone of the page is used without one.
 * @throws `not_allowed`
 */
export async function refuseOthers(roles: RefusesRoles, view: View, page: Page, { needs }: Action): Promise<void> {
  await roles.refuseOtherRoles(view.actor, needs, paramsOf(view));
  if (maySee(view, page)) return;
  await roles.refuseOtherRoles(view.actor, page.needs, paramsOf(view));
  throw new ProxyCallError('not_allowed', `the role ${view.actor.role} may not do this: it is shown masked values`);
}

/** Records that somebody was not shown a page. */
export async function recordRefusal(roles: RefusesRoles, view: View, needs: Operation): Promise<void> {
  try {
    await roles.refuseOtherRoles(view.actor, needs, paramsOf(view));
  } catch (error) {
    if (!isProxyCallError(error, 'not_allowed')) throw error;
  }
}

/** Ids in the address: what it is about. */
function paramsOf({ ctx }: View): readonly string[] {
  return Object.values((ctx['params'] ?? {}) as Readonly<Record<string, string>>);
}

/** What htmx puts where the answer to a form would be. */
export function PartFault({ detail }: { readonly detail: string }) {
  return (
    <p class="note fault" role="alert">
      {detail}
    </p>
  );
}
