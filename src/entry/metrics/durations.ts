import { Histogram, type HistogramConfiguration, type LabelValues } from 'prom-client';

export interface DurationsOptions<T extends string> extends HistogramConfiguration<T> {
  readonly labelNames: readonly [T, T];
  readonly buckets: number[];
}

/**
 * A histogram with two labels. It finds its counts by two look-ups, and not by a hash of the labels with every observation, which takes
 * longer than the rest of a webhook's measuring. The registry reads it like any other.
 */
export class Durations<T extends string> extends Histogram<T> {
  readonly #buckets: readonly number[];
  readonly #name: string;
  /** Says what is not a value, as prom-client does. */
  readonly #empty: Histogram<T>;
  readonly #labelNames: readonly [T, T];
  readonly #counts = new Map<string, Map<string, Counts>>();

  constructor(options: DurationsOptions<T>) {
    super(options);
    this.#buckets = options.buckets;
    this.#name = options.name;
    this.#labelNames = options.labelNames;
    this.#empty = new Histogram({ ...options, registers: [] });
  }

  /** Takes the values of the two labels, in the order of their names. */
  record(first: string, second: string, seconds: number): void {
    let bySecond = this.#counts.get(first);
    if (bySecond === undefined) this.#counts.set(first, (bySecond = new Map<string, Counts>()));
    let counts = bySecond.get(second);
    if (counts === undefined) bySecond.set(second, (counts = new Counts(this.#buckets)));
    counts.add(seconds);
  }

  override async get(): ReturnType<Histogram<T>['get']> {
    const [nameOfFirst, nameOfSecond] = this.#labelNames;
    const values = [...this.#counts].flatMap(([first, bySecond]) =>
      [...bySecond].flatMap(([second, counts]) =>
        this.#valuesOf({ [nameOfFirst]: first, [nameOfSecond]: second } as LabelValues<T>, counts),
      ),
    );
    return { ...(await this.#empty.get()), values };
  }

  /** What the registry calls rather than `get`. It is not among the types of prom-client. */
  getForPromString(): ReturnType<Histogram<T>['get']> {
    return this.get();
  }

  #valuesOf(labels: LabelValues<T>, { inBucket, sum, count }: Counts) {
    const named = (suffix: string, value: number, le = {}) => ({
      metricName: `${this.#name}_${suffix}`,
      labels: { ...le, ...labels },
      value,
    });
    let atMost = 0;
    const buckets = this.#buckets.map((bound, index) => {
      atMost += inBucket[index] ?? 0;
      return named('bucket', atMost, { le: bound });
    });
    return [...buckets, named('bucket', count, { le: '+Inf' }), named('sum', sum), named('count', count)];
  }
}

class Counts {
  /** Above the last bound there is no bucket of its own. */
  readonly inBucket: number[];
  sum = 0;
  count = 0;
  readonly #bounds: readonly number[];

  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.inBucket = bounds.map(() => 0);
  }

  add(seconds: number): void {
    this.sum += seconds;
    this.count += 1;
    const bounds = this.#bounds;
    for (let index = 0; index < bounds.length; index += 1) {
      if (seconds > (bounds[index] ?? Infinity)) continue;
      this.inBucket[index] = (this.inBucket[index] ?? 0) + 1;
      return;
    }
  }
}
