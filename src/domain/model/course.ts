import { PART, type Steps } from './steps.js';

/** What one person holds in the course of time: starts and ends, in order of time. */
export interface Course {
  /** Twice the index of a holding for its start, and one more for its end. */
  readonly events: Int32Array;
  /** The most that are held at the same time. */
  readonly most: number;
}

/** @param own the holdings of one person */
export function* courseOf(own: readonly { readonly from: number; readonly until: number }[]): Steps<Course> {
  const times = new Float64Array(2 * own.length);
  for (const [index, { from, until }] of own.entries()) {
    times[2 * index] = from;
    times[2 * index + 1] = Math.max(until, from + 1);
  }
  const at = (event: number) => times[event] ?? 0;
  // At the same moment ends come first, as they free a number.
  const events = yield* sorted(
    Int32Array.from(times, (_, event) => event),
    (a, b) => at(a) - at(b) || (b & 1) - (a & 1) || a - b,
  );
  return { events, most: mostOf(events) };
}

function mostOf(events: Int32Array): number {
  let [held, most] = [0, 0];
  for (const event of events) {
    held += isEnd(event) ? -1 : 1;
    most = Math.max(most, held);
  }
  return most;
}

/** How many holdings are refused with this many numbers. Whoever is refused one holds nothing in its place. */
export function refusalsIn({ events, most }: Course, numbers: number): number {
  if (most <= numbers) return 0;
  let [held, refused] = [0, 0];
  const holds = new Uint8Array(events.length / 2);
  for (const event of events) {
    const index = event >> 1;
    if (isEnd(event)) held -= holds[index] ?? 0;
    else if (held < numbers) {
      holds[index] = 1;
      held += 1;
    } else refused += 1;
  }
  return refused;
}

function isEnd(event: number): boolean {
  return event % 2 === 1;
}

/** Sorts parts by themselves, and then merges them: a sort of everything cannot stop in between. */
function* sorted(all: Int32Array, compare: (a: number, b: number) => number): Steps<Int32Array> {
  const size = PART / 10;
  for (let begin = 0; begin < all.length; begin += size) {
    all.subarray(begin, begin + size).sort(compare);
    if (all.length > size) yield;
  }
  let [from, into]: [Int32Array, Int32Array] = [all, new Int32Array(all.length > size ? all.length : 0)];
  for (let width = size; width < all.length; width *= 2) {
    for (let begin = 0; begin < all.length; begin += 2 * width) {
      const [middle, end] = [Math.min(begin + width, all.length), Math.min(begin + 2 * width, all.length)];
      let [left, right] = [begin, middle];
      for (let index = begin; index < end; index += 1) {
        const isLeft = right >= end || (left < middle && compare(from[left] ?? 0, from[right] ?? 0) <= 0);
        into[index] = (isLeft ? from[left] : from[right]) ?? 0;
        if (isLeft) left += 1;
        else right += 1;
        if (index % PART === 0) yield;
      }
    }
    [from, into] = [into, from];
  }
  return from;
}
