import type { Kind } from '../../../ports/order-store.js';

/** The kinds of records with a visible tab. */
export type VisibleKind = Extract<Kind, 'client' | 'order' | 'number' | 'confirmation'>;

export interface TabLayout {
  readonly kind: VisibleKind;
  readonly title: string;
  /** In the order in which `proxycall init` creates them. When the tab is read, columns are found by name. */
  readonly columns: readonly string[];
  readonly keyColumn: string;
}

export const LAYOUTS: Readonly<Record<VisibleKind, TabLayout>> = {
  client: {
    kind: 'client',
    title: 'Clients',
    keyColumn: 'client_id',
    columns: [
      'client_id',
      'client_name',
      'client_mail',
      'client_real_phone',
      'client_proxy_number',
      'client_iso_residency',
      'client_country_code',
      'client_last_caller',
    ],
  },
  number: {
    kind: 'number',
    title: 'TwilioPools',
    keyColumn: 'phone_number',
    columns: [
      'country_iso',
      'phone_number',
      'status',
      'friendly_name',
      'date_achat',
      'date_attribution',
      'attribution_to_client_name',
      'number_type',
      'reserved_token',
      'reserved_at',
      'reserved_by_client_id',
    ],
  },
  order: {
    kind: 'order',
    title: 'Orders',
    keyColumn: 'order_id',
    columns: ['order_id', 'client_id', 'status', 'created_at'],
  },
  confirmation: {
    kind: 'confirmation',
    title: 'CONFIRMATION_PENDING',
    keyColumn: 'pending_id',
    columns: [
      'pending_id',
      'client_name',
      'client_mail',
      'client_real_phone',
      'proxy_number',
      'otp',
      'status',
      'created_at',
      'verified_at',
    ],
  },
};

/** The kinds whose tabs are read: people edit their rows. */
export type InputKind = Exclude<VisibleKind, 'confirmation'>;

export const VISIBLE_KINDS: readonly VisibleKind[] = ['number', 'client', 'order', 'confirmation'];

/**
 * Whether the tab of this kind only shows records, which are read from the hidden tab alone. Nothing depends on such a tab: it may be
 * missing, its header may be wrong, and Google may refuse its cells.
 */
export function isOutput(kind: string): kind is 'confirmation' {
  return kind === 'confirmation';
}

/** In the order in which they are looked at. */
export const INPUT_KINDS: readonly InputKind[] = ['number', 'client', 'order'];

/** Hidden tabs. */
export const RECORDS_TAB = 'ProxyCall Records';
export const LEASE_TAB = 'ProxyCall Lease';
export const FORWARDED_TAB = 'ProxyCall Forwarded';

/** Whether a tab is one of ours that nobody edits. */
export function isHiddenTitle(title: string): boolean {
  return [RECORDS_TAB, LEASE_TAB, FORWARDED_TAB].includes(title);
}

/** A whole tab, in A1 notation. */
export function wholeTab(title: string): string {
  return `'${title.replaceAll("'", "''")}'`;
}

/** Cells of one column, in A1 notation. Rows and columns are counted from 0; both ends are inclusive. */
export function columnRange(title: string, column: number, from: number, to: number): string {
  const name = columnName(column);
  return `${wholeTab(title)}!${name}${(from + 1).toString()}:${name}${(to + 1).toString()}`;
}

/** One cell, in A1 notation without its tab. Counted from 0. */
export function cellName(row: number, column: number): string {
  return `${columnName(column)}${(row + 1).toString()}`;
}

/** A to Z, then AA, AB and so on. */
export function columnName(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26));
  return column < 26 ? letter : columnName(Math.floor(column / 26) - 1) + letter;
}

/** The first row of a tab, in A1 notation. */
export function firstRow(title: string): string {
  return `${wholeTab(title)}!1:1`;
}
