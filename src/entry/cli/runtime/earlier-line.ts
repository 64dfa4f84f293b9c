/** Options that the earlier command line has before the command, as the present one writes them. */
const BEFORE_COMMAND: Readonly<Record<string, readonly string[]>> = {
  '--live': ['--live'],
  '--mock': ['--demo'],
  '--demo': ['--demo'],
  '--render': ['--mode', 'remote'],
  '--verbose': ['--verbose'],
};
/** Takes a value, and has no meaning any more: the command line writes no log. */
const LOG_LEVEL = '--log-level';

/**
 * A command line as the earlier service's users type it, in the present form: `--render pool-list` is `pool-list --mode remote`. Any other
 * line is left as it is.
 */
export function presentLine(line: readonly string[]): readonly string[] {
  const moved: string[] = [];
  let place = 0;
  for (let word = line[place]; word?.startsWith('-') === true; word = line[place]) {
    const known = BEFORE_COMMAND[word];
    if (known !== undefined) moved.push(...known);
    else if (word === LOG_LEVEL) place += 1;
    else if (!word.startsWith(`${LOG_LEVEL}=`)) return line;
    place += 1;
  }
  const rest = line.slice(place);
  return place === 0 || rest.length === 0 ? line : [...rest, ...moved];
}
