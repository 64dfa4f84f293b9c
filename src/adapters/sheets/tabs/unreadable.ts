import type { Cell } from '../google/spreadsheet.js';
import { textOf } from './cells.js';

/** What a checkbox counts as. No text that people type: `isUnreadable` is true of it. */
const CHECKBOX = '#CHECKBOX!';

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
  return typeof cell === 'boolean' ? CHECKBOX : textOf(cell);
}

/** Whether a cell has no value: the error of a formula (or one that was copied as a text), a value that is still loading, a checkbox. */
export function isUnreadable(text: string): boolean {
  // Most cells are told by their first and last characters.
  const isSuspect = text.startsWith('#') || text.endsWith('...') || text.endsWith('…');
  return isSuspect && (ERROR.test(text) || KNOWN_ERROR.test(text) || LOADING.test(text));
}

/** What is wrong with it, for people. */
export function unreadableProblem(text: string): string {
  return text === CHECKBOX ? 'is a checkbox' : 'is an error value or still loading';
}
