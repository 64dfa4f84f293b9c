import type { Language } from '../domain/model/phrases.js';

// What the public pages of confirmations do: nobody who opens one has a token of the API.

/** What a link in a mail or a text is for, and how things are. */
export interface LinkView {
  /** `prove`: this mail address is mine. `not_me`: I did not ask for the change of my phone or mail address. */
  readonly action: 'prove' | 'not_me';
  /** `open`: not used yet. `used`: it had its effect. `over`: the confirmation has ended in another way, or the link was replaced. */
  readonly state: 'open' | 'used' | 'over';
  readonly language: Language;
}

/** What somebody enters who registers on their own. */
export interface ActivationRequest {
  readonly name: string;
  readonly mail: string;
  readonly phone: string;
  readonly language: Language;
}

/** What came of a code that was entered on the page. `over`: it has ended, or there is no such activation. */
export type ActivationAnswer =
  | { readonly kind: 'confirmed'; readonly language: Language }
  | { readonly kind: 'wrong'; readonly attemptsLeft: number; readonly language: Language }
  | { readonly kind: 'locked' | 'over'; readonly language: Language };

/** The public pages. `address` is the network address that sends are counted by; undefined when it is not known. */
export interface ConfirmationPages {
  /** Whether customers may register on their own: `activation` of the settings. */
  readonly hasActivation: boolean;
  /** Reads a link, without any effect. Undefined when it is none of ours. */
  readLink(token: string): Promise<LinkView | undefined>;
  /** Does what a link is for, once. Undefined when it is none of ours. */
  useLink(token: string): Promise<LinkView | undefined>;
  /**
   * Sends a code to the phone, unless somebody with this phone is known. Takes as long, and answers the same, whether or not they are.
   * @returns what `enterCode` needs: an unguessable text without personal data
   * @throws ProxyCallError with code `invalid_request` or `too_many_sends`
   */
  activate(request: ActivationRequest, address: string | undefined): Promise<{ readonly handle: string }>;
  /** Checks the code. */
  enterCode(handle: string, code: string, address: string | undefined): Promise<ActivationAnswer>;
}
