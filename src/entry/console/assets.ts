import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type Router from '@koa/router';

/** `scripts/page-assets.mjs` puts the files there when the program is built: nothing is fetched from elsewhere. */
const FOLDER = new URL('../../../console/', import.meta.url);

const TYPES = {
  'console.css': 'text/css',
  'console.js': 'text/javascript',
  'icon.svg': 'image/svg+xml',
} as const;
type Asset = keyof typeof TYPES;

interface Loaded {
  readonly plain: Buffer;
  readonly packed: Buffer;
  readonly version: string;
}

const loaded = new Map<Asset, Loaded>();

/** Read when it is first asked for: most programs show no console. */
function load(asset: Asset): Loaded {
  const known = loaded.get(asset);
  if (known !== undefined) return known;
  const plain = readFileSync(fileURLToPath(new URL(asset, FOLDER)));
  const version = createHash('sha256').update(plain).digest('hex').slice(0, 12);
  const made = { plain, packed: gzipSync(plain, { level: 9 }), version };
  loaded.set(asset, made);
  return made;
}

/** Where a file is found. The address changes with the file, so that browsers may keep it. */
export function assetPath(asset: Asset): string {
  return `/console/assets/${load(asset).version}/${asset}`;
}

/** The files of the console. Nothing of them is about anybody. */
export function routeAssets(router: Router): void {
  router.get('/console/assets/:version/:name', (ctx) => {
    const { version, name } = ctx.params as { readonly version: string; readonly name: string };
    const asset = (Object.keys(TYPES) as Asset[]).find((each) => each === name);
    if (asset === undefined) return;
    const file = load(asset);
    // A page of another version may ask for it: it gets this one, and keeps it for no other page.
    ctx.set('Cache-Control', version === file.version ? 'public, max-age=31536000, immutable' : 'no-store');
    ctx.vary('Accept-Encoding');
    ctx.type = TYPES[asset];
    const isPacked = ctx.acceptsEncodings('gzip', 'identity') === 'gzip';
    if (isPacked) ctx.set('Content-Encoding', 'gzip');
    ctx.body = isPacked ? file.packed : file.plain;
  });
}
