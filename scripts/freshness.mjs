// Whether the program in dist was made from the sources that are there. By content, so that what git, an editor or a copy does to
// the times of files does not matter.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const stampIn = (folder) => join(folder, 'src', '.fresh');

/** Sources, what is bundled with them (by the lock file), and how that is done. */
function contents() {
  const files = ['src', 'scripts'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  );
  const hash = createHash('sha256');
  for (const file of [
    'package.json',
    'package-lock.json',
    ...files.filter((name) => /\.(tsx?|mjs|css|svg)$/.test(name)).sort(),
  ])
    hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

/** Before it is made: what is interrupted or fails leaves nothing that passes for whole. */
export function markStale(folder = 'dist') {
  rmSync(stampIn(folder), { force: true });
}

/** After it was made. */
export function markFresh(folder = 'dist') {
  writeFileSync(stampIn(folder), contents());
}

export function isFresh(folder = 'dist') {
  return existsSync(stampIn(folder)) && readFileSync(stampIn(folder), 'utf8') === contents();
}
