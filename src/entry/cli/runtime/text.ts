import type { NumberFault } from '../../../ports/pool-api.js';
import type { Message, Say } from './language.js';

/** A name, and a value that is shown as `-` when absent. */
export type Field = readonly [name: Message, value: string | undefined];

/** A title, and the value of each row, shown as `-` when absent. */
export type Column<T> = readonly [title: Message | '', value: (row: T) => string | undefined];

/** One field per line, with aligned values. */
export function fields(say: Say, rows: readonly Field[]): string {
  return aligned(rows.map(([name, value]) => [say(name), value ?? '-']));
}

function aligned(rows: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}

/** A table; on a terminal that is too narrow for it, the fields of one row after the other. */
export async function table<T>(say: Say, rows: readonly T[], columns: readonly Column<T>[]): Promise<string> {
  const { default: Table } = await import('cli-table3');
  const head = columns.map(([title]) => (title === '' ? '' : say(title)));
  const plain = new Table({ head, style: { head: [], border: [], compact: true } });
  plain.push(...rows.map((row) => columns.map(([, value]) => value(row) ?? '-')));
  const drawn = plain.toString();
  // Its first line is a border: as many columns as characters.
  if (drawn.indexOf('\n') <= say.width) return drawn;
  return rows.map((row) => listedFields(head, columns, row)).join('\n\n');
}

function listedFields<T>(head: readonly string[], columns: readonly Column<T>[], row: T): string {
  return aligned(columns.map(([, value], index) => [head[index] ?? '', value(row) ?? '-']));
}

/** In the time zone of this computer, in the same form in all languages: `2030-01-31 19:00`. */
export function localTime(time: string | undefined): string | undefined {
  if (time === undefined) return undefined;
  const date = new Date(time);
  // Not a time of ours: shown as it is.
  if (Number.isNaN(date.getTime())) return time;
  const two = (value: number) => value.toString().padStart(2, '0');
  const day = [date.getFullYear().toString().padStart(4, '0'), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
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
