import type { RecordIndex } from '../../memory/index.js';
import type { SheetRequest } from '../google/spreadsheet.js';
import type { Entry } from '../journal/entry.js';
import type { DoneErasure } from '../journal/erase-entries.js';
import type { SpreadsheetState } from '../tabs/spreadsheet-state.js';

/** What batches need of what is known of the spreadsheet, and change of it. */
export interface KnownSheet {
  readonly state: SpreadsheetState;
  readonly index: RecordIndex;
  /** Journal entries not yet in the sheet. */
  unwritten: Entry[];
  /** Entries of other instances that are in the journal, and perhaps not in the sheet yet. */
  received: Entry[];
  /** Entries that other instances forwarded, to be cleared in the batch that writes them. */
  readonly forwarded: {
    count(): number;
    clearRequests(): SheetRequest[];
    markCleared(): void;
  };
  /** Makes the next step look at the tabs, to find out where rows and columns are now. */
  pollSoon(): void;
  /** Reads the hidden records tab again after its rows turned out to have moved. */
  reloadRecordsTab(): Promise<void>;
  /** Removes what these have erased from the journal, and from the entries that are not in the sheet yet. */
  forgetErased(erasures: readonly DoneErasure[]): Promise<void>;
}
