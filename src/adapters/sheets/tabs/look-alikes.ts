import { withoutInvisible } from '../../../domain/model/characters.js';

/** A name without what people vary: case, accents, blanks, hyphens and underscores. */
export function squashed(name: string): string {
  return withoutInvisible(name)
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** Whether a person would take one name for the other: they differ by two letters at most, or one contains the other. */
export function areAlike(name: string, expected: string): boolean {
  const [given, wanted] = [squashed(name), squashed(expected)];
  if (given === '') return false;
  if (given.includes(wanted) || (given.length >= 4 && wanted.includes(given) && given.length * 2 > wanted.length))
    return true;
  const tolerated = wanted.length < 6 ? 1 : 2;
  return Math.abs(given.length - wanted.length) <= tolerated && distance(given, wanted) <= tolerated;
}

/** The number of letters to be changed, added or removed (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let index = 0; index < a.length; index += 1) {
    const next = [index + 1];
    for (let at = 1; at <= b.length; at += 1) {
      const changed = (row[at - 1] ?? 0) + (b[at - 1] === a[index] ? 0 : 1);
      next.push(Math.min(changed, (row[at] ?? 0) + 1, (next[at - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
