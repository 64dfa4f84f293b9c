/** Logs every loaded module to the file MODULE_LOG: `node --import trace.js …`. */
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
// Modules loaded with require().
process.on('exit', () => {
  appendFileSync(log, Object.keys(module.createRequire(import.meta.url).cache).join('\n'));
});
