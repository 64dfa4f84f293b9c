// Makes apps-script/Client.js from the OpenAPI document: one function for each operation that the menu of the spreadsheet uses.

/** By the operation's id in the document. */
const OPERATIONS = [
  'poolStats',
  'planPool',
  'listAvailableNumbers',
  'assignNumber',
  'provisionNumbers',
  'releaseNumbers',
  'syncPool',
  'mailClients',
];

const HEADER = `// Made by "npm run docs" from the OpenAPI document of the service: do not change it by hand.
`;

/** @param document of `openApiDocument()` */
export function appsScriptClient(document) {
  return [HEADER, ...OPERATIONS.map((operationId) => clientFunction(operationId, document))].join('\n');
}

function find({ paths }, operationId) {
  for (const [path, methods] of Object.entries(paths))
    for (const [method, operation] of Object.entries(methods))
      if (operation.operationId === operationId) return { method, path, operation };
  throw new Error(`the OpenAPI document has no operation ${operationId}`);
}

function clientFunction(operationId, document) {
  const { method, path, operation } = find(document, operationId);
  if (path.includes('{')) throw new Error(`${path}: parameters in a path are not supported`);
  const parameters = operation.parameters ?? [];
  const namesIn = (place) => parameters.filter((each) => each.in === place).map((each) => each.name);
  const definition = {
    method,
    path,
    query: namesIn('query'),
    body: fieldsOf(operation.requestBody?.content['application/json'].schema),
    takesKey: namesIn('header').some((header) => header.toLowerCase() === 'idempotency-key'),
    roles: Object.keys(operation['x-roles']),
  };
  const lines = Object.entries(definition).map(([key, value]) => `    ${key}: ${literal(value)},\n`);
  return `/** ${operation.summary}. */
function ${operationId}_(connection, input) {
  const operation = {
${lines.join('')}  };
  return send_(connection, operation, input);
}
`;
}

/** The names of the fields of a body, whichever of its forms they belong to. */
function fieldsOf(schema) {
  if (schema === undefined) return [];
  const forms = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  return [...new Set([...Object.keys(schema.properties ?? {}), ...forms.flatMap(fieldsOf)])];
}

function literal(value) {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  return typeof value === 'string' ? `'${value}'` : String(value);
}
