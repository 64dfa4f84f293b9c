import { isProxyCallError } from '../../../domain/model/errors.js';
import { fault, ok, type Finding } from './finding.js';
import type { Say } from './language.js';

/** @param signIn signs in to the mail server, and says whether one is configured */
export async function checkMail(signIn: () => Promise<boolean>, say: Say): Promise<Finding> {
  try {
    return (await signIn())
      ? ok('mail', say('the mail server accepts this service'))
      : ok('mail', say('no mail is sent, because SMTP_HOST is not set'));
  } catch (error) {
    if (!isProxyCallError(error)) throw error;
    return fault('mail', error.message, say('Check the variables that begin with SMTP_.'));
  }
}
