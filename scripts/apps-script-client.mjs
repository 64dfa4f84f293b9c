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
];

/** By their path, with the name of their function. */
const BY_PATH = { sendMails: { method: 'post', path: '/messages/mail' } };

const HEADER = `// Made by "npm run docs" from the OpenAPI document of the service: do not change it by hand.
`;

/** @param document of `openApiDocument()` */
export function appsScriptClient(document) {
  const known = [
    ...OPERATIONS.map((operationId) => ({ name: operationId, ...findById(document, operationId) })),
    ...Object.entries(BY_PATH).map(([name, place]) => ({ name, ...place, operation: atPath(document, place) })),
  ];
  return [HEADER, ...known.map(clientFunction)].join('\n');
}

function findById({ paths }, operationId) {
  for (const [path, methods] of Object.entries(paths))
    for (const [method, operation] of Object.entries(methods))
      if (operation.operationId === operationId) return { method, path, operation };
  throw new Error(`the OpenAPI document has no operation ${operationId}`);
}

function atPath({ paths }, { method, path }) {
  const operation = paths[path]?.[method];
  if (operation === undefined) throw new Error(`the OpenAPI document has no ${method} ${path}`);
  return operation;
}

function clientFunction({ name, method, path, operation }) {
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
function ${name}_(connection, input) {
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
