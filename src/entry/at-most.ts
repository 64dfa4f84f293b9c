/** How long a stop waits for messages that are being sent. */
export const SENDING_MS = 10_000;

/** Waits for work, and not longer than this. What the work rejects with, this does too. */
export async function atMost(work: Promise<unknown>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  try {
    await Promise.race([work, over]);
  } finally {
    clearTimeout(timer);
  }
}
