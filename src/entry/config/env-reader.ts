import { isBlank, sayable } from '../../domain/model/characters.js';
import type { Requirement, ValueOf, Variables } from './variable.js';

/** Environment variables: of the process, merged with dotenv files, or given by a test. */
export type Env = Readonly<Record<string, string | undefined>>;

/** Reads declared variables and collects what is wrong with them, so that it can be reported together. */
export interface EnvReader<V extends Variables> {
  readonly faults: readonly string[];
  readonly warnings: readonly string[];
  /** The value of a variable; that of an unset one where its text is invalid, which is a fault. */
  value<N extends keyof V & string>(name: N): ValueOf<V[N]>;
  /** The value of a variable that must be set in that case; undefined, and a fault, when it is not. */
  required<N extends keyof V & string>(name: N, by: Requirement): ValueOf<V[N]>;
  isSet(name: keyof V & string): boolean;
  /** The text that a variable is set to; undefined when it is not set. */
  written(name: keyof V & string): string | undefined;
  /** Records that a variable is not set although it must be in that case. */
  missing(name: keyof V & string, by: Requirement): void;
  /** Records anything else that is wrong with a variable, as the end of a sentence that begins with its name. */
  fault(name: keyof V & string, problem: string): void;
  warn(warning: string): void;
}

/** @param table the variables that may be read */
export function createEnvReader<V extends Variables>(table: V, env: Env): EnvReader<V> {
  const faults: string[] = [];
  const warnings: string[] = [];
  const read = new Map<string, unknown>();

  const reader: EnvReader<V> = {
    faults,
    warnings,
    value<N extends keyof V & string>(name: N) {
      if (!read.has(name)) read.set(name, parse(name));
      return read.get(name) as ValueOf<V[N]>;
    },
    required(name, by) {
      if (!reader.isSet(name)) reader.missing(name, by);
      return reader.value(name);
    },
    isSet: (name) => spellingsOf(name).length > 0,
    written(name) {
      const [spelling] = spellingsOf(name);
      return spelling === undefined ? undefined : textOf(spelling).trim();
    },
    missing(name, by) {
      const problem = table[name]?.requiredBy?.[by];
      if (problem === undefined) throw new TypeError(`${name} is not declared as required by ${by}`);
      reader.fault(name, problem);
    },
    // Never includes the value: it may be a secret pasted into the wrong variable.
    fault: (name, problem) => void faults.push(`${name} ${problem}`),
    warn: (warning) => void warnings.push(warning),
  };
  return reader;

  /** The names under which a variable is set: its own first, then former ones. */
  function spellingsOf(name: string): readonly string[] {
    return [name, ...(table[name]?.aliases ?? [])].filter((spelling) => !isBlank(textOf(spelling)));
  }

  /** Without what could not be said or sent. */
  function textOf(spelling: string): string {
    return sayable(env[spelling] ?? '');
  }

  function parse(name: keyof V & string): unknown {
    const variable = table[name];
    if (variable === undefined) throw new TypeError(`${name} is not declared`);
    const [spelling, ...ignored] = spellingsOf(name);
    if (spelling === undefined) return variable.unset;
    for (const alias of ignored) warnings.push(`${alias} is ignored, because ${spelling} is set`);
    const raw = textOf(spelling);
    const parsed = variable.parse(raw.trim(), raw);
    if ('fault' in parsed) {
      faults.push(`${spelling} ${parsed.fault}`);
      return variable.unset;
    }
    if (parsed.warning !== undefined) warnings.push(`${spelling} ${parsed.warning}`);
    return parsed.value;
  }
}
