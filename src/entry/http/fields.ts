import { z } from 'zod';
import { readCaller } from '../../adapters/twiml/index.js';
import { parseCountry, type CountryCode } from '../../domain/model/country.js';
import { sayable } from '../../domain/model/characters.js';
import { merchantIdFault } from '../../domain/model/merchant-id.js';
import { describePhoneFault, parsePhoneNumber, type E164 } from '../../domain/model/phone-number.js';
import { typedPhone, type TypedPhone } from '../../domain/model/typed-phone.js';
import { NUMBER_TYPES } from '../../domain/model/proxy-number.js';

const PHONE_EXAMPLE = '+33639981234';

function readPhone(text: string, ctx: z.RefinementCtx): E164 {
  const parsed = parsePhoneNumber(text);
  if (parsed.ok) return parsed.number;
  ctx.addIssue({ code: 'custom', message: describePhoneFault(parsed) });
  return z.NEVER;
}

/** The text of a phone, longer than a number, as it may hold invisible characters. Spreadsheets send digits alone as a number. */
const phoneText = z.preprocess((value) => (Number.isSafeInteger(value) ? String(value) : value), z.string().max(100));
const phoneMeta = { description: 'E.164; 0033… and 33… are accepted too', example: PHONE_EXAMPLE };

/** One of our numbers as people send it: `+33…`, `0033…` or `33…`. Digits alone that are read wrongly are none of ours. */
export const phoneNumber = phoneText.transform(readPhone).meta(phoneMeta);

/** The phone of a person. Digits alone are read by the use case, which knows where its owner lives. */
export const personPhone = phoneText
  .transform((text, ctx): TypedPhone => {
    const typed = typedPhone(text);
    return typed.ok ? typed.phone : readPhone(text, ctx);
  })
  .meta(phoneMeta);

/** A caller as carriers send it: anything but a phone number (`anonymous`, empty) counts as withheld. */
export const callerNumber = z
  .string()
  .max(100)
  .transform((text): TypedPhone | 'withheld' => {
    const caller = readCaller(text);
    if (caller.kind !== 'number') return 'withheld';
    const typed = typedPhone(text);
    return typed.ok ? typed.phone : caller.number;
  })
  .meta({ description: 'A number, or anonymous', example: '+33199001234' });

/** A phone number in responses. */
export const e164 = z
  .string()
  .regex(/^\+[1-9][\d•]{1,14}$/)
  .meta({
    format: 'phone',
    description: 'E.164. For roles to which numbers are masked, some digits are •',
    example: PHONE_EXAMPLE,
  });

const CONTROL = /\p{Cc}/u;

/** Numbers with which something was not done, in E.164 or as they were sent. */
export const numberFaults = z.array(
  z.object({ phone_number: z.string().meta({ example: PHONE_EXAMPLE }), reason: z.string() }),
);

/** The merchant's identifier, of a client or an order: text, or a whole number, which becomes text. */
export const merchantId = z
  .union([z.string(), z.int().nonnegative()])
  .transform((id) => id.toString().trim())
  .check((ctx) => {
    const message = merchantIdFault(ctx.value);
    if (message !== undefined) ctx.issues.push({ code: 'custom', message, input: ctx.value });
  })
  .meta({ description: "The merchant's own identifier: text or a whole number", example: 'C-1001' });

/** What cannot be said is dropped first: phones send form feeds. What is left, such as line breaks, has no place in a name. */
export const personName = z
  .string()
  .overwrite(sayable)
  .refine((name) => !CONTROL.test(name), { message: 'must not contain control characters' })
  .trim()
  .min(1)
  .max(200)
  .meta({ example: 'Ada Lovelace' });

export const mail = z.string().overwrite(sayable).check(z.email()).max(254).meta({ example: 'ada@shop.example' });

export const country = z
  .string()
  .max(20)
  .transform((text, ctx): CountryCode => {
    const code = parseCountry(text);
    if (code !== undefined) return code;
    ctx.addIssue({ code: 'custom', message: 'must be an ISO 3166 code of two letters, such as FR' });
    return z.NEVER;
  })
  .meta({ description: 'ISO 3166-1 alpha-2', example: 'FR' });

export const countryCode = z.string().length(2).meta({ example: 'FR' });

export const numberType = z.enum(NUMBER_TYPES).meta({ example: 'mobile' });

export const time = z.iso
  .datetime({ offset: true, error: 'must be a date and a time with its zone, such as 2030-01-31T18:00:00Z' })
  .meta({ example: '2026-11-23T02:21:00.000Z' });

export const limit = z.coerce.number().int().min(1).max(200).optional().meta({ description: 'Default 50' });
export const cursor = z.string().max(300).optional().meta({ description: '`next_cursor` of the page before' });

/** RFC draft-ietf-httpapi-idempotency-key-header. */
export const idempotencyKey = z.object({ 'idempotency-key': z.string().trim().min(1).max(200).optional() });

/** Earlier clients send an empty value, or null, for fields that they do not use. */
export function orAbsent<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => (value === '' || value === null ? undefined : value), schema.optional());
}

/** A body with these fields and no others. */
export function strictBody<T extends z.ZodRawShape>(fields: T) {
  const names = Object.keys(fields).join(', ');
  return z.strictObject(fields, {
    error: unknownKeys(`the request has a field that is not known here; the known ones are ${names}`),
  });
}

/** No parameters in the address. */
export const NO_QUERY = z.strictObject(
  {},
  {
    error: ({ code }) =>
      code === 'unrecognized_keys' ? 'the address has parameters, and this route knows none' : undefined,
  },
);

/**
 * A request that buys numbers or gives them back. A field that is not known may be one that was to prevent it, such as `dryRun`, and so may a
 * parameter in the address: both are refused.
 */
export function spending<T extends z.ZodRawShape>(fields: T) {
  return {
    body: strictBody(fields),
    query: NO_QUERY,
  };
}

function unknownKeys(message: string): z.core.$ZodErrorMap {
  return ({ code }) => (code === 'unrecognized_keys' ? message : undefined);
}

/** A field of responses that is the empty text when there is none: see `wire.ts`. */
export function orBlank<T extends z.ZodType>(schema: T) {
  return z.union([schema, z.literal('')]);
}

export function page<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next_cursor: z.string().nullable() });
}
