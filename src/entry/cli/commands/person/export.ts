import { Command } from 'clipanion';
import { toWire } from '../../../wire.js';
import { ApiCommand } from '../../runtime/api-command.js';
import { msg } from '../../runtime/language.js';
import { fromFileOption, personPhoneOption } from '../../runtime/options.js';
import { readPhoneOption } from '../../runtime/phones.js';
import { printableJson } from '../../runtime/printable.js';

export class PersonExportCommand extends ApiCommand {
  static override paths = [['person', 'export']];
  static override usage = Command.Usage({
    category: msg('People'),
    description: msg('Export all that is stored about a person, as JSON'),
    details: msg(
      'Finds the person as a client, as a courier and as a caller. The phones of other people are masked, so the export can be handed to the person.',
    ),
    examples: [[msg('Save it to a file'), '$0 person export --phone +33639987654 > export.json']],
  });

  phone = personPhoneOption();
  fromFile = fromFileOption();

  async execute(): Promise<number> {
    const phone = readPhoneOption('--phone', this.phone, await this.countriesOf());
    // As it is stored: an export is no text for the terminal.
    let document = '';
    return this.request(
      async (api) => {
        const answer = await api.exportPerson({ phone });
        document = printableJson(toWire(answer));
        return answer;
      },
      () => document,
    );
  }
}
