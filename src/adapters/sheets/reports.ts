import type { Logger } from '../../ports/runtime.js';
import type { Fault } from './tab.js';

/** Tells what is wrong in the sheet, once: again only when it was mended and came back. */
export function createFaultReports(logger: Logger) {
  let known = new Set<string>();
  return {
    tell(faults: readonly Fault[]): void {
      const now = new Set<string>();
      for (const { title, row, column, problem } of faults) {
        const text = `${title}, row ${row.toString()}, ${column}: ${problem}`;
        now.add(text);
        if (!known.has(text)) logger.warn('sheets.cell_ignored', { tab: title, row, column, problem });
      }
      known = now;
    },
  };
}
