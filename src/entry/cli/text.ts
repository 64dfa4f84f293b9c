/** One field per line, with aligned values. */
export function fields(rows: readonly (readonly [name: string, value: string | undefined])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value ?? '-'}`).join('\n');
}

/** A title with the count, and one line per entry; empty when there are no entries. */
export function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${title} (${lines.length.toString()}):`, ...lines.map(listed)];
}

export function listed(line: string): string {
  return `  ${line}`;
}

export async function table(head: readonly string[], rows: readonly (readonly string[])[]): Promise<string> {
  const { default: Table } = await import('cli-table3');
  const plain = new Table({ head: [...head], style: { head: [], border: [], compact: true } });
  plain.push(...rows.map((row) => [...row]));
  return plain.toString();
}
