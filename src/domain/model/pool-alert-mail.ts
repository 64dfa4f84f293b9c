import { letterHtml, letterText, type Letter, type LetterCommand, type LetterSection, fill } from './letter.js';
import type { OutgoingMail } from './mail.js';
import { LARGEST_PURCHASE, type Settings } from './settings.js';
import { alertKey } from './pool-alert-state.js';
import type { Watched } from './pool-alert.js';
import type { NumberType } from './proxy-number.js';

/** What is low, with what the shop needs to decide. */
export interface LowPool extends Watched {
  /** How many days the rest lasts, as in the last days. Undefined where none was given to a client in these. */
  readonly daysLeft: number | undefined;
  /** How many the planner recommends to buy, by type. */
  readonly recommended: readonly { readonly type: NumberType; readonly count: number }[];
}

const PHRASES = {
  en: {
    low: '{shop}: few numbers left ({kinds})',
    clear: '{shop}: enough numbers again ({kinds})',
    available: 'Available',
    wanted: 'Alert below',
    lasts: 'The rest lasts',
    days: '{days} days, as in the last {period} days',
    oneDay: 'a day, as in the last {period} days',
    lessThanADay: 'less than a day, as in the last {period} days',
    unknown: 'none was given to a client in the last {period} days',
    none: 'none is left',
    enough: 'enough again',
    buy: 'To buy numbers (an admin):',
    plan: 'How many are needed:',
    unnamed: 'ProxyCall',
  },
  fr: {
    low: '{shop} : il reste peu de numéros ({kinds})',
    clear: '{shop} : de nouveau assez de numéros ({kinds})',
    available: 'Disponibles',
    wanted: 'Alerte au-dessous de',
    lasts: 'Le reste suffit pour',
    days: '{days} jours, au rythme des {period} derniers jours',
    oneDay: 'un jour, au rythme des {period} derniers jours',
    lessThanADay: 'moins d’un jour, au rythme des {period} derniers jours',
    unknown: 'aucun attribué à un client depuis {period} jours',
    none: 'il n’en reste aucun',
    enough: 'de nouveau assez',
    buy: 'Pour acheter des numéros (un admin) :',
    plan: 'Combien il en faut :',
    unnamed: 'ProxyCall',
  },
} as const;

type Phrases = Readonly<Record<keyof typeof PHRASES.en, string>>;

/**
 * A mail that says what is low, and what is not any more. In French where the shop speaks it, else in English.
 * @param period of how many days the numbers that were given are counted
 */
export function writePoolAlert(
  {
    low,
    cleared,
    period,
  }: { readonly low: readonly LowPool[]; readonly cleared: readonly Watched[]; readonly period: number },
  { language: spoken, shopName }: Pick<Settings, 'language' | 'shopName'>,
): Pick<OutgoingMail, 'subject' | 'text' | 'html'> {
  const language = spoken === 'fr' ? 'fr' : 'en';
  const phrases: Phrases = PHRASES[language];
  const kinds = (low.length > 0 ? low : cleared).map(alertKey).join(', ');
  const words = { shop: shopName ?? phrases.unnamed, kinds };
  const title = fill(low.length > 0 ? phrases.low : phrases.clear, words).replace(/\s+/g, ' ');
  const commands = low.flatMap(commandsOf);
  const letter: Letter = {
    language,
    title,
    introduction: [],
    sections: [
      ...low.map((pool) => lowSection(pool, phrases, period)),
      ...cleared.map((pool) => ({ title: `${alertKey(pool)}: ${phrases.enough}`, rows: countRows(pool, phrases) })),
    ],
    ending: commands.length === 0 ? [] : [phrases.buy, ...commands, phrases.plan, { command: 'proxycall pool plan' }],
  };
  return { subject: title, text: letterText(letter), html: letterHtml(letter) };
}

function countRows({ available, threshold }: Watched, phrases: Phrases): LetterSection['rows'] {
  return [
    { name: phrases.available, value: available.toString() },
    { name: phrases.wanted, value: threshold.toString() },
  ];
}

function lowSection(pool: LowPool, phrases: Phrases, period: number): LetterSection {
  const lasts = fill(lastsPhrase(pool, phrases), {
    days: Math.floor(pool.daysLeft ?? 0).toString(),
    period: period.toString(),
  });
  return { title: alertKey(pool), rows: [...countRows(pool, phrases), { name: phrases.lasts, value: lasts }] };
}

function lastsPhrase({ available, daysLeft }: LowPool, phrases: Phrases): string {
  if (available === 0) return phrases.none;
  if (daysLeft === undefined) return phrases.unknown;
  if (daysLeft < 1) return phrases.lessThanADay;
  return daysLeft < 2 ? phrases.oneDay : phrases.days;
}

function commandsOf({ country, recommended }: LowPool): readonly LetterCommand[] {
  return recommended.map(({ type, count }) => {
    const size = Math.max(1, Math.min(LARGEST_PURCHASE, count)).toString();
    return { command: `proxycall pool provision --country ${country} --number-type ${type} --batch-size ${size}` };
  });
}
