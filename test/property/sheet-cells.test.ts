import test from 'ava';
import { nothingIsLost } from './sheet-cells.js';

test('whatever is in a cell of a spreadsheet: no client, number in use or order is lost, and other rows go on', async (t) => {
  t.timeout(60_000);
  await nothingIsLost(t, 12);
});
