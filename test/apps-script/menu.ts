import { MessageChannel, Worker } from 'node:worker_threads';
import type { ExecutionContext } from 'ava';
import type { HttpAnswer, HttpRequest, Panel, SheetData, Situation } from './google.js';
import type { Call, Called, Wires } from './worker.js';

/** The address under which the menu knows the service: Google reaches services by https only. */
export const ADDRESS = 'https://proxycall.example';

/** A row of a panel, as people see it. */
export interface Row {
  readonly tone: string;
  readonly label: string;
  readonly text: string;
}

export interface Shown {
  readonly title: string;
  readonly tone: string;
  readonly summary: string;
  readonly rows: readonly Row[];
  readonly notes: readonly string[];
  /** What the button "Try again" sends; undefined without one. */
  readonly again: unknown;
}

export interface Clicked extends Called {
  /** The last panel of results. */
  readonly shown: Shown;
}

export interface Menu {
  /** Calls a function of the script, as the menu or a page does. */
  readonly click: (name: string, situation?: Partial<Situation>, ...args: readonly unknown[]) => Promise<Clicked>;
  /** Saves address and token as the form of the settings does. */
  readonly configure: (token: string, url?: string) => Promise<Clicked>;
  /** Where requests go from now on. Undefined: nobody answers. */
  route: (target: string | undefined | ((request: HttpRequest) => Promise<HttpAnswer>)) => void;
}

const HEADER = ['client_id', 'client_name', 'client_mail', 'client_real_phone', 'client_proxy_number'];

export function clientsTab(ids: readonly unknown[], more: Partial<SheetData> = {}): SheetData {
  return { title: 'Clients', rows: [HEADER, ...ids.map((id) => [id, 'Ada', 'ada@shop.example', '', ''])], ...more };
}

/** Opens the menu in a thread of its own, with requests to `url` of the service. */
export function openMenu(t: ExecutionContext, url: string): Menu {
  let target: Parameters<Menu['route']>[0] = url;
  const { port1, port2 } = new MessageChannel();
  const signal = new SharedArrayBuffer(4);
  const wires: Wires = { answers: port2, signal };
  const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: wires, transferList: [port2] });
  port1.on('message', (request: HttpRequest) => {
    void answer(request, target).then((reply) => {
      port1.postMessage(reply);
      Atomics.store(new Int32Array(signal), 0, 1);
      Atomics.notify(new Int32Array(signal), 0);
    });
  });
  t.teardown(async () => {
    port1.close();
    await worker.terminate();
  });
  const click: Menu['click'] = (name, situation = {}, ...args) =>
    new Promise((resolve, reject) => {
      const whole: Situation = {
        ...{ locale: 'en', sheets: [], active: 'Clients', selection: [], answers: [] },
        ...{ secondsPerRequest: 0, secondsPerAnswer: 0 },
      };
      worker.once('error', reject);
      worker.once('message', (called: Called) => {
        worker.off('error', reject);
        resolve({ ...called, shown: read(called.happened.panels.at(-1)) });
      });
      worker.postMessage({ name, args, situation: { ...whole, ...situation } } satisfies Call);
    });
  return {
    click,
    configure: (token, address = ADDRESS) => click('saveSettings', {}, { url: address, token }),
    route: (next) => (target = next),
  };
}

async function answer(request: HttpRequest, target: Parameters<Menu['route']>[0]): Promise<HttpAnswer> {
  const nobody = { status: 0, headers: {}, text: '', error: 'Address unavailable' };
  if (target === undefined || !request.url.startsWith(ADDRESS)) return nobody;
  if (typeof target === 'function') return target(request);
  const { method, headers, body } = request;
  const sent = { method, headers, redirect: 'manual' as const, ...(body === undefined ? {} : { body }) };
  const response = await fetch(target + request.url.slice(ADDRESS.length), sent);
  return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() };
}

/** An answer in JSON, as the service gives it. */
export function answerOf(status: number, body: object, headers: Record<string, string> = {}): HttpAnswer {
  return { status, headers, text: JSON.stringify(body) };
}

const unescape = (html: string) =>
  html.replace(/&#(\d+);/g, (_all, code: string) => String.fromCharCode(Number(code))).trim();

/** Reads a panel of results as a browser shows it. */
function read(panel: Panel | undefined): Shown {
  const { title = '', html = '' } = panel ?? {};
  const [, tone = '', summary = ''] = /class="summary ?(\w*)"[^>]*>([^<]*)</.exec(html) ?? [];
  const rows = [...html.matchAll(/<li class="(\w+)">\s*<strong>([^<]*)<\/strong>([^<]*)/g)];
  const again = /data-click="([^"]*)"/.exec(html)?.[1];
  return {
    title,
    tone,
    summary: unescape(summary),
    rows: rows.map(([, rowTone = '', label = '', text = '']) => ({
      tone: rowTone,
      label: unescape(label),
      text: unescape(text),
    })),
    notes: [...html.matchAll(/<p class="note">([^<]*)</g)].map(([, note = '']) => unescape(note)),
    again: again === undefined ? undefined : (JSON.parse(unescape(again)) as unknown),
  };
}
