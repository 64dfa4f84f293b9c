import { fstatSync, writeSync } from 'node:fs';
import { Writable } from 'node:stream';
import { isTerminal } from './terminal.js';

/** Standard output of this process, and whether everything that was written to it has arrived. */
export interface Output {
  readonly stdout: Writable;
  /** The code of the first error; undefined when there was none. */
  readonly fault: () => Promise<string | undefined>;
}

/**
 * A reader that is gone, as in `proxycall demo | head`, ends the process: that is no error. Other errors are kept until the command has
 * ended: what it has begun, such as a purchase, is finished. Notices that nobody can read any more stop nothing.
 */
export function guardOutput(running: NodeJS.Process): Output {
  const { stdout, stderr } = running;
  let fault: string | undefined;
  const guarded = isFile(1) && !isTerminal(stdout) ? fileOutput(1) : stdout;
  guarded.on('error', (error: NodeJS.ErrnoException) => {
    // A command that has ended in this turn has set its exit code after it.
    if (error.code === 'EPIPE') setImmediate(() => running.exit());
    else fault ??= error.code ?? error.name;
  });
  stderr.on('error', () => undefined);
  return {
    stdout: guarded,
    fault: async () => {
      // Errors are reported in a later turn.
      await new Promise((resolve) => setImmediate(resolve));
      return fault;
    },
  };
}

/** Not a pipe or a socket. */
function isFile(descriptor: number): boolean {
  try {
    const found = fstatSync(descriptor);
    return found.isFile() || found.isCharacterDevice();
  } catch {
    return false;
  }
}

/** Writes all of a chunk. The stream of Node takes a part for the whole when a disk is nearly full. */
function fileOutput(descriptor: number): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      try {
        let rest = chunk;
        while (rest.length > 0) rest = rest.subarray(writeSync(descriptor, rest));
        done();
      } catch (error) {
        done(error as Error);
      }
    },
  });
}
