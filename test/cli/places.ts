import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { temporaryFolder } from '../support.js';

/** `top/work`, with files by their paths. */
export function place(t: ExecutionContext, files: Readonly<Record<string, string>>) {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  const top = join(folder.path, 'top');
  mkdirSync(join(top, 'work'), { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(top, name)), { recursive: true });
    writeFileSync(join(top, name), text, { mode: 0o600 });
  }
  return { top, work: join(top, 'work') };
}
