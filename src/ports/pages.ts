/** Which page of a list. */
export interface PageQuery {
  /** `nextCursor` of the page before. Absent for the first page. Opaque: valid for the same list and filters only. */
  readonly cursor?: string | undefined;
  /** The maximum number of items: a whole number from 1 to 200. Default: 50. */
  readonly limit?: number | undefined;
}

/** A page of a list. */
export interface Page<T> {
  /** May be fewer than the limit, or none, even when there is a next page. */
  readonly items: readonly T[];
  /** The `cursor` of the next page; undefined on the last page. */
  readonly nextCursor?: string | undefined;
}
