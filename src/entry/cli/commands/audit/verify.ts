import { Command, Option } from 'clipanion';
import { ApiCommand } from '../../runtime/api-command.js';
import { msg, type Message } from '../../runtime/language.js';

export class AuditVerifyCommand extends ApiCommand {
  static override paths = [['audit', 'verify']];
  static override usage = Command.Usage({
    category: msg('Audit'),
    description: msg('Check that the audit trail is complete and unchanged'),
    details: msg(
      'Finds entries that were changed, added or deleted. The exit code is 3 if it finds any. With a head of the chain from the log of the service ("audit.sealed"), it also finds that the end of the trail was replaced by a former state.',
    ),
  });

  head = Option.String('--head', { description: msg('A head of the chain from the log, such as 12:Xk3fQ2') });

  async execute(): Promise<number> {
    return this.request(
      (api) => api.verifyAudit({ head: this.head }),
      ({ entries, seals, unsealed, head, problems, problemCount }, say) => {
        const counts = say('{entries} entries, {seals} seals, {unsealed} entries not sealed yet', {
          ...{ entries, seals, unsealed },
        });
        const found = problems.map(
          ({ problem, entryId, sequence }) =>
            `${entryId ?? say('seal {sequence}', { sequence: sequence ?? 0 })}: ${say(PROBLEMS[problem])}`,
        );
        return [
          counts,
          ...(head === undefined ? [] : [say('head of the chain: {head}', { head })]),
          ...found,
          ...(problemCount > found.length ? [say('and {count} more', { count: problemCount - found.length })] : []),
          ...(problemCount === 0 ? [say('No problems found.')] : []),
        ].join('\n');
      },
      ({ problemCount }) => problemCount === 0,
    );
  }
}

const PROBLEMS = {
  entry_invalid: msg('this entry was changed, or ProxyCall did not write it'),
  entry_unsealed: msg('no seal covers this entry'),
  entries_missing: msg('entries under this seal were deleted, moved or changed, or others were put there'),
  seal_invalid: msg('this seal was changed, or ProxyCall did not write it'),
  seals_missing: msg('seals before this one were deleted'),
  chain_broken: msg('this seal does not follow the one before it'),
  head_invalid: msg('what the store remembers of this seal, the newest one, was changed or removed'),
  head_missing: msg('this seal is not there any more, or another one is in its place'),
} as const satisfies Record<string, Message>;
