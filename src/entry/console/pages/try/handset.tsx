import type { ComponentChildren } from 'preact';
import { Field, RefusalNote } from '../../elements/form.js';
import { CSRF_FIELD } from '../../form.js';
import { HANDSETS, type Handset, type Line, type TryIt } from '../../try-it.js';
import type { Refusal, View } from '../../view.js';
import { T } from './words.js';

interface Props {
  readonly view: View;
  readonly tryIt: TryIt;
  readonly refusal?: Refusal | undefined;
}

/** Both phones. */
export function Handsets({ view, tryIt, refusal }: Props) {
  return (
    <div class="phones">
      {HANDSETS.map((handset) => (
        <HandsetPanel key={handset} {...{ view, tryIt, refusal, handset }} />
      ))}
    </div>
  );
}

/** What htmx exchanges when one of them has done something: what they show. Fields keep what is typed, and the keyboard its place. */
export function Screens({ view, tryIt }: Props) {
  return (
    <>
      {HANDSETS.map((handset) => (
        <Screen key={handset} {...{ view, tryIt, handset }} isExchanged />
      ))}
    </>
  );
}

type HandsetProps = Props & { readonly handset: Handset };

function HandsetPanel({ view, tryIt, refusal, handset }: HandsetProps) {
  const t = T[view.language];
  const title = `${handset}-title`;
  return (
    <section class="handset" aria-labelledby={title}>
      <header>
        <h3 id={title}>{t.handset[handset]}</h3>
        <p class="hint">{t.isNumber(tryIt.phone(handset).number)}</p>
      </header>
      <Screen {...{ view, tryIt, handset }} />
      <HandsetForms {...{ view, tryIt, refusal, handset }} />
    </section>
  );
}

/** A log: what is added is read out. */
function Screen({ view, tryIt, handset, isExchanged = false }: HandsetProps & { readonly isExchanged?: boolean }) {
  const t = T[view.language];
  const lines = tryIt.linesOf(handset);
  const swap = isExchanged ? { 'hx-swap-oob': 'innerMorph' } : {};
  return (
    <div
      {...{ id: `${handset}-screen`, class: 'screen', role: 'log', tabIndex: 0, 'data-handset': handset, ...swap }}
      aria-label={t.handset[handset]}
    >
      {lines.length === 0 && <p class="soft">{t.nothing}</p>}
      <ol>
        {lines.map((line, index) => (
          <LineItem key={index} {...{ view, line }} />
        ))}
      </ol>
    </div>
  );
}

/** A form for each thing that a phone does: Enter does what the form is for. */
function HandsetForms({ view, tryIt, refusal, handset }: HandsetProps) {
  const t = T[view.language];
  const { order } = tryIt;
  const courierCalls = order?.courierProxyNumber ?? order?.clientProxyNumber;
  const known = handset === 'client' ? order?.clientProxyNumber : courierCalls;
  const form = (does: string) => {
    const isOwn = refusal?.form.get('handset') === handset && refusal.form.get('do') === does;
    const own = isOwn ? refusal : undefined;
    const common = (name: string) => ({ name, id: `${handset}-${does}-${name}`, refusal: own });
    return { common, frame: { view, handset, does, refusal: own } };
  };
  const [call, text, set] = [form('call'), form('text'), form('set')];
  return (
    <>
      <HandsetForm {...call.frame} button={t.call} isMain>
        <Field {...call.common('to')} label={t.toCall} type="tel" value={known} />
        <Field {...call.common('keys')} label={t.keys} type="tel" />
      </HandsetForm>
      <HandsetForm {...text.frame} button={t.send} clears="body">
        <Field {...text.common('to')} label={t.toText} type="tel" value={known} />
        <Field {...text.common('body')} label={t.body} />
      </HandsetForm>
      <HandsetForm {...set.frame} button={t.set}>
        <Field
          {...set.common('behaviour')}
          label={t.behaviour}
          value={tryIt.phone(handset).behaviour}
          options={Object.entries(t.behaviours)}
        />
      </HandsetForm>
    </>
  );
}

/** What htmx puts below a form that was refused. */
export function FormFault({ issues, detail }: Refusal) {
  return (
    <p class="fault" role="alert">
      {issues.size === 0 ? detail : [...issues.values()].join(' ')}
    </p>
  );
}

/** Those at which the page says what is wrong with them. */
const FIELDS = ['to', 'keys', 'body', 'behaviour'];

interface FormProps {
  readonly view: View;
  readonly handset: Handset;
  /** What the field `do` says. */
  readonly does: string;
  readonly button: string;
  readonly isMain?: boolean;
  /** The field that is empty again when it was done. */
  readonly clears?: string;
  readonly refusal: Refusal | undefined;
  readonly children: ComponentChildren;
}

function HandsetForm({ view, handset, does, button, isMain = false, clears, refusal, children }: FormProps) {
  const id = `${handset}-${does}`;
  const swap = {
    ...{ 'hx-post': '/console/try/use', 'hx-target': `#${id}-note`, 'hx-swap': 'innerHTML swapEmpty:true' },
    'data-clears': clears,
  };
  return (
    <form method="post" action="/console/try/use" class="form inline" {...swap}>
      <input type="hidden" name={CSRF_FIELD} value={view.csrf} />
      <input type="hidden" name="handset" value={handset} />
      <input type="hidden" name="do" value={does} />
      {children}
      <button type="submit" id={`${id}-button`} class={`button ${isMain ? 'primary' : 'plain'}`}>
        {button}
      </button>
      <div id={`${id}-note`} class="form-note">
        <RefusalNote {...{ view, refusal, fields: FIELDS }} />
      </div>
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
  return <p class="hint">{T[view.language].heard(heard.join(' '))}</p>;
}
