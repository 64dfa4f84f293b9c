import { lineOf } from '../../../domain/model/line.js';
import type { Client } from '../../../domain/model/client.js';
import { toE164, type E164 } from '../../../domain/model/phone-number.js';
import { isInPool } from '../../../domain/model/proxy-number.js';
import { isFallbackPhone } from '../../../domain/model/settings.js';
import type { RecordIndex } from '../../memory/index.js';
import { normalizeCell, parsePhone } from '../tabs/parse-cells.js';
import type { TabReading } from '../tabs/read-tab.js';
import type { EditedRow } from './edited-rows.js';
import { hasPairedSessions } from './merge-row.js';
import type { PhoneSettings } from './phone-rules.js';

// Which numbers clients get whose rows name another one, or none.

/** What is wrong with a number that a client's row names anew. Undefined when nothing is, unless it is another client's. */
export type NumberFault = (client: Named, before: Client | undefined) => string | undefined;

type Named = Pick<Client, 'id' | 'proxyNumber'> & { readonly realPhone: E164 | undefined };

export function createNumberFault(
  index: RecordIndex,
  pool: TabReading,
  settings: PhoneSettings | undefined,
): NumberFault {
  let lines: ReadonlySet<E164> | undefined;
  return ({ id, realPhone, proxyNumber }, before) => {
    if (proxyNumber === undefined || proxyNumber === before?.proxyNumber) return undefined;
    if (hasPairedSessions(proxyNumber, index)) return 'is a shared number with sessions on it';
    if (settings !== undefined && isFallbackPhone(settings, proxyNumber)) return 'is PROXYCALL_FALLBACK_PHONE';
    const number = index.get('number', proxyNumber)?.value;
    if (number?.state.status === 'held') return 'is held for a confirmation';
    const isListed = isInPool(number) || pool.rows.has(proxyNumber);
    const line = lineOf(proxyNumber);
    lines ??= isListed ? lines : phoneLines(index);
    if (realPhone !== undefined && line === lineOf(realPhone)) return "is the client's own phone";
    if (!isListed && lines?.has(line) === true) return "is somebody's phone, and not in TwilioPools";
    // Somebody without a number loses nothing: theirs may have been bought elsewhere.
    if (before?.proxyNumber === undefined) return undefined;
    if (!isListed || number?.state.status === 'released') return 'is not in TwilioPools';
    const isReserved = number?.state.status === 'reserved' && number.state.by !== id;
    return isReserved || (number !== undefined && NOT_FREE.has(number.state.status)) ? 'is not free' : undefined;
  };
}

const NOT_FREE = new Set(['shared', 'error']);

/** The lines of all phones that are known. */
function phoneLines(index: RecordIndex): ReadonlySet<E164> {
  const phones = [
    ...index.values('client').map(({ value }) => value.realPhone),
    ...index.values('participant').map(({ value }) => value.phone),
    ...index.values('session').map(({ value }) => ('lastCaller' in value ? value.lastCaller : undefined)),
  ];
  return new Set(phones.flatMap((phone) => (phone === undefined ? [] : [lineOf(phone)])));
}

/** What the row of a client says about their number. `named`: '' for none, undefined for what cannot be used. */
interface Claim {
  readonly key: string;
  readonly before: Client | undefined;
  readonly named: E164 | '' | undefined;
}

/** Who gives up their number, and whose cell was emptied for the first time. */
export interface Claims {
  readonly before: ReadonlyMap<string, Client | undefined>;
  readonly leaving: ReadonlySet<string>;
  readonly emptied: ReadonlySet<string>;
}

/**
 * Tells who gives up their number, so that numbers can move between rows in any order: those whose row names one that they can have, and
 * those whose cell is empty for the second time, or whose number another row names.
 * @param emptied whose cell was empty in the previous reading
 */
export function claimsOf(
  rows: readonly EditedRow[],
  index: RecordIndex,
  emptied: ReadonlySet<string>,
  fault: NumberFault,
): Claims {
  const claims = rows.map(({ key, cells }): Claim => {
    const before = index.get('client', key)?.value;
    const text = cells['client_proxy_number'] ?? '';
    const number = text === '' ? '' : toE164(normalizeCell('client_proxy_number', text));
    if (number === undefined || number === '') return { key, before, named: number };
    const named = { id: key, realPhone: parsePhone(cells['client_real_phone'] ?? ''), proxyNumber: number };
    return { key, before, named: fault(named, before) === undefined ? number : undefined };
  });
  const leaving = new Set(claims.flatMap(({ key, before, named }) => (isOther(before, named) ? [key] : [])));
  let granted: Set<string>;
  let isSettled: boolean;
  do {
    granted = new Set();
    isSettled = true;
    for (const { key, named } of claims) {
      if (named === undefined || named === '') continue;
      const holder = index.holderOf(named)?.value.id;
      const isFree = holder === undefined || holder === key || leaving.has(holder);
      if (isFree && !granted.has(named)) granted.add(named);
      else if (leaving.delete(key)) isSettled = false;
    }
  } while (!isSettled);
  const isWaiting = ({ key, before, named }: Claim) =>
    leaving.has(key) && named === '' && !emptied.has(key) && !granted.has(before?.proxyNumber ?? '');
  const waiting = new Set(claims.filter(isWaiting).map(({ key }) => key));
  return {
    before: new Map(claims.map(({ key, before }) => [key, before])),
    leaving: new Set([...leaving].filter((key) => !waiting.has(key))),
    emptied: waiting,
  };
}

function isOther(before: Client | undefined, named: Claim['named']): boolean {
  return before?.proxyNumber !== undefined && named !== undefined && named !== before.proxyNumber;
}
