// The service in watch mode: whenever a source file changes, it is compiled and the service restarts. Options are for Node:
// `npm run dev -- --inspect` opens a port for a debugger.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { build } from 'esbuild';
import { options, removeStale } from './compilation.mjs';

/** Editors write a file in several steps. */
const SETTLED_MS = 50;

let server;
let timer;
let work = Promise.resolve();

async function stop() {
  if (server === undefined || server.exitCode !== null) return;
  const ended = once(server, 'exit');
  server.kill('SIGTERM');
  await ended;
}

async function restart() {
  removeStale();
  try {
    await build({ ...options, entryPoints: ['src/**/*.ts'] });
  } catch {
    // esbuild has printed what is wrong; what runs goes on.
    return;
  }
  await stop();
  const args = [...process.argv.slice(2), '--enable-source-maps', 'dist/src/entry/cli/bin.js', 'serve'];
  server = spawn(process.execPath, args, { stdio: 'inherit' });
}

/** One restart after the other. */
function restartSoon() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    work = work.then(restart);
  }, SETTLED_MS);
}

watch('src', { recursive: true }, restartSoon);
restartSoon();

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    void work.then(stop).then(() => process.exit(0));
  });
}
