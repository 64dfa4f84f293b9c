import { Command } from 'clipanion';
import { BaseCommand } from '../runtime/base-command.js';
import { withEnvFiles } from '../runtime/env-files.js';
import { msg } from '../runtime/language.js';

export class ServeCommand extends BaseCommand {
  static override paths = [['serve']];
  static override usage = Command.Usage({
    category: msg('Service'),
    description: msg('Run the API'),
    details: msg('Reads its configuration from the environment and from a .env file. Stops on SIGTERM or Ctrl-C.'),
  });

  async execute(): Promise<number> {
    // The program is bundled: stack traces in the log have the files and lines of the sources all the same.
    process.setSourceMapsEnabled(true);
    const { serve } = await import('../../http/main.js');
    const env = await withEnvFiles(this.context.env, this.context.cwd, ['.env'], { rootReadsAll: true });
    return serve(env, {
      print: (line) => this.context.stdout.write(`${line}\n`),
      printError: (line) => this.context.stderr.write(`${line}\n`),
    });
  }
}
