/**
 * All commands. To add one:
 *
 * 1. Write its class in a file named after it: `proxycall order create` is in `order/create.ts`.
 * 2. Export it from `remote.ts` if it only needs the API: the light package then has it too. Otherwise export it here.
 * 3. Add the French of its messages to `../runtime/french.ts`. Without it they do not compile.
 */
export * from './remote.js';

// These need a store or a server.
export { DemoCommand } from './demo.js';
export { ServeCommand } from './serve.js';
export { StoreCopyCommand } from './store/copy.js';
export { StoreRekeyCommand } from './store/rekey.js';
export { StoreVerifyCommand } from './store/verify.js';
