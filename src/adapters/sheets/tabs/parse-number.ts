import { numberingFacts } from '../../../domain/model/phone-number.js';
import {
  NUMBER_STATUSES,
  NUMBER_TYPES,
  typeByPlan,
  type NumberState,
  type ProxyNumber,
} from '../../../domain/model/proxy-number.js';
import { editedNumberState, type EditTerms } from '../../../domain/model/spreadsheet-edits.js';
import type { Cells } from './cells.js';
import { cellText, countryCell, parsePhone, timeCell, type ReportFault } from './parse-cells.js';

export interface NumberContext extends EditTerms {
  /** The client whose row names this number. */
  readonly holder: string | undefined;
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
  const { holder, now } = context;
  const text = cellText(cells, 'status').toLowerCase();
  const status = text === '' ? 'available' : NUMBER_STATUSES.find((candidate) => candidate === text);
  if (status === undefined) report('status', `must be one of: ${NUMBER_STATUSES.join(', ')}`);
  const reserved = {
    status: 'reserved',
    token: cellText(cells, 'reserved_token'),
    by: cellText(cells, 'reserved_by_client_id'),
    since: (status === 'reserved' ? timeCell(cells, 'reserved_at', report) : undefined) ?? now,
  } as const;
  const assignedAt = holder === undefined ? undefined : timeCell(cells, 'date_attribution', report);
  return editedNumberState({ holder, status, assignedAt, reserved }, known, context);
}
