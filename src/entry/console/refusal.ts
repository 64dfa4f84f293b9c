import { isProxyCallError } from '../../domain/model/errors.js';
import { STATUS_OF } from '../http/problem.js';
import { snakeCase } from '../wire.js';
import { detailIn } from './details.js';
import type { Form } from './form.js';
import type { ConsoleLanguage } from './language.js';
import type { Refusal, View } from './view.js';

/** Undefined for what is no answer to the form: the store cannot be reached, or the program is wrong. */
export function refusalOf(error: unknown, action: string, form: Form, language: ConsoleLanguage): Refusal | undefined {
  if (!isProxyCallError(error)) return undefined;
  const status = STATUS_OF[error.code];
  if (status === 404 || error.code === 'internal') return undefined;
  const issues = new Map(
    error.issues.map(({ pointer, detail }) => {
      const field = snakeCase(pointer).slice(1);
      return [field, detailIn(language, field === 'cursor' ? `cursor: ${detail}` : detail)];
    }),
  );
  // Without the names that programs have for fields. What is said of two fields is said once.
  const detail = issues.size === 0 ? detailIn(language, error.message) : [...new Set(issues.values())].join('; ');
  return { action, form, issues, detail, status: status === 400 ? 422 : status };
}

/** The name under which filters of a page are refused. */
export const FILTERS = 'filters';

/**
 * Reads what a page shows by the filters in its address. Filters that the API refuses are shown with the reason, as fields of a form are.
 * @param query as it was sent
 */
export async function filtered<T>(
  { language }: View,
  query: URLSearchParams,
  read: () => Promise<T>,
): Promise<{ readonly found?: T; readonly refusal?: Refusal }> {
  try {
    return { found: await read() };
  } catch (error) {
    const refusal = refusalOf(error, FILTERS, new Map(query), language) ?? missing(error, query, language);
    if (refusal === undefined) throw error;
    return { refusal };
  }
}

/** An order that is not there is nothing to find the page by, but the page is there. */
function missing(error: unknown, query: URLSearchParams, language: ConsoleLanguage): Refusal | undefined {
  if (!isProxyCallError(error, 'order_not_found')) return undefined;
  const detail = detailIn(language, error.message);
  return { action: FILTERS, form: new Map(query), issues: new Map([['order_id', detail]]), detail, status: 422 };
}
