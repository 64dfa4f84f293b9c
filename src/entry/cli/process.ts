import { Cli } from 'clipanion';
import { runCli } from './main.js';

/** Runs one command line as this process. */
export async function runProcess(args: readonly string[]): Promise<void> {
  // Whoever read our output has seen enough: `proxycall demo | head`.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  process.exitCode = await runCli(args, { ...Cli.defaultContext, cwd: process.cwd() });
}
