/** Another process that writes to a SQLite file, named by its first argument, and empties its log all the time, until its input ends. */
import SqliteDatabase from 'better-sqlite3';

const database = new SqliteDatabase(process.argv[2] ?? '', { fileMustExist: true, timeout: 60_000 });
/** Hundreds of pages, so that a checkpoint takes a while. */
const write = database.prepare(
  `with recursive rows (n) as (select 1 union all select n + 1 from rows where n < 2000)
  insert or replace into replies select n || hex(zeroblob(200)), random(), 1 from rows`,
);
const checkpoint = database.prepare('pragma wal_checkpoint(passive)');
let isOver = false;
process.stdin.resume();
process.stdin.once('end', () => {
  isOver = true;
});
process.stdout.write('writing');
work();

function work(): void {
  write.run();
  checkpoint.get();
  if (isOver) database.close();
  else setImmediate(work);
}
