// The long form of the crash and race campaigns. `npm run soak`, or `npm run soak -- 100` for another number of rounds.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const rounds = process.argv[2] ?? '20';
const campaigns = ['process/campaigns', 'property/sessions', 'postgres', 'sheets/crashes', 'sheets/traffic'].map(
  (name) => `dist/test/${name}.test.js`,
);
const script = fileURLToPath(new URL('test.mjs', import.meta.url));
const child = spawn(process.execPath, [script, '--timeout=60m', ...campaigns], {
  stdio: 'inherit',
  env: { ...process.env, SOAK_ROUNDS: rounds },
});
child.once('close', (code) => {
  process.exitCode = code ?? 1;
});
