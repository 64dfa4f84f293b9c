// What the packages would be published with, and where. Used by release.mjs.

/** Where npm publishes, and the only registry that knows trusted publishing and provenance. */
export const NPM = 'https://registry.npmjs.org/';

/** https://docs.npmjs.com/about-access-tokens: 30 random characters and a checksum of 6. */
const NPM_TOKEN = /^npm_[A-Za-z0-9]{36}$/;

/**
 * The registry of the option, or of npm's configuration.
 * @throws an error when it is no address that a token may be sent to
 */
export function readRegistry(text) {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(url?.hostname ?? '');
  if (url?.protocol !== 'https:' && !(url?.protocol === 'http:' && isLocal))
    throw new Error('--registry must be an https address, or an http address of this computer');
  if (url.username !== '' || url.password !== '') throw new Error('--registry must not hold a token: set NPM_TOKEN');
  url.search = url.hash = '';
  return url.href.endsWith('/') ? url.href : `${url.href}/`;
}

/**
 * The credential of a real publish. Never shown, not even in part.
 * @returns `said`: in words; `fault`: what is wrong with it, for a dry run too; `isUsable`: whether a real publish may begin
 */
export function readCredential(env, registry) {
  const token = env.NPM_TOKEN ?? '';
  if (token !== '') {
    const fault = faultOf(token, registry);
    return { token, isUsable: fault === undefined, fault, said: fault ?? 'NPM_TOKEN, which has the form of a token' };
  }
  if (registry !== NPM)
    return { token: undefined, isUsable: false, fault: undefined, said: 'nothing: this registry needs NPM_TOKEN' };
  const isTrusted = env.ACTIONS_ID_TOKEN_REQUEST_URL !== undefined;
  const said = isTrusted
    ? 'trusted publishing, by OIDC'
    : 'nothing: push a tag, and the workflow release.yml publishes; to publish by hand, set NPM_TOKEN';
  return { token: undefined, isUsable: isTrusted, fault: undefined, said };
}

function faultOf(token, registry) {
  if (token !== token.trim()) return 'NPM_TOKEN has blanks or line ends around it';
  // Other registries have tokens of their own.
  if (registry !== NPM) return /^[\x21-\x7e]+$/.test(token) ? undefined : 'NPM_TOKEN has characters that no token has';
  if (NPM_TOKEN.test(token)) return undefined;
  return 'NPM_TOKEN is set, but has not the form of a token: npm_ and 36 letters and digits';
}

/** The line of npm's configuration for a registry. npm itself replaces the name of the variable: the token is in no file. */
export function tokenLine(registry) {
  return `${registry.replace(/^https?:/, '')}:_authToken=\${NPM_TOKEN}\n`;
}
