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
  const meant = meanings(wordsIn(typed.toLowerCase()));
  const near = choices
    .map((choice) => {
      const distances = spellings(choice).flatMap((spelling) =>
        meant.map((words) => distance(words, wordsIn(spelling))),
      );
      return { choice, distance: Math.min(...distances) };
    })
    .filter((each) => each.distance < Infinity)
    .sort((one, other) => one.distance - other.distance);
  const [first, second] = near;
  if (first === undefined) return [];
  return second?.distance === first.distance ? [first.choice, second.choice] : [first.choice];
}

function wordsIn(text: string): string[] {
  return text.split(/[ -]+/).filter((word) => word !== '');
}

/** The words as they were typed, and with each one that has synonyms replaced. */
function meanings(words: readonly string[]): readonly (readonly string[])[] {
  return [
    words,
    ...words.flatMap((word, index) =>
      (SYNONYMS[word] ?? []).map((synonym) => words.toSpliced(index, 1, ...wordsIn(synonym))),
    ),
  ];
}

/** Word by word, so that one long word that is right makes no other one near. Infinite when any is far. */
function distance(typed: readonly string[], meant: readonly string[]): number {
  if (typed.length !== meant.length) {
    // `--orderid`: the same letters in other words, with one slip at most.
    const joined = editDistance(typed.join(''), meant.join(''));
    return joined <= 1 ? joined : Infinity;
  }
  return typed.reduce((sum, word, index) => {
    const other = meant[index] ?? '';
    const own = editDistance(word, other);
    return own <= Math.floor(Math.min(word.length, other.length) / 3) ? sum + own : Infinity;
  }, 0);
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
