import type { Readable } from 'node:stream';
import type { Context } from 'koa';
import type { VNode } from 'preact';
import type { CountryCode } from '../../domain/model/country.js';
import { shownTo, type Operation } from '../../domain/services/access/permissions.js';
import type { Actor, ProxyCallApi } from '../../ports/proxycall-api.js';
import type { ConsoleLanguage } from './language.js';
import type { Form } from './form.js';
import type { Notice } from './notices.js';
import type { SealedSearches } from './sealed-searches.js';
import type { TryIt } from './try-it.js';

/** Somebody who looks at a page, and what the page needs. */
export interface View {
  readonly ctx: Context;
  /** The API, as their role sees it. */
  readonly api: ProxyCallApi;
  readonly actor: Pick<Actor, 'name' | 'role'>;
  readonly language: ConsoleLanguage;
  /** An IANA name: times are shown there. */
  readonly timeZone: string;
  /** The shop's: phones may be typed as they are dialled there. */
  readonly country: CountryCode;
  /** The token of forms. */
  readonly csrf: string;
  readonly may: (operation: Operation) => boolean;
  /** With the simulated carrier: phones that exist in pages only. */
  readonly tryIt: TryIt | undefined;
  /** Of this sign-in. */
  readonly searches: SealedSearches;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What the navigation has. */
export const SECTIONS = [
  ...(['today', 'orders', 'clients', 'calls', 'pool', 'reports', 'tokens', 'audit', 'try'] as const),
] as const;
export type Section = (typeof SECTIONS)[number];

/** A page that was made. */
export interface Shown {
  readonly title: string;
  readonly content: VNode;
  /** Default: 200. */
  readonly status?: number;
  /** Without the frame of a page: htmx puts it into one. */
  readonly isPart?: boolean;
}

/** Another page instead, below `/console`. */
export interface Elsewhere {
  readonly to: string;
}

/** What became of a form that was refused: the page is shown again with it. */
export interface Refusal {
  /** Which form. */
  readonly action: string;
  readonly form: Form;
  readonly detail: string;
  /** By the names of its fields. */
  readonly issues: ReadonlyMap<string, string>;
  readonly status: number;
}

/** What the browser is given to keep. */
export interface Download {
  /** Of the file, with its ending. Says nothing of anybody. */
  readonly name: string;
  /** A media type. */
  readonly type: string;
  /** What is long is made while it is sent. */
  readonly text: string | Readable;
}

/** What follows a form that was carried out: another page, a file, or an answer that is shown this once and is in no address. */
export type Done = { readonly to: string; readonly notice?: Notice } | { readonly file: Download } | Shown;

/** What a form does. */
export interface Action {
  readonly needs: Operation;
  readonly perform: (view: View, form: Form, params: Params) => Promise<Done>;
  /** What htmx gets when it was refused. Default: the whole page. */
  readonly part?: (view: View, refusal: Refusal) => VNode;
}

export type Params = Readonly<Record<string, string>>;

/** A page of the console, and its forms: the form `close` of `/orders/:id` is sent to `/orders/:id/close`. */
export interface Page {
  /** Below `/console`, as the router writes it. */
  readonly path: string;
  readonly section: Section;
  readonly needs: Operation;
  /** Shows values as they are: it is for roles to which the operation that it needs answers in clear. */
  readonly isClear?: boolean;
  readonly show: (view: View, params: Params, refusal?: Refusal) => Promise<Shown | Elsewhere>;
  readonly actions?: Readonly<Record<string, Action>>;
}

export function mayOf(role: Actor['role']): View['may'] {
  return (operation) => shownTo(role, operation) !== undefined;
}

/** Whether a page is for somebody. */
export function maySee({ actor: { role } }: Pick<View, 'actor'>, { needs, isClear = false }: Page): boolean {
  const shown = shownTo(role, needs);
  return isClear ? shown === 'clear' : shown !== undefined;
}
