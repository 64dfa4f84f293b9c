// Holds the sources below this folder against the import rules of .dependency-cruiser.cjs, one line for each violation.
// A run that looked at nothing fails.
import { createRequire } from 'node:module';
import { cruise } from 'dependency-cruiser';

const { forbidden, options } = createRequire(import.meta.url)('../.dependency-cruiser.cjs');
const { output } = await cruise(['src'], { ...options, ruleSet: { forbidden }, validate: true });

const { violations } = output.summary;
const modules = output.modules.filter(({ source }) => source.startsWith('src/')).length;
for (const { rule, from, to } of violations) console.log(`${rule.name}: ${from} -> ${to}`);
console.log(`import rules: ${modules} modules cruised, ${violations.length} violations`);
process.exitCode = modules === 0 || violations.length > 0 ? 1 : 0;
