import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { entryText, type Entry } from './entry.js';
import { recoverJournals } from './recovery.js';
import { createSegments } from './segments.js';

/**
 * Entries in local files until they are in the sheet. They survive the end of the process; those written with `flush`
 * survive a power loss too. The files are private to the user of the process, because they contain phone numbers.
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
  const recovered = await recoverJournals(folder, openIds);
  const segments = await createSegments(join(folder, id));
  const append = (entry: Entry, flush: boolean) => segments.append(`${entryText(entry)}\n`, flush);

  // Recovered entries are written to the new journal before the old files are deleted.
  await Promise.all(recovered.entries.map((entry) => append(entry, true)));
  for (const name of recovered.ids) await rm(join(folder, name), { recursive: true, force: true });

  return {
    id,
    recoveredIds: recovered.ids,
    recovered: recovered.entries,
    append: (entry, { flush } = { flush: false }) => append(entry, flush),
    mark: () => segments.mark(),
    async close() {
      try {
        await segments.close();
      } finally {
        openIds.delete(id);
      }
    },
  };
}
