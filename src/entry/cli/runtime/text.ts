import type { NumberFault } from '../../../ports/pool-api.js';
import type { Message, Say } from './language.js';

/** A name, and a value that is shown as `-` when absent. */
export type Field = readonly [name: Message, value: string | undefined];

/** A title, and the value of each row, shown as `-` when absent. */
export type Column<T> = readonly [title: Message | '', value: (row: T) => string | undefined];

/** One field per line, with aligned values. */
export function fields(say: Say, rows: readonly Field[]): string {
  const named = rows.map(([name, value]) => [say(name), value ?? '-'] as const);
  const width = Math.max(...named.map(([name]) => name.length));
  return named.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}

export async function table<T>(say: Say, rows: readonly T[], columns: readonly Column<T>[]): Promise<string> {
  const { default: Table } = await import('cli-table3');
  const head = columns.map(([title]) => (title === '' ? '' : say(title)));
  const plain = new Table({ head, style: { head: [], border: [], compact: true } });
  plain.push(...rows.map((row) => columns.map(([, value]) => value(row) ?? '-')));
  return plain.toString();
}

/** A title with the count, and one line per entry; empty when there are no entries. */
export function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${title} (${lines.length.toString()}):`, ...lines.map(listed)];
}

export function listed(line: string): string {
  return `  ${line}`;
}

export function numberWithReason({ phoneNumber, reason }: NumberFault): string {
  return `${phoneNumber}  ${reason}`;
}
