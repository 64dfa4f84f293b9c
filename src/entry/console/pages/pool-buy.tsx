import { randomUUID } from 'node:crypto';
import { parseCountry } from '../../../domain/model/country.js';
import { invalidField, refuseOutside } from '../../../domain/model/errors.js';
import { NUMBER_TYPES } from '../../../domain/model/proxy-number.js';
import { LARGEST_PURCHASE } from '../../../domain/model/settings.js';
import type { PoolStats, ProvisionReport, ProvisionRequest } from '../../../ports/pool-api.js';
import { Facts, formatNumber } from '../elements/data.js';
import { choiceOf } from '../elements/filters.js';
import { ActionPanel, Button, Field, Form, RefusalNote, Tick } from '../elements/form.js';
import { countryName, formatMoney, NumberList, PoolReport } from '../elements/numbers.js';
import { typed, type Form as Sent } from '../form.js';
import { CONFIRM, refuseOtherCount } from '../selection.js';
import type { Action, Refusal, Shown, View } from '../view.js';
import { POOL, TRADE } from './pool-words.js';

/** How many offers of the carrier a number may be chosen from. */
const CANDIDATES = 10;
const FIELDS = ['country_iso', 'number_type', 'batch_size', 'require_sms'] as const;

/** Buys numbers: shows the price first, and then asks for the count. Sent twice, it buys no more. */
export const buy: Action = {
  needs: 'provisionNumbers',
  async perform(view, form) {
    const request = requestIn(form);
    const idempotencyKey = keyIn(form);
    if (idempotencyKey === undefined) return confirmPurchase(view, request, randomUUID());
    refuseOtherCount(view, form, request.batchSize);
    const report = await view.api.provisionNumbers(request, { idempotencyKey });
    return { title: TRADE[view.language].boughtTitle, content: <Bought view={view} report={report} /> };
  },
};

/** Of a refused purchase that had been confirmed: the question again. */
export async function refusedPurchase(view: View, refusal: Refusal): Promise<Shown | undefined> {
  const key = keyIn(refusal.form);
  return refusal.action === 'buy' && key !== undefined && refusal.issues.size === countOnly(refusal)
    ? confirmPurchase(view, requestIn(refusal.form), key, refusal)
    : undefined;
}

/** What is wrong with other fields is not for this page. */
function countOnly({ issues }: Refusal): number {
  return issues.has(CONFIRM) ? 1 : 0;
}

function requestIn(form: Sent): ProvisionRequest {
  const countryIso = parseCountry(typed(form, 'country_iso') ?? '');
  if (countryIso === undefined) throw invalidField('countryIso', 'must be an ISO 3166 country code, such as FR');
  const batchSize = Number(typed(form, 'batch_size') ?? Number.NaN);
  refuseOutside('batchSize', batchSize, [1, LARGEST_PURCHASE]);
  const numberType = choiceOf('numberType', typed(form, 'number_type'), NUMBER_TYPES) ?? 'mobile';
  return {
    ...{ countryIso, batchSize, numberType, candidatesLimit: CANDIDATES },
    requireSmsCapability: form.get('require_sms') === 'yes',
    requireVoiceCapability: true,
  };
}

/** One of ours. */
function keyIn(form: Sent): string | undefined {
  const key = form.get('key') ?? '';
  return /^[\da-f-]{36}$/.test(key) ? key : undefined;
}

async function confirmPurchase(view: View, request: ProvisionRequest, key: string, refusal?: Refusal): Promise<Shown> {
  const { language } = view;
  const t = TRADE[language];
  const { countryIso, numberType, batchSize, requireSmsCapability } = request;
  const price = await priceOf(view, request);
  const count = formatNumber(language, batchSize);
  const hidden = [
    ['country_iso', countryIso],
    ['number_type', numberType],
    ['batch_size', batchSize.toString()],
    ['require_sms', requireSmsCapability ? 'yes' : ''],
    ['key', key],
  ] as const;
  const content = (
    <PoolReport view={view}>
      <RefusalNote view={view} refusal={refusal} fields={[CONFIRM]} />
      <Facts
        items={[
          [t.what, t.buyWhat(count, POOL[language].types[numberType], countryName(language, countryIso))],
          [t.price, price === undefined ? t.noPrice : formatMoney(language, price)],
          [t.cost, price === undefined ? undefined : formatMoney(language, price * batchSize)],
        ]}
      />
      <Form view={view} to="/pool/buy" isLong>
        {hidden.map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <Field label={POOL[language].confirmCount(count)} name={CONFIRM} isRequired refusal={refusal} />
        <Button>{t.buyNow}</Button>
      </Form>
    </PoolReport>
  );
  return { title: t.buyTitle, content };
}

/** What one number costs a month, if the settings know it. A plan for any load says so. */
async function priceOf({ api }: View, { countryIso, numberType }: ProvisionRequest): Promise<number | undefined> {
  const { pools } = await api.planPool({ ordersPerDay: 1, countryIso, numberType });
  return pools.find((each) => each.countryIso === countryIso && each.numberType === numberType)?.monthlyPrice;
}

function Bought({ view, report: { purchasedNow, failed } }: { readonly view: View; readonly report: ProvisionReport }) {
  const t = TRADE[view.language];
  return (
    <PoolReport view={view}>
      <NumberList view={view} title={t.bought} numbers={purchasedNow} />
      {failed.length > 0 && (
        <div class="note warn">
          <strong>{t.failed}</strong>
          {[...new Set(failed.map(({ reason }) => reason))].map((reason) => (
            <p key={reason}>{reason}</p>
          ))}
        </div>
      )}
    </PoolReport>
  );
}

export function BuyPanel({
  view,
  refusal,
  stats: { pools },
}: {
  readonly view: View;
  readonly refusal: Refusal | undefined;
  readonly stats: PoolStats;
}) {
  if (!view.may('provisionNumbers')) return null;
  const t = TRADE[view.language];
  const words = POOL[view.language];
  const refused = refusal?.action === 'buy' ? refusal : undefined;
  const usual = [...pools].sort((one, other) => other.owned - one.owned)[0];
  const types = NUMBER_TYPES.map((each) => [each, words.types[each]] as const);
  return (
    <ActionPanel title={t.buy} isOpen={refused !== undefined || pools.length === 0}>
      <RefusalNote view={view} refusal={refused} fields={FIELDS} />
      <p class="hint">{t.buyHint}</p>
      <Form view={view} to="/pool/buy">
        <Field
          {...{ label: words.country, name: 'country_iso', hint: t.countryHint, refusal: refused }}
          {...{ id: 'buy-country', isRequired: true, value: usual?.countryIso ?? 'FR' }}
        />
        <Field
          {...{ label: words.type, name: 'number_type', options: types, refusal: refused }}
          {...{ id: 'buy-type', value: usual?.numberType ?? 'mobile' }}
        />
        <Field label={t.count} name="batch_size" type="number" isRequired value="1" refusal={refused} />
        <Tick label={t.sms} name="require_sms" isTicked={refused === undefined || refused.form.has('require_sms')} />
        <Button kind="plain">{t.review}</Button>
      </Form>
    </ActionPanel>
  );
}
