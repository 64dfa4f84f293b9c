import { Command } from 'clipanion';
import { REVEAL_REASONS } from '../../../../domain/model/reveal.js';
import { ApiCommand } from '../../runtime/api-command.js';
import { msg } from '../../runtime/language.js';
import { clientIdOption, readChoiceOption, reasonOption } from '../../runtime/options.js';
import { describeClient } from './describe.js';

export class ClientRevealCommand extends ApiCommand {
  static override paths = [['client', 'reveal']];
  static override usage = Command.Usage({
    category: msg('Clients'),
    description: msg('Show a client in clear, for a reason'),
    details: msg("For tokens that are shown people's data masked. Who reveals what, and why, is recorded."),
  });

  clientId = clientIdOption();
  reason = reasonOption();

  async execute(): Promise<number> {
    const reason = readChoiceOption('--reason', this.reason, REVEAL_REASONS);
    return this.request((api) => api.revealClient(this.clientId, { reason }), describeClient);
  }
}
