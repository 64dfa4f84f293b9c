import { wordsFor, type Words } from './faults.js';

const LOGIN =
  'check the user and the password in the URL, with the characters : / ? # [ ] @ % of a password percent-encoded';
const RIGHTS = 'the user may not do this: grant it the tables and, before the first start, CREATE on the schema';
const AWAY = 'the database is starting, stopping or being replaced: it works again once that is over';
const TABLES = 'tables are missing, or another program has changed them: stop the service and restore a backup';
const CERTIFICATE =
  'this computer does not trust the certificate of the database: add sslrootcert=FILE with the certificate of its provider to the URL, or sslmode=no-verify, which encrypts without checking who answers';
const ADDRESS = 'check host and port in the URL, and that the database runs and can be reached from here';
const DISK = 'the disk of the database is full: free some space';

/**
 * By the beginning of the code: of Postgres, of the operating system, and of TLS.
 * Source: https://www.postgresql.org/docs/current/errcodes-appendix.html,
 * https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
export const postgresWords: Words = wordsFor({
  '28000':
    'it refuses this user, or connections from here, or connections without encryption: check the user in the URL, add sslmode=verify-full, or let this computer in (pg_hba.conf)',
  '28P01': `it refuses the password of this user: ${LOGIN}`,
  '3D000':
    'there is no database of this name: create it, or correct the name at the end of the URL (a URL without one means a database with the name of the user)',
  '3F000': 'there is no schema to create tables in: create one that is on the search_path of the user',
  '42501': RIGHTS,
  '42P01': TABLES,
  '42703': TABLES,
  '25006':
    'it accepts no writes: it is a standby, or set to read-only. Use the address of the primary, or wait until this one is promoted',
  '53300':
    'it has no connection left: raise max_connections (or the limit of the user), or lower DATABASE_POOL_SIZE, which counts for each instance',
  '53100': DISK,
  '53': 'it is short of memory or another resource: see its log',
  '57014': 'a statement took longer than the database allows (statement_timeout), or was canceled',
  '57': AWAY,
  '55P03': 'another program holds a lock on what had to be written: end its transaction',
  '55000': 'it accepts no connections at the moment (allow_connections)',
  '08P01': 'the pooler or server at this address refuses the connection: check database and user in the URL',
  '08': 'the connection was lost: it is opened again',
  '58': 'the disk of the database reports an error: see its log',
  XX001: 'its files are damaged: restore a backup',
  XX002: 'an index is damaged: REINDEX it',
  ENOTFOUND: `there is no such host: ${ADDRESS}`,
  EAI_AGAIN: `the name of the host cannot be looked up at the moment: ${ADDRESS}`,
  ECONNREFUSED: `nothing answers at its address: ${ADDRESS}`,
  EHOSTUNREACH: `its host cannot be reached: ${ADDRESS}`,
  ENETUNREACH: `its network cannot be reached: ${ADDRESS}`,
  ETIMEDOUT: `nothing answers at its address: ${ADDRESS}`,
  timeout: `it does not answer in time: ${ADDRESS}. Packets that a firewall drops look like this`,
  ECONNRESET: 'the connection was lost: it is opened again',
  EPIPE: 'the connection was lost: it is opened again',
  'connection lost': 'the connection was lost: it is opened again',
  ENOENT: 'a file that the URL names (sslrootcert, sslcert, sslkey), or the socket of the database, does not exist',
  EACCES: 'a file that the URL names (sslrootcert, sslcert, sslkey), or the socket of the database, cannot be read',
  'no password': `the database asks for a password, and the URL has none: ${LOGIN}`,
  'malformed URL': `the URL cannot be read: ${LOGIN}`,
  ERR_INVALID_URL: `the URL cannot be read: ${LOGIN}`,
  'no encryption': 'the database does not encrypt connections: remove sslmode from the URL if the network is private',
  EPROTO: 'what answers at its address does not speak TLS as this program does: check host and port in the URL',
  ERR_SSL: 'what answers at its address does not speak TLS as this program does: check host and port in the URL',
  CERT_HAS_EXPIRED: 'the certificate of the database has expired: renew it there, and check the clock of this computer',
  CERT_NOT_YET_VALID: 'the certificate of the database is not valid yet: check the clock of this computer',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'the certificate of the database is for another host: use the host that it names, or sslmode=no-verify, which encrypts without checking who answers',
  DEPTH_ZERO_SELF_SIGNED_CERT: CERTIFICATE,
  SELF_SIGNED_CERT: CERTIFICATE,
  UNABLE_TO: CERTIFICATE,
  CERT_: CERTIFICATE,
});
