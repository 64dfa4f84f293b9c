import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { KINDS } from '../../src/domain/model/records.js';
import type { OrderStore } from '../../src/ports/order-store.js';

/** A place that is searched, and its bytes. */
export type Bytes = readonly [place: string, bytes: Buffer];

/** Every file below a folder. */
export function filesBelow(folder: string): readonly Bytes[] {
  return readdirSync(folder).flatMap((name): readonly Bytes[] => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [[path, readFileSync(path)]];
  });
}

/** Every record, as text. Without versions: these are random digits, among which the digits of a phone occur by chance. */
export async function recordsOf(store: OrderStore): Promise<Bytes> {
  const all = await Promise.all(KINDS.map((kind) => store.records(kind, { limit: 100_000 })));
  return ['records', Buffer.from(JSON.stringify(all.map((page) => page.map(({ value }) => value))))];
}

/** What is found, and where. A phone is looked for in the spellings of people and of programs. */
export function tracesOf(secrets: readonly string[], places: readonly Bytes[]): readonly string[] {
  const wanted = byBeginning(secrets);
  return places.flatMap(([place, bytes]) => [...found(wanted, bytes)].map((secret) => `${secret} in ${place}`));
}

/** Everything that is looked for begins with so many bytes by which it is found in one pass. */
const BEGINNING = 8;

interface Wanted {
  readonly secret: string;
  readonly spelling: string;
}

function byBeginning(secrets: readonly string[]): ReadonlyMap<string, readonly Wanted[]> {
  const wanted = new Map<string, Wanted[]>();
  for (const secret of secrets) {
    for (const bytes of spellingsOf(secret)) {
      const spelling = bytes.toString('latin1');
      if (spelling.length < BEGINNING) throw new Error('too short to be looked for');
      const beginning = spelling.slice(0, BEGINNING);
      wanted.set(beginning, [...(wanted.get(beginning) ?? []), { secret, spelling }]);
    }
  }
  return wanted;
}

function found(wanted: ReadonlyMap<string, readonly Wanted[]>, bytes: Buffer): ReadonlySet<string> {
  const text = bytes.toString('latin1');
  const secrets = new Set<string>();
  for (let start = 0; start + BEGINNING <= text.length; start += 1) {
    for (const { secret, spelling } of wanted.get(text.slice(start, start + BEGINNING)) ?? []) {
      if (text.startsWith(spelling, start)) secrets.add(secret);
    }
  }
  return secrets;
}

function spellingsOf(secret: string): readonly Buffer[] {
  const isPhone = /^\+\d+$/.test(secret);
  const texts = isPhone ? [secret.slice(1), secret.slice(3)] : [secret];
  return texts.flatMap((text) => [
    Buffer.from(text),
    Buffer.from(text, 'utf16le'),
    Buffer.from(JSON.stringify(text).slice(1, -1)),
    Buffer.from(escaped(text)),
    Buffer.from(encodeURIComponent(text)),
    Buffer.from(new URLSearchParams({ q: text }).toString().slice(2)),
  ]);
}

/** JSON in which only ASCII is not escaped. */
function escaped(text: string): string {
  return Array.from({ length: text.length }, (_, index) => {
    const unit = text.charAt(index);
    return unit > '~' ? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}` : unit;
  }).join('');
}
