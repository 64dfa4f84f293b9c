import { answerShapesFile } from '../http/answer-shapes.js';
import { cliExample, serverExample, variableTables } from './documentation.js';
import { VARIABLE_GROUPS } from './variables/index.js';

const START = '<!-- variables: made by "npm run docs" from src/entry/config/variables -->';
const END = '<!-- end of variables -->';

/** The files that are made from the table of variables, in whole or between two marks, or from the schemas of the API. */
export const GENERATED_FILES: Readonly<Record<string, (before: string) => string>> = {
  '.env.example': () => serverExample(VARIABLE_GROUPS),
  '.env.render.example': () => cliExample(VARIABLE_GROUPS),
  'src/entry/cli/runtime/answer-shapes.ts': answerShapesFile,
  'docs/configuration.md': (before) => between(before, variableTables(VARIABLE_GROUPS, 'en')),
  'docs/fr/configuration.md': (before) => between(before, variableTables(VARIABLE_GROUPS, 'fr')),
};

function between(document: string, text: string): string {
  const [start, end] = [document.indexOf(START), document.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`the document has no lines "${START}" and "${END}"`);
  return `${document.slice(0, start)}${START}\n\n${text}\n\n${document.slice(end)}`;
}
