import { Command, Option } from 'clipanion';
import { ConfigError } from '../config.js';
import { createEnvReader } from '../env-reader.js';
import { describeStore, readStoreOf } from '../store-config.js';
import { readChoiceOption, type CliContext } from './command.js';
import { EXIT } from './failure.js';
import { readEnvironment } from './modes.js';

export class InitCommand extends Command<CliContext> {
  static override paths = [['init']];
  static override usage = Command.Usage({
    category: 'Service',
    description: 'Make what a store needs: the tabs and columns of a Google spreadsheet',
    details: 'Only adds what is missing. SQLite and Postgres make their tables by themselves.',
  });

  store = Option.String('--store', { required: true, description: 'sheets' });
  verbose = Option.Boolean('--verbose', false, { description: 'Show where an error came from' });

  async execute(): Promise<number> {
    const kind = readChoiceOption('--store', this.store, ['sheets']);
    const reader = createEnvReader(readEnvironment(this.context.env, this.context.cwd));
    const config = readStoreOf(reader, kind);
    if (reader.faults.length > 0 || config.kind !== 'sheets') throw new ConfigError(reader.faults);
    const { prepareSpreadsheet } = await import('../../adapters/sheets/index.js');
    const made = await prepareSpreadsheet(config);
    const lines = made.length === 0 ? ['Nothing was missing.'] : ['Made:', ...made.map((thing) => `  ${thing}`)];
    this.context.stdout.write(`${[describeStore(config), ...lines].join('\n')}\n`);
    return EXIT.ok;
  }
}
