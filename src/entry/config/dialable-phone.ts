import { DIALLING_FAULTS, isDialable } from '../../domain/model/dialling-rules.js';
import { parsePhoneNumber, type E164 } from '../../domain/model/phone-number.js';
import type { VariableType } from './variable.js';

/** A number of a kind that may be called at the shop's cost. In a file of its own: the light package goes without its rules. */
export const dialablePhone: VariableType<E164> = {
  label: { en: 'phone number', fr: 'numéro de téléphone' },
  parse(value) {
    const parsed = parsePhoneNumber(value);
    if (!parsed.ok) return { fault: 'must be a phone number such as +33199001234' };
    return isDialable(parsed.number)
      ? { value: parsed.number }
      : { fault: `cannot be called: ${DIALLING_FAULTS.not_dialable}` };
  },
  format: (value) => value,
};
