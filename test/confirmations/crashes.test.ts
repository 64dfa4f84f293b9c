import test from 'ava';
import { killAt, placesOf } from './crash-campaign.js';
import { startInstance } from './instance.js';

// The whole enumeration is in test/soak: these are the places where most is at stake.

test('kill -9 while a text, a mail and the answer to the right code are under way: nothing is half done, or sent twice', async (t) => {
  const name = 'the whole cascade, a wrong code and the right one by text';
  const second = startInstance();
  try {
    const places = await placesOf(t, name, undefined, second);
    const chosen = [
      places.indexOf('sendMessage, during'),
      places.indexOf('send, during'),
      places.lastIndexOf('commit, after'),
    ];
    for (const [turn, index] of chosen.entries()) {
      const kind = turn === 0 ? 'started' : 'running';
      await killAt(t, { name, place: index + 1, label: places[index] ?? 'none', database: undefined, second, kind });
    }
  } finally {
    await second.kill();
  }
});
