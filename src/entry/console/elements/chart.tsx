import { words } from '../language.js';
import type { View } from '../view.js';
import { formatNumber, LOCALES } from './data.js';

export interface ChartSeries {
  readonly label: string;
  /** Of the variables of console.css. */
  readonly tone: 'good' | 'warn' | 'bad' | 'calm' | 'accent';
  readonly values: readonly number[];
}

interface Props {
  readonly view: View;
  readonly title: string;
  readonly kind: 'bars' | 'lines';
  /** Seconds since the epoch, or texts. */
  readonly x: readonly (number | string)[];
  readonly series: readonly ChartSeries[];
  /** What `x` is. Default: times. */
  readonly xTitle?: string;
}

const T = words({ en: { table: 'The same as a table', at: 'At' }, fr: { table: 'Le même en tableau', at: 'À' } });

/** A chart, which the browser draws, what its colours mean, and its figures for who does not see it. */
export function Chart({ view, title, kind, x, series, xTitle }: Props) {
  const { language, timeZone } = view;
  const t = T[language];
  const time = new Intl.DateTimeFormat(LOCALES[language], {
    ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone },
  });
  // One bar compares nothing.
  const isDrawn = x.length > 1;
  const chart = { x, series, kind, timeZone, locale: LOCALES[language] };
  return (
    <figure class="stack" aria-label={title}>
      {isDrawn && (
        <>
          <ul class="legend">
            {series.map(({ label, tone }) => (
              <li key={label} class={tone}>
                {label}
              </li>
            ))}
          </ul>
          <div class="chart" data-chart={JSON.stringify(chart)} aria-hidden="true" />
        </>
      )}
      <details class="chart-figures" open={!isDrawn}>
        <summary>{t.table}</summary>
        <div class="table-frame" role="region" tabIndex={0} aria-label={title}>
          <table class="table plain">
            <thead>
              <tr>
                <th scope="col">{xTitle ?? t.at}</th>
                {series.map(({ label }) => (
                  <th key={label} scope="col" class="number">
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {x.map((place, index) => (
                <tr key={place}>
                  <th scope="row">{typeof place === 'number' ? time.format(place * 1000) : place}</th>
                  {series.map(({ label, values }) => (
                    <td key={label} class="number">
                      {formatNumber(language, values[index] ?? 0)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}
