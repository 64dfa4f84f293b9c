const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * Splits a text into parts that a carrier accepts: between words where possible, else between characters as people see them
 * (grapheme clusters of Unicode: a flag, a family, a letter with its accents, CR LF). One that is longer than a part is cut between
 * code points. The parts together are the text, and an empty text is one empty part.
 * @param limit the maximum length of a part, in UTF-16 code units
 */
export function splitText(text: string, limit: number): string[] {
  const parts: string[] = [];
  let start = 0;
  while (text.length - start > limit) {
    // Looking at a boundary takes longer the longer the text is. It depends on the character behind it, of two units at most.
    const end = start + cutOf(text.slice(start, start + limit + 2), limit);
    parts.push(text.slice(start, end));
    start = end;
  }
  return [...parts, text.slice(start)];
}

/** Where to cut a text that is longer than a part. */
function cutOf(text: string, limit: number): number {
  const segments = graphemes.segment(text);
  /** The last boundary at or before this index. */
  const before = (index: number): number => segments.containing(index)?.index ?? index;
  const longest = before(limit);
  // An accent may follow a space: then the two belong together.
  for (let end = longest; end > limit / 2; end -= 1) {
    if (SPACES.has(text.charAt(end - 1)) && before(end) === end) return end;
  }
  return longest > 0 ? longest : betweenCodePoints(text, limit);
}

const SPACES: ReadonlySet<string> = new Set([' ', '\n']);

function betweenCodePoints(text: string, end: number): number {
  const isInside = (text.codePointAt(end - 1) ?? 0) > 0xffff;
  if (!isInside) return end;
  return end > 1 ? end - 1 : end + 1;
}
