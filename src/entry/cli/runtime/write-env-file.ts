import { randomUUID } from 'node:crypto';
import { chmod, open, readFile, realpath, rename, rm } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Env } from '../../config/env-reader.js';
import { InputError, OptionError, OutputError } from './failure.js';
import { systemReason } from './system-reason.js';

/**
 * Sets variables in a file and keeps its other lines. Readable by its owner only: it holds secrets. The file is replaced as a whole, so that
 * it is never half written.
 * @param variables undefined removes one
 * @throws `InputError` when a value cannot be written so that it reads back the same, `OutputError` when the file cannot be written
 */
export async function writeEnvFile(path: string, variables: Env): Promise<void> {
  const { parse } = await import('dotenv');
  const before = await orElse(path, '', () => readFile(path, 'utf8'));
  const kept = before
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .filter((line) => !Object.keys(parse(line)).some((name) => Object.hasOwn(variables, name)));
  const ours = Object.entries(variables).flatMap(([name, value]) =>
    value === undefined ? [] : [assignment(name, value, parse)],
  );
  const text = `${[...(kept.join('') === '' ? [] : kept), ...ours].join('\n')}\n`;
  // A value of several lines may hold a line that looks like one of ours.
  const meant = Object.fromEntries(
    Object.entries({ ...parse(before), ...variables }).filter(([, value]) => value !== undefined),
  );
  if (!isDeepStrictEqual({ ...parse(text) }, meant)) {
    throw new InputError('{file} has lines that cannot be kept: write {names} into it by hand', {
      file: path,
      names: Object.keys(variables).join(', '),
    });
  }
  await replaceFile(await orElse(path, path, () => realpath(path)), text);
}

/** `NAME=value`, in the first spelling that reads back the same: dotenv has quotes, and no way to escape one. */
function assignment(name: string, value: string, parse: (text: Buffer) => Record<string, string>): string {
  for (const quote of ['', "'", '`', '"']) {
    const line = `${name}=${quote}${value}${quote}`;
    // As bytes, and with what may follow it.
    const read = parse(Buffer.from(`${line}\nAFTER=1`));
    if (read[name] === value && read['AFTER'] === '1' && Object.keys(read).length === 2) return line;
  }
  throw new OptionError(
    name,
    'the value cannot be written to a file: it has # or several lines, and all three kinds of quotes',
  );
}

async function replaceFile(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    // The mode above is narrowed by the umask.
    await chmod(draft, 0o600);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw cannotWrite(path, error);
  }
}

/** For a file that does not exist. */
async function orElse<T>(path: string, fallback: T, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return fallback;
    throw cannotWrite(path, error);
  }
}

function cannotWrite(file: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  return new OutputError('{file} cannot be written: {reason}', { file, reason: systemReason(String(error.code)) });
}
