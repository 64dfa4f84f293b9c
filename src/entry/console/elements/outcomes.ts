import type { InteractionView } from '../../../ports/proxycall-api.js';
import { words, type ConsoleLanguage } from '../language.js';
import type { Tone } from './data.js';

type Outcome = InteractionView['outcome'];

/** What became of a call or text, in the groups in which charts show them. */
export const OUTCOME_GROUPS = ['reached', 'under_way', 'missed', 'answered_by_us', 'failed'] as const;
export type OutcomeGroup = (typeof OUTCOME_GROUPS)[number];

export const GROUP_TONES: Readonly<Record<OutcomeGroup, Tone>> = {
  reached: 'good',
  under_way: 'calm',
  missed: 'warn',
  answered_by_us: 'calm',
  failed: 'bad',
};

/** The same, where two of the same colour would be taken for each other. */
export const CHART_TONES = { ...GROUP_TONES, under_way: 'accent' } as const;

const REACHED: readonly Outcome[] = ['answered', 'sent', 'delivered', 'phone_confirmed'];
const MISSED: readonly Outcome[] = ['busy', 'no_answer', 'canceled', 'not_answered', 'not_reachable'];
const FAILED: readonly Outcome[] = ['failed', 'undelivered', 'temporarily_unavailable'];

export function groupOf(outcome: Outcome): OutcomeGroup {
  // It rings, or nobody ever told how it ended.
  if (outcome === 'connecting') return 'under_way';
  if (REACHED.includes(outcome)) return 'reached';
  if (MISSED.includes(outcome)) return 'missed';
  return FAILED.includes(outcome) ? 'failed' : 'answered_by_us';
}

interface OutcomeWords {
  readonly groups: Readonly<Record<OutcomeGroup, string>>;
  readonly outcomes: Readonly<Record<Outcome, string>>;
}

const T = words<OutcomeWords>({
  en: {
    groups: {
      ...{ reached: 'reached', under_way: 'no result yet', missed: 'not picked up' },
      ...{ answered_by_us: 'heard an announcement', failed: 'failed' },
    },
    outcomes: {
      connecting: 'connecting',
      answered: 'answered',
      busy: 'busy',
      no_answer: 'no answer',
      failed: 'failed',
      canceled: 'hung up before',
      sent: 'sent',
      delivered: 'delivered',
      undelivered: 'not delivered',
      empty: 'empty text',
      not_recognised: 'unknown caller',
      not_in_service: 'number not in service',
      nobody_to_reach: 'nobody to reach',
      country_refused: 'country refused',
      withheld_refused: 'withheld number refused',
      not_reachable: 'not reachable',
      not_answered: 'not answered',
      temporarily_unavailable: 'service unavailable',
      order_closed: 'order closed',
      code_wanted: 'asked for a code',
      code_wrong: 'wrong code',
      long_code_wanted: 'asked for a long code',
      long_code_wrong: 'wrong long code',
      code_missing: 'no code entered',
      code_refused: 'code refused',
      code_locked: 'locked after wrong codes',
      texts_need_session: 'texts need an order',
      texts_refused: 'wants no texts',
      texts_stopped: 'opted out of texts',
      texts_resumed: 'opted in to texts',
      texts_help: 'asked for help',
      awaiting_confirmation: 'phone not confirmed yet',
      phone_confirmed: 'phone confirmed',
      confirmation_code_wrong: 'wrong confirmation code',
      confirmation_hint: 'told how to confirm',
      confirmation_over: 'confirmation over',
    },
  },
  fr: {
    groups: {
      ...{ reached: 'aboutis', under_way: 'sans résultat', missed: 'non décrochés' },
      ...{ answered_by_us: 'annonce entendue', failed: 'en échec' },
    },
    outcomes: {
      connecting: 'mise en relation',
      answered: 'répondu',
      busy: 'occupé',
      no_answer: 'sans réponse',
      failed: 'échec',
      canceled: 'raccroché avant',
      sent: 'envoyé',
      delivered: 'distribué',
      undelivered: 'non distribué',
      empty: 'SMS vide',
      not_recognised: 'appelant inconnu',
      not_in_service: 'numéro hors service',
      nobody_to_reach: 'personne à joindre',
      country_refused: 'pays refusé',
      withheld_refused: 'numéro masqué refusé',
      not_reachable: 'injoignable',
      not_answered: 'pas de réponse',
      temporarily_unavailable: 'service indisponible',
      order_closed: 'commande fermée',
      code_wanted: 'code demandé',
      code_wrong: 'code faux',
      long_code_wanted: 'code long demandé',
      long_code_wrong: 'code long faux',
      code_missing: 'aucun code saisi',
      code_refused: 'code refusé',
      code_locked: 'bloqué après codes faux',
      texts_need_session: 'SMS sans commande',
      texts_refused: 'ne veut pas de SMS',
      texts_stopped: 'SMS refusés (STOP)',
      texts_resumed: 'SMS acceptés à nouveau',
      texts_help: 'aide demandée',
      awaiting_confirmation: 'téléphone à confirmer',
      phone_confirmed: 'téléphone confirmé',
      confirmation_code_wrong: 'code de confirmation faux',
      confirmation_hint: 'aide à la confirmation',
      confirmation_over: 'confirmation terminée',
    },
  },
});

export function outcomeWord(language: ConsoleLanguage, outcome: Outcome): string {
  return T[language].outcomes[outcome];
}

export function groupWord(language: ConsoleLanguage, group: OutcomeGroup): string {
  return T[language].groups[group];
}
