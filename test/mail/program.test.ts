import test from 'ava';
import { createMemoryMailer, createMemoryStore } from '../../src/adapters/memory/index.js';
import { createSimulatedCarrier } from '../../src/adapters/simulator/index.js';
import { createProgram } from '../../src/entry/container.js';
import { createProxyCall } from '../../src/entry/library.js';
import { startHarness } from '../../src/entry/testing/index.js';
import { DEMO_CONFIG } from '../../src/entry/cli/runtime/local.js';
import { cli } from '../command-line.js';
import { temporaryFolder } from '../support.js';
import { FROM, startMailServer } from './mail-server.js';
import { MAIL } from './scripted-server.js';

test('without a mail server the program has no mailer', async (t) => {
  const program = await createProgram(DEMO_CONFIG);
  t.teardown(() => program.close());
  t.is(program.ports.mailer, undefined);
});

test('the program sends through the mail server of its configuration, and waits for it when it closes', async (t) => {
  const server = await startMailServer({ hideSTARTTLS: true });
  t.teardown(() => server.close());
  const mail = { host: '127.0.0.1', port: server.port, login: undefined, from: FROM, tls: 'off' } as const;
  const program = await createProgram({ ...DEMO_CONFIG, mail });
  const sending = program.ports.mailer?.send(MAIL);
  await program.close();
  t.is(server.delivered.length, 1);
  t.deepEqual(await sending, { kind: 'accepted' });
});

test('the harness shows the mails of the service', async (t) => {
  const harness = await startHarness();
  t.teardown(() => harness.stop());
  await harness.mailer.send(MAIL);
  t.deepEqual(harness.mails, [MAIL]);
});

test('the library closes its mailer, and its store even when that fails', async (t) => {
  const closed: string[] = [];
  const store = createMemoryStore();
  const { telephony } = createSimulatedCarrier({ authToken: 'x', webhookBaseUrl: () => 'https://shop.example' });
  const mailer = {
    ...createMemoryMailer(),
    close() {
      closed.push('mailer');
      return Promise.reject(new Error('stuck'));
    },
  };
  const proxyCall = createProxyCall({
    store: {
      ...store,
      close() {
        closed.push('store');
        return store.close();
      },
    },
    telephony,
    mailer,
  });
  await t.throwsAsync(proxyCall.close(), { message: 'stuck' });
  t.deepEqual(closed, ['mailer', 'store']);
});

interface Checks {
  readonly checks: readonly { check: string; state: string; detail: string; advice: string }[];
}

test('doctor says whether mail can be sent, and what is wrong otherwise', async (t) => {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  const server = await startMailServer({ hideSTARTTLS: true, authOptional: false, allowInsecureAuth: true });
  const env = { DATABASE_PATH: `${folder.path}/p.db` };
  const mail = { SMTP_HOST: 'localhost', SMTP_PORT: server.port.toString(), SMTP_FROM: FROM.address, SMTP_TLS: 'off' };
  const login = { SMTP_USER: 'shop-user', SMTP_PASSWORD: 'pass-4711-word' };
  const check = async (more: Record<string, string>) => {
    const { code, stdout } = await cli('doctor --live --json', { ...env, ...more });
    const [found] = (JSON.parse(stdout) as Checks).checks.filter((each) => each.check === 'mail');
    return { code, found, stdout };
  };
  t.like(await check({}), { code: 0, found: { state: 'ok', detail: 'no mail is sent, because SMTP_HOST is not set' } });
  t.like(await check({ ...mail, ...login }), { code: 0, found: { state: 'ok' } });
  const wrong = await check({ ...mail, ...login, SMTP_PASSWORD: 'wrong-4711' });
  t.like(wrong, { code: 3, found: { state: 'fault', advice: 'Check the variables that begin with SMTP_.' } });
  t.regex(wrong.found?.detail ?? '', /refuses the login.*SMTP 535/);
  t.notRegex(wrong.stdout, /4711|shop-user|noreply/);
  await server.close();
  t.like(await check({ ...mail, ...login }), { code: 3, found: { state: 'fault' } });
  t.is(server.delivered.length, 0);
});
