import type { ComponentChildren } from 'preact';
import type { ReleaseReport } from '../../../ports/pool-api.js';
import { formatNumber } from '../elements/data.js';
import { ActionPanel, Button, Field, Form, RefusalNote, Tick } from '../elements/form.js';
import { FaultList, NumberList, PoolReport } from '../elements/numbers.js';
import { CONFIRM, refuseOtherCount, selectedIn, selectName, someSelected } from '../selection.js';
import type { Action, Refusal, Shown, View } from '../view.js';
import { POOL, TRADE } from './pool-words.js';

/** So many numbers are confirmed at once: a form is not larger. */
const MOST_CONFIRMED = 500;

/** Gives back what was selected, once its count was typed. */
export const release: Action = {
  needs: 'releaseNumbers',
  async perform(view, form) {
    const numbers = someSelected(view, form);
    if (!form.has(CONFIRM)) return confirmRelease(view, numbers);
    refuseOtherCount(view, form, numbers.length);
    const report = await view.api.releaseNumbers({ numbers, force: form.get('force') === 'yes' });
    return { title: TRADE[view.language].releasedTitle, content: <Released view={view} report={report} /> };
  },
};

/** Gives back what cannot text: shows it first. */
export const purge: Action = {
  needs: 'purgeWithoutSms',
  async perform(view, form) {
    const t = TRADE[view.language];
    if (form.has(CONFIRM)) {
      const numbers = someSelected(view, form);
      refuseOtherCount(view, form, numbers.length);
      const report = await view.api.purgeWithoutSms({ numbers, dryRun: false });
      return { title: t.releasedTitle, content: <Released view={view} report={report} /> };
    }
    const { released, removed, checked } = await view.api.purgeWithoutSms({ dryRun: true });
    const found = [...released, ...removed];
    if (found.length > 0) return confirmPurge(view, found.slice(0, MOST_CONFIRMED), { checked, all: found.length });
    const content = (
      <PoolReport view={view}>
        <p>{t.purgeNone}</p>
      </PoolReport>
    );
    return { title: t.purgeTitle, content };
  },
};

/** Of a form that had been confirmed, and was refused: the question again. */
export function refusedRelease(view: View, refusal: Refusal): Shown | undefined {
  const numbers = selectedIn(refusal.form);
  if (!refusal.form.has(CONFIRM) || numbers.length === 0) return undefined;
  if (refusal.action === 'release') return confirmRelease(view, numbers, refusal);
  return refusal.action === 'purge' ? confirmPurge(view, numbers, {}, refusal) : undefined;
}

function confirmRelease(view: View, numbers: readonly string[], refusal?: Refusal): Shown {
  const t = TRADE[view.language];
  const content = (
    <PoolReport view={view}>
      <RefusalNote view={view} refusal={refusal} fields={[CONFIRM]} />
      <p>{t.releaseText}</p>
      <NumberList view={view} title={POOL[view.language].title} numbers={numbers} />
      <ConfirmForm {...{ view, numbers, refusal }} to="/pool/release">
        <Tick label={t.force} name="force" isTicked={refusal?.form.get('force') === 'yes'} />
      </ConfirmForm>
    </PoolReport>
  );
  return { title: t.releaseTitle, content };
}

function confirmPurge(
  view: View,
  numbers: readonly string[],
  { checked, all = numbers.length }: { readonly checked?: number; readonly all?: number },
  refusal?: Refusal,
): Shown {
  const t = TRADE[view.language];
  const content = (
    <PoolReport view={view}>
      <RefusalNote view={view} refusal={refusal} fields={[CONFIRM]} />
      {checked !== undefined && <p class="note">{t.purgeText(formatNumber(view.language, checked))}</p>}
      {all > numbers.length && <p>{t.purgeCut(formatNumber(view.language, numbers.length))}</p>}
      <NumberList view={view} title={t.purgeFound} numbers={numbers} />
      <ConfirmForm {...{ view, numbers, refusal }} to="/pool/purge" />
    </PoolReport>
  );
  return { title: t.purgeTitle, content };
}

interface ConfirmProps {
  readonly view: View;
  readonly to: string;
  readonly numbers: readonly string[];
  readonly refusal: Refusal | undefined;
  readonly children?: ComponentChildren;
}

function ConfirmForm({ view, to, numbers, refusal, children }: ConfirmProps) {
  return (
    <Form view={view} to={to} isLong>
      {numbers.map((each, index) => (
        <input key={each} type="hidden" name={selectName(index)} value={each} />
      ))}
      {children}
      <Field
        label={POOL[view.language].confirmCount(numbers.length.toString())}
        {...{ name: CONFIRM, isRequired: true, refusal }}
      />
      <Button kind="danger">{TRADE[view.language].releaseNow}</Button>
    </Form>
  );
}

function Released({ view, report }: { readonly view: View; readonly report: ReleaseReport }) {
  const t = TRADE[view.language];
  return (
    <PoolReport view={view}>
      <NumberList view={view} title={t.released} numbers={report.released} />
      <NumberList view={view} title={t.removed} numbers={report.removed} />
      <FaultList view={view} title={t.kept} faults={report.kept} />
      <FaultList view={view} title={t.notReleased} faults={report.failed} />
      <NumberList view={view} title={t.notFound} numbers={report.notFound} />
    </PoolReport>
  );
}

export function PurgePanel({ view, refusal }: { readonly view: View; readonly refusal: Refusal | undefined }) {
  if (!view.may('purgeWithoutSms')) return null;
  const t = TRADE[view.language];
  const refused = refusal?.action === 'purge' ? refusal : undefined;
  return (
    <ActionPanel title={t.purge} isOpen={refused !== undefined} isDanger>
      <RefusalNote view={view} refusal={refused} fields={[]} />
      <p class="hint">{t.purgeHint}</p>
      <Form view={view} to="/pool/purge" isLong>
        <Button kind="plain">{t.purgeLook}</Button>
      </Form>
    </ActionPanel>
  );
}
