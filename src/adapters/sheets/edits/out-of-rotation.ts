import type { E164 } from '../../../domain/model/phone-number.js';
import type { RecordIndex } from '../../memory/index.js';
import { LAYOUTS } from '../tabs/layout.js';
import { parsePhone } from '../tabs/parse-cells.js';
import type { CellFault, ReadRow, TabReading } from '../tabs/read-tab.js';

/**
 * Numbers in rows of clients that cannot be used otherwise, such as those without a readable phone. Somebody has given them away:
 * nobody else may get them.
 */
export function takenNumbers({ rows, untold }: TabReading, index: RecordIndex): ReadonlySet<E164> {
  const taken = new Set<E164>();
  const add = ({ cells }: ReadRow) => {
    const number = parsePhone(cells['client_proxy_number'] ?? '');
    if (number !== undefined) taken.add(number);
  };
  for (const [key, readRow] of rows) if (index.get('client', key) === undefined) add(readRow);
  for (const readRow of untold) add(readRow);
  return taken;
}

/** A number that nobody is given. Nothing if a fault of its row has said so. */
export function outOfRotation(
  [key, { row }]: readonly [string, ReadRow],
  index: RecordIndex,
  faults: readonly CellFault[],
): readonly CellFault[] {
  if (index.get('number', key)?.value.state.status !== 'error') return [];
  const isReported = faults.some((fault) => fault.kind === 'out_of_rotation' && fault.key === key);
  const { title } = LAYOUTS.number;
  const problem = 'is out of rotation';
  return isReported ? [] : [{ kind: 'out_of_rotation', title, row: row + 1, column: 'status', problem, key }];
}
