import type { ComponentChildren } from 'preact';
import { CSRF_FIELD } from '../form.js';
import { words } from '../language.js';
import type { Refusal, View } from '../view.js';

interface FormProps {
  readonly view: View;
  /** Where it is sent, below `/console`. */
  readonly to: string;
  readonly children: ComponentChildren;
  /** Stands in one line, such as a filter. */
  readonly isInline?: boolean;
  /** As wide as there is room, for columns. */
  readonly isWide?: boolean;
  /** What is sent may take a minute: the page says so meanwhile, and sends it once. */
  readonly isLong?: boolean;
  /** For fields elsewhere in the page that belong to it. */
  readonly id?: string;
}

/** A form that changes something, or that has what must be in no address. */
export function Form({ view, to, children, id, ...looks }: FormProps) {
  const { isInline = false, isWide = false, isLong = false } = looks;
  const kind = `form${isInline ? ' inline' : ''}${isWide ? ' wide' : ''}`;
  return (
    <form id={id} method="post" action={`/console${to}`} class={kind}>
      <input type="hidden" name={CSRF_FIELD} value={view.csrf} />
      {children}
      {isLong && (
        <p class="note" role="status" data-busy hidden>
          {T[view.language].busy}
        </p>
      )}
    </form>
  );
}

interface FieldProps {
  readonly label: string;
  readonly name: string;
  readonly hint?: string | undefined;
  readonly value?: string | undefined;
  readonly type?: 'text' | 'tel' | 'email' | 'number' | 'date' | 'datetime-local' | 'search' | 'password';
  readonly isRequired?: boolean;
  readonly placeholder?: string | undefined;
  readonly autocomplete?: string;
  /** Of the form that it belongs to, if it was refused. */
  readonly refusal?: Refusal | undefined;
  /** Distinguishes it where a page has two of the name. */
  readonly id?: string;
  /** Choices, by value. */
  readonly options?: readonly (readonly [value: string, label: string])[];
}

/** A field with its label, what it is for, and what is wrong with it. */
export function Field(props: FieldProps) {
  const { label, name, hint, refusal, options, type = 'text', isRequired = false, placeholder } = props;
  const id = props.id ?? `field-${name}`;
  const fault = refusal?.issues.get(name);
  const value = refusal?.form.get(name) ?? props.value;
  const describedBy = [hint === undefined ? '' : `${id}-hint`, fault === undefined ? '' : `${id}-fault`]
    .join(' ')
    .trim();
  const common = {
    ...{ id, name, required: isRequired, autocomplete: props.autocomplete ?? 'off' },
    ...(describedBy === '' ? {} : { 'aria-describedby': describedBy }),
    ...(fault === undefined ? {} : { 'aria-invalid': true }),
  };
  // The types of preact know of each type of input which roles it may have, and cannot tell for all of them at once.
  const entry: object = { ...common, type, placeholder, value: type === 'password' ? undefined : value };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {options === undefined ? (
        <input {...entry} />
      ) : (
        <select {...common}>
          {options.map(([each, name_]) => (
            <option key={each} value={each} selected={each === (value ?? '')}>
              {name_}
            </option>
          ))}
        </select>
      )}
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {fault !== undefined && (
        <p class="fault" id={`${id}-fault`}>
          {fault}
        </p>
      )}
    </div>
  );
}

/** Fields that belong together. */
export function Group({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <fieldset class="group">
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

/** A box to tick. */
export function Tick({
  label,
  name,
  id = `field-${name}`,
  isTicked = false,
}: {
  readonly label: string;
  readonly name: string;
  readonly id?: string;
  /** From the beginning. */
  readonly isTicked?: boolean;
}) {
  return (
    <div class="tick">
      <input type="checkbox" id={id} name={name} value="yes" checked={isTicked} />
      <label for={id}>{label}</label>
    </div>
  );
}

interface ButtonProps {
  readonly children: ComponentChildren;
  readonly kind?: 'primary' | 'plain' | 'danger';
  /** Says which of the buttons of a form it was. */
  readonly name?: string;
  readonly value?: string;
  /** Where it sends the form, below `/console`, instead of where the others do. */
  readonly to?: string;
}

export function Button({ children, kind = 'primary', name, value, to }: ButtonProps) {
  const formAction = to === undefined ? {} : { formaction: `/console${to}` };
  return (
    <button type="submit" class={`button ${kind}`} name={name} value={value} {...formAction}>
      {children}
    </button>
  );
}

const T = words({
  en: {
    refused: 'This was not done',
    busy: 'Under way. This may take a minute: leave this page open.',
  },
  fr: {
    refused: 'Rien n’a été fait',
    busy: 'En cours. Cela peut prendre une minute : laissez cette page ouverte.',
  },
});

/** Why a form was refused. What is said next to a field is not said twice. */
export function RefusalNote({
  view,
  refusal,
  fields,
  labels = {},
}: {
  readonly view: View;
  readonly refusal: Refusal | undefined;
  readonly fields: readonly string[];
  /** Of fields that are elsewhere on the page, by their names. */
  readonly labels?: Readonly<Record<string, string>>;
}) {
  if (refusal === undefined) return null;
  const { issues } = refusal;
  const unplaced = [...issues]
    .filter(([name]) => !fields.includes(name))
    .map(([name, detail]) => {
      const label = Object.hasOwn(labels, name) ? labels[name] : undefined;
      return label === undefined ? detail : `${label} – ${detail}`;
    });
  const details = issues.size === 0 ? [refusal.detail] : [...new Set(unplaced)];
  return (
    <div class="note fault" role="alert">
      <strong>{T[view.language].refused}</strong>
      {details.map((detail) => (
        <p key={detail}>{detail}</p>
      ))}
    </div>
  );
}

/** A refusal, if it is of this form. */
export function refusalFor(refusal: Refusal | undefined, action: string): Refusal | undefined {
  return refusal?.action === action ? refusal : undefined;
}

/** Something that can be done with what the page shows: a heading that opens its form. */
export function ActionPanel({
  title,
  isOpen = false,
  isDanger = false,
  children,
}: {
  readonly title: string;
  readonly isOpen?: boolean;
  readonly isDanger?: boolean;
  readonly children: ComponentChildren;
}) {
  return (
    <details class={isDanger ? 'action danger' : 'action'} open={isOpen}>
      <summary>{title}</summary>
      <div class="action-body">{children}</div>
    </details>
  );
}
