import { JWT } from 'google-auth-library';
// Only this module of the package: the whole of it takes ten times as long to load.
import { sheets as createSheets, type sheets_v4 } from 'googleapis/build/src/apis/sheets/index.js';
import { asSheetsFault, SheetsFault } from './faults.js';
import { inPortions } from './portions.js';
import type { Quota } from './quota.js';

export interface Credentials {
  readonly clientEmail: string;
  readonly privateKey: string;
}

export interface GoogleOptions {
  readonly credentials: Credentials;
  /** Where requests go instead of Google: an egress proxy, a test double. */
  readonly baseUrl?: string | undefined;
  /** How long to wait for an answer. 30000 when absent. */
  readonly timeoutMs?: number | undefined;
}

export type SheetRequest = sheets_v4.Schema$Request;

export interface TabFacts {
  readonly sheetId: number;
  readonly title: string;
  readonly rows: number;
}

/** A cell as people see it, without its format. Blank: `''`. */
export type Cell = string | number | boolean;
export type Rows = readonly (readonly Cell[])[];

/** Some rows as they are after a write, in the same atomic step. `start` counts from 0; what was not asked for is blank. */
export interface ReadBack {
  readonly title: string;
  readonly start: number;
  readonly rows: Rows;
}

/** One spreadsheet at Google. Everything fails with a SheetsFault, and nothing is repeated. */
export interface Spreadsheet {
  tabs(): Promise<readonly TabFacts[]>;
  /** The cells of each range, as far as there is anything in them. */
  read(ranges: readonly string[], show: 'UNFORMATTED_VALUE' | 'FORMULA'): Promise<readonly Rows[]>;
  /** Carries out all requests in one atomic step, or none, and reads those ranges in the same step. */
  write(requests: readonly SheetRequest[], readBack?: readonly string[]): Promise<readonly ReadBack[]>;
}

const SCOPES = [
  'https://www.googleapis.com/auth/spreadsheets',
  'https://www.googleapis.com/auth/drive.metadata.readonly',
];
const TABS = 'sheets.properties(sheetId,title,gridProperties.rowCount)';
const READ_BACK =
  'updatedSpreadsheet.sheets(properties.title,data(startRow,startColumn,rowData.values.effectiveValue))';

export function openSpreadsheet(id: string, quota: Quota, options: GoogleOptions): Spreadsheet {
  const auth = createAuth(options);
  const { baseUrl, timeoutMs = 30_000 } = options;
  const { spreadsheets } = createSheets({
    version: 'v4',
    auth,
    // The library would send a request four times against a quota that is used up.
    retry: false,
    timeout: timeoutMs,
    ...(baseUrl === undefined ? {} : { rootUrl: `${baseUrl}/` }),
  });

  return {
    async tabs() {
      await quota.read();
      const { data } = await asking(spreadsheets.get({ spreadsheetId: id, fields: TABS }));
      return (data.sheets ?? []).map(({ properties }) => ({
        sheetId: properties?.sheetId ?? 0,
        title: properties?.title ?? '',
        rows: properties?.gridProperties?.rowCount ?? 0,
      }));
    },
    async read(ranges, show) {
      await quota.read();
      const { data } = await asking(
        spreadsheets.values.batchGet({
          spreadsheetId: id,
          ranges: [...ranges],
          valueRenderOption: show,
          dateTimeRenderOption: 'SERIAL_NUMBER',
        }),
      );
      if (data.valueRanges?.length !== ranges.length) throw new SheetsFault('refused', 'Google gave no such answer');
      return data.valueRanges.map(({ values }) => (values ?? []) as Rows);
    },
    async write(requests, readBack = []) {
      await quota.write();
      const requestBody = await bodyOf(requests, readBack);
      const { data } = await asking(
        spreadsheets.batchUpdate(
          { spreadsheetId: id, fields: readBack.length === 0 ? 'spreadsheetId' : READ_BACK, requestBody },
          { headers: { 'content-type': 'application/json' } },
        ),
      );
      return (data.updatedSpreadsheet?.sheets ?? []).flatMap(({ properties, data: grids = [] }) =>
        grids.map(({ startRow, startColumn, rowData }) => ({
          title: properties?.title ?? '',
          start: startRow ?? 0,
          rows: (rowData ?? []).map(({ values }) => [
            ...Array.from({ length: startColumn ?? 0 }, () => ''),
            ...(values ?? []).map(({ effectiveValue }) => cellOf(effectiveValue)),
          ]),
        })),
      );
    },
  };
}

/** As text that is made up in portions: the library would copy a large body twice, and calls would wait meanwhile. */
async function bodyOf(
  requests: readonly SheetRequest[],
  readBack: readonly string[],
): Promise<sheets_v4.Schema$BatchUpdateSpreadsheetRequest> {
  const parts: string[] = [];
  await inPortions(requests, (request) => void parts.push(JSON.stringify(request)));
  const answer = readBack.length === 0 ? {} : { includeSpreadsheetInResponse: true, responseIncludeGridData: true };
  const rest = JSON.stringify({ ...answer, responseRanges: readBack });
  return `{"requests":[${parts.join()}],${rest.slice(1)}` as sheets_v4.Schema$BatchUpdateSpreadsheetRequest;
}

/** Finds a spreadsheet by its name. Wants the Drive API, which the Sheets API does without. */
export async function findSpreadsheet(name: string, options: GoogleOptions): Promise<string> {
  const quoted = name.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
  const query = `name = '${quoted}' and mimeType = 'application/vnd.google-apps.spreadsheet' and trashed = false`;
  const { data } = await asking(
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
    throw new SheetsFault('invalid', 'several spreadsheets have that name: GOOGLE_SHEET_ID tells them apart');
  }
  return first.id;
}

function createAuth({ credentials, baseUrl }: GoogleOptions): JWT {
  const auth = new JWT({ email: credentials.clientEmail, key: credentials.privateKey, scopes: SCOPES });
  // The library knows no other address for tokens than Google's.
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

async function asking<T>(request: Promise<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    throw asSheetsFault(error);
  }
}

function cellOf(value: sheets_v4.Schema$ExtendedValue | undefined): Cell {
  return value?.stringValue ?? value?.numberValue ?? value?.boolValue ?? '';
}
