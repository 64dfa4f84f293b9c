import test from 'ava';
import { cli } from '../command-line.js';
import { anOrderBody, startService, TOKEN } from '../support.js';

test('the weekly report, in both languages and as JSON', async (t) => {
  const service = await startService();
  t.teardown(() => service.stop());
  await service.send('POST', '/orders', anOrderBody(1));
  const env = { PUBLIC_BASE_URL: service.url, PROXYCALL_API_TOKEN: TOKEN };
  const { code, stdout, stderr } = await cli('report weekly', env);
  t.is(code, 0, stderr);
  t.regex(stdout, /week +2\d{3}-W\d\d \(Europe\/Paris\)/);
  t.regex(stdout, /the week before +0 \(0\)[^]*answered +-[^]*owned/);
  t.regex((await cli('report weekly --week 2026-W12 --lang fr', env)).stdout, /semaine +2026-W12[^]*décrochés +-/);
  const json = JSON.parse((await cli('report weekly --week 2026-W12 --json', env)).stdout) as object;
  t.like(json, { week: '2026-W12', from: '2026-03-15T23:00:00.000Z', calls: { total: 0, answered_rate: null } });
  const [old, french] = await Promise.all([
    cli('report weekly --week 2024-W12', env),
    cli('report weekly --week 2024-W12 --lang fr', env),
  ]);
  t.notRegex(stdout, /Incomplete/);
  t.regex(old.stdout, /^Incomplete: what ended before 2\d{3}-\d\d-\d\d \d\d:\d\d may[^]*the week before +-/);
  t.regex(french.stdout, /^Incomplet : ce qui s'est terminé avant/);
  const gone = JSON.parse((await cli('report weekly --week 2024-W12 --json', env)).stdout) as object;
  t.like(gone, { complete: false, numbers_given: { this_week: 0, week_before: null, difference: null } });
  const refused = await cli('report weekly --week 2026-12', env);
  t.is(refused.code, 2);
  t.regex(refused.stderr, /week: must be a week/);
});
