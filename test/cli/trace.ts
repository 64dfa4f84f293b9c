/** Notes every module that is loaded, in the file that MODULE_LOG names: `node --import trace.js …`. */
import { appendFileSync } from 'node:fs';
import module from 'node:module';

const log = process.env['MODULE_LOG'] ?? '';
const hook = `
import { appendFileSync } from 'node:fs';
export async function load(url, context, next) {
  appendFileSync(${JSON.stringify(log)}, url + '\\n');
  return next(url, context);
}`;
module.register(`data:text/javascript,${encodeURIComponent(hook)}`);
// What is required, not imported.
process.on('exit', () => {
  appendFileSync(log, Object.keys(module.createRequire(import.meta.url).cache).join('\n'));
});
