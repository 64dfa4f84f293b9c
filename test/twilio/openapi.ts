import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';

/** An HTTP request and its response. */
export interface Exchange {
  readonly method: string;
  /** Path and query. */
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

const FORM = 'application/x-www-form-urlencoded';

const folder = process.env['SPECS_DATA'];
const file = folder === undefined ? '' : join(folder, 'twilio', 'twilio_api_v2010.json');

/** Whether Twilio's OpenAPI document is available. */
export const published = existsSync(file);

let checker: Checker | undefined;

/** Deviations of the request or the stand-in's response from Twilio's OpenAPI document. */
export function violationsOf(exchange: Exchange): readonly string[] {
  checker ??= createChecker(JSON.parse(readFileSync(file, 'utf8')) as Document);
  const { method, target } = exchange;
  const { pathname, searchParams } = new URL(target, 'https://api.twilio.com');
  const found = operationAt(checker, method, pathname);
  if (found === undefined) return [`${method} ${pathname} is not a Twilio operation`];
  const { operation, path, values } = found;
  const { check } = checker;
  const where = `${method} ${path}`;
  return [
    ...check(`${where} path`, objectOf(operation, 'path'), values),
    ...check(`${where} query`, objectOf(operation, 'query'), Object.fromEntries(searchParams)),
    ...bodyViolations(check, where, operation, exchange),
    ...authorizationViolations(where, exchange, values['AccountSid']),
    ...responseViolations(check, where, operation, exchange),
  ];
}

/** Deviations of a value from a schema, each beginning with what the value is. */
type Check = (what: string, schema: object, value: unknown) => readonly string[];

interface Checker {
  readonly check: Check;
  readonly paths: readonly { path: string; methods: Record<string, Operation | undefined>; pattern: RegExp }[];
}

function createChecker({ paths, components }: Document): Checker {
  // Values in paths, queries and forms are strings.
  const ajv = new Ajv({ strict: false, coerceTypes: 'array', validateFormats: false, allErrors: true });
  ajv.addSchema(withNull({ $id: 'twilio', components }) as object);
  const validators = new Map<string, ValidateFunction>();
  return {
    paths: Object.entries(paths).map(([path, methods]) => ({ path, methods, pattern: asPattern(path) })),
    check(what, schema, value) {
      const key = JSON.stringify(schema);
      const validate = validators.get(key) ?? ajv.compile(withReferences(withNull(schema)) as object);
      validators.set(key, validate);
      if (validate(value)) return [];
      return (validate.errors ?? []).map(({ instancePath, message }) => `${what}${instancePath}: ${message ?? ''}`);
    },
  };
}

/** The operation at the most specific path, which is the one with the fewest parameters. */
function operationAt({ paths }: Checker, method: string, pathname: string) {
  const [found] = paths
    .filter(({ pattern }) => pattern.test(pathname))
    .sort((a, b) => a.path.split('{').length - b.path.split('{').length);
  const operation = found?.methods[method.toLowerCase()];
  if (found === undefined || operation === undefined) return undefined;
  return { operation, path: found.path, values: found.pattern.exec(pathname)?.groups ?? {} };
}

function bodyViolations(check: Check, where: string, { requestBody }: Operation, exchange: Exchange) {
  const { method, contentType, form } = exchange;
  if (method !== 'POST') return form === '' ? [] : [`${where}: has a body`];
  const schema = requestBody?.content[FORM]?.schema ?? {};
  const values = Object.fromEntries(new URLSearchParams(form));
  return [
    ...(contentType === FORM ? [] : [`${where}: sent as ${String(contentType)}`]),
    ...check(`${where} form`, { ...schema, additionalProperties: false }, values),
  ];
}

function authorizationViolations(where: string, { authorization }: Exchange, accountSid: string | undefined) {
  const [user = ''] = Buffer.from(authorization?.replace('Basic ', '') ?? '', 'base64')
    .toString()
    .split(':');
  const isAccount = authorization?.startsWith('Basic ') === true && user === accountSid;
  return isAccount ? [] : [`${where}: not authorised as the account`];
}

function responseViolations(check: Check, where: string, { responses }: Operation, { status, answer }: Exchange) {
  if (status >= 400) return [];
  const described = responses[status.toString()];
  if (described === undefined) return [`${where}: the stand-in returned ${status.toString()}`];
  const schema = described.content?.['application/json']?.schema;
  return schema === undefined ? [] : check(`${where} response`, schema, answer);
}

/** The parameters of an operation in one place, as the schema of an object. */
function objectOf(operation: Operation, place: Parameter['in']): object {
  const parameters = (operation.parameters ?? []).filter((parameter) => parameter.in === place);
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

/** OpenAPI 3.0 has `nullable` where JSON Schema has the type null. */
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
