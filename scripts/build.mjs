// Writes what is published to dist: the bundled program and library, the types, the files of the reference page, and the licences.
// Types are checked on the way.
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { bundleProgram } from './bundle-program.mjs';

rmSync('dist/src', { recursive: true, force: true });
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--emitDeclarationOnly'], { stdio: 'inherit' });
await bundleProgram({ library: true });
