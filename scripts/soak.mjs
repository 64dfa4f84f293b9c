// The campaigns that take minutes: kill -9, races of processes, outages, traffic. `npm run soak`, or `npm run soak -- 100` for
// another number of rounds; a file as a second argument runs that one alone.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const [rounds = '20', ...files] = process.argv.slice(2);
const script = fileURLToPath(new URL('test.mjs', import.meta.url));
const child = spawn(process.execPath, [script, '--config=ava.soak.config.js', ...files], {
  stdio: 'inherit',
  env: { ...process.env, SOAK_ROUNDS: rounds },
});
child.once('close', (code) => {
  process.exitCode = code ?? 1;
});
