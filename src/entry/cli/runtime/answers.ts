/** How the answers in the menu are checked: as the options that they become. */
import { parseCountry } from '../../../domain/model/country.js';
import type { E164 } from '../../../domain/model/phone-number.js';
import { LARGEST_PURCHASE } from '../../../domain/model/settings.js';
import { ID_RULES, MAIL_RULES, NAME_RULES } from '../../../domain/model/typed-text.js';
import { readWrittenPhone } from '../../../domain/model/written-phone.js';
import type { Message, Say } from './language.js';
import { wholeNumber } from './options.js';
import { isWithheld, phoneFault, type PhoneOrigin } from './phones.js';

/** The value of the option, or what is wrong with the answer. */
export type Answer =
  | { readonly ok: true; readonly value: string; readonly number?: E164 }
  | { readonly ok: false; readonly fault: string };

export type ReadAnswer = (text: string, countries: PhoneOrigin['countries'], say: Say) => Answer;

export const idAnswer = byRules(ID_RULES);
export const nameAnswer = byRules(NAME_RULES);
export const mailAnswer = byRules(MAIL_RULES);

export const countryAnswer: ReadAnswer = (text, _, say) => {
  const country = parseCountry(text);
  return country === undefined
    ? { ok: false, fault: say('must be a two-letter ISO 3166 country code, such as FR') }
    : { ok: true, value: country };
};

export const countAnswer: ReadAnswer = (text, _, say) => {
  const [least, most] = [1, LARGEST_PURCHASE];
  const count = wholeNumber(text.trim(), least, most);
  return count === undefined
    ? { ok: false, fault: say('must be a whole number from {least} to {most}', { least, most }) }
    : { ok: true, value: count.toString() };
};

export const phoneAnswer: ReadAnswer = (text, countries, say) => {
  const typed = text.trim();
  const written = readWrittenPhone(typed, countries);
  if (!written.ok) return { ok: false, fault: phoneFault(written, say) };
  const { number } = written;
  return { ok: true, value: number, ...(number === typed ? {} : { number }) };
};

export const callerAnswer: ReadAnswer = (text, countries, say) => {
  if (isWithheld(text)) return { ok: true, value: text.trim() };
  return /\d/.test(text)
    ? phoneAnswer(text, countries, say)
    : { ok: false, fault: say('must be a phone number, or anonymous') };
};

function byRules(
  rules: readonly { readonly holds: (text: string) => boolean; readonly message: Message }[],
): ReadAnswer {
  return (text, _, say) => {
    const value = text.trim();
    const broken = rules.find(({ holds }) => !holds(value));
    return broken === undefined ? { ok: true, value } : { ok: false, fault: say(broken.message) };
  };
}
