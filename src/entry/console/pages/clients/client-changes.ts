import { ProxyCallError } from '../../../../domain/model/errors.js';
import type { ClientChanges, ClientView } from '../../../../ports/proxycall-api.js';
import { snakeCase } from '../../../wire.js';
import { isMasked } from '../../elements/reveal.js';
import * as fields from '../../fields.js';
import { typed, type Form } from '../../form.js';
import type { Refusal, View } from '../../view.js';

const { optional } = fields;

const CHANGES = {
  clientName: optional(fields.personName),
  clientMail: optional(fields.mail),
  clientRealPhone: optional(fields.phone),
  clientIsoResidency: optional(fields.country),
  clientProxyNumber: optional(fields.poolNumber),
};

/** What the form shows of the record, if the role sees it in clear. */
export const PREFILLED = ['clientName', 'clientMail', 'clientRealPhone', 'clientIsoResidency'] as const;
type Prefilled = (typeof PREFILLED)[number];

/** The hidden field with what a field showed: the difference to it is what somebody has changed, whatever the record is by now. */
export function shownName(field: Prefilled): string {
  return `shown_${snakeCase(field)}`;
}

/** Undefined where the form showed nothing: whatever was typed is meant. */
function shownIn(form: Form, field: Prefilled): string | undefined {
  return form.get(shownName(field));
}

/**
 * What somebody has changed in the form.
 * @throws `invalid_request` when a value is wrong, or nothing was changed
 */
export function changesIn(view: View, form: Form): ClientChanges {
  const read = fields.readFields(view, withoutUnchanged(form), CHANGES);
  const changes = Object.fromEntries(
    // Written otherwise, it is the same.
    Object.entries(read).filter(
      ([name, value]) => value !== undefined && value !== form.get(`shown_${snakeCase(name)}`),
    ),
  );
  // Shown to every role, so that it is meant when it was emptied.
  const isRemoved =
    form.get('client_iso_residency')?.trim() === '' && (shownIn(form, 'clientIsoResidency') ?? '') !== '';
  const all = { ...changes, ...(isRemoved ? { clientIsoResidency: null } : {}) };
  if (Object.keys(all).length === 0) throw new ProxyCallError('invalid_request', 'there is nothing to change');
  return all;
}

/**
 * @param client on record now, as the role is shown it. What is masked is not compared: the answer would say whether a made-up value is
 *   the real one
 * @throws `invalid_request` when the form showed something else in a field that was changed
 */
export function refuseOverwriting(client: ClientView, changes: ClientChanges, form: Form): void {
  const others = PREFILLED.filter((field) => {
    const [shown, now] = [shownIn(form, field), client[field] ?? ''];
    return field in changes && shown !== undefined && shown !== now && !isMasked([now]);
  });
  if (others.length === 0) return;
  throw new ProxyCallError('invalid_request', CHANGED, {
    issues: [
      ...others.map((field) => ({ pointer: `/${field}`, detail: 'was changed by somebody else meanwhile' })),
      // Of no field: the form as a whole says it too.
      { pointer: '/client', detail: CHANGED },
    ],
  });
}

const CHANGED =
  'somebody else changed this client meanwhile: the page shows what is on record now; look at it, and save again what you still want to change';

/** Of a refused form, what somebody has typed: the rest is shown as it is on record now, and not as it was. */
export function typedOnly(refusal: Refusal | undefined): Refusal | undefined {
  return refusal && { ...refusal, form: withoutUnchanged(refusal.form) };
}

function withoutUnchanged(form: Form): Form {
  const unchanged = PREFILLED.filter((field) => {
    return (typed(form, snakeCase(field)) ?? '') === shownIn(form, field)?.trim();
  }).map((field) => snakeCase(field));
  return new Map([...form].filter(([name]) => !(unchanged as readonly string[]).includes(name)));
}
