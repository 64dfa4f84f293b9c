import type { Logger } from '../../../ports/runtime.js';
import type { CellFault } from '../tabs/read-tab.js';

/** Logs each invalid cell once, and again only if it was corrected and is invalid again. */
export function createCellFaultLog(logger: Logger) {
  let known = new Set<string>();
  return {
    report(faults: readonly CellFault[]): void {
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
