/** How the answers in the menu are checked: as the options that they become. */
import { parseCountry } from '../../../domain/model/country.js';
import type { E164 } from '../../../domain/model/phone-number.js';
import { LARGEST_PURCHASE } from '../../../domain/model/settings.js';
import { ID_RULES, MAIL_RULES, NAME_RULES } from '../../../domain/model/typed-text.js';
import { InputError } from './failure.js';
import type { Message, Say } from './language.js';
import { readWholeOption } from './options.js';
import { readPhoneOption, type PhoneOrigin } from './phones.js';

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

export const countAnswer: ReadAnswer = (text, _, say) =>
  read(say, () => ({ value: readWholeOption('', text.trim(), 1, LARGEST_PURCHASE).toString() }));

export const phoneAnswer: ReadAnswer = (text, countries, say) => {
  let number: E164 | undefined;
  return read(say, () => {
    const value = readPhoneOption('', text.trim(), { countries, understood: (_, understood) => (number = understood) });
    return { value, ...(number === undefined ? {} : { number }) };
  });
};

/** A phone, or a word that says that there is none. */
export const callerAnswer: ReadAnswer = (text, countries, say) =>
  /^\p{L}+$/u.test(text.trim()) ? { ok: true, value: text.trim() } : phoneAnswer(text, countries, say);

function byRules(
  rules: readonly { readonly holds: (text: string) => boolean; readonly message: Message }[],
): ReadAnswer {
  return (text, _, say) => {
    const value = text.trim();
    const broken = rules.find(({ holds }) => !holds(value));
    return broken === undefined ? { ok: true, value } : { ok: false, fault: say(broken.message) };
  };
}

/** The readers of options put the name of the option first: here the question stands above. */
function read(say: Say, reader: () => { value: string; number?: E164 }): Answer {
  try {
    return { ok: true, ...reader() };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { ok: false, fault: error.in(say).replace(/^\s*:\s*/, '') };
  }
}
