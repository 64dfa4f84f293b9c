import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '../programs.js';
import { temporaryFolder } from '../support.js';

/** Debian installs it where only root looks for programs. */
const PATH = `${process.env['PATH'] ?? ''}:/usr/sbin:/usr/local/sbin`;

/** Its version, such as `PgBouncer 1.18.0`. Undefined where it is not installed. */
export function pgbouncerVersion(): string | undefined {
  const { status, stdout } = spawnSync('pgbouncer', ['--version'], { env: { PATH }, encoding: 'utf8' });
  return status === 0 ? stdout.split('\n')[0] : undefined;
}

export interface Pooler {
  /** The address of a database through it. */
  readonly through: (url: string) => string;
  readonly stop: () => Promise<void>;
}

/**
 * A PgBouncer in transaction mode, which has fewer connections than its clients, so that these change them all the time.
 * @param server the address of any database of the server
 * @param settings lines of its configuration
 */
export async function startPgbouncer(server: string, settings: readonly string[] = []): Promise<Pooler> {
  const { hostname, port: serverPort, username, password } = new URL(server);
  const folder = temporaryFolder();
  const port = await freePort();
  const config = join(folder.path, 'pgbouncer.ini');
  const users = join(folder.path, 'users.txt');
  writeFileSync(users, `"${username}" "${decodeURIComponent(password)}"\n`);
  const lines = [
    ...['[databases]', `* = host=${hostname} port=${serverPort}`, '[pgbouncer]'],
    ...['listen_addr = 127.0.0.1', `listen_port = ${port.toString()}`, 'unix_socket_dir ='],
    ...['auth_type = plain', `auth_file = ${users}`, 'pool_mode = transaction', 'default_pool_size = 3'],
    ...['max_client_conn = 100', ...settings],
  ];
  writeFileSync(config, `${lines.join('\n')}\n`);
  // It refuses to run as root, and the user that it becomes must be let in.
  const isRoot = process.getuid?.() === 0;
  if (isRoot) chmodSync(folder.path, 0o755);
  const child = spawn('pgbouncer', ['-q', ...(isRoot ? ['-u', 'nobody'] : []), config], {
    env: { PATH },
    stdio: 'ignore',
  });
  const through = (url: string) => {
    const address = new URL(url);
    address.host = `127.0.0.1:${port.toString()}`;
    return address.href;
  };
  await untilItAnswers(through(server));
  return {
    through,
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      folder.remove();
    },
  };
}

async function untilItAnswers(url: string): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (attempt === 100) throw error;
      await pause(50);
    }
  }
}
