import { escapeHtml } from './escape-html.js';

// Mails to the shop: a title, and tables of two columns, as text and as HTML.

/** A figure with its name. `isPart`: it is part of the one above. */
export interface LetterRow {
  readonly name: string;
  readonly value: string;
  readonly isPart?: boolean;
}

export interface LetterSection {
  readonly title: string;
  readonly rows: readonly LetterRow[];
}

export interface Letter {
  readonly language: string;
  readonly title: string;
  /** Below the title. */
  readonly introduction: readonly string[];
  readonly sections: readonly LetterSection[];
  readonly ending: readonly string[];
}

/** The letter as plain text: the values of all tables begin in one column. */
export function letterText({ title, introduction, sections, ending }: Letter): string {
  const named = (row: LetterRow) => `${row.isPart === true ? '    ' : '  '}${row.name}`;
  const width = Math.max(0, ...sections.flatMap(({ rows }) => rows.map((row) => named(row).length)));
  const tables = sections.map(({ title: name, rows }) =>
    [name, ...rows.map((row) => `${named(row).padEnd(width)}  ${row.value}`)].join('\n'),
  );
  return `${[title, ...introduction, ...tables, ...ending].join('\n\n')}\n`;
}

// Mail programs know neither style sheets nor variables: every element has its own style.
const FONT = "-apple-system,'Segoe UI',Roboto,Arial,sans-serif";
const INK = '#1c2430';
const FAINT = '#5b6675';
/** A figure stays in one line; a sentence does not, on a telephone. */
const LONGEST_UNBROKEN = 16;

/** The letter as HTML. Everything in it is escaped. */
export function letterHtml({ language, title, introduction, sections, ending }: Letter): string {
  const paragraph = (text: string) =>
    `<p style="margin:0 0 16px;font:14px/1.5 ${FONT};color:${FAINT}">${escapeHtml(text)}</p>`;
  return [
    `<!doctype html><html lang="${escapeHtml(language)}"><head><meta charset="utf-8">`,
    `<meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title></head>`,
    '<body style="margin:0;padding:16px;background:#ffffff"><div style="max-width:560px;margin:0 auto">',
    `<h1 style="margin:0 0 4px;font:600 22px/1.3 ${FONT};color:${INK}">${escapeHtml(title)}</h1>`,
    ...introduction.map(paragraph),
    ...sections.map(sectionHtml),
    ...ending.map(paragraph),
    '</div></body></html>',
  ].join('');
}

function sectionHtml({ title, rows }: LetterSection): string {
  return [
    `<h2 style="margin:20px 0 6px;font:600 16px/1.3 ${FONT};color:${INK}">${escapeHtml(title)}</h2>`,
    '<table style="width:100%;margin:0 0 16px;border-collapse:collapse">',
    ...rows.map(rowHtml),
    '</table>',
  ].join('');
}

function rowHtml({ name, value, isPart = false }: LetterRow): string {
  const shared = `border-top:1px solid #e3e8ef;font:${isPart ? 14 : 15}px/1.4 ${FONT};color:${isPart ? FAINT : INK}`;
  return [
    `<tr><th scope="row" style="padding:6px 8px 6px ${isPart ? 16 : 0}px;text-align:left;${shared}">`,
    `${escapeHtml(name)}</th>`,
    `<td style="padding:6px 0;text-align:right;${value.length > LONGEST_UNBROKEN ? '' : 'white-space:nowrap;'}${shared}">${escapeHtml(value)}</td></tr>`,
  ].join('');
}

/** A template with words in place of `{names}`: in one go, so that nothing in a word is taken for a place to fill. */
export function fill(template: string, words: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => words[name] ?? '');
}
