import type { Nameable } from '../../model/audit-names.js';
import type { Subject } from './permissions.js';

/** The operations whose first argument is the id of an order or client. */
const SUBJECTS: Readonly<Partial<Record<Subject, 'order' | 'client'>>> = {
  getOrder: 'order',
  closeOrder: 'order',
  changeCourier: 'order',
  revealOrder: 'order',
  getClient: 'client',
  updateClient: 'client',
  eraseClient: 'client',
  revealClient: 'client',
};

/** What an operation is about, as far as its first argument says. */
export function subjectOf(operation: Subject, [id]: readonly unknown[]): Nameable | undefined {
  const kind = SUBJECTS[operation];
  return kind === undefined || typeof id !== 'string' ? undefined : { kind, key: id };
}
