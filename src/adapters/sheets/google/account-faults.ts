import { withoutValues, type ErrorBody } from './error-body.js';

const NEW_KEY = 'create a new key for the service account in the Google Cloud console';

/**
 * What to do about a key that Google does not accept, by what it says of it.
 * https://developers.google.com/identity/protocols/oauth2/service-account#error-codes
 */
const ADVICE: readonly (readonly [RegExp, () => string])[] = [
  [
    /timeframe|short-lived|\b(?:iat|exp)\b|expired|clock/i,
    () =>
      `the clock of this machine is wrong (it says ${new Date().toISOString()}): synchronise it, for example with NTP`,
  ],
  [
    /signature/i,
    () => `the key was revoked or deleted, or belongs to another account than client_email says: ${NEW_KEY}`,
  ],
  [
    /not found|not a valid email|invalid email|issuer|deleted/i,
    () =>
      'there is no such service account any more: check client_email, and that the account and its project still exist',
  ],
  [/disabled/i, () => 'the service account or its key is disabled: enable it in the Google Cloud console'],
  [/scope|unauthorized_client/i, () => 'use the key of a service account, not one of another kind'],
];

const ANY_ADVICE = `check the clock of this machine, whether the key was revoked or deleted, and that it belongs to the right account; or ${NEW_KEY}`;

/** An error of the token endpoint in words, with Google's description and what to do. Undefined for other errors. */
export function describeAccountFault(body: ErrorBody | undefined): string | undefined {
  const { error, error_description: described } = body ?? {};
  if (typeof error !== 'string') return undefined;
  const said = withoutValues(typeof described === 'string' ? described : '').replace(/[.\s]+$/, '');
  const [, advice] = ADVICE.find(([pattern]) => pattern.test(`${error} ${said}`)) ?? [];
  const code = withoutValues(error);
  return `Google refused the key of the service account (${code}${said === '' ? '' : `: ${said}`}): ${advice?.() ?? ANY_ADVICE}`;
}
