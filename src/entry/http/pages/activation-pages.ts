import { html, type Html } from './html.js';
import { notice, page, type PageContext } from './layout.js';
import { pagePhrase, type PagePhrase } from './phrases.js';

export const ACTIVATION_FIELDS = ['name', 'mail', 'phone'] as const;
export type ActivationField = (typeof ACTIVATION_FIELDS)[number];

/** What was entered, and what is wrong with it. */
export interface ActivationForm {
  readonly values: Readonly<Record<ActivationField, string>>;
  readonly faults: ReadonlySet<ActivationField>;
  /** The fields are as they should be, and it is refused all the same. */
  readonly isRefused?: boolean;
}

export const EMPTY_FORM: ActivationForm = { values: { name: '', mail: '', phone: '' }, faults: new Set() };

/** Attributes of the fields: what a browser may fill in, and which keyboard a phone shows. */
const INPUTS: Readonly<
  Record<ActivationField, { readonly type: string; readonly fill: string; readonly most: string }>
> = {
  name: { type: 'text', fill: 'name', most: '200' },
  mail: { type: 'email', fill: 'email', most: '254' },
  phone: { type: 'tel', fill: 'tel', most: '100' },
};

interface Field {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly fault?: string | undefined;
  /** The attributes of its own. */
  readonly attributes: Html;
}

/** A labelled field. What is said of it is tied to it, for those who hear the page. */
function field({ id, label, hint, fault, attributes }: Field): Html {
  const described = [hint === undefined ? '' : `${id}-hint`, fault === undefined ? '' : `${id}-fault`].filter(Boolean);
  const ties = described.length === 0 ? undefined : html` aria-describedby="${described.join(' ')}"`;
  return html`<label for="${id}">${label}</label>
    ${hint === undefined ? undefined : html`<p class="hint" id="${id}-hint">${hint}</p> `}<input
      id="${id}"
      name="${id}"
      required${attributes}${ties}${fault === undefined ? undefined : html` aria-invalid="true"`}
    />
    ${fault === undefined ? undefined : html`<p class="fault" id="${id}-fault">${fault}</p> `}`;
}

/** `novalidate`: what is wrong is said in the language of the page, and not of the browser. */
function form(context: PageContext, fields: readonly Html[], button: PagePhrase): Html {
  return html`<form method="post" action="/activate?lang=${context.language}" novalidate>
    ${fields}<button type="submit">${pagePhrase(context.language, button)}</button>
  </form>`;
}

/** Where somebody enters who they are. */
export function activationPage(context: PageContext, { values, faults, isRefused = false }: ActivationForm): string {
  const say = (phrase: PagePhrase) => pagePhrase(context.language, phrase);
  const fields = ACTIVATION_FIELDS.map((id) => {
    const { type, fill, most } = INPUTS[id];
    return field({
      id,
      label: say(id),
      hint: id === 'phone' ? say('phone_hint') : undefined,
      fault: faults.has(id) ? say(`${id}_fault`) : undefined,
      attributes: html` type="${type}" autocomplete="${fill}" maxlength="${most}" value="${values[id]}"`,
    });
  });
  const refusal = isRefused ? html`<p class="fault" role="alert">${say('fields_fault')}</p>` : undefined;
  const content = html`<p>${say('activate_text')}</p>
    ${refusal}${form(context, fields, 'activate_button')}`;
  return page(context, say('activate_title'), content, { isFault: isRefused || faults.size > 0 });
}

/** What is wrong with the code that was entered before. */
export type CodeFault = { readonly kind: 'missing' } | { readonly kind: 'wrong'; readonly attemptsLeft: number };

/** Where somebody enters the code that they received. */
export function codePage(context: PageContext, handle: string, fault?: CodeFault): string {
  const say = (phrase: PagePhrase, left = 0) => pagePhrase(context.language, phrase, { left });
  const wrong = fault?.kind === 'wrong' ? say('code_wrong', fault.attemptsLeft) : undefined;
  const code = field({
    id: 'code',
    label: say('code'),
    fault: fault?.kind === 'missing' ? say('code_missing') : wrong,
    attributes: html` type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="20"`,
  });
  const hidden = html`<input type="hidden" name="handle" value="${handle}" /> `;
  const content = html`<p>${say('code_text')}</p>
    ${form(context, [hidden, code], 'code_button')}`;
  return page(context, say('code_title'), content, { isFault: fault !== undefined });
}

/** Says how it ended, with a way back to the beginning where there is one. */
export function activationNotice(
  context: PageContext,
  end: 'done' | 'locked' | 'ended' | 'too_many',
  waitSeconds?: number,
): string {
  const again = html`<p><a href="/activate?lang=${context.language}">${pagePhrase(context.language, 'again')}</a></p>`;
  return notice(context, `${end}_title`, `${end}_text`, {
    ...(end === 'done' ? {} : { more: again }),
    ...(waitSeconds === undefined ? {} : { waitSeconds }),
  });
}
