import { Command, Option } from 'clipanion';
import { ConfirmedCommand } from '../../runtime/api-command.js';
import { msg } from '../../runtime/language.js';

export class TokenRevokeCommand extends ConfirmedCommand {
  static override paths = [['token', 'revoke']];
  static override usage = Command.Usage({
    category: msg('Access'),
    description: msg('Revoke a token of the API'),
    details: msg('Within five seconds no instance accepts it any more.'),
  });

  tokenId = Option.String('--token-id', { required: true, description: msg('Token id, as "token list" shows it') });

  async execute(): Promise<number> {
    const question = this.say('Revoke token {id}? Whatever uses it loses access.', { id: this.tokenId });
    if (!(await this.confirm(question))) return this.cancel();
    return this.request(
      (api) => api.revokeToken(this.tokenId),
      ({ id }, say) => say('Token {id} is revoked.', { id }),
    );
  }
}
