/** Takes orders and calls on a spreadsheet until it is killed, and prints each one that was acknowledged. */
import { writeSync } from 'node:fs';
import type { StandIn } from '../google/stand-in.js';
import { COURIER, openInstance } from '../sheets/world.js';

export interface CrashTask {
  readonly standIn: Pick<StandIn, 'url' | 'spreadsheetId' | 'credentials'>;
  readonly journal: string;
  readonly from: number;
  readonly acceptOffline: boolean;
}

const { standIn, journal, from, acceptOffline } = JSON.parse(process.argv[2] ?? '{}') as CrashTask;
const instance = await openInstance(standIn as StandIn, journal, { acceptOffline });
writeSync(1, 'open\n');
await Promise.all(
  [0, 1].map(async (lane) => {
    for (let index = from + lane; ; index += 2) {
      const number = await instance.order(index).catch(() => undefined);
      if (number === undefined) continue;
      writeSync(1, `order O-${index.toString()} ${number}\n`);
      for (let call = 0; call < 3; call += 1) {
        const id = `${index.toString()}-${call.toString()}`;
        const from = `+3319900${(1000 + index).toString()}`;
        await instance.call(call === 2 ? from : COURIER, number, id);
        writeSync(1, `call ${id} ${number} ${call === 2 ? from : COURIER}\n`);
      }
    }
  }),
);
