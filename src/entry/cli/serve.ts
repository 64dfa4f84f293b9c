import { Command } from 'clipanion';
import { withEnvFiles } from './env-files.js';
import type { CliContext } from './command.js';

export class ServeCommand extends Command<CliContext> {
  static override paths = [['serve']];
  static override usage = Command.Usage({
    category: 'Service',
    description: 'Run the API',
    details: 'Reads its configuration from the environment and from a .env file. Stops on SIGTERM or Ctrl-C.',
  });

  async execute(): Promise<number> {
    const { serve } = await import('../http/main.js');
    const env = withEnvFiles(this.context.env, this.context.cwd, ['.env']);
    return serve(env, {
      say: (line) => this.context.stdout.write(`${line}\n`),
      complain: (line) => this.context.stderr.write(`${line}\n`),
    });
  }
}
