import { Field } from '../../elements/form.js';
import { CSRF_FIELD } from '../../form.js';
import { HANDSETS, type Handset, type Line, type TryIt } from '../../try-it.js';
import type { Refusal, View } from '../../view.js';
import { T } from './words.js';

interface Props {
  readonly view: View;
  readonly tryIt: TryIt;
  readonly refusal?: Refusal | undefined;
}

/** Both phones: what htmx exchanges when one of them has done something. */
export function Handsets({ view, tryIt, refusal }: Props) {
  return (
    <div class="phones" id="phones">
      {HANDSETS.map((handset) => (
        <HandsetPanel key={handset} {...{ view, tryIt, refusal, handset }} />
      ))}
    </div>
  );
}

function HandsetPanel({ view, tryIt, refusal, handset }: Props & { readonly handset: Handset }) {
  const t = T[view.language];
  const phone = tryIt.phone(handset);
  const lines = tryIt.linesOf(handset);
  const name = (field: string) => `${handset}-${field}`;
  return (
    <section class="handset" aria-labelledby={name('title')}>
      <header>
        <h3 id={name('title')}>{t.handset[handset]}</h3>
        <p class="hint">{t.isNumber(phone.number)}</p>
      </header>
      <ol class="screen" tabIndex={0} aria-label={t.handset[handset]} data-handset={handset}>
        {lines.length === 0 && <li class="soft">{t.nothing}</li>}
        {lines.map((line, index) => (
          <LineItem key={index} {...{ view, line }} />
        ))}
      </ol>
      <HandsetForm {...{ view, tryIt, refusal, handset }} />
    </section>
  );
}

function HandsetForm({ view, tryIt, refusal, handset }: Props & { readonly handset: Handset }) {
  const t = T[view.language];
  const own = refusal?.form.get('handset') === handset ? refusal : undefined;
  const { order } = tryIt;
  const courierCalls = order?.courierProxyNumber ?? order?.clientProxyNumber;
  const known = handset === 'client' ? order?.clientProxyNumber : courierCalls;
  const common = (name: string) => ({ name, id: `${handset}-${name}`, refusal: own });
  const target = { 'hx-post': '/console/try/use', 'hx-target': '#phones', 'hx-swap': 'outerHTML' };
  return (
    <form method="post" action="/console/try/use" class="form" {...target}>
      <input type="hidden" name={CSRF_FIELD} value={view.csrf} />
      <input type="hidden" name="handset" value={handset} />
      <Field {...common('to')} label={t.to} type="tel" value={known} />
      <Field {...common('keys')} label={t.keys} type="tel" />
      <button type="submit" name="do" value="call" class="button primary">
        {t.call}
      </button>
      <Field {...common('body')} label={t.body} />
      <button type="submit" name="do" value="text" class="button plain">
        {t.send}
      </button>
      <Field
        {...common('behaviour')}
        label={t.behaviour}
        value={tryIt.phone(handset).behaviour}
        options={Object.entries(t.behaviours)}
      />
      <button type="submit" name="do" value="set" class="button plain">
        {t.set}
      </button>
    </form>
  );
}

function LineItem({ view, line }: { readonly view: View; readonly line: Line }) {
  const t = T[view.language];
  switch (line.kind) {
    case 'rang':
      return (
        <li>
          {t.rang(line.shown, line.answered)}
          <Heard {...{ view, heard: line.heard }} />
        </li>
      );
    case 'received':
      return (
        <li>
          <span class="hint">{t.received(line.from)}</span>
          <br />
          {line.body}
        </li>
      );
    case 'called':
      return (
        <li class="own">
          {t.called(line.to, line.isConnected)}
          <Heard {...{ view, heard: line.heard }} />
        </li>
      );
    case 'texted':
      return (
        <li class="own">
          <span class="hint">{t.texted(line.to)}</span>
          <br />
          {line.body}
        </li>
      );
  }
}

function Heard({ view, heard }: { readonly view: View; readonly heard: readonly string[] }) {
  if (heard.length === 0) return null;
  return (
    <p class="hint">
      {T[view.language].heard}: “{heard.join(' ')}”
    </p>
  );
}
