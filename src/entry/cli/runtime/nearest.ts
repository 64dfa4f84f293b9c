/** What somebody who mistyped a word may have meant. */

/** What people say elsewhere for a word of ours. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  show: ['get'],
  view: ['get'],
  read: ['get'],
  find: ['get', 'lookup'],
  ls: ['list'],
  new: ['create'],
  add: ['create', 'provision'],
  edit: ['update'],
  change: ['update'],
  set: ['update'],
  delete: ['erase', 'close', 'release'],
  remove: ['erase', 'close', 'release'],
  rm: ['erase', 'close', 'release'],
  buy: ['provision'],
  start: ['serve'],
  run: ['serve'],
  login: ['init'],
  setup: ['init'],
  configure: ['init'],
  check: ['doctor'],
  migrate: ['store copy'],
  call: ['simulate-call'],
};

/** The nearest one or two of these words, best first; none when all are far. */
export function nearest<T>(typed: string, choices: readonly T[], spellings: (choice: T) => readonly string[]): T[] {
  const meant = meanings(typed);
  const near = choices
    .map((choice) => ({ choice, ...best(meant, spellings(choice)) }))
    .filter(({ distance, length }) => distance <= Math.max(1, Math.floor(length / 3)))
    .sort((one, other) => one.distance - other.distance);
  const [first, second] = near;
  if (first === undefined) return [];
  return second?.distance === first.distance ? [first.choice, second.choice] : [first.choice];
}

function best(meant: readonly string[], spellings: readonly string[]): { distance: number; length: number } {
  const all = spellings.flatMap((spelling) =>
    meant.map((word) => ({ distance: editDistance(word, spelling), length: Math.min(word.length, spelling.length) })),
  );
  return all.reduce((one, other) => (other.distance < one.distance ? other : one), { distance: Infinity, length: 0 });
}

/** The text as it was typed, and with each word that has synonyms replaced. */
function meanings(typed: string): readonly string[] {
  const words = typed.toLowerCase().split(' ');
  const replaced = words.flatMap((word, index) =>
    (SYNONYMS[word] ?? []).map((synonym) => words.with(index, synonym).join(' ')),
  );
  return [words.join(' '), ...replaced];
}

/** How many letters were added, left out, replaced, or swapped with their neighbour (optimal string alignment). */
export function editDistance(one: string, other: string): number {
  let [before, last]: [number[], number[]] = [[], Array.from({ length: other.length + 1 }, (_, index) => index)];
  for (let row = 1; row <= one.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const isSame = one[row - 1] === other[column - 1];
      const isSwapped =
        row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      next.push(
        Math.min(
          (last[column] ?? 0) + 1,
          (next[column - 1] ?? 0) + 1,
          (last[column - 1] ?? 0) + (isSame ? 0 : 1),
          isSwapped ? (before[column - 2] ?? 0) + 1 : Infinity,
        ),
      );
    }
    [before, last] = [last, next];
  }
  return last[other.length] ?? 0;
}
