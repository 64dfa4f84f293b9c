import type { ExecutionContext } from 'ava';
import type { Role } from '../../src/domain/model/role.js';
import { openScene, type Scene } from '../http/access/scene.js';

/** A form of a page, as a browser would send it. */
export interface PageForm {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** What the console answered. */
export interface PageReply {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  /** Without tags, and with its characters as they are read. */
  readonly text: string;
  /** Where it leads to. Empty unless it redirects. */
  readonly to: string;
  readonly forms: readonly PageForm[];
}

/** Somebody with a browser that runs no scripts: keeps cookies, reads forms, and follows nothing by itself. */
export interface Visitor {
  readonly get: (path: string) => Promise<PageReply>;
  /** Fills in the form of a page that is sent there, and sends it. A redirect is followed once, as browsers do. */
  readonly submit: (page: PageReply, action: string, fields?: Record<string, string>) => Promise<PageReply>;
  /** Sends any form, with the token of the last page unless another one is given. */
  readonly post: (path: string, fields?: Record<string, string>) => Promise<PageReply>;
  /** Sends any request, with the cookies. */
  readonly ask: (path: string, init?: RequestInit) => Promise<PageReply>;
  /** What the browser keeps, by name. */
  readonly cookies: Map<string, string>;
}

/** @param token of the API; undefined for somebody who does not sign in */
export async function visit(
  url: string,
  token: string | undefined,
  headers: Record<string, string> = {},
): Promise<Visitor> {
  const cookies = new Map<string, string>();
  let csrf = '';

  const ask = async (path: string, init: RequestInit = {}): Promise<PageReply> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url + path, {
      ...init,
      redirect: 'manual',
      headers: {
        'accept-language': 'en',
        ...headers,
        ...(cookie === '' ? {} : { cookie }),
        ...(init.headers as Record<string, string> | undefined),
      },
    });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const reply = readPage(response, await response.text());
    csrf = reply.forms.find(({ fields }) => fields['_csrf'] !== undefined)?.fields['_csrf'] ?? csrf;
    return reply;
  };
  const post = (path: string, fields: Record<string, string> = {}) =>
    ask(path, { method: 'POST', body: new URLSearchParams({ _csrf: csrf, ...fields }) });
  const visitor: Visitor = {
    get: (path) => ask(path),
    ...{ ask, cookies },
    post,
    async submit(page, action, fields = {}) {
      const form = page.forms.find((each) => each.action === action);
      if (form === undefined) throw new TypeError(`the page has no form for ${action}`);
      const unknown = Object.keys(fields).filter((name) => !(name in form.fields));
      if (unknown.length > 0) throw new TypeError(`the form for ${action} has no field ${unknown.join(', ')}`);
      const reply = await post(action, { ...form.fields, ...fields });
      return reply.status === 303 ? ask(reply.to) : reply;
    },
  };
  if (token !== undefined) {
    const page = await visitor.get('/console/sign-in');
    await visitor.submit(page, '/console/sign-in', { token });
  }
  return visitor;
}

/** The service of `openScene`, and who visits its console. */
export interface ConsoleScene extends Scene {
  readonly as: (role: Role, headers?: Record<string, string>) => Promise<Visitor>;
}

export async function openConsole(t: ExecutionContext, ...options: OpenOptions): Promise<ConsoleScene> {
  const scene = await openScene(t, ...options);
  return { ...scene, as: (role, headers) => visit(scene.service.url, scene.tokens[role], headers) };
}

type OpenOptions = Parameters<typeof openScene> extends [unknown, ...infer Rest] ? Rest : never;

function readPage({ status, headers }: Response, html: string): PageReply {
  return {
    ...{ status, headers, html, to: headers.get('location') ?? '' },
    text: decode(html.replaceAll(/<[^>]*>/g, ' ')).replaceAll(/\s+/g, ' '),
    forms: [...html.matchAll(/<form [^>]*method="post"[^>]*>.*?<\/form>/gs)].map(([form]) => readForm(form)),
  };
}

function readForm(form: string): PageForm {
  const fields: Record<string, string> = {};
  for (const [, input, select = '', options = ''] of form.matchAll(/<input([^>]*)>|<select([^>]*)>(.*?)<\/select>/gs)) {
    const name = attribute(input ?? select, 'name');
    if (name === undefined) continue;
    // A box that is not ticked is not sent.
    const value = input === undefined || attribute(input, 'type') === 'checkbox' ? '' : attribute(input, 'value');
    fields[name] = input === undefined ? chosen(options) : (value ?? '');
  }
  return { action: attribute(form, 'action') ?? '', fields };
}

/** Of a list: what is selected, else the first. */
function chosen(options: string): string {
  const all = [...options.matchAll(/<option([^>]*)>/g)].map(([, attributes = '']) => attributes);
  const option = all.find((attributes) => /\sselected/.test(attributes)) ?? all[0] ?? '';
  return attribute(option, 'value') ?? '';
}

function attribute(tag: string, name: string): string | undefined {
  const [, value] = new RegExp(`\\s${name}="([^"]*)"`).exec(tag) ?? [];
  return value === undefined ? undefined : decode(value);
}

function decode(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

/** In some days, as a field for a time has it. */
export function localIn(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 16);
}
