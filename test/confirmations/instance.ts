import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { AnyRecord } from '../../src/domain/model/records.js';
import type { Settings } from '../../src/domain/model/settings.js';
import type { ProxyCall } from '../../src/entry/library.js';
import type { ConfirmationPages } from '../../src/ports/confirmation-pages.js';
import type { Put } from '../../src/ports/order-store.js';
import { cleanEnvironment } from '../programs.js';

const WORKER = fileURLToPath(new URL('instance-worker.js', import.meta.url));

export const CARRIER_TOKEN = 'carrier-of-the-parent';
export const PUBLIC_URL = 'https://shop.example';

export type StorePlace =
  { readonly kind: 'sqlite'; readonly path: string } | { readonly kind: 'postgres'; readonly url: string };

export interface OpenOptions {
  readonly store: StorePlace;
  readonly settings: Partial<Settings>;
  /** The place to end at, from 1. Never when absent. */
  readonly killAt?: number | undefined;
}

export type Port = 'telephony' | 'mailer' | 'provider';

/** What the carrier, the mail server or the provider says. `silent`: nothing, so that nobody can tell what became of the request. */
export interface OutsideAnswer {
  readonly result?: unknown;
  readonly fault?: string | undefined;
}

export type ToInstance =
  | {
      readonly kind: 'command';
      readonly id: number;
      readonly name: string;
      readonly args: readonly unknown[];
      readonly now: number;
    }
  | { readonly kind: 'received'; readonly id: number }
  | ({ readonly kind: 'answer'; readonly id: number } & OutsideAnswer);

export type FromInstance =
  | { readonly kind: 'done'; readonly id: number; readonly result: unknown; readonly now: number }
  | {
      readonly kind: 'failed';
      readonly id: number;
      readonly code: string | undefined;
      readonly message: string;
      readonly now: number;
    }
  | {
      readonly kind: 'request';
      readonly id: number;
      readonly port: Port;
      readonly method: string;
      readonly args: readonly unknown[];
    };

/** Answers the requests of instances. What it has recorded when it returns outlives the instance. */
export type Outside = (port: Port, method: string, args: readonly unknown[]) => Promise<OutsideAnswer>;

/** The time, in milliseconds since the epoch. It is never before what an instance has seen. */
export interface Time {
  readonly now: () => number;
  readonly reach: (time: number) => void;
}

/** The instance was killed while it did something. */
export class Killed extends Error {}

/** A command failed: `code` is that of the ProxyCallError. */
export class CommandFailed extends Error {
  constructor(
    readonly code: string | undefined,
    message: string,
  ) {
    super(message);
  }
}

type Asynchronous<T> = {
  readonly [Name in keyof T]: T[Name] extends (...args: infer Args) => infer Result
    ? (...args: Args) => Promise<Awaited<Result>>
    : never;
};

/** What an instance can be told to do. */
export type Commands = Asynchronous<
  Omit<ProxyCall, 'as' | 'handleWebhook' | 'webhookPaths' | 'confirmationPages'> &
    Pick<ConfirmationPages, 'useLink'> & {
      open: (options: OpenOptions) => void;
      /** Counts places from here on, and ends at one of them. 0: never */
      arm: (killAt: number) => void;
      /** The places that were passed since it was opened or armed. */
      places: () => readonly string[];
      everything: () => readonly AnyRecord[];
      commit: (puts: readonly Put[]) => void;
      activate: (
        request: Parameters<ConfirmationPages['activate']>[0],
      ) => Awaited<ReturnType<ConfirmationPages['activate']>>;
      enterCode: (handle: string, code: string) => Awaited<ReturnType<ConfirmationPages['enterCode']>>;
    }
>;

export interface Instance {
  readonly do: Commands;
  readonly isRunning: () => boolean;
  /** As loss of power would. */
  readonly kill: () => Promise<void>;
  /** When it was killed. */
  readonly ended: Promise<void>;
  /** What its outside is from now on, and the time. */
  serve: (outside: Outside, time: Time) => void;
}

/** Starts an instance, which has nothing open yet. */
export function startInstance(): Instance {
  const child = fork(WORKER, { serialization: 'advanced', env: cleanEnvironment() });
  const asked = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  let outside: Outside = () => Promise.resolve({ fault: 'nobody serves this instance' });
  let clock: Time = { now: () => 0, reach: () => undefined };
  let isRunning = true;
  let commands = 0;
  const ended = once(child, 'exit').then(() => {
    isRunning = false;
    for (const { reject } of asked.values()) reject(new Killed('killed'));
    asked.clear();
  });
  // Whoever was killed needs no answer.
  const send = (message: ToInstance) => isRunning && child.send(message, () => undefined);

  child.on('message', (message: FromInstance) => {
    if (message.kind === 'request') {
      void answer(message);
      return;
    }
    clock.reach(message.now);
    if (message.kind === 'done') asked.get(message.id)?.resolve(message.result);
    else asked.get(message.id)?.reject(new CommandFailed(message.code, message.message));
  });

  async function answer({ id, port, method, args }: FromInstance & { kind: 'request' }): Promise<void> {
    const answering = outside(port, method, args);
    send({ kind: 'received', id });
    send({ kind: 'answer', id, ...(await answering) });
  }

  function ask(name: string, args: readonly unknown[]): Promise<unknown> {
    if (!isRunning) return Promise.reject(new Killed('killed before'));
    commands += 1;
    const id = commands;
    return new Promise((resolve, reject) => {
      asked.set(id, { resolve, reject });
      send({ kind: 'command', id, name, args, now: clock.now() });
    });
  }

  return {
    do: new Proxy({} as Commands, {
      get:
        (_, name) =>
        (...args: readonly unknown[]) =>
          ask(String(name), args),
    }),
    isRunning: () => isRunning,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    ended,
    serve(served, time) {
      outside = served;
      clock = time;
    },
  };
}
