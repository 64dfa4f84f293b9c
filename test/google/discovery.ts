import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Schema {
  readonly type?: string;
  readonly $ref?: string;
  readonly enum?: readonly string[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
}
interface Method {
  readonly path: string;
  readonly httpMethod: string;
  readonly parameters?: Readonly<Record<string, { readonly location: string; readonly enum?: readonly string[] }>>;
  readonly request?: { readonly $ref: string };
}
interface Resource {
  readonly methods?: Readonly<Record<string, Method>>;
  readonly resources?: Readonly<Record<string, Resource>>;
}
interface Discovery extends Resource {
  readonly servicePath: string;
  readonly parameters: Readonly<Record<string, object>>;
  readonly schemas: Readonly<Record<string, Schema>>;
}

const folder = join(process.env['SPECS_DATA'] ?? '', 'google');
const files = ['sheets.v4.json', 'drive.v3.json'].map((name) => join(folder, name));

/** Whether Google's own descriptions of its APIs are available. */
export const published = process.env['SPECS_DATA'] !== undefined && files.every((file) => existsSync(file));

let documents: readonly Discovery[] | undefined;

/** How a request deviates from Google's description. */
export function violationsOf(httpMethod: string, url: URL, body: object): readonly string[] {
  documents ??= files.map((file) => JSON.parse(readFileSync(file, 'utf8')) as Discovery);
  for (const document of documents) {
    const method = methodsOf(document).find(
      (candidate) =>
        candidate.httpMethod === httpMethod && patternOf(document.servicePath + candidate.path).test(url.pathname),
    );
    if (method !== undefined) return check(document, method, url, body);
  }
  return [`${httpMethod} ${url.pathname} is not a method of Google's APIs`];
}

function check(document: Discovery, { parameters = {}, request, path }: Method, url: URL, body: object): string[] {
  const violations: string[] = [];
  for (const [name, value] of url.searchParams) {
    const known = parameters[name];
    if (known === undefined && !(name in document.parameters)) violations.push(`${path}: no parameter ${name}`);
    else if (known?.enum?.includes(value) === false) violations.push(`${path}: ${name} cannot be ${value}`);
  }
  if (request !== undefined) checkValue(document, { $ref: request.$ref }, body, path, violations);
  return violations;
}

function checkValue(document: Discovery, schema: Schema, value: unknown, where: string, violations: string[]): void {
  if (schema.$ref !== undefined) {
    checkValue(document, { type: 'object', ...document.schemas[schema.$ref] }, value, where, violations);
    return;
  }
  if (schema.type === 'array') {
    if (!Array.isArray(value)) violations.push(`${where}: not an array`);
    else for (const item of value) checkValue(document, schema.items ?? {}, item, `${where}[]`, violations);
    return;
  }
  if (schema.type === 'object') {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      violations.push(`${where}: not an object`);
      return;
    }
    for (const [name, field] of Object.entries(value)) {
      const known = schema.properties?.[name] ?? schema.additionalProperties;
      if (known === undefined) violations.push(`${where}: no field ${name}`);
      else checkValue(document, known, field, `${where}.${name}`, violations);
    }
    return;
  }
  const expected = schema.type === 'integer' ? 'number' : schema.type;
  if (expected !== 'any' && typeof value !== expected) violations.push(`${where}: not ${String(schema.type)}`);
  if (schema.type === 'integer' && !Number.isInteger(value)) violations.push(`${where}: not an integer`);
  if (schema.enum?.includes(value as string) === false)
    violations.push(`${where}: ${String(value)} is not one of its values`);
}

function methodsOf({ methods = {}, resources = {} }: Resource): Method[] {
  return [...Object.values(methods), ...Object.values(resources).flatMap(methodsOf)];
}

function patternOf(path: string): RegExp {
  const escaped = path.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{\+?\w+\}/g, '[^/]+?');
  return new RegExp(`^/?${escaped}$`);
}
