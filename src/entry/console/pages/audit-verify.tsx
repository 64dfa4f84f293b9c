import type { AuditVerification } from '../../../ports/proxycall-api.js';
import { Card, Facts, formatNumber, Table, Time } from '../elements/data.js';
import { typed } from '../form.js';
import type { Action, View } from '../view.js';
import { AUDIT } from './audit-words.js';

/** So many problems are listed: a thousand say no more. */
const MOST_LISTED = 200;

/** Reads the whole audit trail, and says what is wrong with it. */
export const verify: Action = {
  needs: 'verifyAudit',
  async perform(view, form) {
    const result = await view.api.verifyAudit({ head: typed(form, 'head') });
    return { title: AUDIT[view.language].verified, content: <Result view={view} result={result} /> };
  },
};

function Result({ view, result }: { readonly view: View; readonly result: AuditVerification }) {
  const t = AUDIT[view.language];
  const { verifiedAt, head, entries, unsealed, seals, problemCount } = result;
  const whole = (value: number) => formatNumber(view.language, value);
  return (
    <>
      <Card>
        {problemCount === 0 ? (
          <div class="note good" role="status">
            <strong>{t.complete}</strong>
            <p>{t.completeText}</p>
          </div>
        ) : (
          <div class="note fault" role="alert">
            <strong>{t.incomplete(whole(problemCount))}</strong>
            <p>{t.incompleteText}</p>
          </div>
        )}
        <Facts
          items={[
            [t.verifiedAt, <Time view={view} at={verifiedAt} />],
            [t.entries, whole(entries)],
            [t.waiting, whole(unsealed)],
            [t.seals, whole(seals)],
          ]}
        />
        {head !== undefined && (
          <div>
            <h2>{t.newest}</h2>
            <p class="code wrap">{head}</p>
            <p class="hint">{t.newestHint}</p>
          </div>
        )}
        <Problems view={view} result={result} />
      </Card>
      <p>
        <a href="/console/audit">{t.back}</a>
      </p>
    </>
  );
}

function Problems({
  view,
  result: { problems, problemCount },
}: {
  readonly view: View;
  readonly result: AuditVerification;
}) {
  if (problemCount === 0) return null;
  const t = AUDIT[view.language];
  const listed = problems.slice(0, MOST_LISTED).map((problem, index) => ({ ...problem, index }));
  return (
    <>
      <Table
        caption={t.what}
        items={listed}
        keyOf={({ index }) => index.toString()}
        empty={<p />}
        columns={[
          { title: t.where, cell: ({ entryId, sequence = 0 }) => entryId ?? t.sealNumber(sequence.toString()) },
          { title: t.what, cell: ({ problem }) => t.problems[problem] },
        ]}
      />
      {problemCount > listed.length && (
        <p class="soft">{t.more(formatNumber(view.language, problemCount - listed.length))}</p>
      )}
    </>
  );
}
