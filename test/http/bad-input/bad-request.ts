/** A bad request, and the response it must get. */
export interface BadRequest {
  readonly what: string;
  readonly request: readonly [method: string, path: string, body?: unknown, headers?: Record<string, string>];
  readonly status: number;
  readonly code: string;
  /** The fields that the response names, in order. */
  readonly fields?: readonly string[];
}

export const invalid = { status: 400, code: 'invalid_request' } as const;

/** Personal data in the wrong place: it must be neither returned nor logged. */
export const LEAK = '+336 39 98 77 66';
export const LEAKS = ['39 98 77 66', '639987766', 'leak@shop', 'topsecret'];
