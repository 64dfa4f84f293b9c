import { numberingFacts } from '../../../domain/model/phone-number.js';
import {
  NUMBER_STATUSES,
  NUMBER_TYPES,
  typeByPlan,
  type NumberState,
  type NumberStatus,
  type ProxyNumber,
} from '../../../domain/model/proxy-number.js';
import { editedNumberState, type EditTerms } from '../../../domain/model/spreadsheet-edits.js';
import type { Cells } from './cells.js';
import { cellText, countryCell, parsePhone, timeCell, type ReportFault } from './parse-cells.js';

export interface NumberContext extends EditTerms {
  /** The client whose row names this number. */
  readonly holder: string | undefined;
  /** Whether its client, or sessions, keep it from being out of rotation. */
  readonly isInUse: boolean;
  /** Whether it is in a row of clients that has no record. */
  readonly isTaken: boolean;
}

/** Whether an operator has taken the number in this row out of rotation: with `error`, or a word that is no status. */
export function isOutOfRotation(cells: Cells): boolean {
  const status = statusIn(cells);
  return status === undefined || status === 'error';
}

function statusIn(cells: Cells): NumberStatus | undefined {
  const text = cellText(cells, 'status').toLowerCase();
  return text === '' ? 'available' : NUMBER_STATUSES.find((candidate) => candidate === text);
}

/** The number in a row. An invalid cell is reported and keeps its previous value. Undefined if its country is unknown. */
export function parseProxyNumber(
  cells: Cells,
  before: ProxyNumber | undefined,
  context: NumberContext,
  report: ReportFault,
): ProxyNumber | undefined {
  const number = parsePhone(cellText(cells, 'phone_number'));
  if (number === undefined) return undefined;
  const country =
    countryCell(cells, 'country_iso', report, before?.country) ?? before?.country ?? numberingFacts(number).country;
  if (country === undefined) {
    report('country_iso', 'is empty, and the country cannot be derived from the number');
    return undefined;
  }
  return {
    number,
    carrier: before?.carrier ?? context.carrier,
    country,
    type: parseType(cells, report) ?? before?.type ?? typeByPlan(number),
    capabilities: before?.capabilities ?? { voice: true, sms: true, mms: false },
    providerId: before?.providerId ?? '',
    friendlyName: cellText(cells, 'friendly_name'),
    boughtAt: timeCell(cells, 'date_achat', report) ?? before?.boughtAt ?? 0,
    state: parseState(cells, before?.state, context, report),
  };
}

function parseType(cells: Cells, report: ReportFault): ProxyNumber['type'] | undefined {
  const text = cellText(cells, 'number_type').toLowerCase().replaceAll(/[\s-]/g, '_');
  if (text === '') return undefined;
  const type = NUMBER_TYPES.find((known) => known === text || known.replace('_', '') === text);
  if (type === undefined) report('number_type', `must be one of: ${NUMBER_TYPES.join(', ')}`);
  return type;
}

function parseState(
  cells: Cells,
  known: NumberState | undefined,
  context: NumberContext,
  report: ReportFault,
): NumberState {
  const { holder, isTaken, now } = context;
  const status = statusIn(cells);
  reportStatus(status, known, context, report);
  const reserved = {
    status: 'reserved',
    token: cellText(cells, 'reserved_token'),
    by: cellText(cells, 'reserved_by_client_id'),
    // A reservation of the future would not lapse.
    since: Math.min((status === 'reserved' ? timeCell(cells, 'reserved_at', report) : undefined) ?? now, now),
  } as const;
  const assignedAt = holder === undefined ? undefined : timeCell(cells, 'date_attribution', report);
  return editedNumberState({ holder, isTaken, status, assignedAt, reserved }, known, context);
}

function reportStatus(
  status: NumberStatus | undefined,
  known: NumberState | undefined,
  { isInUse, isTaken }: NumberContext,
  report: ReportFault,
): void {
  const isReleased = known?.status === 'released';
  const kind = isInUse || isReleased ? 'ignored_cell' : 'out_of_rotation';
  const effect = isInUse || isReleased ? '' : ', so that the number is out of rotation';
  if (status === undefined) {
    report('status', `must be one of: ${NUMBER_STATUSES.join(', ')}${effect}`, kind);
  } else if (status === 'error' && isInUse) {
    report('status', 'takes effect once the number is not in use any more', kind);
  } else if (status === 'held' && known?.status !== 'held') {
    report('status', `is set by confirmations only${effect}`, kind);
  } else if (isTaken) {
    report('status', 'is ignored, as a row of Clients that cannot be used names the number: nobody else gets it', kind);
  }
}
