import { msg, type Message, type Say } from './language.js';

const REFUSED = msg('nothing answers there');
const NO_NAME = msg('no computer of this name is found');
const NO_WAY = msg('the network does not lead there');
const CLOSED = msg('the connection was closed');
const LATE = msg('the request timed out');
const NO_TLS = msg('it does not speak https');
const UNTRUSTED = msg('its certificate is not trusted');

/** What error codes of the system, and of Node.js, mean. */
const REASONS: Readonly<Record<string, Message>> = {
  ECONNREFUSED: REFUSED,
  ENOTFOUND: NO_NAME,
  EAI_AGAIN: NO_NAME,
  EHOSTUNREACH: NO_WAY,
  ENETUNREACH: NO_WAY,
  ECONNRESET: CLOSED,
  EPIPE: CLOSED,
  ETIMEDOUT: LATE,
  EPROTO: NO_TLS,
  ERR_SSL_WRONG_VERSION_NUMBER: NO_TLS,
  CERT_HAS_EXPIRED: UNTRUSTED,
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  ERR_TLS_CERT_ALTNAME_INVALID: UNTRUSTED,
  ENOENT: msg('there is no such file or folder'),
  EISDIR: msg('it is a folder'),
  EACCES: msg('access is denied'),
  EPERM: msg('access is denied'),
  ENOSPC: msg('the disk is full'),
};

/** In words for people, and with the code for those who look it up. */
export function systemReason(code: string): (say: Say) => string {
  const reason = REASONS[code];
  return (say) => (reason === undefined ? code : `${say(reason)} (${code})`);
}
