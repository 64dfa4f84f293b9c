import type { TypedLine, TypedOption } from './typed-line.js';

/** Options of the earlier command line, as the present one writes them. It had them before the command. */
const PRESENT: Readonly<Record<string, readonly TypedOption[]>> = {
  '--mock': [{ name: '--demo' }],
  '--render': [{ name: '--mode', value: 'remote' }],
  '--log-level': [],
};

/** A command line as the earlier service's users type it, in the present form: `--render pool-list` is `pool-list --mode=remote`. */
export function presentLine(line: TypedLine): TypedLine {
  return { ...line, options: line.options.flatMap((option) => PRESENT[option.name] ?? [option]) };
}
