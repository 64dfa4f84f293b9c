import type Router from '@koa/router';
import type { Context } from 'koa';
import type { z } from 'zod';
import { invalidFields, type FieldIssue } from '../../domain/model/errors.js';
import { maskedFields } from '../../domain/model/masking.js';
import type { Services } from '../../domain/services/services.js';
import type { ProxyCallApi } from '../../ports/proxycall-api.js';
import type { Clock } from '../../ports/runtime.js';
import { callerOf, isStillAllowed } from './auth.js';
import { readJsonBody } from './body.js';
import type { EventStreams, StreamEvent } from './event-stream.js';
import { camelCase, fromWire, toWire, type FromWire } from '../wire.js';
import type { ProblemCode } from './problem.js';

type Parts = 'path' | 'query' | 'body' | 'headers';
type Shape = z.ZodType<object>;

/** One operation of the API as data: the router serves it and the OpenAPI document describes it. */
interface Description {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** As OpenAPI writes it: `/orders/{order_id}`. */
  readonly path: string;
  readonly operationId: keyof ProxyCallApi;
  /** Its name in the OpenAPI document, where another endpoint has the name of the operation: the earlier service had another route. */
  readonly earlierName?: string;
  /** Of the answer. Default: 200. */
  readonly status?: 200 | 201;
  readonly tag: string;
  readonly summary: string;
  readonly request: Partial<Record<Parts, Shape>>;
  readonly answer: Shape;
  /** Errors of this operation, besides those that every operation may return. */
  readonly refusals: readonly ProblemCode[];
}

type Call<I, A> = (api: ProxyCallApi, input: I) => Promise<A>;

/** An operation with one answer. */
export interface AnsweringEndpoint extends Description {
  readonly call: Call<Record<Parts, object>, object>;
}

/** An operation whose answer is a stream of events, each with data of the schema `answer`. */
export interface StreamEndpoint extends Description {
  readonly stream: (
    api: ProxyCallApi,
    input: Record<Parts, object>,
    signal: AbortSignal,
  ) => Promise<AsyncIterable<StreamEvent>>;
  /** See `EventStreamRequest`. @param now milliseconds since the epoch */
  readonly position: (now: number) => string;
}

export type Endpoint = AnsweringEndpoint | StreamEndpoint;

type Input<S extends Shape | undefined> = S extends Shape ? FromWire<z.output<S>> : object;

interface Schemas<P, Q, B, H> {
  readonly path?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly headers?: H;
}
interface Inputs<P extends MaybeShape, Q extends MaybeShape, B extends MaybeShape, H extends MaybeShape> {
  readonly path: Input<P>;
  readonly query: Input<Q>;
  readonly body: Input<B>;
  readonly headers: Input<H>;
}
type MaybeShape = Shape | undefined;

/** Infers the input of `call` from the schemas of the request's parts, with names in camelCase. */
export function endpoint<
  P extends MaybeShape = undefined,
  Q extends MaybeShape = undefined,
  B extends MaybeShape = undefined,
  H extends MaybeShape = undefined,
>(
  definition: Omit<Description, 'request'> & {
    readonly request: Schemas<P, Q, B, H>;
    readonly call: Call<Inputs<P, Q, B, H>, object>;
  },
): AnsweringEndpoint {
  return definition as unknown as AnsweringEndpoint;
}

/** The same for an operation whose answer is a stream. */
export function streamEndpoint<Q extends MaybeShape = undefined, H extends MaybeShape = undefined>(
  definition: Omit<Description, 'request' | 'method' | 'status'> & {
    readonly request: Schemas<undefined, Q, undefined, H>;
    readonly stream: (
      api: ProxyCallApi,
      input: Inputs<undefined, Q, undefined, H>,
      signal: AbortSignal,
    ) => Promise<AsyncIterable<StreamEvent>>;
    readonly position: StreamEndpoint['position'];
  },
): StreamEndpoint {
  return { method: 'get', ...definition } as unknown as StreamEndpoint;
}

export interface EndpointDependencies {
  readonly services: Pick<Services, 'api' | 'refuseOtherRoles'>;
  readonly streams: EventStreams;
  readonly clock: Pick<Clock, 'now'>;
}

export function serveEndpoint(
  router: Router,
  { services, streams, clock }: EndpointDependencies,
  definition: Endpoint,
): void {
  const path = definition.path.replace(/\{(\w+)\}/g, ':$1');
  router[definition.method](path, async (ctx) => {
    const actor = callerOf(ctx);
    // What it is about is in the path, if anywhere.
    await services.refuseOtherRoles(actor, definition.operationId, Object.values(ctx.params as object));
    const body = definition.request.body === undefined ? undefined : await readJsonBody(ctx);
    const input = readRequest(ctx, definition, body);
    const api = services.api(actor);
    if ('stream' in definition) {
      await streams.serve(ctx, {
        who: actor.name,
        isStillAllowed: () => isStillAllowed(ctx),
        position: () => definition.position(clock.now()),
        open: (signal) => definition.stream(api, input, signal),
      });
      return;
    }
    ctx.body = toWire(await definition.call(api, input));
    ctx.status = definition.status ?? 200;
  });
}

/**
 * Validates every part and reports everything that is wrong with the request at once. What was masked is looked for first: to the schemas
 * it is a phone, a mail or a caller that is written wrongly.
 */
function readRequest(ctx: Context, { request }: Endpoint, body: unknown): Record<Parts, object> {
  const sent: readonly unknown[] = [ctx['params'], { ...ctx.query }, body];
  const masked = sent.flatMap((part) => maskedFields(part));
  if (masked.length > 0)
    throw invalidFields(masked.map(({ pointer, detail }) => ({ pointer: camelCase(pointer), detail })));
  const issues: FieldIssue[] = [];
  const read = (part: Parts, value: unknown) => {
    const schema = request[part];
    if (schema === undefined) return {};
    const result = schema.safeParse(value);
    if (result.success) return fromWire(result.data);
    issues.push(...result.error.issues.map((issue) => describeIssue(issue)));
    return {};
  };
  const input = {
    path: read('path', ctx['params']),
    // A parameter that is given twice is an array, which no schema accepts.
    query: read('query', { ...ctx.query }),
    body: read('body', body),
    headers: read('headers', {
      'idempotency-key': ctx.get('Idempotency-Key') || undefined,
      'last-event-id': ctx.get('Last-Event-ID') || undefined,
    }),
  };
  if (issues.length === 0) return input;
  throw invalidFields(issues);
}

/** RFC 6901. zod's messages quote what was expected, never what was sent. */
function describeIssue({ path, message }: { path: PropertyKey[]; message: string }): FieldIssue {
  const escaped = path.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1'));
  return { pointer: escaped.map((step) => `/${camelCase(step)}`).join(''), detail: message };
}
