// Compares what was tested before a change of the tests with what is tested after it, so that nothing proved is lost:
//
//   npm test > before.log                            (before the change)
//   npm test > test.log && npm run soak -- 1 > soak.log   (after it)
//   node scripts/test-inventory.mjs before.log renamed.tsv test.log soak.log
//
// renamed.tsv has a line `former title<tab>new title` for each title that was reworded, or whose test is made elsewhere now
// (`(npm run check:imports)`). Prints the tests of each store before and after, then where each title went that is not in the first
// log of after. Where TEST_METER was set to <log>.meter, fast-check runs are compared too. Fails when a title is nowhere.
import { existsSync, readFileSync } from 'node:fs';

const [before, renamed, ...after] = process.argv.slice(2);
const STORES = ['memory', 'sqlite', 'postgres', 'sheets'];

/** Without the names of files, which are in the title for as long as the test stays in its file. */
function titlesOf(log) {
  return readFileSync(log, 'utf8')
    .split('\n')
    .flatMap((line) => /^(?:\d+ )?[✔✖-] (.*)$/.exec(line)?.[1] ?? [])
    .map((title) => title.split(' › ').at(-1).trim());
}

function storesOf(titles) {
  const counts = STORES.map((store) => `${store} ${titles.filter((title) => title.startsWith(`${store}: `)).length}`);
  return `${titles.length} tests, of which on ${counts.join(', ')}`;
}

function propertyRuns(log) {
  const meter = `${log}.meter`;
  if (!existsSync(meter)) return undefined;
  const lines = readFileSync(meter, 'utf8').trim().split('\n');
  return lines.reduce((sum, line) => sum + JSON.parse(line).runs, 0);
}

const renames = new Map(
  readFileSync(renamed, 'utf8')
    .split('\n')
    .filter((line) => line.includes('\t'))
    .map((line) => line.split('\t')),
);
const homes = after.map((log) => ({ log, titles: titlesOf(log), runs: propertyRuns(log) }));
for (const { log, titles, runs } of [{ log: before, titles: titlesOf(before), runs: propertyRuns(before) }, ...homes]) {
  console.log(`${log}: ${storesOf(titles)}${runs === undefined ? '' : `; ${runs} runs of properties`}`);
}

const [first, ...others] = homes;
for (const title of new Set(titlesOf(before))) {
  const name = renames.get(title) ?? title;
  if (first.titles.includes(title)) continue;
  const home = name.startsWith('(') ? name : homes.find(({ titles }) => titles.includes(name))?.log;
  if (home === undefined) process.exitCode = 1;
  const isReworded = home === first.log;
  console.log(
    `${home ?? 'LOST'}\t${title}${name === title || name.startsWith('(') ? '' : `\t${isReworded ? 'reworded: ' : 'now: '}${name}`}`,
  );
}
if (others.length === 0) console.log('No log of the campaigns was given.');
