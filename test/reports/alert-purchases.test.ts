import test from 'ava';
import { CLEAR, HOUR, LOW, startEmpty, thresholds } from './alert-scene.js';

test('what the mail says is to be bought brings the all-clear, also above what one purchase may buy', async (t) => {
  const { both, after, buy, mailer, subjects } = startEmpty({ poolAlert: thresholds({ FR: 150 }) });
  await both();
  t.deepEqual(subjects(), [LOW]);
  const text = mailer.mails[0]?.text ?? '';
  const sizes = [...text.matchAll(/pool provision --country FR --number-type mobile --batch-size (\d+)/g)].map(
    ([, size]) => Number(size),
  );
  t.deepEqual(sizes, [100, 80]);
  for (const size of sizes) await buy(size);
  await after(HOUR);
  t.deepEqual(subjects(), [LOW, CLEAR]);
});
