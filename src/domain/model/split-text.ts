const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * Splits a text into parts that a carrier accepts: between words where possible, else between characters as people see them
 * (grapheme clusters of Unicode: a flag, a family, a letter with its accents, CR LF). One that is longer than a part is cut between
 * code points. The parts together are the text, and an empty text is one empty part.
 * @param limit the maximum length of a part, in UTF-16 code units
 */
export function splitText(text: string, limit: number): string[] {
  if (text.length <= limit) return [text];
  const boundaries = boundariesIn(text);
  const parts: string[] = [];
  let start = 0;
  while (text.length - start > limit) {
    const end = cutBefore(text, start, limit, boundaries);
    parts.push(text.slice(start, end));
    start = end;
  }
  return [...parts, text.slice(start)];
}

interface Boundaries {
  /** The last boundary at or before this index. */
  readonly before: (index: number) => number;
}

function boundariesIn(text: string): Boundaries {
  const segments = graphemes.segment(text);
  return { before: (index) => segments.containing(index)?.index ?? index };
}

function cutBefore(text: string, start: number, limit: number, { before }: Boundaries): number {
  const longest = before(start + limit);
  // An accent may follow a space: then the two belong together.
  for (let end = longest; end > start + limit / 2; end -= 1) {
    if (SPACES.has(text.charAt(end - 1)) && before(end) === end) return end;
  }
  return longest > start ? longest : betweenCodePoints(text, start, start + limit);
}

const SPACES: ReadonlySet<string> = new Set([' ', '\n']);

function betweenCodePoints(text: string, start: number, end: number): number {
  const isInside = (text.codePointAt(end - 1) ?? 0) > 0xffff;
  if (!isInside) return end;
  return end - 1 > start ? end - 1 : end + 1;
}
