import { readFileSync } from 'node:fs';
import { createContext, runInContext, type Context } from 'node:vm';

// Stand-ins for the services of Google that the menu uses, as their reference describes them. A method that is not here does not exist.

export const FOLDER = 'apps-script';

export interface SheetData {
  readonly title: string;
  readonly rows: readonly (readonly unknown[])[];
  /** Rows that a filter hides, and that a person has hidden. */
  readonly filtered?: readonly number[];
  readonly hidden?: readonly number[];
}

/** What there is when somebody clicks, and what they answer. */
export interface Situation {
  readonly locale: string;
  readonly sheets: readonly SheetData[];
  /** The title of the tab that is open. */
  readonly active: string;
  /** Ranges: first row and number of rows. Undefined: nothing is selected. */
  readonly selection: readonly (readonly [number, number])[] | undefined;
  /** What is typed into prompts and clicked in alerts, in turn. `cancel` closes a prompt. */
  readonly answers: readonly string[];
  /** How long each request takes, by the clock of the script. */
  readonly secondsPerRequest: number;
  /** How long a person thinks about each question. */
  readonly secondsPerAnswer: number;
}

export interface Panel {
  readonly title: string;
  readonly html: string;
}

/** What happened. */
export interface Happened {
  readonly dialogs: string[];
  readonly panels: Panel[];
  readonly menu: string[];
  readonly sleeps: number[];
  readonly requests: HttpRequest[];
}

export interface HttpRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** Nobody answered. */
  readonly error?: string | undefined;
}

export interface World {
  situation: Situation;
  happened: Happened;
  readonly properties: Map<string, string>;
  readonly fetch: (request: HttpRequest) => HttpAnswer;
}

function sheetOf(world: World, { title, rows, filtered = [], hidden = [] }: SheetData) {
  const range = (row: number, column: number, rowCount: number, columnCount: number) => ({
    getRow: () => row,
    getNumRows: () => rowCount,
    getValues: () =>
      Array.from({ length: rowCount }, (_row, index) =>
        Array.from({ length: columnCount }, (_cell, at) => rows[row - 1 + index]?.[column - 1 + at] ?? ''),
      ),
  });
  const selected = () => world.situation.selection?.map(([row, count]) => range(row, 1, count, 1));
  return {
    getName: () => title,
    getLastRow: () => rows.length,
    getLastColumn: () => Math.max(0, ...rows.map((row) => row.length)),
    getRange: range,
    getActiveRangeList: () => {
      const ranges = selected();
      return ranges === undefined ? null : { getRanges: () => ranges };
    },
    getActiveRange: () => selected()?.[0] ?? null,
    isRowHiddenByFilter: (row: number) => filtered.includes(row),
    isRowHiddenByUser: (row: number) => hidden.includes(row),
  };
}

/** @param pass lets so many seconds pass by the clock of the script */
function userInterface(world: World, pass: (seconds: number) => void) {
  const Button = { OK: 'OK', CANCEL: 'CANCEL', YES: 'YES', NO: 'NO', CLOSE: 'CLOSE' };
  const left = [...world.situation.answers];
  const answer = (title: string, text: string) => {
    world.happened.dialogs.push(`${title}\n${text}`);
    pass(world.situation.secondsPerAnswer);
    const next = left.shift();
    if (next === undefined) throw new Error(`nobody answers: ${title}: ${text}`);
    return next;
  };
  const menu = (caption: string) => {
    const lines: string[] = [];
    const builder = {
      addItem: (text: string, name: string) => (lines.push(`${caption} > ${text} = ${name}`), builder),
      addSeparator: () => builder,
      addSubMenu: (sub: { lines: string[] }) => (
        lines.push(...sub.lines.map((line) => `${caption} > ${line}`)),
        builder
      ),
      addToUi: () => world.happened.menu.push(...lines),
      lines,
    };
    return builder;
  };
  return {
    Button,
    ButtonSet: { OK_CANCEL: 'OK_CANCEL', YES_NO: 'YES_NO' },
    createMenu: menu,
    prompt: (title: string, text: string) => {
      const typed = answer(title, text);
      return {
        getSelectedButton: () => (typed === 'cancel' ? Button.CANCEL : Button.OK),
        getResponseText: () => typed,
      };
    },
    alert: (title: string, text: string) => (answer(title, text) === 'yes' ? Button.YES : Button.NO),
    showSidebar: (page: { readonly title: string; readonly getContent: () => string }) =>
      world.happened.panels.push({ title: page.title, html: page.getContent() }),
  };
}

const escapeHtml = (value: unknown) =>
  String(value).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0).toString()};`);

/** `<? ?>`, `<?= ?>` and `<?!= ?>`, run in the scope of the script with the properties of the template as variables. */
function evaluateTemplate(context: Context, source: string, properties: object): string {
  const pieces = source.split(/<\?(!?=?)([\s\S]*?)\?>/);
  let code = '';
  for (let index = 0; index < pieces.length; index += 3) {
    code += `__out += ${JSON.stringify(pieces[index])};\n`;
    const [mark, inside = ''] = [pieces[index + 1], pieces[index + 2]];
    if (mark === '=') code += `__out += __escape(${inside});\n`;
    else if (mark === '!=') code += `__out += ${inside};\n`;
    else if (mark !== undefined) code += `${inside}\n`;
  }
  const program = `(function (__properties, __escape) { let __out = ''; with (__properties) { ${code} } return __out; })`;
  const run = runInContext(program, context) as (properties: object, escape: typeof escapeHtml) => string;
  return run(properties, escapeHtml);
}

function outputOf(html: string) {
  const output = { title: '', setTitle: (title: string) => ((output.title = title), output), getContent: () => html };
  return output;
}

/** The scope in which the files of the script run. */
export function googleContext(world: World): Context {
  let milliseconds = Date.UTC(2026, 0, 1);
  let uuids = 0;
  const pass = (seconds: number) => (milliseconds += seconds * 1000);
  const file = (name: string) => readFileSync(`${FOLDER}/${name}.html`, 'utf8');
  const activeSheet = (title: string) => {
    const data = world.situation.sheets.find((sheet) => sheet.title === title);
    return data === undefined ? null : sheetOf(world, data);
  };
  let ui: { readonly of: Situation; readonly ui: ReturnType<typeof userInterface> } | undefined;
  const context = createContext({
    // The script reads nothing of it but the time that has passed.
    Date: { now: () => milliseconds },
    SpreadsheetApp: {
      getUi: () => {
        if (ui?.of !== world.situation) ui = { of: world.situation, ui: userInterface(world, pass) };
        return ui.ui;
      },
      getActive: () => ({ getSheetByName: activeSheet }),
      getActiveSheet: () => activeSheet(world.situation.active),
    },
    PropertiesService: {
      getUserProperties: () => ({
        getProperty: (name: string) => world.properties.get(name) ?? null,
        setProperties: (values: Record<string, string>) => {
          for (const [name, value] of Object.entries(values)) world.properties.set(name, value);
        },
        deleteProperty: (name: string) => world.properties.delete(name),
      }),
    },
    Session: { getActiveUserLocale: () => world.situation.locale },
    Utilities: {
      getUuid: () => `uuid-${(uuids += 1).toString()}`,
      sleep: (time: number) => {
        milliseconds += time;
        world.happened.sleeps.push(time);
      },
    },
    HtmlService: {
      createHtmlOutputFromFile: (name: string) => outputOf(file(name)),
      createTemplateFromFile: (name: string) => {
        const template = { evaluate: () => outputOf(evaluateTemplate(context, file(name), template)) };
        return template;
      },
    },
    UrlFetchApp: {
      fetch: (url: string, options: Record<string, unknown>) => {
        pass(world.situation.secondsPerRequest);
        return fetchFor(world, url, options);
      },
    },
  });
  return context;
}

function fetchFor(world: World, url: string, options: Record<string, unknown>) {
  const { method, headers, contentType, payload, followRedirects, muteHttpExceptions } = options;
  if (followRedirects !== false || muteHttpExceptions !== true)
    throw new TypeError('redirects and errors are its own business');
  const request = {
    url,
    method: String(method).toUpperCase(),
    headers: {
      ...(headers as Record<string, string>),
      ...(contentType === undefined ? {} : { 'Content-Type': contentType as string }),
    },
    body: payload as string | undefined,
  };
  world.happened.requests.push(request);
  const answer = world.fetch(request);
  if (answer.error !== undefined) throw new Error(answer.error);
  return {
    getResponseCode: () => answer.status,
    getContentText: () => answer.text,
    getHeaders: () => answer.headers,
  };
}
