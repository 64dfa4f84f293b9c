/**
 * The stand-in for Google, in a process of its own: so many clients in its sheet, so many milliseconds away. Prints where
 * it is, and at the end of its standard input how many requests its busiest minute had.
 */
import { setPriority } from 'node:os';
import { HEADERS, startStandIn } from '../test/google/stand-in.js';
import { poolRow } from '../test/sheets/world.js';
import { clientPhone, proxyNumber } from './webhook-load.js';

// Google's own work is done on Google's machines: here it gives way to the server that is measured.
setPriority(19);
const [clients = '10', latency = '150'] = process.argv.slice(2);
const indices = Array.from({ length: Number(clients) }, (_, index) => index);
const standIn = await startStandIn({
  latencyMs: Number(latency),
  quota: 60,
  tabs: {
    Clients: [
      HEADERS.Clients.split(' '),
      ...indices.map((index) => [index.toString(), 'Ada', 'a@shop.example', clientPhone(index), proxyNumber(index)]),
    ],
    TwilioPools: [HEADERS.TwilioPools.split(' '), ...indices.map((index) => poolRow(proxyNumber(index), 'assigned'))],
    Orders: [HEADERS.Orders.split(' ')],
  },
});
const { url, spreadsheetId, credentials } = standIn;
process.stdout.write(`${JSON.stringify({ url, spreadsheetId, credentials })}\n`);
process.stdin.resume();
process.stdin.once('end', () => {
  const busiest = { reads: standIn.busiestMinute('read'), writes: standIn.busiestMinute('write') };
  process.stdout.write(`${JSON.stringify(busiest)}\n`, () => process.exit(0));
});
