import { parseCountry } from '../../../domain/model/country.js';
import { invalidField } from '../../../domain/model/errors.js';
import { NUMBER_TYPES, POOL_STATUSES, type PoolStatus } from '../../../domain/model/proxy-number.js';
import type { NumberView, Page as ApiPage } from '../../../ports/proxycall-api.js';
import { Badge, Card, Empty, formatNumber, Pager, Phone, Table, Time, type Tone } from '../elements/data.js';
import { choiceOf, filterField, Filters, filtersIn } from '../elements/filters.js';
import { Button, Field, Form, RefusalNote } from '../elements/form.js';
import { detailIn } from '../details.js';
import { selectName } from '../selection.js';
import type { Refusal, View } from '../view.js';
import { POOL } from './pool-words.js';

const PAGE_SIZE = 50;
const FIELDS = ['country_iso', 'number_type', 'status'] as const;
/** Of the form for selected numbers, whose boxes are in the table. */
const SELECTION = 'selection';

export function numberFilters(query: URLSearchParams): URLSearchParams {
  return filtersIn(query, FIELDS);
}

export async function readNumbers(
  { api }: View,
  filters: URLSearchParams,
  cursor: string | undefined,
): Promise<ApiPage<NumberView>> {
  const country = filters.get('country_iso');
  const countryIso = country === null ? undefined : parseCountry(country);
  if (country !== null && countryIso === undefined)
    throw invalidField('countryIso', 'must be an ISO 3166 country code, such as FR');
  return api.listNumbers({
    ...{ countryIso, cursor, limit: PAGE_SIZE },
    numberType: choiceOf('numberType', filters.get('number_type') ?? undefined, NUMBER_TYPES),
    status: choiceOf('status', filters.get('status') ?? undefined, POOL_STATUSES),
  });
}

interface TableProps {
  readonly view: View;
  readonly found: ApiPage<NumberView> | undefined;
  readonly filters: URLSearchParams;
  readonly cursor: string | undefined;
  readonly refusal: Refusal | undefined;
  /** Whether there are no numbers at all. */
  readonly isEmpty: boolean;
}

export function NumberTable({ view, found, filters, cursor, refusal, isEmpty }: TableProps) {
  if (isEmpty) return null;
  const t = POOL[view.language];
  const own = refusal !== undefined && OWN.includes(refusal.action) ? refusal : undefined;
  const here = new URLSearchParams([...filters, ...(cursor === undefined ? [] : [['cursor', cursor]])]);
  return (
    <Card title={t.list}>
      <RefusalNote view={view} refusal={own} fields={[...FIELDS, 'numbers']} />
      <NumberFilters view={view} filters={filters} refusal={own?.action === 'filters' ? own : undefined} />
      {found !== undefined && <Numbers view={view} items={found.items} />}
      {found !== undefined && <Selection view={view} items={found.items} here={here} refusal={own} />}
      <Pager view={view} path="/pool" query={here} next={found?.nextCursor} />
    </Card>
  );
}

/** The forms whose refusals are shown with the table. */
const OWN = ['filters', 'share', 'release'];

function NumberFilters({
  view,
  filters,
  refusal,
}: {
  readonly view: View;
  readonly filters: URLSearchParams;
  readonly refusal: Refusal | undefined;
}) {
  const t = POOL[view.language];
  const value = filterField<(typeof FIELDS)[number]>(filters, refusal);
  const any = ['', t.any] as const;
  return (
    <Filters view={view} path="/pool" isSet={filters.size > 0}>
      <Field label={t.country} {...value('country_iso')} placeholder="FR" />
      <Field
        label={t.type}
        {...value('number_type')}
        options={[any, ...NUMBER_TYPES.map((each) => [each, t.types[each]] as const)]}
      />
      <Field
        label={t.status}
        {...value('status')}
        options={[any, ...POOL_STATUSES.map((each) => [each, t.statuses[each]] as const)]}
      />
    </Filters>
  );
}

const TONES: Readonly<Record<PoolStatus, Tone>> = {
  ...{ available: 'good', assigned: 'calm', shared: 'calm' },
  ...{ reserved: 'warn', quarantined: 'warn', held: 'warn', error: 'bad' },
} as const;

function Numbers({ view, items }: { readonly view: View; readonly items: readonly NumberView[] }) {
  const t = POOL[view.language];
  const isSelectable = items.some((each) => maySelect(view, each));
  return (
    <Table
      caption={t.list}
      items={items.map((item, index) => ({ ...item, index }))}
      keyOf={({ index }) => index.toString()}
      empty={<Empty title={t.noneFound}>{t.noneFoundMore}</Empty>}
      columns={[
        ...(isSelectable ? [{ title: t.select, cell: (item: Indexed) => <SelectBox view={view} item={item} /> }] : []),
        { title: t.number, cell: ({ phoneNumber }: Indexed) => <Phone>{phoneNumber}</Phone> },
        { title: t.country, cell: ({ countryIso }) => countryIso },
        { title: t.type, cell: ({ numberType }) => t.types[numberType] },
        { title: t.status, cell: (item) => <Status view={view} item={item} /> },
        {
          title: t.load,
          isNumber: true,
          cell: ({ load, status }) => (status === 'shared' ? formatNumber(view.language, load) : NOTHING),
        },
        { title: t.client, cell: ({ clientId }) => <Holder view={view} id={clientId} /> },
        { title: t.label, cell: ({ friendlyName }) => friendlyName || NOTHING },
        { title: t.bought, cell: ({ boughtAt }) => <Time view={view} at={boughtAt} style="date" /> },
      ]}
    />
  );
}

const NOTHING = <span class="soft">–</span>;

type Indexed = NumberView & { readonly index: number };

/** Masked numbers are no numbers: nothing can be done with them. */
function maySelect(view: View, { phoneNumber }: NumberView): boolean {
  return view.may('shareNumbers') && !phoneNumber.includes('•');
}

function SelectBox({ view, item }: { readonly view: View; readonly item: Indexed }) {
  if (!maySelect(view, item)) return NOTHING;
  return (
    <input
      {...{ type: 'checkbox', name: selectName(item.index), value: item.phoneNumber, form: SELECTION }}
      aria-label={`${POOL[view.language].select} ${item.phoneNumber}`}
    />
  );
}

function Status({ view, item: { status, until, reason } }: { readonly view: View; readonly item: NumberView }) {
  const t = POOL[view.language];
  return (
    <>
      <Badge tone={TONES[status]}>{t.statuses[status]}</Badge>
      {until !== undefined && (
        <span class="hint">
          {' '}
          {t.until} <Time view={view} at={until} style="date" />
        </span>
      )}
      {reason !== undefined && <span class="hint"> {detailIn(view.language, reason)}</span>}
    </>
  );
}

function Holder({ view, id }: { readonly view: View; readonly id: string | undefined }) {
  if (id === undefined) return NOTHING;
  return view.may('getClient') ? <a href={`/console/clients/${encodeURIComponent(id)}`}>{id}</a> : <>{id}</>;
}

/** What is done with the numbers whose boxes are ticked. */
function Selection({
  view,
  items,
  here,
  refusal,
}: {
  readonly view: View;
  readonly items: readonly NumberView[];
  readonly here: URLSearchParams;
  readonly refusal: Refusal | undefined;
}) {
  if (!items.some((each) => maySelect(view, each))) return null;
  const t = POOL[view.language];
  const fault = refusal?.issues.get('numbers');
  return (
    <Form view={view} to="/pool/share" id={SELECTION} isInline isLong>
      {[...here].map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <fieldset class="row plain">
        <legend>{t.selected}</legend>
        <Button kind="plain" name="shared" value="yes">
          {t.share}
        </Button>
        <Button kind="plain" name="shared" value="no">
          {t.unshare}
        </Button>
        {view.may('releaseNumbers') && (
          <Button kind="danger" to="/pool/release">
            {t.release}
          </Button>
        )}
      </fieldset>
      {fault !== undefined && <p class="fault">{fault}</p>}
    </Form>
  );
}
