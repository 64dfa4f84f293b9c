import test from 'ava';
import { takeWarnings } from '../../src/entry/http/process-warnings.js';
import type { LogFields } from '../../src/ports/runtime.js';

const ignore = () => undefined;

test.serial('warnings of Node and of packages are lines of the log, also those from before it was there', async (t) => {
  const printers = process.listeners('warning');
  const lines: (LogFields | undefined)[] = [];
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const warnings = takeWarnings();
  try {
    process.emitWarning('SECURITY WARNING: one\nand two', { code: 'PG1' });
    process.emitWarning('old', 'DeprecationWarning', 'DEP0000');
    await turn();
    t.deepEqual(lines, []);
    const warn = (_event: string, fields?: LogFields) => lines.push(fields);
    warnings.logTo({ debug: ignore, info: ignore, warn, error: ignore });
    process.emitWarning('later');
    await turn();
    t.deepEqual(lines, [
      { name: 'Warning', code: 'PG1', warning: 'SECURITY WARNING: one\nand two' },
      { name: 'DeprecationWarning', code: 'DEP0000', warning: 'old' },
      { name: 'Warning', code: undefined, warning: 'later' },
    ]);
    t.is(process.listenerCount('warning'), 1, 'Node does not print them too');
  } finally {
    warnings.release();
  }
  t.deepEqual(process.listeners('warning'), printers);
});
