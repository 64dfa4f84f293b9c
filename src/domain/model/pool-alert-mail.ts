import { letterMail, type LetterCommand, type LetterSection, fill } from './letter.js';
import type { OutgoingMail } from './mail.js';
import { clearLevel, type Watched } from './pool-alert.js';
import type { Outlook } from './pool-outlook.js';
import type { NumberType } from './proxy-number.js';
import { LARGEST_PURCHASE, type Settings } from './settings.js';

/** What is low, with what the shop needs to decide. */
export interface LowPool extends Watched {
  readonly lasts: Outlook;
  /** How many the planner recommends to buy, by type. */
  readonly recommended: readonly { readonly type: NumberType; readonly count: number }[];
}

const PHRASES = {
  en: {
    low: '{shop}: few numbers left ({kinds})',
    clear: '{shop}: enough numbers again ({kinds})',
    available: 'Available',
    none: 'none',
    gone: 'none at all',
    wanted: 'Alert below',
    enough: 'All clear from',
    lasts: 'The rest lasts',
    days: '{days} days, at the pace of {period}',
    oneDay: 'a day, at the pace of {period}',
    lessThanADay: 'less than a day, at the pace of {period}',
    long: 'more than a year, at the pace of {period}',
    steady: 'on, as long as use does not grow',
    peak: 'until a peak like that of {period}',
    lastDays: 'the last {days} days',
    lastDay: 'the last day',
    enoughAgain: '{kind}: enough again',
    goneNote:
      'There is no number of this kind any more, not even one in use: {kinds}. This is said once. To be reminded, name the country in PROXYCALL_POOL_ALERT.',
    buy: 'To buy numbers (an admin):',
    plan: 'How many are needed:',
    unnamed: 'ProxyCall',
  },
  fr: {
    low: '{shop} : il reste peu de numéros ({kinds})',
    clear: '{shop} : de nouveau assez de numéros ({kinds})',
    available: 'Disponibles',
    none: 'aucun',
    gone: 'plus aucun',
    wanted: 'Alerte au-dessous de',
    enough: 'Fin d’alerte à partir de',
    lasts: 'Durée du reste',
    days: '{days} jours, au rythme {period}',
    oneDay: 'un jour, au rythme {period}',
    lessThanADay: 'moins d’un jour, au rythme {period}',
    long: 'plus d’un an, au rythme {period}',
    steady: 'sans limite, tant que l’usage n’augmente pas',
    peak: 'jusqu’à une pointe comme celle {period}',
    lastDays: 'des {days} derniers jours',
    lastDay: 'du dernier jour',
    enoughAgain: '{kind} : de nouveau assez',
    goneNote:
      'Il n’y a plus aucun numéro de ce genre, pas même en service : {kinds}. Cela n’est dit qu’une fois. Pour un rappel, nommez le pays dans PROXYCALL_POOL_ALERT.',
    buy: 'Pour acheter des numéros (un admin) :',
    plan: 'Combien il en faut :',
    unnamed: 'ProxyCall',
  },
} as const;

const TYPE_NAMES: Readonly<Record<'en' | 'fr', Readonly<Record<NumberType, string>>>> = {
  en: { mobile: 'mobile', local: 'local', national: 'national', toll_free: 'toll-free' },
  fr: { mobile: 'mobile', local: 'local', national: 'national', toll_free: 'numéro vert' },
};

type Phrases = Readonly<Record<keyof typeof PHRASES.en, string>>;

/** What a mail says. */
export interface AlertContents {
  readonly low: readonly LowPool[];
  readonly cleared: readonly Watched[];
  /** Of how many of the last days the use of numbers was looked at, at least one. */
  readonly days: number;
}

/** A mail that says what is low, and what is not any more. In French where the shop speaks it, else in English. */
export function writePoolAlert(
  { low, cleared, days }: AlertContents,
  { language: spoken, shopName }: Pick<Settings, 'language' | 'shopName'>,
): Pick<OutgoingMail, 'subject' | 'text' | 'html'> {
  const language = spoken === 'fr' ? 'fr' : 'en';
  const phrases: Phrases = PHRASES[language];
  const kinds = (low.length > 0 ? low : cleared).map((pool) => codeOf(pool, language)).join(', ');
  const words = { shop: shopName ?? phrases.unnamed, kinds };
  const gone = low.filter(({ presence }) => presence === 'gone');
  const commands = low.flatMap(commandsOf);
  const named = (pool: Watched) => nameOf(pool, language);
  return letterMail({
    language,
    title: fill(low.length > 0 ? phrases.low : phrases.clear, words),
    body: gone.length === 0 ? [] : [fill(phrases.goneNote, { kinds: gone.map(named).join('; ') })],
    sections: [
      ...low.map((pool) => ({ title: named(pool), rows: lowRows(pool, phrases, days) })),
      ...cleared.map((pool) => ({
        title: fill(phrases.enoughAgain, { kind: named(pool) }),
        rows: countRows(pool, phrases),
      })),
    ],
    ending: commands.length === 0 ? [] : [phrases.buy, ...commands, phrases.plan, { command: 'proxycall pool plan' }],
  });
}

/** `France (FR), mobile` */
function nameOf({ country, type }: Watched, language: 'en' | 'fr'): string {
  const name = new Intl.DisplayNames([language], { type: 'region' }).of(country) ?? country;
  const place = name === country ? country : `${name} (${country})`;
  return type === undefined ? place : `${place}, ${TYPE_NAMES[language][type]}`;
}

/** `FR mobile`, as a subject is to be short. */
function codeOf({ country, type }: Watched, language: 'en' | 'fr'): string {
  return type === undefined ? country : `${country} ${TYPE_NAMES[language][type]}`;
}

function countRows({ available, threshold, presence }: Watched, phrases: Phrases): LetterSection['rows'] {
  const none = presence === 'gone' ? phrases.gone : phrases.none;
  return [
    { name: phrases.available, value: available === 0 ? none : available.toString() },
    { name: phrases.wanted, value: threshold.toString() },
    { name: phrases.enough, value: clearLevel(threshold).toString() },
  ];
}

function lowRows(pool: LowPool, phrases: Phrases, days: number): LetterSection['rows'] {
  const rows = countRows(pool, phrases);
  if (pool.available === 0) return rows;
  return [...rows, { name: phrases.lasts, value: lasting(pool.lasts, phrases, days) }];
}

function lasting(lasts: Outlook, phrases: Phrases, days: number): string {
  const period = fill(days === 1 ? phrases.lastDay : phrases.lastDays, { days: days.toString() });
  if (typeof lasts === 'string') return fill(phrases[lasts], { period });
  const few = lasts === 0 ? phrases.lessThanADay : phrases.oneDay;
  return fill(lasts < 2 ? few : phrases.days, { days: lasts.toString(), period });
}

function commandsOf({ country, recommended }: LowPool): readonly LetterCommand[] {
  return recommended.flatMap(({ type, count }) =>
    batchesOf(count).map((size) => ({
      command: `proxycall pool provision --country ${country} --number-type ${type} --batch-size ${size.toString()}`,
    })),
  );
}

/** As many purchases as it takes: one is limited. */
function batchesOf(count: number): readonly number[] {
  const batches = Math.max(1, Math.ceil(count / LARGEST_PURCHASE));
  const size = (index: number) => Math.min(LARGEST_PURCHASE, count - index * LARGEST_PURCHASE);
  return Array.from({ length: batches }, (_, index) => Math.max(1, size(index)));
}
