import { isDeepStrictEqual } from 'node:util';
import type { Client } from '../../../domain/model/client.js';
import { sameLine } from '../../../domain/model/line.js';
import { isNamed } from '../../../domain/model/participant.js';
import type { E164 } from '../../../domain/model/phone-number.js';
import { isInPool } from '../../../domain/model/proxy-number.js';
import type { AnyRecord, RecordId } from '../../../domain/model/records.js';
import type { RecordIndex } from '../../memory/index.js';
import type { Cells } from '../tabs/cells.js';
import { parseClient, parseLastCaller, type ReportFault } from '../tabs/parse-cells.js';
import { parseOrder, type PairedNumbers } from '../tabs/parse-order.js';
import { isOutOfRotation, parseProxyNumber } from '../tabs/parse-number.js';
import { openSessionOf } from '../tabs/spreadsheet-state.js';
import type { NumberFault } from './number-claims.js';
import { mayBeLastCaller, mayBeProxyNumber, withDialledPhone } from './phone-rules.js';
import { endOrderSession, type EditContext } from './reconcile.js';
import { tryWrite, writeRecords } from './write-records.js';

/** The result of merging a row. `isValid`: it could be parsed. `touched`: the records that changed. */
export interface MergedRow {
  readonly isValid: boolean;
  readonly touched: readonly RecordId[];
  /** Valid cells that are not written to as long as the record does not change. */
  readonly kept?: readonly string[];
  /** See `decided` of MirroredRow. */
  readonly decided?: ReadonlySet<string> | undefined;
}

const INVALID: MergedRow = { isValid: false, touched: [] };

/**
 * Writes the client of a row to the index, without the consequences for their sessions.
 * @param before as they were before their number was given up
 */
export function mergeClient(
  key: string,
  cells: Cells,
  before: Client | undefined,
  index: RecordIndex,
  { phones, defaultCountry, numberFault }: EditContext & { readonly numberFault: NumberFault },
  report: ReportFault,
): MergedRow {
  const parsed = parseClient(cells, before, defaultCountry, report);
  if (parsed === undefined) return INVALID;
  const client = withDialledPhone(parsed, before, index, phones, report);
  if (isDeepStrictEqual(client, before)) return { isValid: true, touched: [] };
  const written = { isValid: true, touched: [{ kind: 'client', key }] } as const;
  const problem = numberFault(client, before);
  if (problem === undefined && tryWrite({ kind: 'client', value: client }, index)) return written;
  report('client_proxy_number', problem ?? 'is the number of another client');
  const kept = { ...client, proxyNumber: before?.proxyNumber };
  if (tryWrite({ kind: 'client', value: kept }, index)) {
    return isDeepStrictEqual(kept, before) ? { isValid: true, touched: [] } : written;
  }
  index.write({ kind: 'client', value: { ...client, proxyNumber: undefined } });
  return written;
}

/** Writes the number of a row to the index. */
export function mergeNumber(
  key: E164,
  cells: Cells,
  index: RecordIndex,
  context: EditContext,
  report: ReportFault,
): MergedRow {
  const before = index.get('number', key)?.value;
  const isAdded = !isInPool(before);
  if (isAdded && !mayBeProxyNumber(key, context.phones, report)) return INVALID;
  const holder = index.holderOf(key)?.value.id;
  const [participant] = index.participants({ by: 'number', proxyNumber: key });
  const carrier = participant?.value.carrier ?? context.carrier;
  const hasSessions = hasPairedSessions(key, index);
  const isInUse = holder !== undefined || hasSessions || before?.state.status === 'held';
  const isTaken = !isInUse && context.taken?.has(key) === true;
  const number = parseProxyNumber(cells, before, { ...context, holder, carrier, isInUse, isTaken }, report);
  if (number === undefined) return INVALID;
  const isWithdrawn = isInUse && isOutOfRotation(cells);
  const more = {
    kept: isTaken ? ['date_attribution', 'attribution_to_client_name'] : [],
    decided: isWithdrawn ? STATUS : undefined,
  };
  if (number.state.status === 'shared' || !hasSessions) return written({ kind: 'number', value: number });
  report('status', 'must stay shared while there are sessions on the number');
  const state = before?.state.status === 'shared' ? before.state : ({ status: 'shared', since: context.now } as const);
  return written({ kind: 'number', value: { ...number, state } });

  function written(record: AnyRecord): MergedRow {
    return { isValid: true, touched: writeRecords([record], index, () => undefined), ...more };
  }
}

const STATUS = new Set(['status']);

/** Writes the order of a row to the index, and ends its session if the order was closed. */
export function mergeOrder(
  key: string,
  cells: Cells,
  index: RecordIndex,
  { now }: EditContext,
  report: ReportFault,
): MergedRow {
  const before = index.get('order', key)?.value;
  const client = index.get('client', cells['client_id'] ?? '')?.value;
  const paired = before === undefined ? pairedSessionFor(key, client, index) : undefined;
  const order = parseOrder(cells, before, { client, paired, now }, report);
  if (order === undefined) return INVALID;
  const onConflict = () => {
    report('status', 'contradicts other records');
  };
  const touched = writeRecords([{ kind: 'order', value: order }], index, onConflict);
  const isClosed = order.status === 'closed' && before?.status !== 'closed' && order.session !== undefined;
  return {
    isValid: true,
    touched: isClosed ? [...touched, ...endOrderSession(order.session.sessionId, index, now, onConflict)] : touched,
  };
}

/** The session of an order whose record was lost. */
function pairedSessionFor(orderId: string, client: Client | undefined, index: RecordIndex): PairedNumbers | undefined {
  if (client === undefined) return undefined;
  const session = index
    .liveSessionsOf(client.id)
    .map(({ value }) => value)
    .find((value) => value.kind === 'paired' && value.orderId === orderId);
  if (session?.kind !== 'paired') return undefined;
  const named = index
    .participants({ by: 'session', sessionId: session.id })
    .flatMap(({ value }) => (isNamed(value) ? [value] : []));
  const [own, courier] = (['client', 'counterpart'] as const).map((role) => named.find((each) => each.role === role));
  if (own === undefined || courier === undefined) return undefined;
  const { id: sessionId, code, codeSuffix, expiresAt } = session;
  const courierProxyNumber = courier.proxyNumber;
  return {
    proxyNumber: own.proxyNumber,
    session: { sessionId, courierProxyNumber, codes: { code, codeSuffix }, expiresAt },
  };
}

/** Whether a participant of a paired session is on this number and not released. */
export function hasPairedSessions(number: E164, index: RecordIndex): boolean {
  return index.participants({ by: 'number', proxyNumber: number }).some(({ value }) => value.sessionKind === 'paired');
}

/** Writes the last caller in a client's row to the index. @returns the records that changed */
export function mergeLastCaller(
  clientId: string,
  cells: Cells,
  index: RecordIndex,
  { phones, defaultCountry }: EditContext,
  report: ReportFault,
): readonly RecordId[] {
  const session = openSessionOf(clientId, index)?.value;
  if (session === undefined) return [];
  const client = index.get('client', clientId)?.value;
  const named = parseLastCaller(cells, session.lastCaller, client, defaultCountry, report);
  // A client is never their own last caller.
  const isOwn = named !== undefined && client !== undefined && sameLine(named, client.realPhone);
  const lastCaller = isOwn ? undefined : named;
  if (lastCaller === session.lastCaller) return [];
  if (lastCaller !== undefined && !mayBeLastCaller(lastCaller, client, index, phones, report)) return [];
  return writeRecords([{ kind: 'session', value: { ...session, lastCaller } }], index, () => undefined);
}
