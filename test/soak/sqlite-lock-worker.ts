/** Another process that holds the write lock of a SQLite file, named by its first argument, until its input ends. */
import SqliteDatabase from 'better-sqlite3';

const database = new SqliteDatabase(process.argv[2] ?? '', { fileMustExist: true });
database.exec(process.argv[3] ?? 'begin immediate');
process.stdout.write('locked');
process.stdin.resume();
process.stdin.once('end', () => {
  database.exec('commit');
  database.close();
});
