/** Environment variables: of the process, merged with dotenv files, or given by a test. */
export type Env = Readonly<Record<string, string | undefined>>;

/** Reads variables and collects all errors, so that they can be reported together. */
export interface EnvReader {
  readonly faults: string[];
  /** The trimmed value; undefined when unset or blank. */
  text(name: string): string | undefined;
  choice<T extends string>(name: string, values: readonly T[]): T | undefined;
  whole(name: string, least: number, most: number, fallback: number): number;
  /** Comma-separated, blanks dropped. */
  list(name: string): readonly string[];
  /** An absolute http or https URL, without its trailing slash. */
  url(name: string): string | undefined;
  flag(name: string): boolean;
  fault(name: string, problem: string): void;
}

export function createEnvReader(env: Env): EnvReader {
  const faults: string[] = [];
  // Never includes the value: it may be a secret pasted into the wrong variable.
  const fault = (name: string, problem: string) => void faults.push(`${name} ${problem}`);
  const text = (name: string) => {
    const value = env[name]?.trim();
    return value === '' ? undefined : value;
  };

  return {
    faults,
    text,
    fault,
    choice<T extends string>(name: string, values: readonly T[]) {
      const value = text(name)?.toLowerCase();
      const known = values.find((candidate) => candidate === value);
      if (value !== undefined && known === undefined) fault(name, `must be one of: ${values.join(', ')}`);
      return known;
    },
    whole(name, least, most, fallback) {
      const value = text(name);
      const number = Number(value ?? fallback);
      if (Number.isSafeInteger(number) && number >= least && number <= most) return number;
      fault(name, `must be a whole number from ${least.toString()} to ${most.toString()}`);
      return fallback;
    },
    list: (name) =>
      (text(name) ?? '')
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    url(name) {
      const value = text(name);
      if (value === undefined) return undefined;
      const url = URL.canParse(value) ? new URL(value) : undefined;
      const plain = url?.search === '' && url.hash === '' && url.username === '';
      if (url === undefined || !plain || !['http:', 'https:'].includes(url.protocol)) {
        fault(name, 'must be a URL such as https://proxycall.example.com');
        return undefined;
      }
      return value.replace(/\/+$/, '');
    },
    flag(name) {
      const value = text(name)?.toLowerCase() ?? '0';
      if (['1', 'true', 'yes'].includes(value)) return true;
      if (!['0', 'false', 'no'].includes(value)) fault(name, 'must be 1 or 0');
      return false;
    },
  };
}
