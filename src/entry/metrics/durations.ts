import { Histogram, type HistogramConfiguration, type LabelValues } from 'prom-client';

/** The observations of one combination of labels. */
export interface Series {
  observe(seconds: number): void;
}

/**
 * A histogram whose series are looked up once, and not by a hash of their labels with every observation, which takes longer than
 * the rest of a webhook's measuring. The registry reads it like any other.
 */
export class Durations<T extends string> extends Histogram<T> {
  readonly #buckets: readonly number[];
  readonly #name: string;
  /** Says what is not a value, as prom-client does. */
  readonly #empty: Histogram<T>;
  readonly #series: { readonly labels: LabelValues<T>; readonly counts: Counts }[] = [];

  constructor(options: HistogramConfiguration<T> & { readonly buckets: number[] }) {
    super(options);
    this.#buckets = options.buckets;
    this.#name = options.name;
    this.#empty = new Histogram({ ...options, registers: [] });
  }

  /** Keep the result: each call adds a series. */
  series(labels: LabelValues<T>): Series {
    const counts = new Counts(this.#buckets);
    this.#series.push({ labels, counts });
    return counts;
  }

  override async get(): ReturnType<Histogram<T>['get']> {
    const values = this.#series.flatMap(({ labels, counts }) =>
      counts.count === 0 ? [] : this.#valuesOf(labels, counts),
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

class Counts implements Series {
  /** Above the last bound there is no bucket of its own. */
  readonly inBucket: number[];
  sum = 0;
  count = 0;
  readonly #bounds: readonly number[];

  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.inBucket = bounds.map(() => 0);
  }

  observe(seconds: number): void {
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
