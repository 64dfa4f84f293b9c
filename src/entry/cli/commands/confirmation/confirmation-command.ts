import { Option } from 'clipanion';
import type { ConfirmationView, ProxyCallApi } from '../../../../ports/proxycall-api.js';
import { ApiCommand } from '../../runtime/api-command.js';
import { msg } from '../../runtime/language.js';
import { describeConfirmation } from './describe.js';

export function confirmationIdOption(): string {
  return Option.String('--confirmation-id', { required: true, description: msg('The id of the confirmation') });
}

export function channelText(): string {
  return msg('How it is sent: sms, voice or email');
}

/** A command about one confirmation, which it shows as it is afterwards. */
export abstract class ConfirmationCommand extends ApiCommand {
  confirmationId = confirmationIdOption();

  protected show(call: (api: ProxyCallApi) => Promise<ConfirmationView>): Promise<number> {
    return this.request(call, describeConfirmation);
  }
}
