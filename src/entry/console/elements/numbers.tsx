import type { ComponentChildren, VNode } from 'preact';
import type { NumberFault } from '../../../ports/pool-api.js';
import { detailIn } from '../details.js';
import { POOL } from '../pages/pool-words.js';
import type { ConsoleLanguage } from '../language.js';
import type { View } from '../view.js';
import { Card, formatNumber, LOCALES, Phone, Table } from './data.js';

/** `France` */
export function countryName(language: ConsoleLanguage, code: string): string {
  return new Intl.DisplayNames([language], { type: 'region' }).of(code) ?? code;
}

/** With two decimals. Nobody tells in which currency. */
export function formatMoney(language: ConsoleLanguage, amount: number): string {
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  return new Intl.NumberFormat(LOCALES[language], digits).format(amount);
}

/** So many numbers are listed: a report may be about thousands. */
const MOST_LISTED = 200;

/** Numbers with a heading; nothing when there are none. */
export function NumberList({
  view,
  title,
  numbers,
}: {
  readonly view: View;
  readonly title: string;
  readonly numbers: readonly string[];
}) {
  if (numbers.length === 0) return null;
  const { language } = view;
  return (
    <div>
      <h2>
        {title} ({formatNumber(language, numbers.length)})
      </h2>
      <ul class="row">
        {numbers.slice(0, MOST_LISTED).map((each) => (
          <li key={each}>
            <Phone>{each}</Phone>
          </li>
        ))}
        {numbers.length > MOST_LISTED && (
          <li class="soft">{POOL[language].more(formatNumber(language, numbers.length - MOST_LISTED))}</li>
        )}
      </ul>
    </div>
  );
}

/** Numbers and why something was not done with them; nothing when there are none. */
export function FaultList({
  view,
  title,
  faults,
  reason = POOL[view.language].reason,
}: {
  readonly view: View;
  readonly title: string;
  readonly faults: readonly NumberFault[];
  /** The heading of what is said of each. */
  readonly reason?: string;
}) {
  if (faults.length === 0) return null;
  const t = POOL[view.language];
  return (
    <div>
      <h2>
        {title} ({formatNumber(view.language, faults.length)})
      </h2>
      <Table
        caption={title}
        items={faults.slice(0, MOST_LISTED)}
        keyOf={({ phoneNumber }) => phoneNumber}
        empty={<p />}
        columns={[
          { title: t.number, cell: ({ phoneNumber }) => <Phone>{phoneNumber}</Phone> },
          { title: reason, cell: ({ reason: words }) => detailIn(view.language, words) },
        ]}
      />
      {faults.length > MOST_LISTED && (
        <p class="soft">{t.more(formatNumber(view.language, faults.length - MOST_LISTED))}</p>
      )}
    </div>
  );
}

/** What came of something that was done with numbers. */
export function PoolReport({ view, children }: { readonly view: View; readonly children: ComponentChildren }): VNode {
  return (
    <>
      <Card>{children}</Card>
      <p>
        <a href="/console/pool">{POOL[view.language].back}</a>
      </p>
    </>
  );
}
