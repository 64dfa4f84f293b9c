import test, { type ExecutionContext } from 'ava';
import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { phoneNumber } from '../../src/domain/model/phone-number.js';
import { editApprover } from '../../src/domain/services/confirmations/approved-change.js';
import { ProxyCallError } from '../../src/domain/model/errors.js';
import { aClient, createSequentialIds, fictionalMobile } from '../../src/entry/testing/index.js';
import type { Receipt } from '../../src/ports/telephony.js';
import { codeIn, linksIn, startScene, type Scene, type SceneOptions } from './scene.js';

// Whoever had the former phone is told that it was replaced.

const MINUTE = 60_000;
const ada = fictionalMobile(7654);
const other = fictionalMobile(7655);
const british = phoneNumber('+447700900123');
const landline = phoneNumber('+33199001234');
const client = { clientId: '1', clientName: 'Ada', clientMail: 'ada@shop.example' };

/** A client with this phone, in an installation that requires confirmations. */
async function withClient(t: ExecutionContext, former: string, options: SceneOptions = {}): Promise<Scene> {
  const scene = await startScene(t, { ...options, confirmations: { required: true } });
  const { api } = scene.first;
  await api.createClient({ ...client, clientRealPhone: phoneNumber(former) });
  const [waiting] = (await api.listConfirmations({ clientId: '1' })).items;
  await api.approveConfirmation(waiting?.confirmationId ?? 'none');
  return scene;
}

async function notices({ store }: Scene) {
  const entries = await store.records('outbox', { limit: 1000 });
  return entries.map(({ value }) => value).filter(({ message }) => message === 'changed');
}

function change({ first }: Scene, clientRealPhone = other) {
  return first.api.updateClient('1', { clientRealPhone });
}

test('a landline is told by a call, to whoever presses the key, that it was replaced', async (t) => {
  const scene = await withClient(t, landline);
  const phone = scene.carrier.phone(landline);
  phone.react = (heard) => /touche (\d)/.exec(heard)?.[1];
  await change(scene);
  const heard = phone.rings.at(-1)?.heard ?? [];
  t.regex(heard[0] ?? '', /message pour vous.*touche \d/);
  t.regex(heard[1] ?? '', /votre numéro a été remplacé par un numéro qui finit par 55/);
  t.false(heard.some((text) => text.includes('code')));
  t.like(await notices(scene), { length: 2 });
});

test('a machine that answers the call is told nothing', async (t) => {
  const scene = await withClient(t, landline);
  const phone = scene.carrier.phone(landline);
  phone.isMachine = true;
  const before = phone.rings.length;
  await change(scene);
  t.is(phone.rings.length, before + 1);
  const heard = phone.rings.at(-1)?.heard ?? [];
  t.false(heard.some((text) => text.includes('remplacé')));
});

test('a mobile phone that no number of ours can text is called', async (t) => {
  const scene = await withClient(t, ada);
  for (const { value, version } of await scene.store.numbers()) {
    const number = { ...value, capabilities: { ...value.capabilities, sms: false } };
    await scene.store.commit({ puts: [{ kind: 'number', value: number, expected: version }] });
  }
  const { rings } = scene.carrier.phone(ada);
  const before = rings.length;
  await change(scene);
  t.is(rings.length, before + 1);
});

const refuses = (isPermanent: boolean) => () =>
  Promise.resolve<Receipt>({ kind: 'refused', isPermanent, reason: 'busy' });

for (const [former, method] of [
  [ada, 'sendMessage'],
  [landline, 'placeCall'],
] as const) {
  test(`what ${method} was refused for now is tried again, five times at most`, async (t) => {
    const scene = await withClient(t, former);
    const { telephony } = scene.carrier;
    const working = { ...telephony }[method].bind(telephony);
    const count = () => scene.carrier.phone(former)[method === 'placeCall' ? 'rings' : 'inbox'].length;
    const before = count();
    Object.assign(telephony, { [method]: refuses(false) });
    await change(scene);
    const first = (await notices(scene)).find(({ channel }) => channel !== 'email');
    t.like(first, { status: 'pending', tries: 1, to: former });
    Object.assign(telephony, { [method]: working });
    scene.clock.advance(MINUTE);
    await scene.first.services.advanceConfirmations();
    t.is(count(), before + 1);

    await scene.first.api.updateClient('1', { clientRealPhone: phoneNumber(former) });
    Object.assign(telephony, { [method]: refuses(false) });
    await change(scene);
    for (let tries = 0; tries < 10; tries += 1) {
      scene.clock.advance(10 * MINUTE);
      await scene.second.services.advanceConfirmations();
    }
    const last = (await notices(scene)).filter(({ tries }) => tries === 5);
    t.is(last.length, 1);
    t.like(last[0], { status: 'refused', reason: 'busy', to: undefined, dueAt: undefined });
  });

  test(`what ${method} refuses for good, or says nothing about, is not repeated`, async (t) => {
    const unknown = () => Promise.reject(new ProxyCallError('outcome_unknown', 'no answer'));
    for (const [answer, status] of [
      [refuses(true), 'refused'],
      [unknown, 'unknown'],
    ] as const) {
      const scene = await withClient(t, former);
      Object.assign(scene.carrier.telephony, { [method]: answer });
      await change(scene);
      scene.clock.advance(60 * MINUTE);
      await scene.first.services.advanceConfirmations();
      const entry = (await notices(scene)).find(({ channel }) => channel !== 'email');
      t.like(entry, { status, tries: 1, to: undefined });
    }
  });
}

test('a code that was refused for now is not repeated: the next step is taken', async (t) => {
  const scene = await startScene(t);
  Object.assign(scene.carrier.telephony, { sendMessage: refuses(false) });
  const { confirmationId } = await scene.first.api.createConfirmation({ ...client, clientRealPhone: ada });
  const [entry] = await scene.store.outboxOf(confirmationId);
  t.like(entry?.value, { status: 'refused', to: undefined });
});

/** What the merchant noted as the mail address of the client is none. */
async function withoutMail(scene: Scene): Promise<void> {
  const person = await scene.store.record('client', '1');
  if (person === undefined) throw new TypeError('the client is there');
  const value = { ...person.value, mail: 'no address' };
  await scene.store.commit({ puts: [{ kind: 'client', value, expected: person.version }] });
}

/** The lines of the log that say that nobody was told. */
function untold(scene: Scene): readonly string[] {
  return scene
    .log()
    .split('\n')
    .filter((line) => line.includes('confirmation.nobody_told'));
}

test('where nothing reaches the former contact, that is on record and in the log', async (t) => {
  const scene = await withClient(t, ada);
  const before = (await notices(scene)).length;
  for (const { value, version } of await scene.store.numbers()) {
    const number = { ...value, capabilities: { ...value.capabilities, sms: false, voice: false } };
    await scene.store.commit({ puts: [{ kind: 'number', value: number, expected: version }] });
  }
  await withoutMail(scene);
  await change(scene);
  const all = await notices(scene);
  t.is(all.length, before + 1);
  const entry = all.find(({ status }) => status === 'refused');
  t.like(entry, { channel: 'sms', to: undefined, dueAt: undefined, tries: 0 });
  t.regex(entry?.reason ?? '', /former contact/);
  const logged = untold(scene);
  t.is(logged.length, 1);
  t.false(logged.some((line) => line.includes('63998') || line.includes('Ada')));
});

test('where all notices are refused for good, that is in the log', async (t) => {
  const scene = await withClient(t, ada);
  Object.assign(scene.carrier.telephony, { sendMessage: refuses(true) });
  await change(scene);
  t.deepEqual(untold(scene), [], 'the mail was sent');
  await withoutMail(scene);
  await change(scene, british);
  t.is(untold(scene).length, 1);
});

test('the former phone is told in its own language, after a change, an approval and a proof', async (t) => {
  const scene = await withClient(t, british);
  const told = () => scene.carrier.phone(british).inbox.at(-1)?.body ?? '';
  await change(scene);
  t.regex(told(), /was replaced by one that ends in 55/);

  await scene.first.api.updateClient('1', { clientRealPhone: british });
  const { api } = scene.first;
  const approved = await api.createConfirmation({ ...client, clientRealPhone: ada });
  t.regex(told(), /somebody asks to replace/);
  t.regex(scene.carrier.phone(ada).inbox.at(-1)?.body ?? '', /votre code est/);
  await api.approveConfirmation(approved.confirmationId);
  t.regex(told(), /was replaced by one that ends in 54/);

  await api.updateClient('1', { clientRealPhone: british });
  const proved = await api.createConfirmation({ ...client, clientRealPhone: other });
  scene.clock.advance(2 * MINUTE);
  await api.sendConfirmation(proved.confirmationId, { channel: 'email' });
  const entries = (await scene.store.outboxOf(proved.confirmationId)).map(({ value }) => value);
  t.like(
    entries.find(({ message }) => message === 'former_link'),
    { language: 'en', channel: 'email' },
  );
  scene.clock.advance(2 * MINUTE);
  await api.sendConfirmation(proved.confirmationId, { channel: 'sms' });
  await api.verifyConfirmation(proved.confirmationId, { code: codeIn(told()) });
  await api.verifyConfirmation(proved.confirmationId, {
    code: codeIn(scene.carrier.phone(other).inbox.at(-1)?.body),
  });
  t.like(await api.getConfirmation(proved.confirmationId), { status: 'confirmed' });
  t.regex(told(), /was replaced by one that ends in 55/);
});

test('an edit in a spreadsheet tells the former phone in its own language, and a landline by call', (t) => {
  const settings = { ...DEFAULT_SETTINGS, confirmations: { ...DEFAULT_SETTINGS.confirmations, required: true } };
  const approve = editApprover(createSequentialIds(), { settings, carrier: 'simulated', canMail: true });
  for (const [former, language, channel] of [
    [british, 'en', 'sms'],
    [landline, 'fr', 'voice'],
  ] as const) {
    const before = aClient('1', { realPhone: former, mail: 'ada@shop.example' });
    const edited = { ...before, realPhone: other };
    const records = approve(before, edited, 1);
    t.deepEqual(records[0], { kind: 'client', value: { ...edited, confirmedAt: 1 } });
    const entries = records.flatMap((each) => (each.kind === 'outbox' ? [each.value] : []));
    t.like(entries, { length: 2 });
    t.like(entries[0], { channel, language, to: former, message: 'changed' });
    t.like(entries[1], { channel: 'email', language });
  }
});

test('a client whose former contact says that it was not them does not count as confirmed any more', async (t) => {
  const scene = await withClient(t, ada);
  const { api } = scene.first;
  const confirmed = async () => (await api.weeklyReport({})).clients.confirmed;
  t.is(await confirmed(), 1);
  await change(scene);
  t.is(await confirmed(), 1);
  const [notMe = ''] = linksIn(scene.carrier.phone(ada).inbox.at(-1)?.body ?? '');
  await scene.fetch('POST', notMe);
  // The answer is kept for a minute.
  scene.clock.advance(MINUTE);
  t.is(await confirmed(), 0);
});
