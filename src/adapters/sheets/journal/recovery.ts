import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readEntry, type Entry } from './entry.js';

/** The journals of ended processes, and their entries in order. */
export interface Recovered {
  readonly ids: readonly string[];
  readonly entries: readonly Entry[];
}

/** @param openIds journals that this process has opened */
export async function recoverJournals(folder: string, openIds: ReadonlySet<string>): Promise<Recovered> {
  const names = await readdir(folder);
  const ids = names.filter((name) => isJournalId(name) && !isAlive(name, openIds)).sort();
  const entries: Entry[] = [];
  for (const id of ids) entries.push(...(await readEntries(join(folder, id))));
  return { ids, entries };
}

/** Whether this is the id of a journal, and so of an instance. */
export function isJournalId(name: string): boolean {
  return /^\d+-[0-9a-f]{8}$/.test(name);
}

/** Whether the process of a journal still runs. A journal with our pid that we did not open is of an earlier process. */
function isAlive(name: string, openIds: ReadonlySet<string>): boolean {
  const pid = Number(name.split('-')[0]);
  if (pid === process.pid) return openIds.has(name);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** A line that was truncated by a crash is skipped: it was never acknowledged. */
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
