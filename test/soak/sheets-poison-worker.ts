/** Calls and renames clients on a spreadsheet that refuses some of it, until it is killed, and prints what was acknowledged. */
import { writeSync } from 'node:fs';
import type { StandIn } from '../google/stand-in.js';
import { callerOf } from '../sheets/poison.js';
import { changeOf, idsOf, isRefused } from '../sheets/refused-cells.js';
import { openInstance, proxy, until } from '../sheets/world.js';

export interface PoisonTask {
  readonly standIn: Pick<StandIn, 'url' | 'spreadsheetId' | 'credentials'>;
  readonly journal: string;
  readonly count: number;
}

const { standIn, journal, count } = JSON.parse(process.argv[2] ?? '{}') as PoisonTask;
const instance = await openInstance(standIn as StandIn, journal, { pace: { writeTimeoutMs: 20_000 } });
// The sessions of the clients, which were found in the sheet.
await until('the sessions are written', () => instance.store.backlog?.() === 0);
writeSync(1, 'open\n');
await Promise.all(
  idsOf(count).map(async (id) => {
    await instance.call(callerOf(id), proxy(Number(id)), `call-${id}`);
    writeSync(1, `call ${id}\n`);
    const outcome = await instance.store.commit(await changeOf(instance, id, { name: `New ${id}` })).then(
      () => 'written',
      (error: unknown) => (isRefused(error) ? 'refused' : 'failed'),
    );
    writeSync(1, `name ${id} ${outcome}\n`);
  }),
);
writeSync(1, 'done\n');
// The caller kills the process: what is parked is in its journal alone.
setInterval(() => undefined, 1000);
