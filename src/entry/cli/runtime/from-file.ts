import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isObject } from './answer-shape.js';
import type { CliContext } from './base-command.js';
import { entryOf, pathOf, shownName, type CommandEntry } from './command-entry.js';
import { InputError, OptionError } from './failure.js';
import { systemReason } from './system-reason.js';
import { isGiven, type TypedLine } from './typed-line.js';

const OPTION = '--from-file';
/** In bytes. */
const LARGEST_INPUT = 1024 * 1024;

/** By command and field: the word of an option for null. Elsewhere null leaves the option out. */
const NULL_WORDS: Readonly<Record<string, string>> = { 'client update client_iso_residency': 'none' };

/**
 * The command line with the fields of `--from-file` as options: of a JSON object in a file, or on standard input for `-`. Unlike options,
 * they are not in the list of processes. An option that is given too takes precedence.
 * @throws `InputError` that quotes no value
 */
export async function withFileFields(
  entries: readonly CommandEntry[],
  line: TypedLine,
  context: CliContext,
): Promise<TypedLine> {
  const source = line.options.find(({ name }) => name === OPTION)?.value;
  const entry = entryOf(entries, line.words);
  // What the command does not have, and an option without a value, are refused by the parser.
  if (source === undefined || entry?.options.some(({ names }) => names.includes(OPTION)) !== true) return line;
  const others = line.options.filter(({ name }) => name !== OPTION);
  const added = Object.entries(await readFields(source, context)).flatMap(([field, value]) => {
    const name = `--${field.replaceAll('_', '-')}`;
    const option = entry.options.find((each) => each.takesValue === true && shownName(each) === name);
    if (option === undefined || NOT_FIELDS.includes(name)) {
      throw new OptionError(OPTION, 'there is no field {field}', { field });
    }
    const text = textOf(field, value) ?? NULL_WORDS[`${pathOf(entry)} ${field}`];
    return text === undefined || isGiven(line, option.names) ? [] : [{ name, value: text }];
  });
  return { ...line, options: [...others, ...added] };
}

/** What says how a command runs is no part of its request. */
const NOT_FIELDS = [OPTION, '--mode', '--lang'];

/** Undefined for what counts as absent: null, and the empty text that earlier clients send for it. */
function textOf(field: string, value: unknown): string | undefined {
  if (value === null || value === '') return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return value.toString();
  throw new OptionError(OPTION, 'the field {field} must be a text or a number', { field });
}

async function readFields(source: string, { stdin, cwd }: CliContext): Promise<Readonly<Record<string, unknown>>> {
  const bytes = source === '-' ? await readStream(stdin) : await readInput(resolve(cwd, source));
  const value = parse(bytes);
  if (!isObject(value)) throw new OptionError(OPTION, 'must be a JSON object in UTF-8');
  return value;
}

async function readInput(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'error';
    throw new InputError('{file} cannot be read: {reason}', { file, reason: systemReason(code) });
  }
}

async function readStream(stream: AsyncIterable<Buffer | string>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > LARGEST_INPUT) throw new OptionError(OPTION, 'must be a JSON object in UTF-8');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** Undefined when it is no JSON. The error of the engine quotes the text, and goes no further. */
function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}
