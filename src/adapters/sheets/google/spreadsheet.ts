import { JWT } from 'google-auth-library';
// Only this module: loading the whole package takes ten times as long.
import { sheets as createSheets, type sheets_v4 } from 'googleapis/build/src/apis/sheets/index.js';
import { privateKeyIn } from '../../../domain/model/pem.js';
import { forEachYielding } from '../yielding.js';
import { asSheetsFault, SheetsFault } from './faults.js';
import { mergesIn, type Merge } from './merges.js';
import { PROTECTED_RANGES, protectionsIn, type Protection } from './protections.js';
import type { Quota } from './quota.js';

/** A service account of Google, as in its JSON key. */
export interface Credentials {
  /** `client_email`. The spreadsheet must be shared with it, for editing. */
  readonly clientEmail: string;
  /** `private_key`, in PEM. Its line ends may be literal `\n`. */
  readonly privateKey: string;
}

/** How Google is reached. */
export interface GoogleOptions {
  readonly credentials: Credentials;
  /** Base URL instead of Google's: an egress proxy or a test double. */
  readonly baseUrl?: string | undefined;
  /** Timeout of one request, in milliseconds. Default: 30,000. */
  readonly timeoutMs?: number | undefined;
}

export type SheetRequest = sheets_v4.Schema$Request;

export interface TabFacts {
  readonly sheetId: number;
  readonly title: string;
  readonly rows: number;
  readonly merges: readonly Merge[];
}

/** The value of a cell without its format. Blank: `''`. */
export type Cell = string | number | boolean;
export type Rows = readonly (readonly Cell[])[];

/** Rows after a write, read in the same atomic step. `start` counts from 0; cells outside the ranges are blank. */
export interface ReadBack {
  readonly title: string;
  readonly start: number;
  readonly rows: Rows;
  /** Of the whole tab. */
  readonly merges: readonly Merge[];
}

/** One Google spreadsheet. Every method rejects with a SheetsFault; nothing is retried. */
export interface Spreadsheet {
  tabs(): Promise<readonly TabFacts[]>;
  /** Of the spreadsheet, as an IANA name, once `tabs` was called. People type dates in it. */
  timeZone(): string | undefined;
  /** The cells that this account must not edit. */
  protections(): Promise<readonly Protection[]>;
  /** The cells of each range, without trailing blank rows and cells. */
  read(ranges: readonly string[], show: 'UNFORMATTED_VALUE' | 'FORMULA'): Promise<readonly Rows[]>;
  /** Applies all requests atomically, or none, and reads the ranges in the same step. */
  write(requests: readonly SheetRequest[], readBackRanges?: readonly string[]): Promise<readonly ReadBack[]>;
}

export function findTab(tabs: readonly TabFacts[], title: string): TabFacts | undefined {
  return tabs.find((tab) => tab.title === title);
}

export async function readRange(spreadsheet: Spreadsheet, range: string): Promise<Rows> {
  const [rows = []] = await spreadsheet.read([range], 'UNFORMATTED_VALUE');
  return rows;
}

const SCOPES = [
  'https://www.googleapis.com/auth/spreadsheets',
  'https://www.googleapis.com/auth/drive.metadata.readonly',
];
const TABS = 'properties.timeZone,sheets.properties(sheetId,title,gridProperties.rowCount),sheets.merges';
const READ_BACK =
  'updatedSpreadsheet.sheets(properties.title,merges,data(startRow,startColumn,rowData.values.effectiveValue))';

export function openSpreadsheet(id: string, quota: Quota, options: GoogleOptions): Spreadsheet {
  const auth = createAuth(options);
  const { baseUrl, timeoutMs = 30_000 } = options;
  const { spreadsheets } = createSheets({
    version: 'v4',
    auth,
    // By default the library retries, which makes an exhausted quota worse.
    retry: false,
    timeout: timeoutMs,
    ...(baseUrl === undefined ? {} : { rootUrl: `${baseUrl}/` }),
  });

  let timeZone: string | undefined;
  return {
    timeZone: () => timeZone,
    async tabs() {
      await quota.read();
      const { data } = await withSheetsFault(spreadsheets.get({ spreadsheetId: id, fields: TABS }));
      timeZone = data.properties?.timeZone ?? undefined;
      return (data.sheets ?? []).map(tabFacts);
    },
    async protections() {
      await quota.read();
      const { data } = await withSheetsFault(spreadsheets.get({ spreadsheetId: id, fields: PROTECTED_RANGES }));
      return protectionsIn(data.sheets ?? []);
    },
    async read(ranges, show) {
      await quota.read();
      const { data } = await withSheetsFault(
        spreadsheets.values.batchGet({
          spreadsheetId: id,
          ranges: [...ranges],
          valueRenderOption: show,
          dateTimeRenderOption: 'SERIAL_NUMBER',
        }),
      );
      if (data.valueRanges?.length !== ranges.length) {
        throw new SheetsFault('refused', 'Google returned an unexpected number of ranges');
      }
      return data.valueRanges.map(({ values }) => (values ?? []) as Rows);
    },
    async write(requests, readBackRanges = []) {
      await quota.write();
      const requestBody = await bodyOf(requests, readBackRanges);
      const { data } = await withSheetsFault(
        spreadsheets.batchUpdate(
          { spreadsheetId: id, fields: readBackRanges.length === 0 ? 'spreadsheetId' : READ_BACK, requestBody },
          { headers: { 'content-type': 'application/json' } },
        ),
      );
      return readBackIn(data.updatedSpreadsheet?.sheets ?? []);
    },
  };
}

function tabFacts({ properties, ...sheet }: sheets_v4.Schema$Sheet): TabFacts {
  return {
    merges: mergesIn(sheet),
    sheetId: properties?.sheetId ?? 0,
    title: properties?.title ?? '',
    rows: properties?.gridProperties?.rowCount ?? 0,
  };
}

/** One entry for each tab, with an element of `data` for each range; or one entry for each range. */
export function readBackIn(sheets: readonly sheets_v4.Schema$Sheet[]): readonly ReadBack[] {
  return sheets.flatMap((sheet) =>
    (sheet.data ?? []).map(({ startRow, startColumn, rowData }) => ({
      title: sheet.properties?.title ?? '',
      merges: mergesIn(sheet),
      start: startRow ?? 0,
      rows: (rowData ?? []).map(({ values }) => [
        ...Array.from({ length: startColumn ?? 0 }, () => ''),
        ...(values ?? []).map(({ effectiveValue }) => cellOf(effectiveValue)),
      ]),
    })),
  );
}

/** Serializes request by request, yielding in between: the library would copy a large body twice and block calls. */
async function bodyOf(
  requests: readonly SheetRequest[],
  readBackRanges: readonly string[],
): Promise<sheets_v4.Schema$BatchUpdateSpreadsheetRequest> {
  const parts: string[] = [];
  await forEachYielding(requests, (request) => void parts.push(JSON.stringify(request)));
  const answer =
    readBackRanges.length === 0 ? {} : { includeSpreadsheetInResponse: true, responseIncludeGridData: true };
  const rest = JSON.stringify({ ...answer, responseRanges: readBackRanges });
  return `{"requests":[${parts.join()}],${rest.slice(1)}` as sheets_v4.Schema$BatchUpdateSpreadsheetRequest;
}

/** Finds a spreadsheet by its name. Requires the Drive API to be enabled as well. */
export async function findSpreadsheet(name: string, options: GoogleOptions): Promise<string> {
  const quoted = name.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
  const query = `name = '${quoted}' and mimeType = 'application/vnd.google-apps.spreadsheet' and trashed = false`;
  const { data } = await withSheetsFault(
    createAuth(options).request<{ files?: { id: string }[] }>({
      url: `${options.baseUrl ?? 'https://www.googleapis.com'}/drive/v3/files`,
      params: { q: query, fields: 'files(id)', pageSize: 2, supportsAllDrives: true, includeItemsFromAllDrives: true },
      retry: false,
      timeout: options.timeoutMs ?? 30_000,
    }),
  );
  const [first, second] = data.files ?? [];
  const { clientEmail } = options.credentials;
  if (first === undefined) {
    throw new SheetsFault('invalid', `no spreadsheet of that name is shared with ${clientEmail}`);
  }
  if (second !== undefined) {
    throw new SheetsFault('invalid', 'several spreadsheets have that name; set GOOGLE_SHEET_ID instead');
  }
  return first.id;
}

function createAuth({ credentials, baseUrl }: GoogleOptions): JWT {
  const { clientEmail, privateKey } = credentials;
  const auth = new JWT({ email: clientEmail, key: privateKeyIn(privateKey) ?? privateKey, scopes: SCOPES });
  // The library has no option for the token endpoint.
  if (baseUrl !== undefined) {
    auth.transporter.interceptors.request.add({
      resolved: (config) => {
        const url = new URL(config.url);
        if (url.hostname.endsWith('.googleapis.com')) config.url = new URL(baseUrl + url.pathname + url.search);
        return Promise.resolve(config);
      },
    });
  }
  return auth;
}

async function withSheetsFault<T>(request: Promise<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    throw asSheetsFault(error);
  }
}

function cellOf(value: sheets_v4.Schema$ExtendedValue | undefined): Cell {
  const { stringValue, numberValue, boolValue, errorValue } = value ?? {};
  return stringValue ?? numberValue ?? boolValue ?? (errorValue === undefined ? '' : '#ERROR!');
}
