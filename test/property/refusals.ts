import { isProxyCallError } from '../../src/domain/model/errors.js';

export async function refused(asked: Promise<unknown>, ...codes: string[]): Promise<void> {
  await asked.then(
    () => {
      throw new Error(`expected ${codes.join()}`);
    },
    (error: unknown) => expectCode(error, ...codes),
  );
}

export function expectCode(error: unknown, ...codes: string[]): void {
  if (!isProxyCallError(error) || !codes.includes(error.code)) throw error;
}
