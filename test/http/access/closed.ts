import test, { type ExecutionContext } from 'ava';
import { DAY_MS, HOUR_MS } from '../../../src/domain/model/time.js';
import { createFakeClock, type FakeClock } from '../../../src/entry/testing/index.js';
import { aConnection, aPlace } from '../../sql/sqlite-files.js';
import { startService, type Service } from '../../support.js';
import { createToken } from './scene.js';

const bare = async (service: Service) =>
  (await service.send('GET', '/clients', undefined, { authorization: '' })).status;

/** What may become of the only token of a store, with or without the service. */
const LOSSES: Readonly<Record<string, (place: Place) => Promise<void> | void>> = {
  'has another MAC': ({ sql }) => sql("update tokens set mac = 'x'"),
  'is deleted': ({ sql }) => sql('delete from tokens'),
  'is deleted, and the fact spoilt': ({ sql }) =>
    sql("delete from tokens; update facts set value = 'x' where key = 'had_tokens'"),
  'has another MAC, and the fact is deleted': ({ sql }) =>
    sql("update tokens set mac = 'x'; delete from facts where key = 'had_tokens'"),
  'is revoked': async ({ service, id }) => {
    await service.program.services.api({ name: 'cli', role: 'admin' }).revokeToken(id);
  },
  'expired long ago': async ({ service, clock }) => {
    clock.advance(HOUR_MS + 31 * DAY_MS);
    await service.program.services.runMaintenance();
  },
};

interface Place {
  readonly service: Service;
  readonly clock: FakeClock;
  readonly id: string;
  /** Somebody who can write to the database. */
  readonly sql: (statements: string) => void;
}

function place(t: ExecutionContext) {
  const { path } = aPlace(t);
  const clock = createFakeClock(Date.now());
  const start = async () => {
    const service = await startService({ apiTokens: [], store: { kind: 'sqlite', path } }, clock);
    t.teardown(() => service.stop());
    return service;
  };
  const sql = (statements: string) => {
    const database = aConnection(path);
    database.exec(statements);
    database.close();
  };
  return { start, clock, sql };
}

for (const [what, lose] of Object.entries(LOSSES)) {
  test(`a store whose only token ${what} opens no API, here or after a restart`, async (t) => {
    const { start, clock, sql } = place(t);
    const service = await start();
    t.is(await bare(service), 200, 'a store that never had a token');
    const expires = new Date(clock.now() + HOUR_MS).toISOString();
    const { json, text } = await createToken(service, 'office', 'admin', { expires_at: expires });
    t.is(await bare(service), 401, text);
    const other = await start();
    await lose({ service, clock, id: String(json['id']), sql });
    clock.advance(10_000);
    for (const each of [service, other, await start()]) t.is(await bare(each), 401);
  });
}
