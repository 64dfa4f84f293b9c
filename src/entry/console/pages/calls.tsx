import { DIRECTIONS, INTERACTION_CHANNELS } from '../../../domain/model/interaction.js';
import { OUTCOMES } from '../../../domain/model/outcomes.js';
import type { InteractionListQuery, InteractionView, Page as ApiPage } from '../../../ports/proxycall-api.js';
import { callsFile, MOST_ROWS } from '../calls-file.js';
import { Badge, Card, Empty, formatNumber, formatSeconds, Pager, Phone, Table, Time } from '../elements/data.js';
import { choiceOf, filterField, Filters, filtersIn } from '../elements/filters.js';
import { Button, Field, Form, RefusalNote } from '../elements/form.js';
import { Caller } from '../elements/interactions.js';
import { groupOf, GROUP_TONES, outcomeWord } from '../elements/outcomes.js';
import { filtered } from '../refusal.js';
import { typedTime } from '../times.js';
import type { Page, Refusal, View } from '../view.js';
import { readCalls } from '../read-calls.js';
import { CALLS } from './calls-words.js';

const PAGE_SIZE = 50;
const FIELDS = ['from', 'until', 'client_id', 'order_id', 'outcome', 'channel', 'direction'] as const;

export const callsPage: Page = {
  path: '/calls',
  section: 'calls',
  needs: 'listInteractions',
  async show(view, _params, formRefusal) {
    const t = CALLS[view.language];
    const sent = formRefusal === undefined ? view.ctx.querystring : new URLSearchParams([...formRefusal.form]);
    const query = new URLSearchParams(sent);
    const filters = filtersIn(query, FIELDS);
    const result = await filtered(view, query, () => read(view, filters, query.get('cursor') ?? undefined));
    const refusal = result.refusal ?? formRefusal;
    const content = (
      <>
        <Card>
          <RefusalNote {...{ view, refusal }} fields={FIELDS} />
          <CallFilters {...{ view, filters, refusal }} />
        </Card>
        <Card>
          {result.found === undefined ? (
            <Empty title={t.refused}>{t.refusedMore}</Empty>
          ) : (
            <CallTable view={view} found={result.found} filters={filters} />
          )}
          <Pager view={view} path="/calls" query={withCursor(filters, query)} next={result.found?.nextCursor} />
        </Card>
        {result.found !== undefined && result.found.items.length > 0 && <Download view={view} filters={filters} />}
      </>
    );
    return { title: t.title, content, ...(refusal === undefined ? {} : { status: refusal.status }) };
  },
  actions: {
    csv: {
      needs: 'listInteractions',
      async perform(view, form) {
        return { file: await callsFile(view, asQuery(view, filtersIn(new URLSearchParams([...form]), FIELDS))) };
      },
    },
  },
};

function asQuery(view: View, filters: URLSearchParams): InteractionListQuery {
  const text = (name: (typeof FIELDS)[number]) => filters.get(name) ?? undefined;
  return {
    from: typedTime('from', text('from'), view.timeZone),
    until: typedTime('until', text('until'), view.timeZone),
    clientId: text('client_id'),
    orderId: text('order_id'),
    outcome: choiceOf('outcome', text('outcome'), OUTCOMES),
    channel: choiceOf('channel', text('channel'), INTERACTION_CHANNELS),
    direction: choiceOf('direction', text('direction'), DIRECTIONS),
  };
}

async function read(view: View, filters: URLSearchParams, cursor?: string): Promise<ApiPage<InteractionView>> {
  return readCalls(view.api, { ...asQuery(view, filters), limit: PAGE_SIZE, cursor });
}

function withCursor(filters: URLSearchParams, query: URLSearchParams): URLSearchParams {
  const cursor = query.get('cursor');
  return new URLSearchParams([...filters, ...(cursor === null ? [] : [['cursor', cursor]])]);
}

function CallFilters({
  view,
  filters,
  refusal,
}: {
  readonly view: View;
  readonly filters: URLSearchParams;
  readonly refusal: Refusal | undefined;
}) {
  const t = CALLS[view.language];
  const value = filterField<(typeof FIELDS)[number]>(filters, refusal);
  const any = ['', t.any] as const;
  const outcomes = OUTCOMES.map((each) => [each, outcomeWord(view.language, each)] as const);
  return (
    <Filters view={view} path="/calls" isSet={filters.size > 0}>
      <Field label={t.from} {...value('from')} type="datetime-local" />
      <Field label={t.until} {...value('until')} type="datetime-local" />
      <Field label={t.clientId} {...value('client_id')} />
      <Field label={t.orderId} {...value('order_id')} />
      <Field
        label={t.channel}
        {...value('channel')}
        options={[any, ['call', t.calls] as const, ['message', t.messages] as const]}
      />
      <Field
        label={t.direction}
        {...value('direction')}
        options={[any, ...DIRECTIONS.map((each) => [each, t[each]] as const)]}
      />
      <Field label={t.outcome} {...value('outcome')} options={[any, ...outcomes]} />
    </Filters>
  );
}

function CallTable({
  view,
  found: { items, nextCursor },
  filters,
}: {
  readonly view: View;
  readonly found: ApiPage<InteractionView>;
  readonly filters: URLSearchParams;
}) {
  const t = CALLS[view.language];
  const [title, more] =
    nextCursor !== undefined
      ? [t.noneSoFar, t.noneSoFarMore]
      : filters.size > 0
        ? [t.noneFound, t.noneFoundMore]
        : [t.none, t.noneMore];
  return (
    <Table
      caption={t.title}
      items={items}
      keyOf={({ id }) => id}
      empty={<Empty title={title}>{more}</Empty>}
      columns={[
        { title: t.at, cell: ({ at }) => <Time view={view} at={at} /> },
        { title: t.kind, cell: ({ channel }) => t[channel] },
        { title: t.caller, cell: ({ from }) => <Caller view={view} from={from} /> },
        { title: t.callee, cell: ({ to }) => <Phone>{to}</Phone> },
        { title: t.direction, cell: ({ direction }) => (direction === undefined ? NOTHING : t[direction]) },
        {
          title: t.outcome,
          cell: ({ outcome }) => (
            <Badge tone={GROUP_TONES[groupOf(outcome)]}>{outcomeWord(view.language, outcome)}</Badge>
          ),
        },
        {
          title: t.duration,
          isNumber: true,
          cell: ({ durationSeconds: seconds }) => (seconds === undefined ? NOTHING : formatSeconds(seconds)),
        },
        { title: t.client, cell: ({ clientId }) => <ClientLink view={view} id={clientId} /> },
      ]}
    />
  );
}

const NOTHING = <span class="soft">–</span>;

function ClientLink({ view, id }: { readonly view: View; readonly id: string | undefined }) {
  if (id === undefined) return NOTHING;
  return view.may('getClient') ? <a href={`/console/clients/${encodeURIComponent(id)}`}>{id}</a> : <>{id}</>;
}

function Download({ view, filters }: { readonly view: View; readonly filters: URLSearchParams }) {
  const t = CALLS[view.language];
  return (
    <Form view={view} to="/calls/csv" isInline>
      {[...filters].map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Button kind="plain">{t.download}</Button>
      <p class="hint">{t.downloadHint(formatNumber(view.language, MOST_ROWS))}</p>
    </Form>
  );
}
