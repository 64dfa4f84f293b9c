import type { Cell } from '../google/spreadsheet.js';
import { textOf } from './cells.js';

/**
 * What cells without a value count as: a checkbox, a formula whose value is blank, blanks that look like nothing, a cell that is covered by a
 * merged one. No texts that people type: `isUnreadable` is true of them. Somebody who empties a cell leaves none of them.
 */
const CHECKBOX = '#CHECKBOX!';
export const BLANK_FORMULA = '#BLANKFORMULA!';
const BLANKS = '#BLANKS!';
export const COVERED = '#COVERED!';

const PROBLEMS: Readonly<Record<string, string>> = {
  [CHECKBOX]: 'is a checkbox',
  [BLANK_FORMULA]: 'is a formula without a value: empty the cell if it is to be empty',
  [BLANKS]: 'has only blanks: empty the cell if it is to be empty',
  [COVERED]: 'is covered by a merged cell',
};

/**
 * The errors of formulas, as Google writes them: https://support.google.com/docs/answer/3093305, and the types of `ErrorValue` in the
 * Sheets API. In other languages they are other words of the same form, except for the one for "not available".
 */
const ERROR = /^#(?:\p{Lu}[\p{Lu}\p{N}/_]*[!?]|N\/A|NV|N\/D|N\/B|I\/T|YOK|Н\/Д|HIÁNYZIK|DIV\/0|#{2,})$/u;
const KNOWN_ERROR = /^#(?:ref!|name\?|value!|div\/0!?|num!|null!|error!|n\/a)$/i;
/** What a cell shows while its formula is computed. */
const LOADING =
  /^(?:loading|chargement|wird geladen|laden|cargando|caricamento|caricamento in corso|carregando|a carregar)(?:\.{3}|…)$/i;

/** The text of a cell in a tab of people. */
export function readText(cell: Cell | undefined): string {
  if (typeof cell === 'boolean') return CHECKBOX;
  const text = textOf(cell);
  return text === '' && cell !== undefined && cell !== '' ? BLANKS : text;
}

/** Whether there is nothing to see in the cell. */
export function looksBlank(text: string): boolean {
  return text === '' || text === BLANK_FORMULA || text === BLANKS || text === COVERED;
}

/** Whether a cell has no value: the error of a formula (or one that was copied as a text), a value that is still loading, a checkbox. */
export function isUnreadable(text: string): boolean {
  // Most cells are told by their first and last characters.
  const isSuspect = text.startsWith('#') || text.endsWith('...') || text.endsWith('…');
  return isSuspect && (ERROR.test(text) || KNOWN_ERROR.test(text) || LOADING.test(text));
}

/** What is wrong with it, for people. */
export function unreadableProblem(text: string): string {
  return PROBLEMS[text] ?? 'is an error value or still loading';
}
