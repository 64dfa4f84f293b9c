import test from 'ava';
import fc from 'fast-check';
import { createMemoryMailer, createMemoryStore } from '../../src/adapters/memory/index.js';
import { DEFAULT_CONFIRMATION_SETTINGS } from '../../src/domain/model/confirmation/confirmation-settings.js';
import { createProxyCall } from '../../src/entry/library.js';
import { createFakeClock, createSequentialIds, fictionalMobile } from '../../src/entry/testing/index.js';
import { everything } from '../../src/entry/testing/order-store-assertions.js';
import { setUp } from '../services/set-up.js';

const DAY = 86_400_000;

/** Two instances on one store, of which one requires confirmations. */
function start() {
  const [store, clock, mailer] = [createMemoryStore(), createFakeClock(), createMemoryMailer()];
  const confirmations = { ...DEFAULT_CONFIRMATION_SETTINGS, required: true };
  const { proxyCall: strict, carrier } = setUp({ store, clock, mailer, settings: { confirmations } });
  const { telephony, provider } = carrier;
  const lax = createProxyCall({ store, clock, mailer, telephony, provider, ids: createSequentialIds(7) });
  return { store, clock, strict, lax };
}

const person = (index: number) => ({
  ...{ clientId: index.toString(), clientName: 'Ada', clientMail: `ada${index.toString()}@shop.example` },
  clientRealPhone: fictionalMobile(7000 + index),
});

const STEPS = ['confirm', 'begin', 'create', 'approved edit', 'edit', 'erase', 'pass'] as const;

/** What random steps come to now and then only: whoever was confirmed is asked again, or erased; whoever was not is confirmed. */
const RARE = [
  ...[at('confirm', 0), at('confirm', 0), at('erase', 0)],
  ...[at('create', 1), at('confirm', 1), at('create', 2), at('approved edit', 2)],
];

function at(step: (typeof STEPS)[number], index: number) {
  return { step, index };
}

test('who was confirmed counts until they are erased, whatever was dropped since', async (t) => {
  const steps = fc.array(fc.record({ step: fc.constantFrom(...STEPS), index: fc.nat(2) }), { maxLength: 14 });
  await fc.assert(
    fc.asyncProperty(steps, async (drawn) => {
      const { store, clock, strict, lax } = start();
      const clients = new Map<string, boolean>();
      for (const [number, { step, index }] of drawn.entries()) {
        const asked = person(index);
        const { clientId } = asked;
        const [isKnown, wasConfirmed] = [clients.has(clientId), clients.get(clientId) === true];
        clock.advance(2 * DAY);
        await strict.runMaintenance();
        if (step === 'confirm') {
          const { confirmationId } = await strict.createConfirmation(asked);
          await strict.approveConfirmation(confirmationId);
          clients.set(clientId, true);
        } else if (step === 'begin') {
          await strict.createConfirmation(asked);
        } else if (step === 'create' && !isKnown) {
          await lax.createClient(asked);
          clients.set(clientId, false);
        } else if (step === 'erase' && isKnown) {
          await strict.eraseClient(clientId);
          clients.delete(clientId);
        } else if (step === 'pass') {
          clock.advance(100 * DAY);
          await strict.runMaintenance();
          t.false([...(await everything(store)).values()].some(({ kind }) => kind === 'confirmation'));
        } else if ((step === 'approved edit' || step === 'edit') && isKnown) {
          const clientMail = `mail${number.toString()}@shop.example`;
          await (step === 'edit' ? lax : strict).updateClient(clientId, { clientMail });
          clients.set(clientId, wasConfirmed || step === 'approved edit');
          // Whoever is asked again later has to be asked about the same person.
          await lax.updateClient(clientId, { clientMail: asked.clientMail });
        }
        const report = await strict.weeklyReport({});
        const confirmed = [...clients.values()].filter(Boolean).length;
        t.is(report.clients.total, clients.size);
        t.is(report.clients.confirmed, confirmed, `${number.toString()} ${step}`);
      }
    }),
    { numRuns: 60, examples: [[RARE]] },
  );
});

test('nothing of it is left of whoever was erased, and whoever gets their id is not confirmed', async (t) => {
  const { store, strict, lax } = start();
  const { confirmationId } = await strict.createConfirmation(person(1));
  await strict.approveConfirmation(confirmationId);
  const [exported] = (await strict.exportPerson({ phone: person(1).clientRealPhone })).clients;
  t.is(exported?.confirmedAt, '2026-01-01T00:00:00.000Z');
  await strict.eraseClient('1');
  t.is(await store.record('client', '1'), undefined);
  await lax.createClient(person(1));
  t.is((await strict.weeklyReport({})).clients.confirmed, 0);
});
