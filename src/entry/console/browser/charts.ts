import uPlot from 'uplot';

/** What a chart shows, as the page has it in `data-chart`. */
interface Chart {
  /** Seconds since the epoch, or what stands below the bars. */
  readonly x: readonly (number | string)[];
  readonly series: readonly { readonly label: string; readonly tone: string; readonly values: readonly number[] }[];
  /** An IANA name. */
  readonly timeZone?: string;
  readonly locale: string;
  readonly kind: 'bars' | 'lines';
}

const HEIGHT = 220;

/** Draws every chart of a page that is not drawn yet. Its table says the same to who does not see it. */
export function drawCharts(root: ParentNode): void {
  for (const element of root.querySelectorAll<HTMLElement>('[data-chart]:not([data-drawn])')) {
    element.dataset['drawn'] = 'yes';
    const chart = JSON.parse(element.dataset['chart'] ?? '{}') as Chart;
    const plot = draw(element, chart);
    new ResizeObserver(() => {
      plot.setSize({ width: Math.max(200, element.clientWidth), height: HEIGHT });
    }).observe(element);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
      plot.redraw();
    });
  }
}

function draw(element: HTMLElement, { x, series, kind, locale, timeZone }: Chart): uPlot {
  const colour = (name: string) => () =>
    getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const isTime = typeof x[0] === 'number';
  const places = isTime ? (x as readonly number[]) : x.map((_, index) => index);
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone });
  const label = (place: number) => (isTime ? time.format(place * 1000) : String(x[Math.round(place)] ?? ''));
  // Bars of one hour stand on each other: each is drawn with what is below it, the highest first.
  const stacked = kind === 'bars' ? sums(series.map(({ values }) => values)) : series.map(({ values }) => values);
  const order = kind === 'bars' ? [...series.keys()].reverse() : [...series.keys()];
  const bars = uPlot.paths.bars?.({ size: [0.7, 40] });
  const options: uPlot.Options = {
    width: Math.max(200, element.clientWidth),
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range: (_, least, most) => padded(least, most, places) },
      y: { range: (_, _least, most) => [0, Math.max(4, most * 1.1)] },
    },
    series: [
      {},
      ...order.map((index) => ({
        label: series[index]?.label ?? '',
        stroke: colour(series[index]?.tone ?? 'ink'),
        ...(kind === 'bars' && bars !== undefined
          ? { fill: colour(series[index]?.tone ?? 'ink'), width: 0, paths: bars }
          : { width: 2 }),
        points: { show: false },
      })),
    ],
    axes: [
      {
        stroke: colour('soft'),
        grid: { show: false },
        ticks: { show: false },
        values: (_, at) => at.map(label),
        font: FONT,
        space: isTime ? 56 : 72,
        size: 28,
        incrs: isTime ? HOURS : WHOLE,
      },
      {
        stroke: colour('soft'),
        grid: { stroke: colour('line-soft'), width: 1 },
        ticks: { show: false },
        font: FONT,
        size: 40,
        incrs: WHOLE,
      },
    ],
  };
  const data = [places, ...order.map((index) => stacked[index] ?? [])] as unknown as uPlot.AlignedData;
  return new uPlot(options, data, element);
}

/** Of hours, in seconds. */
const HOURS = [1, 2, 3, 4, 6, 12, 24].map((hours) => hours * 3600);
const FONT = '12px system-ui, sans-serif';
const WHOLE = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000, 100_000];

/** Half a bar to the left and to the right. */
function padded(least: number, most: number, places: readonly number[]): [number, number] {
  const step = places.length > 1 ? (places[1] ?? 0) - (places[0] ?? 0) : 1;
  return [least - step / 2, most + step / 2];
}

function sums(rows: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const made: number[][] = [];
  for (const row of rows) made.push(row.map((value, at) => value + (made.at(-1)?.[at] ?? 0)));
  return made;
}
