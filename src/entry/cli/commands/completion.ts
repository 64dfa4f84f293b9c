import { Command, Option } from 'clipanion';
import { BaseCommand } from '../runtime/base-command.js';
import { completionScript, SHELLS } from '../runtime/completion-script.js';
import { EXIT } from '../runtime/failure.js';
import { msg } from '../runtime/language.js';
import { readChoiceOption } from '../runtime/options.js';

export class CompletionCommand extends BaseCommand {
  static override paths = [['completion']];
  static override usage = Command.Usage({
    category: msg('Service'),
    description: msg('Print a completion script for your shell'),
    examples: [
      ['bash', 'source <($0 completion bash)'],
      ['zsh', '$0 completion zsh > ~/.zfunc/_proxycall'],
      ['fish', '$0 completion fish > ~/.config/fish/completions/proxycall.fish'],
    ],
  });

  shell = Option.String({ name: 'shell', required: true });

  execute(): Promise<number> {
    const shell = readChoiceOption('shell', this.shell, SHELLS);
    const commands = this.context.entries
      .filter(({ summary }) => summary !== undefined)
      .map(({ paths: [path = []], options }) => ({
        path,
        options: options.filter(({ hidden }) => hidden !== true).flatMap(({ names }) => longNames(names)),
      }));
    this.print(completionScript(shell, commands).trimEnd());
    return Promise.resolve(EXIT.ok);
  }
}

function longNames(names: readonly string[]): readonly string[] {
  return names.filter((name) => name.startsWith('--'));
}
