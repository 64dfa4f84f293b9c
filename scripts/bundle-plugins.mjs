// What the bundle of the program leaves out of the packages that are bundled, or write in another way.
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** For Nodes older than those we support: node-fetch loads it where `node:stream/web` is missing. */
const withoutPolyfills = {
  name: 'without-polyfills',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^web-streams-polyfill/ }, ({ path }) => ({ path, namespace: 'nothing' }));
    onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: 'module.exports = {}' }));
  },
};

/** Numbering plans and media types as JSON text, which V8 reads faster than an object in the code. */
const dataAsText = {
  name: 'data-as-text',
  setup({ onLoad }) {
    onLoad({ filter: /metadata\.max\.json\.js$/ }, async ({ path }) => {
      const { default: metadata } = await import(path);
      return { contents: `export default ${parsed(metadata)}` };
    });
    onLoad({ filter: /[\\/]mime-db[\\/]db\.json$/ }, ({ path }) => ({
      contents: `module.exports = ${parsed(JSON.parse(readFileSync(path, 'utf8')))}`,
      loader: 'js',
    }));
  },
};

function parsed(value) {
  return `JSON.parse(${JSON.stringify(JSON.stringify(value))})`;
}

/** The messages of zod in fifty languages: ours are English, and it has those apart. */
const withoutLocales = {
  name: 'without-locales',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    }));
  },
};

/** The counts of wrong tokens are in memory: the other twenty places where they could be are not bundled. */
const countsInMemory = {
  name: 'counts-in-memory',
  setup({ onLoad }) {
    const names = ['RateLimiterMemory', 'RateLimiterRes'];
    const exported = names.map((name) => `export { default as ${name} } from './lib/${name}.js';`);
    onLoad({ filter: /[\\/]rate-limiter-flexible[\\/]index\.js$/ }, () => ({ contents: exported.join('\n') }));
  },
};

/** Packages that are installed more than once in the same version are bundled once. */
const oneOfEachVersion = {
  name: 'one-of-each-version',
  setup({ onResolve, resolve }) {
    const chosen = new Map();
    onResolve({ filter: /^(mime-db|mime-types)($|\/)/ }, async ({ path, pluginData, ...from }) => {
      if (pluginData === 'resolving') return undefined;
      const resolved = await resolve(path, { ...from, pluginData: 'resolving' });
      const folder = /^.*[\\/]node_modules[\\/][^\\/]+/.exec(resolved.path)?.[0] ?? '';
      const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      const key = `${name} ${version}`;
      if (!chosen.has(key)) chosen.set(key, folder);
      return { path: join(chosen.get(key), relative(folder, resolved.path)) };
    });
  },
};

/** Maps are of our code only. The parts of packages get one that leads to an empty name. */
const mapsOfOwnCode = {
  name: 'maps-of-own-code',
  setup({ onLoad }) {
    const map = Buffer.from('{"version":3,"sources":["package"],"mappings":"AAAA"}').toString('base64');
    onLoad({ filter: /[\\/]node_modules[\\/].*\.[cm]?js$/ }, ({ path }) => ({
      contents: `${readFileSync(path, 'utf8')}\n//# sourceMappingURL=data:application/json;base64,${map}`,
      loader: 'default',
    }));
  },
};

/** A module that asks for its address gets the one that it has when it is compiled by itself, whichever file it is bundled into. */
const ownAddresses = {
  name: 'own-addresses',
  setup({ onLoad, initialOptions: { absWorkingDir = process.cwd() } }) {
    onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      if (!text.includes('import.meta.url')) return undefined;
      const compiled = relative(absWorkingDir, path).replaceAll('\\', '/').replace(/\.ts$/, '.js');
      const folder = "import.meta.url.slice(0, import.meta.url.lastIndexOf('/dist/'))";
      return { contents: text.replaceAll('import.meta.url', `(${folder} + '/dist/${compiled}')`), loader: 'ts' };
    });
  },
};

/** Of several that would load a file, the first does. */
export const plugins = [
  withoutPolyfills,
  dataAsText,
  withoutLocales,
  countsInMemory,
  oneOfEachVersion,
  ownAddresses,
  mapsOfOwnCode,
];
