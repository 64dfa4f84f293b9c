import type { ComponentChildren, VNode } from 'preact';
import { remember } from '../../../domain/model/remember.js';
import { words, type ConsoleLanguage } from '../language.js';
import type { View } from '../view.js';

interface Column<T> {
  readonly title: string;
  readonly cell: (item: T) => ComponentChildren;
  /** Numbers stand to the right, so that their digits are below each other. */
  readonly isNumber?: boolean;
}

interface TableProps<T> {
  /** For screen readers. */
  readonly caption: string;
  readonly columns: readonly Column<T>[];
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  /** What is shown when there is nothing. */
  readonly empty: VNode;
}

/** Rows below each other; on a phone each row is a card, in which each cell has its title. */
export function Table<T>({ caption, columns, items, keyOf, empty }: TableProps<T>) {
  if (items.length === 0) return empty;
  return (
    <div class="table-frame">
      <table class="table">
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ title, isNumber }) => (
              <th key={title} scope="col" class={isNumber === true ? 'number' : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={keyOf(item)}>
              {columns.map(({ title, cell, isNumber }) => (
                <td key={title} data-title={title} class={isNumber === true ? 'number' : undefined}>
                  {cell(item)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What is said where there is nothing yet, and what to do next. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ComponentChildren }) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {children !== undefined && <div>{children}</div>}
    </div>
  );
}

/** Names and values. Undefined values are left out. */
export function Facts({ items }: { readonly items: readonly (readonly [name: string, value: ComponentChildren])[] }) {
  return (
    <dl class="facts">
      {items
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

export type Tone = 'good' | 'bad' | 'warn' | 'calm';

/** A status in a word. The word says it: the colour is besides. */
export function Badge({ tone, children }: { readonly tone: Tone; readonly children: ComponentChildren }) {
  return <span class={`badge ${tone}`}>{children}</span>;
}

/** A telephone number. Digits are as wide as each other, and never in two lines. */
export function Phone({ children }: { readonly children: string | undefined }) {
  return children === undefined || children === '' ? (
    <span class="soft">–</span>
  ) : (
    <span class="phone">{children}</span>
  );
}

export function Card({
  title,
  children,
  aside,
}: {
  readonly title?: string;
  readonly children: ComponentChildren;
  readonly aside?: ComponentChildren;
}) {
  return (
    <section class="card">
      {title !== undefined && (
        <header class="card-head">
          <h2>{title}</h2>
          {aside}
        </header>
      )}
      {children}
    </section>
  );
}

/** A time, where the shop is. @param at RFC 3339, or milliseconds since the epoch */
export function Time({
  view,
  at,
  style = 'long',
}: {
  readonly view: View;
  readonly at: string | number;
  readonly style?: 'long' | 'short' | 'day' | 'date';
}) {
  const date = new Date(at);
  return <time datetime={date.toISOString()}>{formatTime(view, date, style)}</time>;
}

/** `Thursday 26 November 2026`, where the shop is. @param at RFC 3339 */
export function formatDay(view: View, at: string): string {
  return formatTime(view, new Date(at), 'day');
}

const STYLES = {
  day: { dateStyle: 'full' },
  long: { dateStyle: 'medium', timeStyle: 'short' },
  date: { dateStyle: 'medium' },
  short: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
} as const satisfies Readonly<Record<string, Intl.DateTimeFormatOptions>>;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatTime({ language, timeZone }: View, date: Date, style: keyof typeof STYLES): string {
  const key = `${language} ${timeZone} ${style}`;
  const format =
    formats.get(key) ?? new Intl.DateTimeFormat(LOCALES[language], { ...STYLES[style], timeZone, hourCycle: 'h23' });
  formats.set(key, format);
  return format.format(date);
}

/** How dates and numbers are written in a language. */
export const LOCALES: Readonly<Record<ConsoleLanguage, string>> = { en: 'en-GB', fr: 'fr-FR' };

/** To make one takes longer than to write fifty numbers. */
const numberFormat = remember((language: ConsoleLanguage) => new Intl.NumberFormat(LOCALES[language]));

/** `12,500` and `12 500`. */
export function formatNumber(language: ConsoleLanguage, value: number): string {
  return numberFormat(language).format(value);
}

/** `1 min 5 s`. */
export function formatSeconds(seconds: number): string {
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  return minutes === 0 ? `${rest.toString()} s` : `${minutes.toString()} min ${rest.toString()} s`;
}

interface TabsProps {
  readonly label: string;
  /** The value, its words, and the address of the page that shows it. */
  readonly tabs: readonly (readonly [value: string, words: string, address: string])[];
  readonly current: string;
}

/** Which part of a list is shown. */
export function Tabs({ label, tabs, current }: TabsProps) {
  return (
    <nav class="tabs" aria-label={label}>
      {tabs.map(([value, text, address]) => (
        <a key={value} href={address} aria-current={value === current ? 'true' : undefined}>
          {text}
        </a>
      ))}
    </nav>
  );
}

const MORE = words({
  en: { older: 'Next page', first: 'First page' },
  fr: { older: 'Page suivante', first: 'Première page' },
});

/** Links to the next page of a list. @param path with the other parts of its query */
export function Pager({
  view,
  path,
  query,
  next,
}: {
  readonly view: View;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly next: string | undefined;
}) {
  const isFirst = !query.has('cursor');
  if (isFirst && next === undefined) return null;
  const t = MORE[view.language];
  return (
    <nav class="pager" aria-label={t.older}>
      {!isFirst && <a href={address(path, query, undefined)}>{t.first}</a>}
      {next !== undefined && <a href={address(path, query, next)}>{t.older}</a>}
    </nav>
  );
}

function address(path: string, query: URLSearchParams, cursor: string | undefined): string {
  const changed = new URLSearchParams(query);
  changed.delete('cursor');
  if (cursor !== undefined) changed.set('cursor', cursor);
  const text = changed.toString();
  return `/console${path}${text === '' ? '' : `?${text}`}`;
}
