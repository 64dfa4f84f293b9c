import pg from 'pg';

/**
 * As autovacuum does within a minute: until then the database plans without statistics, and reads far more than it needs.
 * @param url of the database
 */
export async function analyze(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('analyze');
  await client.end();
}
