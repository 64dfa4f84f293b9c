import { Command, Option } from 'clipanion';
import { BaseCommand } from './base-command.js';
import { readChoiceOption } from './command.js';
import { EXIT } from './failure.js';
import { msg } from './language.js';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** The words of a command, and its options. */
interface Completable {
  readonly path: readonly string[];
  readonly options: readonly string[];
}

export class CompletionCommand extends BaseCommand {
  static override paths = [['completion']];
  static override usage = Command.Usage({
    category: msg('Service'),
    description: msg('Print a shell completion script for commands and options'),
    examples: [
      ['bash', 'source <($0 completion bash)'],
      ['zsh', '$0 completion zsh > ~/.zfunc/_proxycall'],
      ['fish', '$0 completion fish > ~/.config/fish/completions/proxycall.fish'],
    ],
  });

  shell = Option.String({ name: 'shell', required: true });

  execute(): Promise<number> {
    const shell = readChoiceOption('shell', this.shell, SHELLS);
    const commands = this.cli.definitions().map(({ path, options }) => ({
      path: path
        .split(' ')
        .slice(1)
        .filter((word) => /^[a-z]/.test(word)),
      options: options.flatMap(({ definition }) => definition.match(/--[a-z-]+/g) ?? []),
    }));
    this.print({ bash: bashScript, zsh: zshScript, fish: fishScript }[shell](commands).trimEnd());
    return Promise.resolve(EXIT.ok);
  }
}

/** The words and options that may follow each prefix of a command. */
function completions(commands: readonly Completable[]): Map<string, Set<string>> {
  const next = new Map<string, Set<string>>();
  const add = (path: readonly string[], word: string) => {
    const key = path.join(' ');
    next.set(key, (next.get(key) ?? new Set()).add(word));
  };
  for (const { path, options } of commands) {
    for (const [index, word] of path.entries()) add(path.slice(0, index), word);
    for (const option of options) add(path, option);
  }
  return next;
}

function cases(commands: readonly Completable[]): string {
  return [...completions(commands)]
    .map(([path, words]) => `    "${path}") words="${[...words].sort().join(' ')}" ;;`)
    .join('\n');
}

function bashScript(commands: readonly Completable[]): string {
  return `# bash completion for proxycall
_proxycall() {
  local path="" word words=""
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) break ;; esac
    path="\${path:+$path }$word"
  done
  case "$path" in
${cases(commands)}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -F _proxycall proxycall proxycall-cli proxycall-cli-live
`;
}

function zshScript(commands: readonly Completable[]): string {
  return `#compdef proxycall proxycall-cli proxycall-cli-live
_proxycall() {
  local path_="" word words_=""
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$word" in -*) break ;; esac
    path_="\${path_:+$path_ }$word"
  done
  case "$path_" in
${cases(commands).replaceAll('words=', 'words_=')}
  esac
  compadd -- \${=words_}
}
_proxycall "$@"
`;
}

function fishScript(commands: readonly Completable[]): string {
  const lines = [...completions(commands)].map(([path, words]) => {
    const condition =
      path === '' ? '__fish_use_subcommand' : `string match -q -- "proxycall ${path}*" (commandline -c)`;
    return `complete -c proxycall -f -n '${condition}' -a '${[...words].sort().join(' ')}'`;
  });
  return `# fish completion for proxycall\n${lines.join('\n')}\n`;
}
