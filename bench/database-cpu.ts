import { readFileSync, readdirSync } from 'node:fs';
import pg from 'pg';

/** Reads how much processor time the database server has used, in microseconds. NaN where it cannot be read. */
export type DatabaseCpu = () => number;

/** @param url of a database on this machine, which must be Linux: proc(5) */
export async function watchDatabaseCpu(url: string): Promise<DatabaseCpu> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const server = statOf(rows[0]?.pid ?? 0)?.parent;
  await client.end();
  return () => {
    if (server === undefined) return Number.NaN;
    const all = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => ({ pid: Number(name), stat: statOf(Number(name)) }));
    // Of those that have ended, the server has the sum.
    const own = all.find(({ pid }) => pid === server)?.stat;
    const children = all.filter(({ stat }) => stat?.parent === server);
    return (own?.withEnded ?? Number.NaN) + children.reduce((sum, { stat }) => sum + (stat?.used ?? 0), 0);
  };
}

/** Microseconds. A tick is a hundredth of a second on every Linux that Node runs on. */
const TICK = 10_000;

function statOf(pid: number): { parent: number; used: number; withEnded: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid.toString()}/stat`, 'utf8');
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [parent = 0] = fields.slice(1);
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11);
    const used = (user + system) * TICK;
    return { parent, used, withEnded: used + (endedUser + endedSystem) * TICK };
  } catch {
    // It has ended, or this is no Linux.
    return undefined;
  }
}
