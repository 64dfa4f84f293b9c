import test from 'ava';
import { createMemoryStore } from '../src/adapters/memory/index.js';
import { createSimulatedCarrier } from '../src/adapters/simulator/index.js';
import { DEFAULT_CONFIRMATION_SETTINGS } from '../src/domain/model/confirmation/confirmation-settings.js';
import { isProxyCallError } from '../src/domain/model/errors.js';
import { createProxyCall } from '../src/entry/library.js';

const carrier = () => createSimulatedCarrier({ authToken: 'x', webhookBaseUrl: () => 'https://shop.example' });
const settings = { confirmations: { ...DEFAULT_CONFIRMATION_SETTINGS, activation: true } };

test('the library has the public pages and the clock of confirmations', async (t) => {
  const proxyCall = createProxyCall({
    ...{ store: createMemoryStore(), ...carrier(), publicUrl: 'https://shop.example/' },
    settings,
  });
  t.true(proxyCall.confirmationPages.hasActivation);
  t.is(await proxyCall.confirmationPages.readLink('none'), undefined);
  t.is(await proxyCall.confirmationPages.useLink('none'), undefined);
  await proxyCall.advanceConfirmations();
  await proxyCall.close();
  t.false(createProxyCall({ store: createMemoryStore(), ...carrier() }).confirmationPages.hasActivation);
});

test('under another hash key neither pages nor the clock do anything', async (t) => {
  const store = createMemoryStore();
  await createProxyCall({ store, ...carrier(), hashKey: 'the first of two keys' }).runMaintenance();
  const other = createProxyCall({ store, ...carrier(), hashKey: 'another of two keys', settings });
  for (const work of [
    () => other.advanceConfirmations(),
    () => other.confirmationPages.readLink('none'),
    () => other.confirmationPages.useLink('none'),
  ]) {
    const error = await t.throwsAsync(work());
    t.true(isProxyCallError(error, 'hash_key_changed'), error.message);
  }
});
