import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Every guide, English and French. */
export const guides = readdirSync('docs', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => join('docs', name));

export interface Block {
  readonly language: string;
  readonly code: string;
}

/** The fenced blocks of a guide that are marked to be tested. */
export function blocksOf(file: string): Block[] {
  return [...readFileSync(file, 'utf8').matchAll(/^```(\w+) test\n(.*?)^```$/gms)].map(
    ([, language = '', code = '']) => ({ language, code }),
  );
}
