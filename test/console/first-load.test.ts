import { once } from 'node:events';
import test from 'ava';
import Koa from 'koa';
import { createConsole, type ConsoleDependencies } from '../../src/entry/console/index.js';
import type { EventStreams } from '../../src/entry/http/event-stream.js';

test('a console that could not be loaded is loaded for the next request', async (t) => {
  let tried = 0;
  // What is asked for first of all.
  const dependencies = {
    get clock() {
      tried += 1;
      if (tried === 1) throw new Error('too many open files');
      return { now: () => 0 };
    },
  } as unknown as ConsoleDependencies;
  const app = new Koa();
  app.silent = true;
  app.use(createConsole(dependencies, (_, next) => next(), {} as EventStreams));
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const { port } = server.address() as { readonly port: number };
  const ask = async () => {
    const { status } = await fetch(`http://127.0.0.1:${port.toString()}/console/`, { redirect: 'manual' });
    return status;
  };
  t.deepEqual([await ask(), await ask(), await ask()], [500, 303, 303]);
});
