import { Command } from 'clipanion';
import { ApiCommand } from '../../runtime/api-command.js';
import { msg } from '../../runtime/language.js';
import { localTime, table } from '../../runtime/text.js';

export class TokenListCommand extends ApiCommand {
  static override paths = [['token', 'list']];
  static override usage = Command.Usage({
    category: msg('Access'),
    description: msg('List the tokens of the API'),
    details: msg('Those in PROXYCALL_API_TOKEN of the service are not among them: they have all rights.'),
  });

  async execute(): Promise<number> {
    return this.request(
      (api) => api.listTokens(),
      async ({ tokens, ignored }, say) =>
        [
          tokens.length === 0
            ? say('There are no tokens.')
            : await table(say, tokens, [
                ['id', ({ id }) => id],
                ['name', ({ name }) => name],
                ['role', ({ role }) => role],
                ['created at', ({ createdAt }) => localTime(createdAt)],
                ['last used', ({ lastUsedAt }) => localTime(lastUsedAt)],
                ['expires', ({ expiresAt }) => localTime(expiresAt)],
              ]),
          ...(ignored.length === 0
            ? []
            : [
                say('Ignored, as ProxyCall did not write them, or they were changed by hand. Revoke them:'),
                await table(say, ignored, [
                  ['id', ({ id }) => id],
                  ['name', ({ name }) => name],
                ]),
              ]),
        ].join('\n'),
    );
  }
}
