import { invalidField } from '../../domain/model/errors.js';
import type { E164 } from '../../domain/model/phone-number.js';
import { typed, type Form } from './form.js';
import { POOL } from './pages/pool-words.js';
import type { View } from './view.js';

/** The name of the box, or of the hidden field, that selects a number. A form has a name once. */
export function selectName(index: number): string {
  return `select_${index.toString()}`;
}

const SELECT = /^select_\d{1,4}$/;

/** The numbers that were selected. The API says which of them are none. */
export function selectedIn(form: Form): readonly E164[] {
  return [...form].flatMap(([name, value]) => (SELECT.test(name) && value !== '' ? [value as E164] : []));
}

/** @throws ProxyCallError with code `invalid_request` when there are none */
export function someSelected({ language }: View, form: Form): readonly E164[] {
  const numbers = selectedIn(form);
  if (numbers.length === 0) throw invalidField('numbers', POOL[language].selectSome);
  return numbers;
}

/** The field into which the number of numbers is typed, before what cannot be undone. */
export const CONFIRM = 'confirm_count';

/** @throws ProxyCallError with code `invalid_request` when somebody typed another number */
export function refuseOtherCount({ language }: View, form: Form, count: number): void {
  if (typed(form, CONFIRM) === count.toString()) return;
  throw invalidField('confirmCount', POOL[language].wrongCount(count.toString()));
}
