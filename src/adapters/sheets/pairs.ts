import { isProxyCallError } from '../../domain/model/errors.js';
import { closeLeg, followLeg } from '../../domain/model/leg.js';
import { closePair, followPair, maskName } from '../../domain/model/pair.js';
import type { RecordId, RecordsCopy } from '../records/index.js';

/** Makes the paired sessions of a client follow what people did to the client's row. @returns what was changed */
export function settlePairs(clientId: string, copy: RecordsCopy, now: number): readonly RecordId[] {
  const client = copy.get('client', clientId)?.value;
  return copy.openPairsOf(clientId).flatMap(({ value: pair }) => {
    if (client === undefined) return endPair(pair.id, copy, now);
    if (pair.clientPhone === client.realPhone && pair.maskedName === maskName(client.name)) return [];
    const own = copy.legs({ sessionId: pair.id }).filter(({ value }) => value.closedAt === undefined);
    try {
      for (const { value: leg } of own) copy.write('leg', leg.id, followLeg(leg, client.realPhone));
    } catch (error) {
      // The new phone has another session on the same number: nobody could tell any more who is meant.
      if (!isProxyCallError(error, 'conflict')) throw error;
      return endPair(pair.id, copy, now);
    }
    copy.write('pair', pair.id, followPair(pair, client));
    return [{ kind: 'pair', key: pair.id }, ...own.map(({ value }) => ({ kind: 'leg' as const, key: value.id }))];
  });
}

/** Ends a session whose order was closed, or whose client was taken out, in the sheet. */
export function endPair(id: string, copy: RecordsCopy, now: number): readonly RecordId[] {
  const pair = copy.get('pair', id)?.value;
  if (pair === undefined || pair.closedAt !== undefined) return [];
  const legs = copy.legs({ sessionId: id });
  copy.write('pair', id, closePair(pair, now));
  for (const { value } of legs) copy.write('leg', value.id, closeLeg(value, now));
  return [{ kind: 'pair', key: id }, ...legs.map(({ value }) => ({ kind: 'leg' as const, key: value.id }))];
}
