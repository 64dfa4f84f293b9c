import { ROLES } from '../../../domain/model/role.js';
import { tokenNotFound } from '../../../domain/model/errors.js';
import type { CreatedToken, TokenList, TokenView } from '../../../ports/proxycall-api.js';
import { Badge, Card, Empty, Table, Time } from '../elements/data.js';
import { choiceOf } from '../elements/filters.js';
import { ActionPanel, Button, Field, Form, RefusalNote } from '../elements/form.js';
import { typed } from '../form.js';
import { done } from '../notices.js';
import { typedTime } from '../times.js';
import type { Action, Page, Refusal, Shown, View } from '../view.js';
import { TOKENS } from './tokens-words.js';

const FIELDS = ['name', 'role', 'expires_at'] as const;

/** Shown in the answer, and nowhere else. */
const create: Action = {
  needs: 'createToken',
  async perform(view, form) {
    const token = await view.api.createToken({
      name: typed(form, 'name') ?? '',
      role: choiceOf('role', typed(form, 'role'), ROLES) ?? 'viewer',
      expiresAt: typedTime('expiresAt', typed(form, 'expires_at'), view.timeZone),
    });
    return { title: TOKENS[view.language].createdTitle, content: <Created view={view} token={token} /> };
  },
};

/** Asks first. */
const revoke: Action = {
  needs: 'revokeToken',
  async perform(view, form) {
    const id = typed(form, 'id') ?? '';
    if (form.get('confirm') !== 'yes') return confirmRevocation(view, id);
    await view.api.revokeToken(id);
    return done('/tokens', 'revoked');
  },
};

export const tokensPage: Page = {
  path: '/tokens',
  section: 'tokens',
  needs: 'listTokens',
  async show(view, _params, refusal) {
    const list = await view.api.listTokens();
    const t = TOKENS[view.language];
    const content = (
      <>
        <Card>
          <Tokens view={view} list={list} />
        </Card>
        {list.ignored.length > 0 && <Ignored view={view} list={list} />}
        <CreatePanel view={view} refusal={refusal} isFirst={list.tokens.length === 0} />
      </>
    );
    return { title: t.title, content };
  },
  actions: { create, revoke },
};

function Tokens({ view, list: { tokens } }: { readonly view: View; readonly list: TokenList }) {
  const t = TOKENS[view.language];
  return (
    <Table
      caption={t.title}
      items={tokens}
      keyOf={({ id }) => id}
      empty={<Empty title={t.none}>{t.noneMore}</Empty>}
      columns={[
        { title: t.name, cell: ({ name }) => name },
        { title: t.role, cell: ({ role }) => <Badge tone={role === 'admin' ? 'warn' : 'calm'}>{role}</Badge> },
        { title: t.created, cell: ({ createdAt }) => <Time view={view} at={createdAt} /> },
        { title: t.used, cell: ({ lastUsedAt }) => <TimeOrNever view={view} at={lastUsedAt} /> },
        { title: t.expires, cell: (token) => <Expiry view={view} token={token} /> },
        { title: t.action, cell: (token) => <RevokeButton view={view} token={token} /> },
      ]}
    />
  );
}

function TimeOrNever({ view, at }: { readonly view: View; readonly at: string | undefined }) {
  return at === undefined ? <span class="soft">{TOKENS[view.language].never}</span> : <Time view={view} at={at} />;
}

function Expiry({ view, token: { expiresAt } }: { readonly view: View; readonly token: TokenView }) {
  const isOver = expiresAt !== undefined && Date.parse(expiresAt) <= view.now;
  return isOver ? <Badge tone="bad">{TOKENS[view.language].over}</Badge> : <TimeOrNever view={view} at={expiresAt} />;
}

function RevokeButton({
  view,
  token: { id, name },
}: {
  readonly view: View;
  readonly token: Pick<TokenView, 'id' | 'name'>;
}) {
  const t = TOKENS[view.language];
  return (
    <Form view={view} to="/tokens/revoke">
      <input type="hidden" name="id" value={id} />
      <button type="submit" class="link" aria-label={t.revokeOne(name)}>
        {t.action}
      </button>
    </Form>
  );
}

function Ignored({ view, list: { ignored } }: { readonly view: View; readonly list: TokenList }) {
  const t = TOKENS[view.language];
  return (
    <Card title={t.ignored}>
      <p class="note fault">{t.ignoredText}</p>
      <Table
        caption={t.ignored}
        items={ignored}
        keyOf={({ id }) => id}
        empty={<p />}
        columns={[
          { title: t.name, cell: ({ name }) => name },
          { title: t.action, cell: (token) => <RevokeButton view={view} token={token} /> },
        ]}
      />
    </Card>
  );
}

function CreatePanel({
  view,
  refusal,
  isFirst,
}: {
  readonly view: View;
  readonly refusal: Refusal | undefined;
  readonly isFirst: boolean;
}) {
  const t = TOKENS[view.language];
  const refused = refusal?.action === 'create' ? refusal : undefined;
  const roles = ROLES.map((role) => [role, t.roles[role]] as const);
  return (
    <ActionPanel title={t.create} isOpen={refused !== undefined || isFirst}>
      <RefusalNote view={view} refusal={refused} fields={FIELDS} />
      <Form view={view} to="/tokens/create">
        <Field label={t.name} name="name" hint={t.nameHint} isRequired refusal={refused} />
        <Field label={t.role} name="role" options={roles} value={isFirst ? 'admin' : 'viewer'} refusal={refused} />
        <Field label={t.expires} name="expires_at" type="datetime-local" hint={t.expiresHint} refusal={refused} />
        <Button>{t.createNow}</Button>
      </Form>
    </ActionPanel>
  );
}

/** Who uses an installation without tokens. */
const NOBODY = 'anyone';

function Created({ view, token: { token, name, role } }: { readonly view: View; readonly token: CreatedToken }) {
  const t = TOKENS[view.language];
  return (
    <>
      <Card>
        <p class="note good">{t.createdText}</p>
        <p class="code wrap">{token}</p>
        <p>{t.createdUse(name, role)}</p>
        {view.actor.name === NOBODY && <p class="note warn">{t.createdFirst}</p>}
      </Card>
      <p>
        <a href="/console/tokens">{t.back}</a>
      </p>
    </>
  );
}

async function confirmRevocation(view: View, id: string): Promise<Shown> {
  const t = TOKENS[view.language];
  const { tokens, ignored } = await view.api.listTokens();
  const token = [...tokens, ...ignored].find((each) => each.id === id);
  if (token === undefined) throw tokenNotFound();
  const content = (
    <>
      <Card>
        <p>{t.revokeText(token.name)}</p>
        {token.name === view.actor.name && <p class="note warn">{t.revokeOwn}</p>}
        <Form view={view} to="/tokens/revoke">
          <input type="hidden" name="id" value={id} />
          <input type="hidden" name="confirm" value="yes" />
          <Button kind="danger">{t.revokeNow}</Button>
        </Form>
      </Card>
      <p>
        <a href="/console/tokens">{t.back}</a>
      </p>
    </>
  );
  return { title: t.revokeTitle, content };
}
