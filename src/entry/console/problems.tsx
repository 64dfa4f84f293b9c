import type { Context, Next } from 'koa';
import { HttpProblem, reportProblem } from '../http/problem.js';
import { detailIn } from './details.js';
import { GuestPage, render, renderPart } from './elements/layout.js';
import { formAddresses } from './form-address.js';
import { consoleLanguage, words } from './language.js';
import { answer, viewOf, type Presenter } from './presenting.js';
import { redirect } from './redirect.js';
import { PartFault } from './roles.js';
import { sessionOf, type Session } from './sessions.js';

const T = words({
  en: {
    notFound: 'Not found',
    notFoundText: 'There is no such page, or what it was about is gone.',
    failed: 'That did not work',
    back: 'Back to the console',
  },
  fr: {
    notFound: 'Introuvable',
    notFoundText: 'Cette page n’existe pas, ou ce qu’elle montrait n’existe plus.',
    failed: 'Cela n’a pas fonctionné',
    back: 'Retour à la console',
  },
});

/** What goes wrong is a page too: whoever is signed in keeps the navigation. */
export function consoleProblems(presenter: Presenter) {
  const { pages, dependencies } = presenter;
  const formOf = formAddresses(pages);
  return async (ctx: Context, next: Next): Promise<void> => {
    try {
      await next();
      if (ctx.status === 404 && ctx.body === undefined) throw new HttpProblem('route_not_found', 'no such page');
    } catch (error) {
      const { status, headers, body } = reportProblem(error, String(ctx.state['requestId']), dependencies.logger);
      const form = ctx.method === 'GET' ? formOf(ctx.path) : undefined;
      if (status === 404 && form !== undefined) {
        // The address of the answer to a form, loaded again.
        redirect(ctx, form.address);
        return;
      }
      const language = consoleLanguage(ctx, dependencies.language);
      const detail = detailIn(language, (JSON.parse(body) as { readonly detail: string }).detail);
      ctx.status = status;
      ctx.set({ ...headers });
      ctx.type = 'html';
      if (ctx.get('HX-Request') !== '') {
        ctx.body = renderPart(<PartFault detail={detail} />);
        return;
      }
      await showProblem(presenter, ctx, { status, detail });
    }
  };
}

interface Problem {
  readonly status: number;
  readonly detail: string;
}

async function showProblem(presenter: Presenter, ctx: Context, { status, detail }: Problem): Promise<void> {
  const language = consoleLanguage(ctx, presenter.dependencies.language);
  const t = T[language];
  const title = status === 404 ? t.notFound : t.failed;
  const content = (
    <>
      <p>{status === 404 ? t.notFoundText : detail}</p>
      <p>
        <a href="/console">{t.back}</a>
      </p>
    </>
  );
  const session = await knownSession(ctx, presenter);
  if (session === undefined) {
    ctx.body = render(<GuestPage {...{ language, title }}>{content}</GuestPage>);
    return;
  }
  answer(presenter, viewOf(ctx, session, presenter.dependencies), undefined, { title, status, content });
}

/** Who is signed in, if that can be found out: the store itself may be what does not answer. */
async function knownSession(ctx: Context, { dependencies }: Presenter): Promise<Session | undefined> {
  try {
    return await sessionOf(ctx, dependencies, false);
  } catch {
    return undefined;
  }
}
