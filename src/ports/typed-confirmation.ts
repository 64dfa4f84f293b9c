import type { E164 } from '../domain/model/phone-number.js';

// Where people edit the records of a store by hand, they may ask for a confirmation there. The store only says so: what a confirmation
// needs (a number that is held, a message, limits) is decided by the use cases, which ask the store for such requests and answer them.

/** A request for a confirmation that somebody has typed into the store. */
export interface TypedConfirmation {
  /** By which it is answered. */
  readonly reference: string;
  /** The merchant's own. Undefined: the confirmation gets an id that follows from what was typed, so that the request is one after a crash. */
  readonly confirmationId: string | undefined;
  /** Undefined where nothing was typed. */
  readonly clientName: string | undefined;
  readonly clientMail: string | undefined;
  readonly clientRealPhone: E164 | undefined;
}

/** What becomes of it. One that is not answered is asked for again. */
export type TypedAnswer =
  | { readonly kind: 'begun' }
  /** It is not tried again before somebody has changed it. */
  | {
      readonly kind: 'refused';
      /** What is wrong, where that is known. */
      readonly field: Exclude<keyof TypedConfirmation, 'reference'> | undefined;
      /** For people, without personal data. */
      readonly problem: string;
    };
