import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';

/** A request on the wire, and its response. */
export interface Exchange {
  readonly method: string;
  /** With the query. */
  readonly target: string;
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly form: string;
  readonly status: number;
  readonly answer: unknown;
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: object;
}
interface Content {
  readonly schema: { readonly properties?: Record<string, object>; readonly required?: string[] };
}
interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Record<string, Content | undefined> };
  readonly responses: Record<string, { readonly content?: Record<string, { readonly schema: object }> } | undefined>;
}
interface Document {
  readonly paths: Record<string, Record<string, Operation | undefined>>;
  readonly components: object;
}

const folder = process.env['SPECS_DATA'];
const file = folder === undefined ? '' : join(folder, 'twilio', 'twilio_api_v2010.json');

/** Twilio's OpenAPI document, if it is available. */
export const published = existsSync(file);

let checker: ((exchange: Exchange) => readonly string[]) | undefined;

/** Deviations of the request or the stand-in's response from Twilio's OpenAPI document. */
export function violationsOf(exchange: Exchange): readonly string[] {
  checker ??= createChecker(JSON.parse(readFileSync(file, 'utf8')) as Document);
  return checker(exchange);
}

function createChecker(document: Document): (exchange: Exchange) => readonly string[] {
  // Values in paths, queries and forms are strings.
  const ajv = new Ajv({ strict: false, coerceTypes: 'array', validateFormats: false, allErrors: true });
  ajv.addSchema(withNull({ $id: 'twilio', components: document.components }) as object);
  const validators = new Map<string, ValidateFunction>();
  const operations = Object.entries(document.paths).map(([path, methods]) => ({
    path,
    methods,
    pattern: asPattern(path),
  }));

  const check = (what: string, schema: object, value: unknown): string[] => {
    const key = JSON.stringify(schema);
    const validate = validators.get(key) ?? ajv.compile(withReferences(withNull(schema)) as object);
    validators.set(key, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(({ instancePath, message }) => `${what}${instancePath}: ${message ?? ''}`);
  };

  return ({ method, target, authorization, contentType, form, status, answer }) => {
    const url = new URL(target, 'https://api.twilio.com');
    // The most specific path: the one with the fewest parameters.
    const [found] = operations
      .filter(({ pattern }) => pattern.test(url.pathname))
      .sort((a, b) => a.path.split('{').length - b.path.split('{').length);
    const operation = found?.methods[method.toLowerCase()];
    if (found === undefined || operation === undefined) return [`${method} ${url.pathname} is not a Twilio operation`];
    const where = `${method} ${found.path}`;
    const violations: string[] = [];

    const path = found.pattern.exec(url.pathname)?.groups ?? {};
    const query = Object.fromEntries(url.searchParams);
    const parameters = operation.parameters ?? [];
    for (const [place, values] of [
      ['path', path],
      ['query', query],
    ] as const) {
      const known = parameters.filter((parameter) => parameter.in === place);
      violations.push(...check(`${where} ${place}`, objectOf(known), values));
    }

    if (method === 'POST') {
      if (contentType !== 'application/x-www-form-urlencoded')
        violations.push(`${where}: sent as ${String(contentType)}`);
      const schema = operation.requestBody?.content['application/x-www-form-urlencoded']?.schema ?? {};
      const values = Object.fromEntries(new URLSearchParams(form));
      violations.push(...check(`${where} form`, { ...schema, additionalProperties: false }, values));
    } else if (form !== '') {
      violations.push(`${where}: has a body`);
    }

    const [user = ''] = Buffer.from(authorization?.replace('Basic ', '') ?? '', 'base64')
      .toString()
      .split(':');
    if (authorization?.startsWith('Basic ') !== true || user !== path['AccountSid']) {
      violations.push(`${where}: not authorised as the account`);
    }

    if (status < 400) {
      const described = operation.responses[status.toString()];
      if (described === undefined) violations.push(`${where}: the stand-in returned ${status.toString()}`);
      const schema = described?.content?.['application/json']?.schema;
      if (schema !== undefined) violations.push(...check(`${where} response`, schema, answer));
    }
    return violations;
  };
}

function objectOf(parameters: readonly Parameter[]): object {
  return {
    type: 'object',
    properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])),
    required: parameters.filter(({ required }) => required).map(({ name }) => name),
    additionalProperties: false,
  };
}

function asPattern(path: string): RegExp {
  const escaped = path.replace(/[.]/g, '\\.').replace(/\{(\w+)\}/g, (_, name: string) => `(?<${name}>[^/]+)`);
  return new RegExp(`^${escaped}$`);
}

/** OpenAPI 3.0 says `nullable`, JSON Schema says it by a type. */
function withNull(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withNull);
  if (typeof schema !== 'object' || schema === null) return schema;
  const mapped = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, withNull(value)]));
  if (mapped['nullable'] !== true) return mapped;
  return { anyOf: [{ type: 'null' }, mapped] };
}

function withReferences(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withReferences);
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [
      key,
      key === '$ref' && typeof value === 'string' ? `twilio${value}` : withReferences(value),
    ]),
  );
}
