/**
 * What a value of an answer must be. The name of a field that may be null or absent ends in `?`. `phone` is E.164, perhaps masked, `time` is
 * RFC 3339. Words such as a status are text: a newer service may have more of them.
 */
export type AnswerShape =
  | 'text'
  | 'phone'
  | 'time'
  | 'whole'
  | 'number'
  | 'boolean'
  | 'object'
  | readonly [AnswerShape]
  | { readonly [field: string]: AnswerShape };

/** Whether a value has the shape. It may have more fields: a newer service answers more. */
export function hasShape(value: unknown, shape: AnswerShape): boolean {
  if (typeof shape === 'string') return PRIMITIVES[shape](value);
  if (isList(shape)) return Array.isArray(value) && value.every((item) => hasShape(item, shape[0]));
  if (!isObject(value)) return false;
  return Object.entries(shape).every(([name, field]) => {
    const mayBeAbsent = name.endsWith('?');
    const inner = value[mayBeAbsent ? name.slice(0, -1) : name];
    return inner === undefined || inner === null ? mayBeAbsent : hasShape(inner, field);
  });
}

const PRIMITIVES: Readonly<Record<Extract<AnswerShape, string>, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string',
  phone: (value) => typeof value === 'string' && /^\+[1-9][\d•]{1,14}$/.test(value),
  time: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value)),
  whole: Number.isSafeInteger,
  number: Number.isFinite,
  boolean: (value) => typeof value === 'boolean',
  object: isObject,
};

function isList(shape: AnswerShape): shape is readonly [AnswerShape] {
  return Array.isArray(shape);
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
