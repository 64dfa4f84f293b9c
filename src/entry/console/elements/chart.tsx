import type { View } from '../view.js';
import { words } from '../language.js';
import { formatNumber, Table, type Tone } from './data.js';

interface ChartProps {
  readonly view: View;
  readonly title: string;
  readonly kind: 'bars' | 'lines';
  /** What stands below, from left to right. */
  readonly x: readonly string[];
  /** What that is. */
  readonly xTitle: string;
  /** One value for each of `x`. Bars stand on each other, the first one at the bottom. */
  readonly series: readonly {
    readonly label: string;
    readonly tone: Tone | 'accent';
    readonly values: readonly number[];
  }[];
}

const T = words({ en: { figures: 'The same in figures' }, fr: { figures: 'Les mêmes chiffres en tableau' } });

/** A chart with its legend, and a table that says the same. */
export function Chart({ view, title, kind, x, xTitle, series }: ChartProps) {
  const data = JSON.stringify({ kind, locale: view.language, x, series });
  return (
    <>
      <ul class="legend">
        {series.map(({ label, tone }) => (
          <li key={label} class={tone}>
            {label}
          </li>
        ))}
      </ul>
      <div class="chart" data-chart={data} role="img" aria-label={title} />
      <details class="chart-figures">
        <summary>{T[view.language].figures}</summary>
        <Table
          caption={title}
          items={x.map((name, at) => ({ name, at }))}
          keyOf={({ at }) => at.toString()}
          empty={<p>–</p>}
          columns={[
            { title: xTitle, cell: ({ name }) => name },
            ...series.map(({ label, values }) => ({
              title: label,
              isNumber: true,
              cell: ({ at }: { readonly at: number }) => formatNumber(view.language, values[at] ?? 0),
            })),
          ]}
        />
      </details>
    </>
  );
}
