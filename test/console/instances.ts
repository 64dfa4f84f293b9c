import type { ExecutionContext } from 'ava';
import { createFakeClock, type FakeClock } from '../../src/entry/testing/index.js';
import type { Config } from '../../src/entry/config/config.js';
import { aConnection, aPlace } from '../sql/sqlite-files.js';
import { startService, type Service } from '../support.js';
import type { Visitor } from './browser-less.js';

/** Instances on one SQLite file, and somebody else who can write to it. */
export interface Instances {
  readonly clock: FakeClock;
  readonly start: (config?: Partial<Config>) => Promise<Service>;
  readonly sql: (statements: string) => void;
  readonly path: string;
}

export function openInstances(t: ExecutionContext): Instances {
  const { path } = aPlace(t);
  const clock = createFakeClock(Date.now());
  return {
    ...{ clock, path },
    async start(config = {}) {
      const service = await startService({ store: { kind: 'sqlite', path }, ...config }, clock);
      t.teardown(() => service.stop());
      return service;
    },
    sql(statements) {
      const database = aConnection(path);
      database.exec(statements);
      database.close();
    },
  };
}

/** Whether somebody is signed in, also at another instance: cookies are for a host, whatever its port. */
export async function isSignedIn({ cookies }: Visitor, { url }: Pick<Service, 'url'>): Promise<boolean> {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const { status } = await fetch(`${url}/console`, { headers: { cookie }, redirect: 'manual' });
  return status === 200;
}
