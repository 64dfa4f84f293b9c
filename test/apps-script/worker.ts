import { readFileSync, readdirSync } from 'node:fs';
import { runInContext } from 'node:vm';
import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import { FOLDER, googleContext, type Happened, type HttpAnswer, type Situation, type World } from './google.js';

// The script runs in a thread of its own, as its requests are synchronous: it waits while the thread of the test asks the service.

/** One function of the script that is called. */
export interface Call {
  readonly name: string;
  readonly args: readonly unknown[];
  readonly situation: Situation;
}

export interface Called {
  readonly happened: Happened;
  readonly properties: Readonly<Record<string, string>>;
  readonly value: unknown;
  readonly error: string | undefined;
}

/** What the test gives to this thread. */
export interface Wires {
  readonly answers: MessagePort;
  readonly signal: SharedArrayBuffer;
}

const { answers, signal } = workerData as Wires;
const flag = new Int32Array(signal);
const nothing = (): Happened => ({ dialogs: [], panels: [], menu: [], sleeps: [], requests: [] });

const world: World = {
  situation: {
    locale: 'en',
    sheets: [],
    active: '',
    selection: [],
    answers: [],
    secondsPerRequest: 0,
    secondsPerAnswer: 0,
  },
  happened: nothing(),
  properties: new Map<string, string>(),
  fetch(request) {
    Atomics.store(flag, 0, 0);
    answers.postMessage(request);
    Atomics.wait(flag, 0, 0);
    return receiveMessageOnPort(answers)?.message as HttpAnswer;
  },
};
const context = googleContext(world);
// In the order in which Google shows them; a script may not depend on it.
for (const name of readdirSync(FOLDER).filter((each) => each.endsWith('.js')))
  runInContext(readFileSync(`${FOLDER}/${name}`, 'utf8'), context, { filename: name });

parentPort?.on('message', ({ name, args, situation }: Call) => {
  world.situation = situation;
  world.happened = nothing();
  let value: unknown;
  let error: string | undefined;
  try {
    const run = runInContext(`(json) => JSON.stringify(${name}(...JSON.parse(json)))`, context) as (
      json: string,
    ) => string;
    const json = run(JSON.stringify(args)) as string | undefined;
    value = json === undefined ? undefined : JSON.parse(json);
  } catch (thrown) {
    error = (thrown as Error).message;
  }
  const called: Called = { happened: world.happened, properties: Object.fromEntries(world.properties), value, error };
  parentPort?.postMessage(called);
});
