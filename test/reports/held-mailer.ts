import { createMemoryMailer, type MemoryMailer } from '../../src/adapters/memory/index.js';

/** A mail server that takes as long as the test wants. */
export interface HeldMailer extends MemoryMailer {
  /** Resolves when so many mails wait for their answer. */
  readonly waiting: (count: number) => Promise<void>;
  /** How many there ever were at the same time. */
  readonly most: () => number;
  /** Answers those that wait, and all that follow. */
  readonly release: () => void;
}

export function createHeldMailer(): HeldMailer {
  const mailer = createMemoryMailer();
  const send = mailer.send.bind(mailer);
  let [isHeld, underWay, most] = [true, 0, 0];
  const held: (() => void)[] = [];
  const watchers: { readonly count: number; readonly done: () => void }[] = [];
  const tell = () => {
    for (const { count, done } of watchers) if (held.length >= count) done();
  };
  return Object.assign(mailer, {
    async send(mail: Parameters<typeof send>[0]) {
      underWay += 1;
      most = Math.max(most, underWay);
      if (isHeld) {
        await new Promise<void>((answer) => {
          held.push(answer);
          tell();
        });
      }
      underWay -= 1;
      return send(mail);
    },
    waiting: (count: number) =>
      new Promise<void>((done) => {
        watchers.push({ count, done });
        tell();
      }),
    most: () => most,
    release() {
      isHeld = false;
      for (const answer of held.splice(0)) answer();
    },
  });
}
