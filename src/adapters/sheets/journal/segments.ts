import { appendFileSync } from 'node:fs';
import { mkdir, open, readdir, rm, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

/** The files of a journal. A mark ends a file, so that everything before it can be deleted. */
export interface Segments {
  append(text: string, flush: boolean): Promise<void>;
  /** @returns a function that deletes everything appended before the mark */
  mark(): Promise<() => Promise<void>>;
  /** Deletes the folder if it is empty. */
  close(): Promise<void>;
}

interface WaitingWrite {
  readonly text: string;
  readonly flush: boolean;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export async function createSegments(folder: string): Promise<Segments> {
  await mkdir(folder, { mode: 0o700 });
  let segment = 0;
  let file: FileHandle | undefined;
  let waiting: WaitingWrite[] = [];
  let writing: Promise<void> = Promise.resolve();

  return {
    append: (text, flush) =>
      new Promise((resolve, reject) => {
        waiting.push({ text, flush, resolve, reject });
        if (waiting.length === 1) writing = writing.then(() => writeOut());
      }),
    async mark() {
      let last = segment;
      writing = writing.then(async () => {
        last = segment;
        segment += 1;
        await closeFile();
      });
      await writing;
      return () => removeUpTo(folder, last);
    },
    async close() {
      await writing;
      await closeFile();
      if ((await readdir(folder)).length === 0) await rm(folder, { recursive: true, force: true });
    },
  };

  /** Writes all waiting texts in one append. */
  async function writeOut(): Promise<void> {
    const writes = waiting;
    waiting = [];
    if (writes.length === 0) return;
    try {
      file ??= await open(join(folder, `${segment.toString().padStart(8, '0')}.ndjson`), 'a', 0o600);
      // A synchronous append to the page cache takes microseconds: less than a round trip to the thread pool.
      appendFileSync(file.fd, writes.map(({ text }) => text).join(''));
      if (writes.some(({ flush }) => flush)) await file.datasync();
      for (const { resolve } of writes) resolve();
    } catch (error) {
      for (const { reject } of writes) reject(error);
    }
  }

  async function closeFile(): Promise<void> {
    await file?.close();
    file = undefined;
  }
}

async function removeUpTo(folder: string, last: number): Promise<void> {
  for (const name of await readdir(folder)) {
    if (Number(name.split('.')[0]) <= last) await unlink(join(folder, name));
  }
}
