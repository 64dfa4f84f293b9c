import test from 'ava';
import { untilInterrupted } from '../../src/entry/cli/runtime/interruption.js';

test.serial('the first signal ends the work, and after the work signals do what they usually do', async (t) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    const before = process.listenerCount(signal);
    const result = await untilInterrupted(
      undefined,
      (stop) =>
        new Promise<string>((resolve) => {
          stop.addEventListener('abort', () => {
            resolve(`ended, ${process.listenerCount(signal) === before ? 'a second one would kill' : 'still caught'}`);
          });
          process.emit(signal);
        }),
    );
    t.is(result, 'ended, a second one would kill');
    t.is(process.listenerCount(signal), before);
  }
  await t.throwsAsync(
    untilInterrupted(undefined, () => Promise.reject(new Error('a fault'))),
    { message: 'a fault' },
  );
});
