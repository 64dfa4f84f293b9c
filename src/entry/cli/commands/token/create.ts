import { Command, Option } from 'clipanion';
import { ROLES } from '../../../../domain/model/role.js';
import { ApiCommand } from '../../runtime/api-command.js';
import { msg } from '../../runtime/language.js';
import { optional, readChoiceOption, readTimeOption } from '../../runtime/options.js';
import { fields, localTime } from '../../runtime/text.js';

export class TokenCreateCommand extends ApiCommand {
  static override paths = [['token', 'create']];
  static override usage = Command.Usage({
    category: msg('Access'),
    description: msg('Create a token of the API, which is shown once'),
    details: msg(
      'The role says what the token may do. viewer: read, with phones, names and mails masked. shop: work with single orders and clients. operator: work with everything, masked, and reveal single records. admin: everything. Where the service has no PROXYCALL_API_TOKEN, the first token must be of an admin: from then on nobody is admitted without one.',
    ),
    examples: [[msg("For the shop's own software"), '$0 token create --name "web shop" --role shop']],
  });

  name = Option.String('--name', {
    required: true,
    description: msg('What uses the token: a program or a place, nothing personal'),
  });
  role = Option.String('--role', { required: true, description: msg('Role: viewer, shop, operator or admin') });
  expiresAt = Option.String('--expires-at', {
    description: msg('When the token expires, such as 2030-01-31T18:00:00Z (default: never)'),
  });

  async execute(): Promise<number> {
    const request = {
      name: this.name,
      role: readChoiceOption('--role', this.role, ROLES),
      expiresAt: optional(readTimeOption, '--expires-at', this.expiresAt),
    };
    return this.request(
      (api) => api.createToken(request),
      ({ token, id, name, role, expiresAt }, say) =>
        [
          fields(say, [
            ['token', token],
            ['id', id],
            ['name', name],
            ['role', role],
            ['expires', localTime(expiresAt)],
          ]),
          say('Keep the token now: it is not shown again.'),
        ].join('\n'),
    );
  }
}
