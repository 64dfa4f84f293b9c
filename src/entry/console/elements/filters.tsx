import type { ComponentChildren } from 'preact';
import { invalidField } from '../../../domain/model/errors.js';
import { words } from '../language.js';
import type { Refusal, View } from '../view.js';
import { Button } from './form.js';

const T = words({
  en: { show: 'Show', all: 'Show all' },
  fr: { show: 'Afficher', all: 'Tout afficher' },
});

interface FiltersProps {
  readonly view: View;
  /** Of the page, below `/console`. */
  readonly path: string;
  /** Its fields. */
  readonly children: ComponentChildren;
  /** Whether there is anything to clear. */
  readonly isSet: boolean;
}

/** What a list is narrowed by. Stands in the address, so that it can be kept and passed on. */
export function Filters({ view, path, children, isSet }: FiltersProps) {
  const t = T[view.language];
  return (
    <form method="get" action={`/console${path}`} class="form inline">
      {children}
      <div class="row">
        <Button>{t.show}</Button>
        {isSet && <a href={`/console${path}`}>{t.all}</a>}
      </div>
    </form>
  );
}

/** What is in the fields of `names`, without those that are empty. */
export function filtersIn(query: URLSearchParams, names: readonly string[]): URLSearchParams {
  const kept = new URLSearchParams();
  for (const name of names) {
    const value = query.get(name)?.trim() ?? '';
    if (value !== '') kept.set(name, value);
  }
  return kept;
}

/** What a `Field` of a filter has besides its label. @param refusal of the filter */
export function filterField<Name extends string>(filters: URLSearchParams, refusal: Refusal | undefined) {
  return (name: Name) => ({ name, value: filters.get(name) ?? undefined, refusal });
}

/**
 * A value that is one of a list; undefined when there is none.
 * @param field by which it is refused
 * @throws ProxyCallError with code `invalid_request`
 */
export function choiceOf<T extends string>(
  field: string,
  value: string | undefined,
  choices: readonly T[],
): T | undefined {
  if (value === undefined || value === '') return undefined;
  const found = choices.find((each) => each === value);
  if (found === undefined) throw invalidField(field, `must be one of: ${choices.join(', ')}`);
  return found;
}
