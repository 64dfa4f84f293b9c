/** Opens a new store in a file, named by its first argument, under the umask of its second, and prints the modes of what it made. */
import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openSqliteStore } from '../../src/adapters/sql/sqlite.js';

const [path = '', umask = ''] = process.argv.slice(2);
process.umask(Number.parseInt(umask, 8));
const store = await openSqliteStore({ path });
await store.commit({ puts: [{ kind: 'fact', value: { key: 'hash_key_check', value: 'x' }, expected: null }] });
const folder = dirname(path);
const modeOf = (name: string) => (statSync(name).mode & 0o777).toString(8);
const modes = [folder, ...readdirSync(folder).map((name) => join(folder, name))].map((name) => modeOf(name));
await store.close();
process.stdout.write(modes.join(' '));
