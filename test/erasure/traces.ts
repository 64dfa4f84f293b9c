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

/** Every record, as text. */
export async function recordsOf(store: OrderStore): Promise<Bytes> {
  const all = await Promise.all(KINDS.map((kind) => store.records(kind, { limit: 100_000 })));
  return ['records', Buffer.from(JSON.stringify(all))];
}

/** Who is found, and where. A phone is looked for in the spellings of people and of programs. */
export function tracesOf(secrets: readonly string[], places: readonly Bytes[]): readonly string[] {
  return secrets.flatMap((secret) =>
    places.flatMap(([place, bytes]) =>
      spellingsOf(secret).some((spelling) => bytes.includes(spelling)) ? [`${secret} in ${place}`] : [],
    ),
  );
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
  return [...text]
    .flatMap((character) => character.split(''))
    .map((unit) => (unit > '~' ? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}` : unit))
    .join('');
}
