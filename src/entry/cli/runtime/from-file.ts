import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isObject } from './answer-shape.js';
import type { CliContext } from './base-command.js';
import type { CommandEntry } from './command-entry.js';
import { InputError } from './failure.js';

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
  commands: readonly Pick<CommandEntry, 'paths' | 'options'>[],
  line: readonly string[],
  context: CliContext,
): Promise<readonly string[]> {
  const end = line.indexOf('--');
  const [own, rest] = end < 0 ? [line, []] : [line.slice(0, end), line.slice(end)];
  const place = own.findIndex((word) => word === OPTION || word.startsWith(`${OPTION}=`));
  if (place < 0) return line;
  const isPrefix = (path: readonly string[]) => path.every((word, index) => own[index] === word);
  const command = commands.find(({ paths }) => paths.some(isPrefix));
  if (command?.options.some(({ names }) => names.includes(OPTION)) !== true) return line;
  const inPlace = own[place]?.slice(OPTION.length + 1);
  const source = inPlace || own[place + 1];
  // Refused by the parser, as any option without a value.
  if (source === undefined) return line;
  const others = own.toSpliced(place, inPlace ? 1 : 2);
  const given = (name: string) => others.some((word) => word === name || word.startsWith(`${name}=`));
  const path = command.paths[0]?.join(' ') ?? '';
  const added = Object.entries(await readFields(source, context)).flatMap(([field, value]) => {
    const name = `--${field.replaceAll('_', '-')}`;
    const option = command.options.find(({ names, takesValue }) => takesValue === true && apiName(names) === name);
    if (option === undefined || NOT_FIELDS.includes(name))
      throw new InputError('{name}: there is no field {field}', { name: OPTION, field });
    const text = textOf(field, value) ?? NULL_WORDS[`${path} ${field}`];
    return text === undefined || option.names.some(given) ? [] : [`${name}=${text}`];
  });
  return [...others, ...added, ...rest];
}

/** Fields have the names of the API: the first one of an option, whatever else it may be called. */
function apiName(names: readonly string[]): string | undefined {
  return names.find((name) => name.startsWith('--'));
}

/** What says how a command runs is no part of its request. */
const NOT_FIELDS = [OPTION, '--mode', '--lang'];

/** Undefined for what counts as absent: null, and the empty text that earlier clients send for it. */
function textOf(field: string, value: unknown): string | undefined {
  if (value === null || value === '') return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return value.toString();
  throw new InputError('{name}: the field {field} must be a text or a number', { name: OPTION, field });
}

async function readFields(source: string, { stdin, cwd }: CliContext): Promise<Readonly<Record<string, unknown>>> {
  const bytes = source === '-' ? await readStream(stdin) : await readInput(resolve(cwd, source));
  const value = parse(bytes);
  if (!isObject(value)) throw new InputError('{name}: must be a JSON object in UTF-8', { name: OPTION });
  return value;
}

async function readInput(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'error';
    throw new InputError('{file} cannot be read: {reason}', { file, reason });
  }
}

async function readStream(stream: AsyncIterable<Buffer | string>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > LARGEST_INPUT) throw new InputError('{name}: must be a JSON object in UTF-8', { name: OPTION });
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
