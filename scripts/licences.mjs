// Names the packages that are bundled, with the licence of each: every one of them asks for that.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is bundled without asking anybody again. Another one is looked at first. */
const KNOWN = ['MIT', 'MIT-0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'BlueOak-1.0.0'];

/** @param metafile of esbuild */
export function writeLicences({ outputs }, file) {
  const inputs = Object.values(outputs).flatMap((output) => Object.keys(output.inputs));
  const folders = new Set(
    inputs.map((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0]).filter(Boolean),
  );
  const packages = new Map();
  for (const folder of folders) {
    const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    if (!KNOWN.includes(license)) throw new Error(`${name} ${version} has the licence ${license}: may it be bundled?`);
    const by = author === undefined ? [] : [`by ${author.name ?? author}`];
    packages.set(`${name} ${version}`, [`${name} ${version} (${license})`, '', textIn(folder) ?? by.join()].join('\n'));
  }
  const sorted = [...packages].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, text]) => text.trim());
  const line = `\n\n${'-'.repeat(80)}\n\n`;
  writeFileSync(file, `${['ProxyCall contains these packages.', ...sorted].join(line)}\n`);
}

function textIn(folder) {
  const name = readdirSync(folder).find((file) => /^(licen[cs]e|copying)(\.(md|txt))?$/i.test(file));
  return name !== undefined && existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : undefined;
}
