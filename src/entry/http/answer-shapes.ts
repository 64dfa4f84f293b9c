import { z } from 'zod';
import type { AnswerShape } from '../cli/runtime/answer-shape.js';
import { endpoints } from './openapi.js';

/** As much of JSON Schema as zod writes for the answers. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

/** The file by which the CLI, which goes without zod, checks what it is answered. */
export function answerShapesFile(): string {
  const shapes = endpoints
    .filter(({ earlierName }) => earlierName === undefined)
    .map(({ operationId, answer }): [string, AnswerShape] => [
      operationId,
      shapeOf(z.toJSONSchema(answer) as Schema, operationId),
    ]);
  const named = repeatedShapes(shapes.map(([, shape]) => shape));
  const constants = [...named].map(
    ([json, name]) => `const ${name} = ${written(JSON.parse(json) as AnswerShape, named, json)} as const;\n`,
  );
  return [
    '// Made by "npm run docs" from the schemas in src/entry/http.',
    "import type { AnswerShape } from './answer-shape.js';",
    '',
    ...constants,
    `export const ANSWER_SHAPES = ${written(Object.fromEntries(shapes), named)} as const satisfies Readonly<`,
    '  Record<string, AnswerShape>',
    '>;',
    '',
  ].join('\n');
}

/** In characters of JSON. A name for less would make the light package no smaller. */
const LONG = 60;

/** Names for the parts that several answers have in common, such as an order, by their JSON; those within others come first. */
function repeatedShapes(shapes: readonly AnswerShape[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  const count = (shape: AnswerShape) => {
    if (typeof shape === 'string') return;
    const json = JSON.stringify(shape);
    counts.set(json, (counts.get(json) ?? 0) + 1);
    if (counts.get(json) === 1) Object.values(shape).forEach(count);
  };
  shapes.forEach(count);
  const repeated = [...counts].filter(([json, times]) => times > 1 && json.length > LONG && json.startsWith('{'));
  const shortestFirst = repeated.map(([json]) => json).sort((one, other) => one.length - other.length);
  return new Map(shortestFirst.map((json, index) => [json, `SHARED_${(index + 1).toString()}`]));
}

/** As source text, with the names of repeated shapes in their places. @param own its JSON, of a shape that is named itself */
function written(shape: object | string, named: ReadonlyMap<string, string>, own?: string): string {
  const text = JSON.stringify(
    shape,
    (_, part: unknown) => {
      const json = JSON.stringify(part);
      const name = json === own ? undefined : named.get(json);
      return name === undefined ? part : `@${name}`;
    },
    2,
  );
  return text.replace(/"@(SHARED_\d+)"/g, '$1');
}

function shapeOf(schema: Schema, place: string): AnswerShape {
  const shapes = formsOf(schema)
    .filter(({ type }) => type !== 'null')
    .map((form) => shapeOfForm(form, place));
  const [shape] = shapes;
  if (shape === undefined) throw new TypeError(`${place} is always null`);
  if (shapes.length === 1) return shape;
  // Such as a phone, or an empty text.
  if (shapes.every((each) => each === 'text' || each === 'phone' || each === 'time')) return 'text';
  throw new TypeError(`${place} has several forms`);
}

/** The alternatives, each with one type. */
function formsOf(schema: Schema): readonly Schema[] {
  if (schema.anyOf !== undefined) return schema.anyOf.flatMap(formsOf);
  return [schema.type ?? []].flat().map((type) => ({ ...schema, type }));
}

function shapeOfForm({ type, format, properties, required = [], items }: Schema, place: string): AnswerShape {
  if (type === 'object' && properties !== undefined) {
    return Object.fromEntries(
      Object.entries(properties).map(([name, schema]) => {
        const mayBeAbsent = !required.includes(name) || formsOf(schema).some((form) => form.type === 'null');
        return [mayBeAbsent ? `${name}?` : name, shapeOf(schema, `${place}.${name}`)];
      }),
    );
  }
  if (type === 'array' && items !== undefined) return [shapeOf(items, place)];
  if (type === 'string') return format === 'phone' ? 'phone' : format === 'date-time' ? 'time' : 'text';
  if (type === 'integer') return 'whole';
  if (type === 'number' || type === 'boolean' || type === 'object') return type;
  throw new TypeError(`${place} has a form that the CLI does not know`);
}
