import { readFileSync, readdirSync } from 'node:fs';
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** The services of Google that the spreadsheet's menu uses, and its own functions: the files of a script share one scope. */
const appsScriptGlobals = [
  ...['HtmlService', 'PropertiesService', 'Session', 'SpreadsheetApp', 'UrlFetchApp', 'Utilities'],
  ...readdirSync('apps-script')
    .filter((name) => name.endsWith('.js'))
    .flatMap((name) => [...readFileSync(`apps-script/${name}`, 'utf8').matchAll(/^(?:function|class|const) (\w+)/gm)])
    .map(([, name]) => name),
];

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', 'data/', 'test/fixtures/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'max-lines': ['error', 250],
      'max-lines-per-function': ['error', 60],
      'no-console': 'error',
    },
  },
  {
    // A catalogue is looked up, not read.
    files: [
      'src/entry/cli/runtime/french.ts',
      'src/entry/cli/runtime/answer-shapes.ts',
      'src/domain/model/phrases.ts',
      'src/entry/http/pages/phrases.ts',
    ],
    rules: { 'max-lines': 'off' },
  },
  {
    // What reaches the world only comes in at the entry, or through a port.
    files: ['src/domain/**/*.ts', 'src/ports/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', 'process', 'fetch', 'setTimeout', 'setInterval', 'crypto', 'performance'],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Time comes in through the Clock port.' },
        { object: 'Math', property: 'random', message: 'Chance comes in through the Ids port.' },
      ],
    },
  },
  {
    files: ['src/adapters/**/*.ts'],
    rules: { 'no-restricted-properties': ['error', { object: 'process', property: 'env' }] },
  },
  {
    files: ['scripts/**/*.mjs', '*.js', '*.cjs'],
    languageOptions: {
      globals: Object.fromEntries(
        ['process', 'console', 'URL', 'performance', 'setTimeout', 'clearTimeout', 'module'].map((name) => [
          name,
          false,
        ]),
      ),
    },
    rules: { 'no-console': 'off' },
  },
  {
    files: ['apps-script/*.js'],
    languageOptions: {
      sourceType: 'script',
      // What Google's runtime surely knows.
      ecmaVersion: 2020,
      globals: Object.fromEntries(appsScriptGlobals.map((name) => [name, false])),
    },
    rules: {
      eqeqeq: 'error',
      'max-lines': ['error', 250],
      'max-lines-per-function': ['error', 60],
      'no-console': 'error',
      'no-redeclare': ['error', { builtinGlobals: false }],
      // What nothing calls in its own file is called from another one, from the menu or from a page.
      'no-unused-vars': ['error', { vars: 'local' }],
    },
  },
);
