// Makes what is documented from the table of variables, and the shapes of answers and the client of the spreadsheet's menu from the
// schemas of the API. `--check` changes nothing, and fails where a file is out of date.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { GENERATED_FILES } from '../dist/src/entry/config/generated-files.js';
import { openApiDocument } from '../dist/src/entry/http/openapi.js';
import { appsScriptClient } from './apps-script-client.mjs';

const files = { ...GENERATED_FILES, 'apps-script/Client.js': () => appsScriptClient(openApiDocument()) };

const isCheck = process.argv.includes('--check');
for (const [file, make] of Object.entries(files)) {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const after = make(before);
  if (after === before) continue;
  if (isCheck) process.exitCode = 1;
  else writeFileSync(file, after);
  console.log(isCheck ? `${file} is out of date: run "npm run docs"` : `${file} was written`);
}
