import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { RunningProgram } from '../programs.js';
import { postWebhook } from '../signed-webhook.js';
import { anOrderBody, COURIER } from '../support.js';

export const AUTH_TOKEN = 'sqlite-files-token';

function worker(name: string, ...args: string[]): ChildProcess {
  return spawn(process.execPath, [fileURLToPath(new URL(`${name}.js`, import.meta.url)), ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}

export interface Opener {
  /** Opens the file. @returns what came of it */
  readonly open: (path: string) => Promise<string>;
  readonly stop: () => void;
}

/** A process that opens files. */
export async function startOpener(): Promise<Opener> {
  const child = worker('sqlite-opening-worker');
  if (child.stdin === null || child.stdout === null) throw new TypeError('the worker has pipes');
  const { stdin } = child;
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => String((await lines.next()).value);
  await next();
  return {
    open(path) {
      stdin.write(`${path}\n`);
      return next();
    },
    stop: () => stdin.end(),
  };
}

/** A process that holds the write lock. @returns what makes it release the lock */
export function holdLock(path: string, statement: string): Promise<() => Promise<void>> {
  return untilEnded('sqlite-lock-worker', path, statement);
}

/** A process that writes and empties the log all the time. @returns what ends it */
export function keepCheckpointing(path: string): Promise<() => Promise<void>> {
  return untilEnded('sqlite-checkpoint-worker', path);
}

async function untilEnded(name: string, ...args: string[]): Promise<() => Promise<void>> {
  const child = worker(name, ...args);
  if (child.stdin === null || child.stdout === null) throw new TypeError('the worker has pipes');
  const { stdin, stdout } = child;
  await once(stdout, 'data');
  return async () => {
    const ended = once(child, 'exit');
    stdin.end();
    await ended;
  };
}

export interface Answer {
  readonly id: string;
  readonly isConnected: boolean;
  readonly isAnnounced: boolean;
  readonly milliseconds: number;
}

export async function call({ url }: RunningProgram, id: string, to: string): Promise<Answer> {
  const start = performance.now();
  const response = await postWebhook(url, AUTH_TOKEN, '/twilio/voice', { CallSid: id, From: COURIER, To: to });
  const text = await response.text();
  const milliseconds = performance.now() - start;
  return { id, milliseconds, isConnected: text.includes('<Dial'), isAnnounced: text.includes('temporarily') };
}

/** @returns the proxy number of the client, or undefined when the order was refused */
export async function order({ url }: RunningProgram, index: number): Promise<string | undefined> {
  const response = await fetch(`${url}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(anOrderBody(index)),
  });
  const { client_proxy_number: number } = (await response.json()) as { readonly client_proxy_number?: string };
  return response.ok ? number : undefined;
}

export interface Readiness {
  readonly status: number;
  readonly detail: string;
}

export async function readiness({ url }: RunningProgram): Promise<Readiness> {
  const response = await fetch(`${url}/readyz`);
  const { detail = '' } = (await response.json()) as { readonly detail?: string };
  return { status: response.status, detail };
}

/** How long `/healthz` takes, in milliseconds, asked again and again until it is stopped. */
export function watchHealth({ url }: RunningProgram): () => Promise<readonly number[]> {
  const times: number[] = [];
  const watch = { isOver: false };
  const done = (async () => {
    while (!watch.isOver) {
      const start = performance.now();
      await (await fetch(`${url}/healthz`)).text();
      times.push(performance.now() - start);
      await pause(20);
    }
  })();
  return async () => {
    watch.isOver = true;
    await done;
    return times.sort((one, other) => one - other);
  };
}
