import type { NumberFault, SyncReport, WebhookFixReport } from '../../../ports/pool-api.js';
import { Facts, formatNumber } from '../elements/data.js';
import { ActionPanel, Button, Form, RefusalNote } from '../elements/form.js';
import { FaultList, NumberList, PoolReport } from '../elements/numbers.js';
import { typed } from '../form.js';
import type { Action, Refusal, View } from '../view.js';
import { UPKEEP } from './pool-words.js';

/** Compares the pool with the carrier: to look first, and then to add what is missing. */
export const sync: Action = {
  needs: 'syncPool',
  async perform(view, form) {
    const isApplied = typed(form, 'apply') === 'yes';
    const report = await view.api.syncPool({ apply: isApplied });
    return { title: UPKEEP[view.language].syncTitle, content: <Synced {...{ view, report, isApplied }} /> };
  },
};

function Synced({
  view,
  report: { missingNumbers, addedNumbers, lostNumbers, totalTwilio, totalSheet },
  isApplied,
}: {
  readonly view: View;
  readonly report: SyncReport;
  readonly isApplied: boolean;
}) {
  const t = UPKEEP[view.language];
  return (
    <PoolReport view={view}>
      {!isApplied && <p class="note">{t.dry}</p>}
      <Facts
        items={[
          [t.rented, formatNumber(view.language, totalTwilio)],
          [t.here, formatNumber(view.language, totalSheet)],
        ]}
      />
      {missingNumbers.length + lostNumbers.length === 0 && <p>{t.same}</p>}
      {!isApplied && <NumberList view={view} title={t.missing} numbers={missingNumbers} />}
      {isApplied && <NumberList view={view} title={t.added} numbers={addedNumbers} />}
      <NumberList view={view} title={t.lost} numbers={lostNumbers} />
      {lostNumbers.length > 0 && <p class="hint">{t.lostHint}</p>}
      {!isApplied && (
        <Form view={view} to="/pool/sync" isLong>
          <input type="hidden" name="apply" value="yes" />
          <p class="hint">{t.syncNowHint}</p>
          <Button>{t.syncNow}</Button>
        </Form>
      )}
    </PoolReport>
  );
}

/** Finds numbers whose webhooks lead elsewhere, and then corrects them. */
export const webhooks: Action = {
  needs: 'fixWebhooks',
  async perform(view, form) {
    const dryRun = typed(form, 'apply') !== 'yes';
    const report = await view.api.fixWebhooks({ dryRun, fixSms: true });
    return { title: UPKEEP[view.language].webhooksTitle, content: <Webhooks view={view} report={report} /> };
  },
};

function Webhooks({ view, report }: { readonly view: View; readonly report: WebhookFixReport }) {
  const t = UPKEEP[view.language];
  const { dryRun, checked, needFixVoice, needFixSms, fixedVoice, fixedSms, notFoundOnTwilio, errors } = report;
  const found = needFixVoice.length + needFixSms.length;
  const voice = needFixVoice.map(({ phoneNumber, currentVoiceUrl: reason }): NumberFault => ({ phoneNumber, reason }));
  const sms = needFixSms.map(({ phoneNumber, currentSmsUrl: reason }): NumberFault => ({ phoneNumber, reason }));
  return (
    <PoolReport view={view}>
      {dryRun && <p class="note">{t.dry}</p>}
      <Facts
        items={[
          [t.checked, formatNumber(view.language, checked)],
          [t.target, report.targetVoiceUrl],
        ]}
      />
      {found === 0 && notFoundOnTwilio.length === 0 && <p>{t.right}</p>}
      {dryRun && <FaultList view={view} title={t.voice} faults={voice} reason={t.goesTo} />}
      {dryRun && <FaultList view={view} title={t.sms} faults={sms} reason={t.goesTo} />}
      <NumberList view={view} title={t.fixedVoice} numbers={fixedVoice} />
      <NumberList view={view} title={t.fixedSms} numbers={fixedSms} />
      <NumberList view={view} title={t.notRented} numbers={notFoundOnTwilio} />
      <FaultList
        view={view}
        title={t.errors}
        faults={errors.map(({ phoneNumber, err: reason }) => ({ phoneNumber, reason }))}
      />
      {dryRun && found > 0 && (
        <Form view={view} to="/pool/webhooks" isLong>
          <input type="hidden" name="apply" value="yes" />
          <Button>{t.fix}</Button>
        </Form>
      )}
    </PoolReport>
  );
}

interface PanelProps {
  readonly view: View;
  readonly refusal: Refusal | undefined;
}

export function UpkeepPanels({ view, refusal }: PanelProps) {
  const t = UPKEEP[view.language];
  const panels = [
    ['sync', 'syncPool', t.sync, t.syncHint],
    ['webhooks', 'fixWebhooks', t.webhooks, t.webhooksHint],
  ] as const;
  return (
    <>
      {panels
        .filter(([, needs]) => view.may(needs))
        .map(([action, , title, hint]) => {
          const refused = refusal?.action === action ? refusal : undefined;
          return (
            <ActionPanel key={action} title={title} isOpen={refused !== undefined}>
              <RefusalNote view={view} refusal={refused} fields={[]} />
              <p class="hint">{hint}</p>
              <Form view={view} to={`/pool/${action}`} isLong>
                <Button kind="plain">{t.look}</Button>
              </Form>
            </ActionPanel>
          );
        })}
    </>
  );
}
