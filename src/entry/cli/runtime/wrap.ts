import { wrapWords } from '../../wrap-words.js';

/** Between words, and not before the punctuation that French sets apart. */
export function wrap(text: string, width: number): string[] {
  const kept = text.replaceAll(/ (?=[:;?!»])|(?<=«) /g, '\u00a0');
  return wrapWords(kept, width).map((line) => line.replaceAll('\u00a0', ' '));
}
