/** Options that the earlier command line has before every command, as the present one writes them. */
const PRESENT: Readonly<Record<string, readonly string[]>> = {
  '--live': ['--live'],
  '--mock': ['--demo'],
  '--demo': ['--demo'],
  '--render': ['--mode', 'remote'],
  '--verbose': ['--verbose'],
};
/** Takes a value, and has no meaning any more: the command line writes no log. */
const LOG_LEVEL = '--log-level';

/** After these commands, too: people add an option at the end of a line that they know. */
const EARLIER_COMMANDS: readonly string[] = [
  ...['create-client', 'create-order', 'lookup', 'simulate-call'],
  ...['pool-list', 'pool-provision', 'pool-assign', 'pool-sync', 'pool-fix-webhooks', 'pool-purge-sans-sms'],
];

export interface PresentLine {
  /** Without a word when only options were typed. */
  readonly command: readonly string[];
  readonly options: readonly string[];
}

/**
 * A command line as the earlier service's users type it, in the present form: `--render pool-list` is `pool-list --mode remote`. Any other
 * line is left as it is.
 */
export function presentLine(line: readonly string[]): PresentLine {
  const options: string[] = [];
  let place = 0;
  while (line[place]?.startsWith('-') === true) {
    const option = readOption(line, place);
    if (option === undefined) return { command: line, options: [] };
    options.push(...option.present);
    place += option.length;
  }
  const [name = '', ...others] = line.slice(place);
  const command = EARLIER_COMMANDS.includes(name) ? [name, ...presentOptions(others)] : line.slice(place);
  return { command, options };
}

function presentOptions(words: readonly string[]): readonly string[] {
  const present: string[] = [];
  let place = 0;
  for (let word = words[0]; word !== undefined && word !== '--'; word = words[place]) {
    const option = readOption(words, place) ?? { present: [word], length: 1 };
    present.push(...option.present);
    place += option.length;
  }
  return [...present, ...words.slice(place)];
}

/** An earlier option: what it is today, and how many words it takes. */
function readOption(words: readonly string[], place: number) {
  const [word = '', value] = words.slice(place, place + 2);
  if (word === LOG_LEVEL) return value === undefined || value.startsWith('-') ? undefined : { present: [], length: 2 };
  const present = word.startsWith(`${LOG_LEVEL}=`) ? [] : PRESENT[word];
  return present === undefined ? undefined : { present, length: 1 };
}
