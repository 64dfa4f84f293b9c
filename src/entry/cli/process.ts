import { Cli } from 'clipanion';
import { runCli, type CliProgram } from './main.js';

/** Runs one command line as this process. */
export async function runProcess(
  program: CliProgram,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  // The reader closed the pipe, as in `proxycall demo | head`: this is not an error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  process.exitCode = await runCli(program, args, { ...Cli.defaultContext, env, cwd: process.cwd() });
}
