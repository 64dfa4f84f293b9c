export const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

/** The words of a command, and its options. */
export interface Completable {
  readonly path: readonly string[];
  readonly options: readonly string[];
}

export function completionScript(shell: Shell, commands: readonly Completable[]): string {
  return { bash: bashScript, zsh: zshScript, fish: fishScript }[shell](commands);
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
