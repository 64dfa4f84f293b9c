import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Context } from 'koa';
import { readForm } from '../http/pages/form-body.js';
import { HttpProblem } from '../http/problem.js';

/** The fields of a form. */
export type Form = ReadonlyMap<string, string>;

/** The field by which a form shows that one of our pages has it. */
export const CSRF_FIELD = '_csrf';

/** In bytes: nobody types that much. */
const LARGEST_FORM = 32 * 1024;

/** The token of a form: whoever does not have the secret of the cookie cannot know it. */
export function csrfToken(secret: string): string {
  return createHmac('sha256', secret).update('form').digest('base64url');
}

/** @throws HttpProblem when no page of this sign-in has sent it */
export async function readOwnForm(ctx: Context, secret: string): Promise<Form> {
  const form = await readForm(ctx, LARGEST_FORM);
  const [sent, own] = [form.get(CSRF_FIELD) ?? '', csrfToken(secret)].map((text) =>
    createHmac('sha256', secret).update(text).digest(),
  );
  if (sent === undefined || own === undefined || !timingSafeEqual(sent, own))
    throw new HttpProblem('forbidden', 'this form is of another sign-in, or of another site: open the page again');
  return form;
}

/** What was typed into a field, without the spaces around it. Undefined when it was left empty. */
export function typed(form: Form, name: string): string | undefined {
  return form.get(name)?.trim() || undefined;
}
