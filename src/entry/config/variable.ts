/** A text in every language of the user documentation. */
export interface Sentence {
  readonly en: string;
  readonly fr: string;
}

/** What became of the text of a variable. A fault continues a sentence that begins with the variable's name, and never repeats the text. */
export type Parsed<T> = { readonly value: T; readonly warning?: string | undefined } | { readonly fault: string };

/** How a text becomes a value. */
export interface VariableType<T> {
  /** For the documentation, such as `1 to 100`. */
  readonly label: Sentence;
  /** @param text trimmed and not empty @param raw as it was set */
  readonly parse: (text: string, raw: string) => Parsed<T>;
  /** How `value` is written in an example file. */
  readonly format: (value: T) => string;
}

/** What reads a variable: every server, or one with that store or carrier or a mail server, or the CLI with the API of a server elsewhere. */
export type Consumer = 'server' | 'sqlite' | 'postgres' | 'sheets' | 'twilio' | 'simulated' | 'mail' | 'cli';

/** In which case a variable must be set. */
export type Requirement = 'production' | 'postgres' | 'sheets' | 'twilio' | 'mail' | 'activation';

/** What the documentation says of a variable, apart from its name. */
export interface Description {
  readonly usedBy: readonly Consumer[];
  /** What is wrong when the variable is not set although it must be, as the end of a sentence that begins with its name. */
  readonly requiredBy?: Readonly<Partial<Record<Requirement, string>>>;
  /** What makes it not required after all, such as another variable that is set. */
  readonly requiredUnless?: string;
  /** Example files and blueprints have no value for it. */
  readonly secret?: boolean;
  /** Former names. The variable's own name wins. */
  readonly aliases?: readonly string[];
  readonly meaning: Sentence;
  /** In the documentation, where the default is not a value of the variable. */
  readonly defaultLabel?: Sentence;
  /** What the CLI's example file says of it and suggests, where the CLI needs it. */
  readonly cliExample?: { readonly meaning: string; readonly value: string };
  /** Left out of the server's example file: set by the platform, or for tests. */
  readonly notInExample?: boolean;
}

/** An environment variable. `T` includes undefined when it may be unset. */
export interface Variable<T> extends Description {
  readonly label: Sentence;
  readonly parse: (text: string, raw: string) => Parsed<T>;
  /** The value when the variable is not set, or set to blanks. */
  readonly unset: T;
  /** `unset`, as it would be set; empty when there is none. */
  readonly unsetText: string;
}

export type Variables = Readonly<Record<string, Variable<unknown>>>;
export type ValueOf<V> = V extends Variable<infer T> ? T : never;

/** A variable that may be unset. */
export function optional<T>(type: VariableType<T>, description: Description): Variable<T | undefined> {
  return { ...description, label: type.label, parse: type.parse, unset: undefined, unsetText: '' };
}

export function withDefault<T>(type: VariableType<T>, unset: NoInfer<T>, description: Description): Variable<T> {
  return { ...description, label: type.label, parse: type.parse, unset, unsetText: type.format(unset) };
}

/** The variables of one subject, in the order of the documentation. */
export interface VariableGroup<V extends Variables = Variables> {
  readonly title: Sentence;
  readonly variables: V;
}
