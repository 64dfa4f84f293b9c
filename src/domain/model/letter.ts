import { escapeHtml } from './escape-html.js';
import type { OutgoingMail } from './mail.js';

// What every mail looks like, to clients and to the shop: as text and as HTML, for narrow and wide, light and dark screens.

/** A figure with its name. `isPart`: it is part of the one above. */
export interface LetterRow {
  readonly name: string;
  readonly value: string;
  readonly isPart?: boolean;
}

/** A table of two columns. */
export interface LetterSection {
  readonly title: string;
  readonly rows: readonly LetterRow[];
}

/** A link that looks like a button. The first one of a letter is what its reader is expected to do. */
export interface LetterButton {
  readonly label: string;
  readonly url: string;
}

/** Something to be typed into a terminal. */
export interface LetterCommand {
  readonly command: string;
}

export interface Letter {
  readonly language: string;
  readonly title: string;
  /** In small, below the title. */
  readonly introduction?: readonly string[];
  /** What the letter says. */
  readonly body?: readonly string[];
  readonly buttons?: readonly LetterButton[];
  readonly sections?: readonly LetterSection[];
  /** In small. */
  readonly ending?: readonly (string | LetterCommand)[];
}

/** A letter whose title is the subject too: in one line, also where a name in it has several. */
export function letterMail(letter: Letter): Pick<OutgoingMail, 'subject' | 'text' | 'html'> {
  const subject = letter.title.replace(/\s+/g, ' ');
  const titled = { ...letter, title: subject };
  return { subject, text: letterText(titled), html: letterHtml(titled) };
}

/** The letter as plain text: the values of all tables begin in one column. */
export function letterText(letter: Letter): string {
  const { title, introduction = [], body = [], buttons = [], sections = [], ending = [] } = letter;
  const named = (row: LetterRow) => `${row.isPart === true ? '    ' : '  '}${row.name}`;
  const width = Math.max(0, ...sections.flatMap(({ rows }) => rows.map((row) => named(row).length)));
  const tables = sections.map(({ title: name, rows }) =>
    [name, ...rows.map((row) => `${named(row).padEnd(width)}  ${row.value}`)].join('\n'),
  );
  const links = buttons.map(({ label, url }) => `${label}\n${url}`);
  const last = ending.map((each) => (typeof each === 'string' ? each : each.command));
  return `${[title, ...introduction, ...body, ...links, ...tables, ...last].join('\n\n')}\n`;
}

// Mail programs know neither variables nor, many of them, style sheets: every element has its own style. The sheet is for those that know
// it and show a dark screen.
const FONT = "-apple-system,'Segoe UI',Roboto,Arial,sans-serif";
const INK = 'color:#1c2430';
const FAINT = 'color:#5b6675';
const DARK = [
  '.page{background:#14181e!important}',
  '.ink{color:#e6eaf0!important}',
  '.faint{color:#a4aebb!important}',
  '.line{border-color:#343c47!important}',
  '.main{background:#2f6be0!important}',
  '.other{background:#2a313b!important;color:#e6eaf0!important}',
  '.command{background:#20262e!important;color:#e6eaf0!important}',
].join('');
/** Long words and addresses are broken rather than cut off. */
const BROKEN = 'overflow-wrap:anywhere;word-break:break-word';
/** A figure stays in one line; a sentence does not, on a telephone. */
const LONGEST_UNBROKEN = 16;

/** The letter as HTML. Everything in it is escaped. */
export function letterHtml(letter: Letter): string {
  const { language, title, introduction = [], body = [], buttons = [], sections = [], ending = [] } = letter;
  return [
    `<!doctype html><html lang="${escapeHtml(language)}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">',
    `<title>${escapeHtml(title)}</title><style>@media (prefers-color-scheme:dark){${DARK}}</style></head>`,
    `<body class="page" style="margin:0;padding:24px 16px;background:#ffffff;${BROKEN}">`,
    '<div style="max-width:560px;margin:0 auto">',
    `<h1 class="ink" style="margin:0 0 12px;font:600 22px/1.3 ${FONT};${INK}">${escapeHtml(title)}</h1>`,
    ...introduction.map(smallHtml),
    ...body.map(paragraphHtml),
    ...buttons.map(buttonHtml),
    ...sections.map(sectionHtml),
    ...ending.map((each) => (typeof each === 'string' ? smallHtml(each) : commandHtml(each))),
    '</div></body></html>',
  ].join('');
}

function paragraphHtml(text: string): string {
  return `<p class="ink" style="margin:0 0 16px;font:16px/1.5 ${FONT};${INK}">${escapeHtml(text)}</p>`;
}

function smallHtml(text: string): string {
  return `<p class="faint" style="margin:0 0 12px;font:14px/1.5 ${FONT};${FAINT}">${escapeHtml(text)}</p>`;
}

function commandHtml({ command }: LetterCommand): string {
  const style = `margin:0 0 12px;padding:8px 12px;border-radius:6px;background:#f1f4f8;${INK};white-space:pre-wrap`;
  // It is not broken at the hyphens of its options.
  const words = command.split(' ').map((word) => `<span style="white-space:nowrap">${escapeHtml(word)}</span>`);
  return `<pre class="command" style="${style};font:13px/1.5 ui-monospace,Consolas,monospace">${words.join(' ')}</pre>`;
}

function buttonHtml({ label, url }: LetterButton, index: number): string {
  const [name, colours] =
    index === 0 ? ['main', 'background:#1f5fd6;color:#ffffff'] : ['other', `background:#eef1f6;${INK}`];
  const style = `display:inline-block;padding:12px 20px;border-radius:8px;text-decoration:none;font:600 16px/1.2 ${FONT}`;
  return `<p style="margin:0 0 16px"><a class="${name}" href="${escapeHtml(url)}" style="${style};${colours}">${escapeHtml(label)}</a></p>`;
}

function sectionHtml({ title, rows }: LetterSection): string {
  return [
    `<h2 class="ink" style="margin:20px 0 6px;font:600 16px/1.3 ${FONT};${INK}">${escapeHtml(title)}</h2>`,
    '<table style="width:100%;margin:0 0 16px;border-collapse:collapse">',
    ...rows.map(rowHtml),
    '</table>',
  ].join('');
}

function rowHtml({ name, value, isPart = false }: LetterRow): string {
  const [tone, colour] = isPart ? ['faint', FAINT] : ['ink', INK];
  const shared = `border-top:1px solid #e3e8ef;vertical-align:top;font:${isPart ? 14 : 15}px/1.4 ${FONT};${colour}`;
  const wrapping = value.length > LONGEST_UNBROKEN ? '' : 'white-space:nowrap;';
  return [
    `<tr><th class="${tone} line" scope="row" style="padding:6px 12px 6px ${isPart ? 16 : 0}px;text-align:left;${shared}">`,
    `${escapeHtml(name)}</th>`,
    `<td class="${tone} line" style="padding:6px 0;text-align:right;${wrapping}${shared}">${escapeHtml(value)}</td></tr>`,
  ].join('');
}

/** A template with words in place of `{names}`: in one go, so that nothing in a word is taken for a place to fill. */
export function fill(template: string, words: Readonly<Record<string, string | undefined>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => words[name] ?? '');
}
