import { randomBytes } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { open, mkdir, readdir, readFile, rm, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnyRecord, LastCaller, RecordId } from '../../../ports/order-store.js';
import { fromJson, toJson } from '../tabs/record-json.js';

/** A write that is acknowledged before it is in the sheet. */
export interface Entry {
  /** A value of undefined: the record was erased. */
  readonly records: readonly (RecordId & { readonly value: AnyRecord['value'] | undefined })[];
  readonly lastCaller: LastCaller | undefined;
}

/** One line of text. */
export function entryText(entry: Entry): string {
  return toJson(entry);
}

/** @throws SyntaxError when the text is not JSON */
export function readEntry(text: string): Entry {
  return fromJson(text) as Entry;
}

/**
 * Entries in local files until they are in the sheet. They survive the end of the process; those written with `flush`
 * survive a power loss too. Readable by this user only, because they contain phone numbers.
 */
export interface Journal {
  /** Identifies the writer; new for every opened journal. */
  readonly id: string;
  /** The ids of ended processes whose journals were taken over. */
  readonly recoveredIds: readonly string[];
  /** The entries taken over from them. */
  readonly recovered: readonly Entry[];
  append(entry: Entry, options?: { flush: boolean }): Promise<void>;
  /** @returns a function that drops everything appended before the mark, to be called once it is in the sheet */
  mark(): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** Journals opened by this process, which may have several stores open. */
const openIds = new Set<string>();

export async function openJournal(folder: string): Promise<Journal> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const id = `${process.pid.toString()}-${randomBytes(4).toString('hex')}`;
  openIds.add(id);
  const abandoned = (await readdir(folder)).filter((name) => /^\d+-[0-9a-f]{8}$/.test(name) && !isAlive(name));
  const recovered: Entry[] = [];
  for (const name of abandoned.sort()) recovered.push(...(await readEntries(join(folder, name))));
  const ownFolder = join(folder, id);
  await mkdir(ownFolder, { mode: 0o700 });

  let segment = 0;
  let file: FileHandle | undefined;
  let waiting: { line: string; flush: boolean; resolve: () => void; reject: (error: unknown) => void }[] = [];
  let writing: Promise<void> = Promise.resolve();
  const segmentPath = (number: number) => join(ownFolder, `${number.toString().padStart(8, '0')}.ndjson`);

  // Recovered entries are written to the new journal before the old files are deleted.
  await Promise.all(recovered.map((entry) => write(entry, true)));
  for (const name of abandoned) await rm(join(folder, name), { recursive: true, force: true });

  function write(entry: Entry, flush: boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      waiting.push({ line: `${entryText(entry)}\n`, flush, resolve, reject });
      if (waiting.length === 1) writing = writing.then(() => writeOut());
    });
  }

  /** Writes all waiting entries in one append. */
  async function writeOut(): Promise<void> {
    const writes = waiting;
    waiting = [];
    if (writes.length === 0) return;
    try {
      file ??= await open(segmentPath(segment), 'a', 0o600);
      // A synchronous append to the page cache takes microseconds: less than a round trip to the thread pool.
      appendFileSync(file.fd, writes.map(({ line }) => line).join(''));
      if (writes.some(({ flush }) => flush)) await file.datasync();
      for (const { resolve } of writes) resolve();
    } catch (error) {
      for (const { reject } of writes) reject(error);
    }
  }

  return {
    id,
    recoveredIds: abandoned,
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
        for (const name of await readdir(ownFolder)) {
          if (Number(name.split('.')[0]) <= last) await unlink(join(ownFolder, name));
        }
      };
    },
    async close() {
      await writing;
      await file?.close();
      file = undefined;
      openIds.delete(id);
      if ((await readdir(ownFolder)).length === 0) await rm(ownFolder, { recursive: true, force: true });
    },
  };
}

/** In order. A line truncated by a crash was never acknowledged, so it is skipped. */
async function readEntries(folder: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const name of (await readdir(folder)).sort()) {
    for (const line of (await readFile(join(folder, name), 'utf8')).split('\n')) {
      try {
        if (line !== '') entries.push(readEntry(line));
      } catch {
        continue;
      }
    }
  }
  return entries;
}

/** Whether the process of a journal still runs. One with our pid that we did not open is of an earlier process. */
function isAlive(name: string): boolean {
  const pid = Number(name.split('-')[0]);
  if (pid === process.pid) return openIds.has(name);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
