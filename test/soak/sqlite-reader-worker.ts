/** Another process that reads a SQLite file, named by its first argument, in one transaction until its input ends. */
import SqliteDatabase from 'better-sqlite3';

const database = new SqliteDatabase(process.argv[2] ?? '', { fileMustExist: true });
const read = database.prepare('select count(*) from clients');
database.exec('begin');
read.get();
process.stdout.write('reading');
process.stdin.resume();
process.stdin.once('end', () => {
  read.get();
  database.exec('commit');
  database.close();
});
