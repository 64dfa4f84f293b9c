import { AUDIT_KINDS } from '../../../domain/model/audit-names.js';
import type { AuditEntryView, AuditListQuery, Page as ApiPage } from '../../../ports/proxycall-api.js';
import { Badge, Card, Empty, Pager, Table, Time } from '../elements/data.js';
import { choiceOf, filterField, Filters, filtersIn } from '../elements/filters.js';
import { ActionPanel, Button, Field, Form, RefusalNote } from '../elements/form.js';
import { filtered } from '../refusal.js';
import { typedTime } from '../times.js';
import type { Page, Refusal, View } from '../view.js';
import { verify } from './audit-verify.js';
import { actionWord } from './audit-actions.js';
import { AUDIT } from './audit-words.js';

const PAGE_SIZE = 50;
const FIELDS = ['from', 'until', 'actor', 'record_kind', 'record_id'] as const;
/** Filters stand in the address, in which no number is to be. */
const KINDS = AUDIT_KINDS.filter((kind) => kind !== 'number');

export const auditPage: Page = {
  path: '/audit',
  section: 'audit',
  needs: 'listAudit',
  async show(view, _params, formRefusal) {
    const t = AUDIT[view.language];
    const query = new URLSearchParams(formRefusal === undefined ? view.ctx.querystring : '');
    const filters = filtersIn(query, FIELDS);
    const cursor = query.get('cursor') ?? undefined;
    const { found, refusal } = await filtered(view, query, () => read(view, filters, cursor));
    const here = new URLSearchParams([...filters, ...(cursor === undefined ? [] : [['cursor', cursor]])]);
    const content = (
      <>
        <VerifyPanel view={view} refusal={formRefusal} />
        <Card>
          <RefusalNote view={view} refusal={refusal} fields={FIELDS} />
          <AuditFilters {...{ view, filters, refusal }} />
        </Card>
        <Card>
          {found === undefined ? (
            <Empty title={t.notShown}>{t.notShownMore}</Empty>
          ) : (
            <Entries view={view} items={found.items} isFiltered={filters.size > 0} />
          )}
          <Pager view={view} path="/audit" query={here} next={found?.nextCursor} />
        </Card>
      </>
    );
    return { title: t.title, content, ...(refusal === undefined ? {} : { status: refusal.status }) };
  },
  actions: { verify },
};

function read(view: View, filters: URLSearchParams, cursor: string | undefined): Promise<ApiPage<AuditEntryView>> {
  const text = (name: (typeof FIELDS)[number]) => filters.get(name) ?? undefined;
  const query: AuditListQuery = {
    ...{ cursor, limit: PAGE_SIZE },
    from: typedTime('from', text('from'), view.timeZone),
    until: typedTime('until', text('until'), view.timeZone),
    actor: text('actor'),
    recordKind: choiceOf('recordKind', text('record_kind'), KINDS),
    recordId: text('record_id'),
  };
  return view.api.listAudit(query);
}

function AuditFilters({
  view,
  filters,
  refusal,
}: {
  readonly view: View;
  readonly filters: URLSearchParams;
  readonly refusal: Refusal | undefined;
}) {
  const t = AUDIT[view.language];
  const value = filterField<(typeof FIELDS)[number]>(filters, refusal);
  const kinds = KINDS.map((kind) => [kind, t.kinds[kind]] as const);
  return (
    <Filters view={view} path="/audit" isSet={filters.size > 0}>
      <Field label={t.from} {...value('from')} type="datetime-local" />
      <Field label={t.until} {...value('until')} type="datetime-local" />
      <Field label={t.actor} {...value('actor')} />
      <Field label={t.kind} {...value('record_kind')} options={[['', t.any] as const, ...kinds]} />
      <Field label={t.id} {...value('record_id')} />
    </Filters>
  );
}

function Entries({
  view,
  items,
  isFiltered,
}: {
  readonly view: View;
  readonly items: readonly AuditEntryView[];
  readonly isFiltered: boolean;
}) {
  const t = AUDIT[view.language];
  const [title, more] = isFiltered ? [t.noneFound, t.noneFoundMore] : [t.none, t.noneMore];
  return (
    <>
      {items.some(({ isGenuine }) => !isGenuine) && <p class="note fault">{t.forgedText}</p>}
      <Table
        caption={t.title}
        items={items}
        keyOf={({ id }) => id}
        empty={<Empty title={title}>{more}</Empty>}
        columns={[
          { title: t.at, cell: ({ at }) => <Time view={view} at={at} /> },
          { title: t.actor, cell: ({ actor }) => <span class="words">{actor}</span> },
          { title: t.action, cell: (entry) => <What view={view} entry={entry} /> },
          {
            title: t.outcome,
            cell: ({ outcome }) => <Badge tone={outcome === 'done' ? 'good' : 'bad'}>{t[outcome]}</Badge>,
          },
          { title: t.records, cell: ({ records }) => <Records records={records} /> },
          { title: t.whence, cell: ({ address }) => <span class="one-line">{address ?? NOTHING}</span> },
          { title: t.seal, cell: (entry) => <Seal view={view} entry={entry} /> },
        ]}
      />
    </>
  );
}

const NOTHING = <span class="soft">–</span>;

interface EntryProps {
  readonly view: View;
  readonly entry: AuditEntryView;
}

function What({ view, entry: { action, reason } }: EntryProps) {
  return (
    <>
      <span class="words" title={action}>
        {actionWord(view.language, action)}
      </span>
      {reason !== undefined && <span class="hint"> ({AUDIT[view.language].reasons[reason]})</span>}
    </>
  );
}

/** Each leads to what else happened with the record. */
function Records({ records }: { readonly records: readonly string[] }) {
  if (records.length === 0) return NOTHING;
  return (
    <ul class="records">
      {records.map((name) => {
        const [kind = '', ...id] = name.split(':');
        const query = new URLSearchParams({ record_kind: kind, record_id: id.join(':') });
        const isNumber = kind === 'number';
        // A number is in no address.
        return <li key={name}>{isNumber ? name : <a href={`/console/audit?${query.toString()}`}>{name}</a>}</li>;
      })}
    </ul>
  );
}

function Seal({ view, entry: { seal, isGenuine } }: EntryProps) {
  const t = AUDIT[view.language];
  if (!isGenuine) return <Badge tone="bad">{t.forged}</Badge>;
  return seal === undefined ? (
    <span class="soft one-line">{t.unsealed}</span>
  ) : (
    <span class="one-line">{t.sealed(seal.toString())}</span>
  );
}

function VerifyPanel({ view, refusal }: { readonly view: View; readonly refusal: Refusal | undefined }) {
  if (!view.may('verifyAudit')) return null;
  const t = AUDIT[view.language];
  const refused = refusal?.action === 'verify' ? refusal : undefined;
  return (
    <ActionPanel title={t.verify} isOpen={refused !== undefined}>
      <RefusalNote view={view} refusal={refused} fields={['head']} />
      <p class="hint">{t.verifyHint}</p>
      <Form view={view} to="/audit/verify" isLong>
        <Field label={t.head} name="head" hint={t.headHint} refusal={refused} />
        <Button>{t.verifyNow}</Button>
      </Form>
    </ActionPanel>
  );
}
