/**
 * The import rules. Every rule has a planted violation in test/architecture.test.ts that it must find.
 * @type {import('dependency-cruiser').IConfiguration}
 */
module.exports = {
  forbidden: [
    {
      name: 'model-stands-alone',
      comment: 'Decisions are pure: the model knows itself and the numbering plans of libphonenumber.',
      severity: 'error',
      from: { path: '^src/domain/model/' },
      to: { pathNot: ['^src/domain/model/', 'node_modules/libphonenumber-js/'] },
    },
    {
      name: 'ports-are-interfaces',
      comment: 'A port says in types what the domain needs, and is built on nothing but types of the model.',
      severity: 'error',
      from: { path: '^src/ports/' },
      to: { pathNot: ['^src/domain/model/', '^src/ports/'] },
    },
    {
      name: 'ports-have-no-code',
      comment: 'A port imports types only.',
      severity: 'error',
      from: { path: '^src/ports/' },
      to: { dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'services-depend-on-ports',
      comment: 'A use case reads through ports and decides with the model.',
      severity: 'error',
      from: { path: '^src/domain/services/' },
      to: { pathNot: ['^src/domain/', '^src/ports/'] },
    },
    {
      name: 'services-see-port-types-only',
      comment: 'The adapter behind a port is handed in, not imported.',
      severity: 'error',
      from: { path: '^src/domain/services/' },
      to: { path: '^src/ports/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'adapters-do-not-know-each-other',
      comment:
        'One adapter can be taken away without another noticing. What they share has no vendor: the TwiML dialect, and the index of records in memory.',
      severity: 'error',
      from: { path: '^src/adapters/([^/]+)/' },
      to: { path: '^src/adapters/', pathNot: ['^src/adapters/$1/', '^src/adapters/(twiml|memory)/'] },
    },
    {
      name: 'adapters-know-model-and-ports',
      comment: 'An adapter serves a port; use cases and entries are none of its business.',
      severity: 'error',
      from: { path: '^src/adapters/' },
      to: { path: '^src/(domain/services|entry|index)' },
    },
    {
      name: 'vendors-live-in-their-adapter',
      comment: 'Twilio, SQL, logging and XML libraries are known in one place each.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(adapters|entry/container)' },
      to: { path: 'node_modules/(twilio|kysely|better-sqlite3|saxes|googleapis|pg|nodemailer)/' },
    },
    {
      name: 'frameworks-live-in-entry',
      comment: 'Koa, inversify, clipanion and what goes with them appear at the edge only.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/entry/' },
      to: {
        path: 'node_modules/(@koa/|koa|inversify|reflect-metadata|clipanion|typanion|node-fetch|dotenv|zod|zod-openapi|rate-limiter-flexible|preact|htmx.org|uplot)',
      },
    },
    {
      name: 'console-uses-the-api',
      comment: 'What a page of the console can do, the API and the command line can do.',
      severity: 'error',
      from: { path: '^src/entry/console/(pages|elements)/' },
      to: {
        path: '^src/(domain/services|adapters|ports/order-store|entry/container)',
        pathNot: '^src/domain/services/access/permissions',
      },
    },
    {
      name: 'no-cycles',
      comment: 'What needs each other belongs together.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.json', '.d.ts'],
    },
  },
};
