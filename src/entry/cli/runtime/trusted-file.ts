import type { Stats } from 'node:fs';
import { lstat, realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import { InputError } from './failure.js';

/** Permission bits. */
const GROUP_WRITES = 0o020;
const OTHERS_WRITE = 0o002;
/** In such a folder, as in /tmp, only its owner and theirs replace files. */
const STICKY = 0o1000;

export interface TrustOptions {
  /** Who runs a command through sudo owns the files that root reads. */
  readonly sudoUid?: string | undefined;
  /** Whether root reads the files of any user, as in a container that mounts a folder of its host. */
  readonly rootReadsAll?: boolean;
}

/**
 * Settings say where a token goes. A file is only read when nobody but its reader and root can write it, or put another in its place.
 * On Windows there are no such bits to look at.
 * @throws `InputError` that says what to do
 */
export async function requireTrusted(path: string, options: TrustOptions): Promise<void> {
  const real = await realpath(path);
  // A link of somebody else's decides which file is read.
  await requireOwn(path, [path, real, dirname(path), dirname(real)], options);
}

/** As `requireTrusted`, for a file that is about to be written. */
export async function requireTrustedFolder(path: string, options: TrustOptions): Promise<void> {
  await requireOwn(path, [dirname(path)], options);
}

async function requireOwn(file: string, places: readonly string[], options: TrustOptions): Promise<void> {
  if (process.getuid === undefined) return;
  const isOwner = ownersFor(process.getuid(), options);
  for (const place of places) {
    const found = await lstat(place);
    const values = { file, place };
    if (!isOwner(found.uid))
      throw new InputError('{file} is not used: {place} belongs to another user of this computer', values);
    if (canOthersWrite(found)) {
      throw new InputError(
        '{file} is not used: other users of this computer can write {place}. "chmod go-w {place}" prevents it.',
        values,
      );
    }
  }
}

function ownersFor(user: number, { sudoUid, rootReadsAll = false }: TrustOptions): (owner: number) => boolean {
  if (user === 0 && rootReadsAll) return () => true;
  const isBehindSudo = user === 0 && sudoUid !== undefined && /^\d+$/.test(sudoUid);
  const owners = new Set([0, user, ...(isBehindSudo ? [Number(sudoUid)] : [])]);
  return (owner) => owners.has(owner);
}

/** Many systems give each user a group of their own, with the same id, which may write: there is nobody else in it. */
function canOthersWrite(found: Stats): boolean {
  const { mode, uid, gid } = found;
  if (found.isSymbolicLink() || (found.isDirectory() && (mode & STICKY) !== 0)) return false;
  const hasOwnGroup = uid === gid && uid !== 0;
  return (mode & OTHERS_WRITE) !== 0 || ((mode & GROUP_WRITES) !== 0 && !hasOwnGroup);
}
