/** Text on a terminal: lines that are no wider than it is. */
import { styleText } from 'node:util';
import { wrapWords } from '../../wrap-words.js';
import type { OutputContext } from './base-command.js';
import { isColored } from './terminal.js';
import { wrap } from './wrap.js';

/** A name on the left, and a text on the right. */
export interface Row {
  readonly name: string;
  readonly text: string;
}

export interface Layout {
  readonly bold: (text: string) => string;
  /** A text between words, each line behind `indent` spaces. */
  readonly paragraph: (text: string, indent?: number) => string[];
  /**
   * Names on the left, texts on the right; where that would be too narrow, below.
   * @param nameWidth of the longest name, if others are to be aligned with these
   */
  readonly columns: (rows: readonly Row[], nameWidth?: number) => string[];
  /** A command line: an option stays with its value, where there is room. `joint` ends every line that goes on. */
  readonly commandLine: (line: string, start: string, joint: string) => string[];
}

/** Where the output is not read on a terminal. */
const WIDTH = 80;
/** Longer lines are hard to read. */
const WIDEST = 120;
/** A column of text that is narrower goes below the names. */
const NARROWEST_COLUMN = 26;

export function createLayout(context: OutputContext): Layout {
  const width = Math.min(Number.isFinite(context.say.width) ? context.say.width : WIDTH, WIDEST);
  const bold = isColored(context)
    ? (text: string) => styleText('bold', text, { validateStream: false })
    : (text: string) => text;
  const paragraph = (text: string, indent = 0) =>
    wrap(text, width - indent).map((line) => `${' '.repeat(indent)}${line}`);
  return {
    bold,
    paragraph,
    columns(rows, nameWidth = widthOf(rows)) {
      const left = nameWidth + 4;
      if (width - left < NARROWEST_COLUMN) {
        return rows.flatMap(({ name, text }) => [`  ${bold(name)}`, ...paragraph(text, 6)]);
      }
      return rows.flatMap(({ name, text }) => {
        const [first = '', ...others] = paragraph(text, left);
        return [`  ${bold(name)}${first.slice(name.length + 2)}`.trimEnd(), ...others];
      });
    },
    commandLine(line, start, joint) {
      const room = width - start.length - 4 - joint.length;
      const parts = line.replaceAll(/(--[\w-]+) ([^\s[-]\S*)/g, (part, option: string, value: string) =>
        part.length <= room ? `${option}\u00a0${value}` : part,
      );
      return wrapWords(parts, room).map((part, index, all) => {
        const before = index === 0 ? start : ' '.repeat(start.length + 4);
        return `${before}${part.replaceAll('\u00a0', ' ')}${index < all.length - 1 ? joint : ''}`;
      });
    },
  };
}

function widthOf(rows: readonly Row[]): number {
  return Math.max(0, ...rows.map(({ name }) => name.length));
}
