import type { ExecutionContext } from 'ava';
import type { cli } from '../../command-line.js';
import { anOrderBody, type Service } from '../../support.js';

/** Shows a difference on a service, through the API or by typing a command. */
export type Show = (
  t: ExecutionContext,
  service: Service,
  type: (line: string) => ReturnType<typeof cli>,
) => Promise<void>;
/** A difference: words of the first column of its row, which no other row has. */
export type Difference = readonly [words: string, show: Show];

export const client = (fields: object = {}) => ({ ...anOrderBody(1, fields), order_id: undefined });
export const keysOf = (json: object) => Object.keys(json).sort().join(' ');
