import test from 'ava';
import { writeToken } from '../../src/domain/model/api-token.js';
import { cli } from '../command-line.js';
import { createToken, openScene } from '../http/access/scene.js';
import { TOKEN } from '../support.js';

const SECRET = '0123456789abcdefghijklmnopqrstuv';

test('a token with a typing error is not sent: the settings are wrong, in words', async (t) => {
  const token = writeToken(SECRET);
  // Nobody listens there: whatever is sent fails otherwise.
  const env = { PUBLIC_BASE_URL: 'http://127.0.0.1:1' };
  for (const wrong of [`${token.slice(0, -2)}zz`, token.replace('0', 'O')]) {
    const { code, stderr } = await cli('pool stats', { ...env, PROXYCALL_API_TOKEN: wrong });
    t.is(code, 2, wrong);
    t.regex(stderr, /PROXYCALL_API_TOKEN is incomplete or mistyped/);
    t.false(stderr.includes(wrong.slice(5, 20) || 'nothing'));
    const french = await cli('doctor --lang fr', { ...env, PROXYCALL_API_TOKEN: wrong });
    t.is(french.code, 2);
    t.regex(french.stdout, /incomplet ou mal saisi/);
    t.is((await cli('init --url http://127.0.0.1:1', { PROXYCALL_API_TOKEN: wrong })).code, 2);
  }
  // What has not the form of one may be a secret of somebody's own, which the service takes from its environment.
  for (const sent of [token, 'pc_my-own-legacy-secret-1234', token.slice(0, -1)]) {
    const whole = await cli('pool stats', { ...env, PROXYCALL_API_TOKEN: sent });
    t.is(whole.code, 3);
    t.regex(whole.stderr, /cannot be reached/);
  }
});

test('tokens are created, listed and revoked, in both languages', async (t) => {
  const { service } = await openScene(t);
  const env = { PUBLIC_BASE_URL: service.url, PROXYCALL_API_TOKEN: TOKEN };
  const created = await cli('token create --name desk --role operator --expires-at 2100-01-31T18:00:00Z', env);
  t.is(created.code, 2, created.stderr);
  t.regex(created.stderr, /--expires-at: must be in the future, and within ten years/);
  const made = await cli('token create --name desk --role operator', env);
  t.is(made.code, 0, made.stderr);
  t.regex(made.stdout, /^token +pc_[0-9A-Za-z]{38}$/m);
  t.regex(made.stdout, /not shown again/);
  const list = await cli('token list --lang fr', env);
  t.regex(list.stdout, /rôle.*créé le/);
  t.regex(list.stdout, /desk.*operator/);
  const [, id = ''] = /^id +(\S+)$/m.exec(made.stdout) ?? [];
  t.is((await cli(`token revoke --token-id ${id}`, env)).code, 2, 'asks first');
  t.regex((await cli(`token revoke --token-id ${id} --yes --lang fr`, env)).stdout, /Le jeton .* est révoqué/);
  t.is((await cli(`token revoke --token-id ${id} --yes`, env)).code, 2);
  t.is((await cli('token create --name desk --role root', env)).code, 2);
});

test('a masked number is refused in words before it is sent', async (t) => {
  const env = { PUBLIC_BASE_URL: 'http://127.0.0.1:1' };
  for (const line of [
    'lookup --proxy +336••••••00',
    'simulate-call --to +33639980000 --from +336••••••00',
    'client update --client-id 1 --client-real-phone +336••••••00',
    'pool release +336••••••00 --yes',
  ]) {
    const { code, stderr } = await cli(line, env);
    t.is(code, 2, stderr);
    t.regex(stderr, /contains •, which stands for what is masked/, line);
  }
  t.regex(
    (await cli('lookup --proxy +336••••••00 --lang fr', env)).stderr,
    /contient •, qui remplace ce qui est masqué/,
  );
});

test('what a role may not do exits as a rejected token does, and a reveal shows what is masked', async (t) => {
  const { service, tokens } = await openScene(t);
  const env = { PUBLIC_BASE_URL: service.url, PROXYCALL_API_TOKEN: tokens.operator };
  t.regex((await cli('client get --client-id 1', env)).stdout, /^name +A•••$/m);
  t.regex((await cli('client reveal --client-id 1 --reason complaint', env)).stdout, /^name +Ada Lovelace$/m);
  t.regex((await cli('order get --order-id O-2', env)).stdout, /••••••/);
  t.notRegex((await cli('order reveal --order-id O-2 --reason customer_asked', env)).stdout, /•/);
  t.is((await cli('order reveal --order-id O-2 --reason curiosity', env)).code, 2);
  const refused = await cli('client erase --client-id 1 --yes', env);
  t.is(refused.code, 3);
  t.regex(refused.stderr, /needs the role admin/);
  for (const role of ['viewer', 'shop'] as const) {
    const { code, stdout } = await cli('doctor', { ...env, PROXYCALL_API_TOKEN: tokens[role] });
    t.is(code, 0, stdout);
    t.regex(stdout, /the token is accepted/);
    // A viewer is told what the carrier answered last.
    const words = role === 'viewer' ? /✔ webhooks +numbers whose/ : /! token +the role of this token may not check/;
    t.regex(stdout, words);
  }
  t.is((await createToken(service, 'again', 'viewer')).status, 200);
});
