/** What a server says about itself while it is measured. Imports nothing from src, as the limit line imports it. */
import { createInterface } from 'node:readline';

/**
 * Prints the port, and answers each line of the standard input with one: `count` with how many calls are on record, `cpu` with the
 * microseconds of processor time that this process has used. Ends when that input does.
 * @param close what to do before that
 */
export function reportFigures(
  port: number,
  count: () => number | Promise<number>,
  close: () => void = () => undefined,
): void {
  process.stdout.write(`${port.toString()}\n`);
  const questions = createInterface({ input: process.stdin });
  questions.on('line', (question) => {
    const { user, system } = process.cpuUsage();
    void Promise.resolve(question === 'cpu' ? user + system : count()).then((figure) =>
      process.stdout.write(`${figure.toString()}\n`),
    );
  });
  questions.once('close', () => {
    close();
    process.exit(0);
  });
}
