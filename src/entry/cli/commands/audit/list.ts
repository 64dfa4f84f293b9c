import { Command, Option } from 'clipanion';
import { AUDIT_KINDS } from '../../../../domain/model/audit-names.js';
import { ListCommand } from '../../runtime/api-command.js';
import { OptionError } from '../../runtime/failure.js';
import { msg } from '../../runtime/language.js';
import { optional, readTimeOption } from '../../runtime/options.js';
import { localTime } from '../../runtime/text.js';

export class AuditListCommand extends ListCommand {
  static override paths = [['audit', 'list'], ['audit']];
  static override usage = Command.Usage({
    category: msg('Audit'),
    description: msg('List who changed what, newest first'),
    details: msg('The audit trail names records by their ids only. Calls and texts are not in it.'),
  });

  actor = Option.String('--actor', {
    description: msg('Filter by who: the name of a token, cli, library, spreadsheet'),
  });
  record = Option.String('--record', { description: msg('Filter by record, such as order:O-1001 or client:42') });
  from = Option.String('--from', { description: msg('Only from this time on') });
  until = Option.String('--until', { description: msg('Only up to this time') });

  async execute(): Promise<number> {
    const from = optional(readTimeOption, '--from', this.from);
    const until = optional(readTimeOption, '--until', this.until);
    const record = optional(readRecordOption, '--record', this.record);
    return this.requestPage(
      (api, page) => api.listAudit({ ...page, actor: this.actor, from, until, ...record }),
      'No matching entries.',
      [
        ['time', ({ at }) => localTime(at)],
        ['actor', ({ actor, isGenuine }) => (isGenuine ? actor : `! ${actor}`)],
        ['action', ({ action }) => action],
        ['outcome', ({ outcome }) => outcome],
        ['records', ({ records }) => records.join(' ')],
        ['reason', ({ reason }) => reason],
        ['address', ({ address }) => address],
      ],
    );
  }
}

function readRecordOption(name: string, text: string) {
  const colon = text.indexOf(':');
  const recordKind = AUDIT_KINDS.find((kind) => kind === text.slice(0, colon));
  const recordId = text.slice(colon + 1);
  if (recordKind !== undefined && recordId !== '') return { recordKind, recordId };
  throw new OptionError(
    name,
    'must be a kind and an id, such as order:O-1001; kinds: order, client, confirmation, session, number, token',
  );
}
