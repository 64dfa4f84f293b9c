// The service in watch mode: whenever a source file or `.env` changes, the program is bundled and the service restarts. Options
// are for Node: `npm run dev -- --inspect` opens a port for a debugger.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, watch } from 'node:fs';
import { join } from 'node:path';
import { bundleProgram } from './bundle-program.mjs';

/** Editors write a file in several steps. */
const SETTLED_MS = 50;
/** After which a service that does not stop is killed. */
const STOP_MS = 10_000;

let server;
let timer;
let work = Promise.resolve();
let watchers = [];

async function stop() {
  if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill('SIGTERM');
  const late = setTimeout(() => server.kill('SIGKILL'), STOP_MS);
  await ended;
  clearTimeout(late);
}

async function restart() {
  // Before compiling, so that a change meanwhile is not missed.
  watchFolders();
  await bundleProgram();
  await stop();
  const args = [...process.argv.slice(2), '--enable-source-maps', 'dist/src/entry/cli/bin.js', 'serve'];
  server = spawn(process.execPath, args, { stdio: 'inherit' });
}

/** One restart after the other. What is wrong has been printed by esbuild; the running service stays up. */
function restartSoon() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    work = work.then(restart).catch((error) => {
      if (error.errors === undefined) console.error(error);
    });
  }, SETTLED_MS);
}

/** Each folder by itself: a watcher of a file ends when an editor replaces the file. */
function watchFolders() {
  for (const watcher of watchers) watcher.close();
  const folders = readdirSync('src', { recursive: true, withFileTypes: true }).filter((entry) => entry.isDirectory());
  watchers = ['src', ...folders.map((entry) => join(entry.parentPath ?? entry.path, entry.name))].map((folder) =>
    watch(folder, restartSoon),
  );
  watchers.push(watch('.', (_event, name) => name === '.env' && restartSoon()));
}

restartSoon();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    void work.then(stop).then(() => process.exit(0));
  });
}
