import type { Outcome } from './interaction.js';

const KNOWN: Readonly<Record<Outcome, true>> = {
  ...{ connecting: true, answered: true, busy: true, no_answer: true, failed: true, canceled: true },
  ...{ sent: true, delivered: true, undelivered: true, empty: true },
  ...{ not_recognised: true, not_in_service: true, nobody_to_reach: true, country_refused: true },
  ...{ withheld_refused: true, not_reachable: true, not_answered: true, temporarily_unavailable: true },
  ...{ order_closed: true, code_wanted: true, code_wrong: true, long_code_wanted: true, long_code_wrong: true },
  ...{ code_missing: true, code_refused: true, code_locked: true },
  ...{ texts_need_session: true, texts_refused: true, texts_stopped: true, texts_resumed: true, texts_help: true },
  ...{ awaiting_confirmation: true, phone_confirmed: true, confirmation_code_wrong: true },
  ...{ confirmation_hint: true, confirmation_over: true },
};

/** Every outcome of a call or a text. */
export const OUTCOMES = Object.keys(KNOWN) as readonly Outcome[];
