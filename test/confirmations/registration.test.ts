import test, { type ExecutionContext } from 'ava';
import { phoneNumber } from '../../src/domain/model/phone-number.js';
import { isProxyCallError, type ProxyCallError } from '../../src/domain/model/errors.js';
import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { fictionalMobile } from '../../src/entry/testing/index.js';
import { codeIn, otherThan, startScene, type Answer, type Scene, type SceneOptions } from './scene.js';

// Strangers on the page where customers register on their own.

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const ada = fictionalMobile(7654);
const client = { clientId: '1', clientName: 'Ada', clientMail: 'ada@shop.example', clientRealPhone: ada };
const open: SceneOptions = { confirmations: { activation: true } };

/** A service with some numbers, of France and of Great Britain, that can text. */
async function startWithNumbers(t: ExecutionContext, options: SceneOptions = open): Promise<Scene> {
  const scene = await startScene(t, options);
  const others = { ...client, clientMail: 'other@shop.example' };
  if (options.confirmations?.required === true) return scene;
  await scene.first.api.createClient({ ...others, clientId: '7', clientRealPhone: fictionalMobile(7777) });
  await scene.first.api.createClient({ ...others, clientId: '8', clientRealPhone: phoneNumber('+447700900123') });
  return scene;
}

function register(scene: Scene, phone: string, mail = 'someone@shop.example'): Promise<Answer> {
  return scene.fetch('POST', '/activate', { name: 'Someone', mail, phone });
}

/** The page without what is random in it. */
function page({ status, text }: Answer): string {
  return `${status.toString()} ${text.replace(/name="handle" value="[^"]+"/, 'handle')}`;
}

function handleIn({ text }: Answer): string {
  return /name="handle" value="([^"]+)"/.exec(text)?.[1] ?? 'none';
}

const enter = (scene: Scene, handle: string, code: string) => scene.fetch('POST', '/activate', { handle, code });
const codeAt = ({ carrier }: Scene, phone: string) => codeIn(carrier.phone(phone).inbox.at(-1)?.body);

/** Registers past the page, from a network address of one's own. @returns what it was refused with */
async function activate(
  { first }: Scene,
  phone: string,
  address: string,
  mail = 'someone@shop.example',
): Promise<ProxyCallError | { handle: string }> {
  const request = { name: 'Someone', mail, phone, language: 'en' } as const;
  return first.services.confirmationPages.activate(request, address).catch((error: unknown) => {
    if (isProxyCallError(error)) return error;
    throw error;
  });
}

/** Everything that was written to the store and to the log, by kind. */
async function traces(scene: Scene) {
  const kinds = ['confirmation', 'outbox', 'counter'] as const;
  const counts = await Promise.all(
    kinds.map(async (kind) => (await scene.store.records(kind, { limit: 1000 })).length),
  );
  return counts;
}

test('whether a phone is known, no page, number of records or answer to a code tells', async (t) => {
  const seen: unknown[] = [];
  for (const isKnown of [false, true]) {
    const scene = await startScene(t, open);
    await scene.first.api.createClient(isKnown ? client : { ...client, clientRealPhone: fictionalMobile(7655) });
    const texts = scene.carrier.phone(ada).inbox.length;
    const registered = await register(scene, ada);
    const answers = [page(registered)];
    const handle = handleIn(registered);
    const right = codeAt(scene, ada);
    const wrong = otherThan(right);
    answers.push(page(await enter(scene, handle, wrong)), page(await enter(scene, handle, '12')));
    answers.push(page(await register(scene, ada)), page(await register(scene, ada, 'other@shop.example')));
    for (let guess = 0; guess < 6; guess += 1) answers.push(page(await enter(scene, handle, wrong)));
    scene.clock.advance(11 * MINUTE);
    answers.push(page(await enter(scene, handle, wrong)));
    seen.push(answers, await traces(scene));
    t.is(scene.carrier.phone(ada).inbox.length - texts, isKnown ? 0 : 3);
    t.like(await scene.first.api.getClient('1'), { clientMail: client.clientMail });
  }
  t.deepEqual(seen[0], seen[2]);
  t.deepEqual(seen[1], seen[3]);
});

test('nothing is held or bought before the phone is proved, and one phone gets one number', async (t) => {
  const scene = await startWithNumbers(t, open);
  const before = await scene.store.numbers();
  t.is(before.filter(({ value }) => value.state.status === 'held').length, 0);
  const [one, two] = [await register(scene, ada), await register(scene, ada)].map(handleIn);
  t.deepEqual(await scene.store.numbers(), before);
  const codes = scene.carrier.phone(ada).inbox.map(({ body }) => codeIn(body));
  const answers = await Promise.all([enter(scene, one ?? '', codes[0] ?? ''), enter(scene, two ?? '', codes[1] ?? '')]);
  t.deepEqual(answers.map(({ status }) => status).sort(), [200, 410]);
  const { items } = await scene.first.api.listClients({});
  t.is(items.filter(({ clientRealPhone }) => clientRealPhone === ada).length, 1);
  // The right code once more gets the same answer.
  const again = await Promise.all([enter(scene, one ?? '', codes[0] ?? ''), enter(scene, two ?? '', codes[1] ?? '')]);
  t.is(again.filter(({ status }) => status === 200).length, 1);
});

test('a handle is of one registration, and of no confirmation that a merchant has begun', async (t) => {
  const scene = await startWithNumbers(t, open);
  const mine = handleIn(await register(scene, ada));
  const other = handleIn(await register(scene, fictionalMobile(6661)));
  const { confirmationId } = await scene.first.api.createConfirmation({
    ...client,
    clientRealPhone: fictionalMobile(6662),
  });
  const code = codeAt(scene, ada);
  const mac = mine.slice(mine.lastIndexOf('.'));
  const forged = [other.slice(0, other.lastIndexOf('.')) + mac, confirmationId + mac, confirmationId, 'x', '.', mac];
  for (const handle of forged) t.is((await enter(scene, handle, code)).status, 410);
  t.is((await enter(scene, other, code)).status, 422);
  t.is((await enter(scene, mine, code)).status, 200);
});

test('whoever registers does not get the id, nor the orders, of a client who waits', async (t) => {
  const scene = await startScene(t, {
    confirmations: { activation: true, required: true },
    settings: { topUpSize: 12 },
  });
  const { api } = scene.first;
  const { nextClientId } = await api.nextClientId();
  const clientId = nextClientId.toString();
  await api.createOrder({ ...client, clientId, orderId: 'O-1', clientRealPhone: fictionalMobile(6662) });
  t.is((await api.nextClientId()).nextClientId, nextClientId + 1);
  const handle = handleIn(await register(scene, ada));
  t.is((await enter(scene, handle, codeAt(scene, ada))).status, 200);
  const { items } = await api.listClients({});
  t.is(items.length, 1);
  t.not(items[0]?.clientId, clientId);
  const waiting = (await api.listConfirmations({ clientId })).items[0];
  const code = codeAt(scene, fictionalMobile(6662));
  const view = await api.verifyConfirmation(waiting?.confirmationId ?? '', { code });
  t.is(view.status, 'confirmed');
});

test('many phones from one address: no more texts than the address may ask for', async (t) => {
  const scene = await startWithNumbers(t, open);
  const refused: number[] = [];
  for (let index = 0; index < 30; index += 1) {
    const answer = await activate(scene, fictionalMobile(4000 + index), '203.0.113.7');
    if (isProxyCallError(answer, 'too_many_sends')) refused.push(index);
  }
  t.deepEqual([refused.length, refused[0]], [20, 10]);
  t.is(scene.left.length, 10);
  t.false((await scene.records()).includes('203.0.113.7'));
});

test('one phone from many addresses: no more texts in a day than the phone may get, over two instances', async (t) => {
  const scene = await startWithNumbers(t, open);
  const both = [scene.first, scene.second];
  await Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      activate({ ...scene, first: both[index % 2] ?? scene.first }, ada, `203.0.113.${index.toString()}`),
    ),
  );
  // Two of five are kept for the shop.
  t.is(scene.left.length, 3);
  for (let minute = 0; minute < 60; minute += 1) {
    scene.clock.advance(MINUTE);
    await scene.first.services.advanceConfirmations();
  }
  t.is(scene.left.filter(({ to }) => to === ada).length, 3);
  scene.clock.advance(DAY);
  t.true('handle' in (await activate(scene, ada, '203.0.113.99')));
});

const policy = { ...DEFAULT_SETTINGS.policy, dialledCountries: new Set(['FR', 'GB'] as const) };

const unaffordable: Readonly<Record<string, string>> = {
  Cuba: '+5351234567',
  'the Maldives': '+9607712345',
  'a satellite': '+881612345678',
  'a premium number': '+33899123456',
  'an international premium number': '+979123456789',
};

for (const [where, phone] of Object.entries(unaffordable)) {
  test(`a stranger cannot have texts sent to ${where}`, async (t) => {
    const scene = await startScene(t, open);
    t.is((await register(scene, phone)).status, 422);
    t.deepEqual(scene.left, []);
    // That somebody tried is counted.
    t.deepEqual(await traces(scene), [0, 0, 1]);
  });
}

test('strangers have a limit of their own, for the service and for each country, and leave room for the merchant', async (t) => {
  const scene = await startWithNumbers(t, {
    ...open,
    limits: { publicPerDay: 6, publicCountryPerDay: 4 },
    settings: { policy },
  });
  for (const [phones, base] of [
    [10, (index: number) => fictionalMobile(4000 + index)],
    [10, (index: number) => `+4477009000${(10 + index).toString()}`],
  ] as const) {
    for (let index = 0; index < phones; index += 1) await activate(scene, base(index), `2001:db8::${index.toString()}`);
  }
  const texted = scene.left.map(({ to }) => to);
  t.deepEqual([texted.filter((to) => to.startsWith('+33')).length, texted.length], [4, 6]);
  t.is((await scene.first.api.createConfirmation(client)).status, 'pending');
});
