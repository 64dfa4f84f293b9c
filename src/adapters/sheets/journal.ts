import { randomBytes } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { open, mkdir, readdir, readFile, rm, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Contact, Kind } from '../../ports/order-store.js';

/** A write that is answered for before it is in the sheet. */
export interface Entry {
  readonly records: readonly { readonly kind: Kind; readonly key: string; readonly value: unknown }[];
  readonly contact?: Pick<Contact, 'sessionId' | 'lastCaller'> | undefined;
}

/**
 * Entries in files of this machine, until they are in the sheet. They survive the end of the process; those that were
 * written with `flush` survive a loss of power too. Readable by this user only: they hold phone numbers.
 */
export interface Journal {
  /** Who writes it; new for every process. */
  readonly id: string;
  /** Those of processes that have ended, whose journals were taken over. */
  readonly formerIds: readonly string[];
  /** What processes that have ended left here. Their journals are this one's now. */
  readonly recovered: readonly Entry[];
  append(entry: Entry, options?: { flush: boolean }): Promise<void>;
  /** What was appended up to now can be dropped once it is in the sheet. */
  mark(): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** Those of this process, which may have several stores open. */
const mineNow = new Set<string>();

export async function openJournal(folder: string): Promise<Journal> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const id = `${process.pid.toString()}-${randomBytes(4).toString('hex')}`;
  mineNow.add(id);
  const left = (await readdir(folder)).filter((name) => /^\d+-[0-9a-f]{8}$/.test(name) && !isAlive(name));
  const recovered: Entry[] = [];
  for (const name of left.sort()) recovered.push(...(await readEntries(join(folder, name))));
  const mine = join(folder, id);
  await mkdir(mine, { mode: 0o700 });

  let segment = 0;
  let file: FileHandle | undefined;
  let waiting: { line: string; flush: boolean; resolve: () => void; reject: (error: unknown) => void }[] = [];
  let writing: Promise<void> = Promise.resolve();
  const nameOf = (number: number) => join(mine, `${number.toString().padStart(8, '0')}.ndjson`);

  // What was left is written once more before its files go.
  await Promise.all(recovered.map((entry) => write(entry, true)));
  for (const name of left) await rm(join(folder, name), { recursive: true, force: true });

  function write(entry: Entry, flush: boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      waiting.push({ line: `${JSON.stringify(entry)}\n`, flush, resolve, reject });
      if (waiting.length === 1) writing = writing.then(() => writeOut());
    });
  }

  /** Entries that arrive together are written together. */
  async function writeOut(): Promise<void> {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    try {
      file ??= await open(nameOf(segment), 'a', 0o600);
      // To the system's cache, in some microseconds: a caller would wait longer for a thread to do it.
      appendFileSync(file.fd, batch.map(({ line }) => line).join(''));
      if (batch.some(({ flush }) => flush)) await file.datasync();
      for (const { resolve } of batch) resolve();
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  return {
    id,
    formerIds: left,
    recovered,
    append: (entry, { flush } = { flush: false }) => write(entry, flush),
    async mark() {
      let last = segment;
      writing = writing.then(async () => {
        last = segment;
        segment += 1;
        await file?.close();
        file = undefined;
      });
      await writing;
      return async () => {
        for (const name of await readdir(mine)) {
          if (Number(name.split('.')[0]) <= last) await unlink(join(mine, name));
        }
      };
    },
    async close() {
      await writing;
      await file?.close();
      file = undefined;
      mineNow.delete(id);
      if ((await readdir(mine)).length === 0) await rm(mine, { recursive: true, force: true });
    },
  };
}

/** In order. A line that was cut off by a crash was not answered for. */
async function readEntries(folder: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const name of (await readdir(folder)).sort()) {
    for (const line of (await readFile(join(folder, name), 'utf8')).split('\n')) {
      try {
        if (line !== '') entries.push(JSON.parse(line) as Entry);
      } catch {
        continue;
      }
    }
  }
  return entries;
}

/** Whether the process that a journal is named after still runs. One with our own number is of a time before us. */
function isAlive(name: string): boolean {
  const pid = Number(name.split('-')[0]);
  if (pid === process.pid) return mineNow.has(name);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
