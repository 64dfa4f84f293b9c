import test from 'ava';
import { ProxyCallError } from '../../../src/domain/model/errors.js';
import type { LogLevel } from '../../../src/adapters/system/log-levels.js';
import { openScene, PERSON, PROVE } from './scene.js';

const TOKEN = 'tok3n-0f-a-link';
const HANDLE = 'h4nd1e-0f-nobody';
const CODE = '480213';
const SECRETS = [TOKEN, HANDLE, CODE, PERSON.name, PERSON.mail, '639981234', '39 98 12 34', 'Lovelace'];

for (const logLevel of ['trace', 'debug', 'info', 'warn', 'error'] as const satisfies readonly LogLevel[]) {
  test(`neither link nor handle, code or form is in the log at level ${logLevel}, in metrics or in errors`, async (t) => {
    let fault: Error | undefined;
    const answer = <T>(value: T) => (fault === undefined ? Promise.resolve(value) : Promise.reject(fault));
    const { ask, post, send, log } = await openScene(t, {
      config: { logLevel },
      pages: {
        readLink: () => answer(PROVE),
        useLink: () => answer({ ...PROVE, state: 'used' as const }),
        activate: () => answer({ handle: HANDLE }),
        enterCode: () => answer({ kind: 'wrong' as const, attemptsLeft: 1, language: 'en' as const }),
      },
      api: {
        verifyConfirmation: () =>
          Promise.reject(new ProxyCallError('code_wrong', 'the code is wrong', { attemptsLeft: 1 })),
      },
    });
    const texts: string[] = [];
    for (const next of [undefined, new ProxyCallError('store_unavailable', 'gone'), new Error('broken')]) {
      fault = next;
      for (const response of [
        await ask('GET', `/c/${TOKEN}`),
        await ask('HEAD', `/c/${TOKEN}?x=${CODE}`),
        await ask('DELETE', `/c/${TOKEN}`),
        await post(`/c/${TOKEN}`),
        await post(`/c/${TOKEN}`, {}, { 'sec-fetch-site': 'cross-site' }),
        await post('/activate', PERSON),
        await post('/activate', { handle: HANDLE, code: CODE }),
        await post('/activate', { ...PERSON, more: 'x'.repeat(5000) }),
        await ask('GET', `/confirmations/verify?pending_id=${HANDLE}&otp=${CODE}`),
      ])
        texts.push(response.status >= 400 && response.status !== 422 ? await response.text() : '');
    }
    await send('POST', '/confirmations/P-1/verify', { code: CODE });
    const metrics = await send('GET', '/metrics');
    texts.push(String(metrics.json));
    for (const secret of SECRETS) for (const text of [log(), ...texts]) t.false(text.includes(secret), secret);
    if (logLevel !== 'debug') return;
    t.regex(log(), /"route":"\/c\/:token"/);
    t.regex(log(), /"route":"\/activate"/);
  });
}
