import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, platform, release, totalmem } from 'node:os';
import Database from 'better-sqlite3';
import pg from 'pg';

/** What figures depend on, one line each: a rate means nothing without its machine. */
export function describeMachine(): string[] {
  const processors = cpus();
  const model = processors[0]?.model.trim() ?? 'unknown processor';
  return [
    `machine: ${processors.length.toString()} × ${model}, ${gibibytes(totalmem())} GiB, ${platform()} ${release()}`,
    `Node ${process.version}, SQLite ${sqliteVersion()}, commit ${commit()}`,
  ];
}

function gibibytes(bytes: number): string {
  return (bytes / 2 ** 30).toFixed(0);
}

function sqliteVersion(): string {
  const database = new Database(':memory:');
  const version = database.prepare<[], string>('select sqlite_version()').pluck().get() ?? 'unknown';
  database.close();
  return version;
}

/** With a mark when files differ from it. */
function commit(): string {
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    const id = git('rev-parse', '--short', 'HEAD');
    return git('status', '--porcelain', '--untracked-files=no') === '' ? id : `${id}, with changes`;
  } catch {
    // Not a clone, but what npm has unpacked.
    return (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version;
  }
}

/** @param url of a database */
export async function postgresVersion(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ server_version: string }>('show server_version');
  await client.end();
  return rows[0]?.server_version ?? 'unknown';
}
