import type { Logger } from '../../ports/runtime.js';

export interface ProcessWarnings {
  /** Logs the warnings so far, and those that follow. */
  logTo(logger: Logger): void;
  /** Lets Node print them again. */
  release(): void;
}

/**
 * Takes the warnings of Node and of packages for the log: Node would print them between the lines of the log, and they are no JSON.
 */
export function takeWarnings(): ProcessWarnings {
  const printers = process.listeners('warning');
  let waiting: Error[] = [];
  let logger: Logger | undefined;
  const take = (warning: Error & { readonly code?: string }) => {
    if (logger === undefined) waiting.push(warning);
    else logger.warn('process.warning', { name: warning.name, code: warning.code, warning: warning.message });
  };
  process.removeAllListeners('warning');
  process.on('warning', take);
  return {
    logTo(destination) {
      logger = destination;
      waiting.forEach(take);
      waiting = [];
    },
    release() {
      process.off('warning', take);
      for (const print of printers) process.on('warning', print);
    },
  };
}
