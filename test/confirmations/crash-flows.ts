import type { ConfirmationSettings } from '../../src/domain/model/confirmation/confirmation-settings.js';
import type { ConfirmationStatus } from '../../src/domain/model/confirmation/confirmation.js';
import { fictionalMobile } from '../../src/entry/testing/index.js';
import type { ConfirmationView } from '../../src/ports/confirmations-api.js';
import { CommandFailed } from './instance.js';
import { HOUR, MINUTE, type World } from './crash-world.js';

/** What is interrupted somewhere, and how it goes on. */
export interface Flow {
  readonly settings?: Partial<ConfirmationSettings>;
  /** How many numbers are free. Default: 10. */
  readonly numbers?: number;
  /** What is there before. */
  readonly prepare?: (world: World) => Promise<unknown>;
  readonly run: (world: World) => Promise<unknown>;
  /** What the people do who got no answer, or none of what was sent: wherever it was interrupted. */
  readonly goOn: (world: World) => Promise<unknown>;
  /** How the confirmation ends in any case. */
  readonly ends: ConfirmationStatus;
}

export const PHONE = fictionalMobile(7654);
export const FORMER_PHONE = fictionalMobile(7655);
const MAIL = 'ada@shop.example';
const ID = 'P-1';

const client = { clientId: '1', clientName: 'Ada', clientMail: MAIL, clientRealPhone: PHONE };
const order = { orderId: 'O-1', ...client };
const formerClient = { ...client, clientRealPhone: FORMER_PHONE };
const visitor = { name: 'Ada', mail: MAIL, phone: PHONE, language: 'en' } as const;

const create = ({ api }: World) => api.createConfirmation({ confirmationId: ID, ...client });
const createChange = ({ api }: World) =>
  api.createConfirmation({ confirmationId: ID, clientId: '1', clientRealPhone: PHONE });

/** The one confirmation that there is. Undefined when it was not begun. */
export async function theConfirmation({ api }: World): Promise<ConfirmationView | undefined> {
  const [found] = (await api.listConfirmations({})).items;
  return found && api.getConfirmation(found.confirmationId);
}

async function begun(world: World): Promise<ConfirmationView> {
  const view = await theConfirmation(world);
  if (view === undefined) throw new Error('there is no confirmation');
  return view;
}

function otherThan(code: string): string {
  return code === '000000' ? '111111' : '000000';
}

/** The text with the code: what the customer does. */
async function replyWithCode(world: World, sid: string): Promise<void> {
  const { clientProxyNumber = '' } = await begun(world);
  await world.text(PHONE, clientProxyNumber, `Code: ${world.codeSentTo(PHONE)}`, sid);
}

/** They ask for a new code, unless it is over, and enter it. The right code again gets the same answer. */
async function resendAndVerify(world: World, phones: readonly string[] = [PHONE]): Promise<void> {
  const { confirmationId, status } = await begun(world);
  if (status === 'pending') {
    world.advance(MINUTE);
    await world.api.sendConfirmation(confirmationId, { channel: 'sms' });
    for (const phone of phones) await world.api.verifyConfirmation(confirmationId, { code: world.codeSentTo(phone) });
  }
}

async function unlessOver(asked: Promise<unknown>): Promise<void> {
  await asked.catch((error: unknown) => {
    if (!(error instanceof CommandFailed) || error.code !== 'confirmation_closed') throw error;
  });
}

export const flows = {
  'the whole cascade, a wrong code and the right one by text': {
    async run(world) {
      const { api } = world;
      await create(world);
      const right = world.codeSentTo(PHONE);
      world.advance(MINUTE);
      await api.advanceConfirmations();
      world.advance(2 * MINUTE);
      await api.advanceConfirmations();
      await refusedAsWrong(api.verifyConfirmation(ID, { code: otherThan(right) }));
      await replyWithCode(world, 'SM1');
    },
    async goOn(world) {
      await create(world);
      await resendAndVerify(world);
      await world.api.verifyConfirmation(ID, { code: world.codeSentTo(PHONE) });
    },
    ends: 'confirmed',
  },
  'a number that has to be bought first': {
    numbers: 0,
    async run(world) {
      await create(world);
      await replyWithCode(world, 'SM1');
    },
    async goOn(world) {
      await create(world);
      await resendAndVerify(world);
    },
    ends: 'confirmed',
  },
  'a resend': {
    prepare: create,
    async run(world) {
      world.advance(MINUTE);
      await world.api.sendConfirmation(ID, { channel: 'sms' });
      await world.api.verifyConfirmation(ID, { code: world.codeSentTo(PHONE) });
    },
    goOn: (world) => resendAndVerify(world),
    ends: 'confirmed',
  },
  'an approval': {
    prepare: create,
    run: ({ api }) => api.approveConfirmation(ID),
    goOn: ({ api }) => api.approveConfirmation(ID),
    ends: 'confirmed',
  },
  'a cancellation': {
    prepare: create,
    run: ({ api }) => api.cancelConfirmation(ID),
    goOn: ({ api }) => api.cancelConfirmation(ID),
    ends: 'cancelled',
  },
  'an expiry': {
    prepare: create,
    async run(world) {
      world.advance(25 * HOUR);
      await world.api.advanceConfirmations();
    },
    goOn: ({ api }) => api.expireConfirmations({ olderThanHours: 0 }),
    ends: 'expired',
  },
  'a change of phone, proved by both phones': {
    prepare: ({ api }) => api.createClient(formerClient),
    async run(world) {
      await createChange(world);
      for (const phone of [PHONE, FORMER_PHONE]) {
        await world.api.verifyConfirmation(ID, { code: world.codeSentTo(phone) });
      }
    },
    async goOn(world) {
      if ((await theConfirmation(world)) === undefined) await createChange(world);
      const { proved } = await begun(world);
      await resendAndVerify(world, proved.includes('phone') ? [FORMER_PHONE] : [PHONE, FORMER_PHONE]);
    },
    ends: 'confirmed',
  },
  'an approved change of phone, which the former phone disputes': {
    async prepare(world) {
      await world.api.createClient(formerClient);
      await createChange(world);
    },
    async run(world) {
      await world.api.approveConfirmation(ID);
      await world.api.useLink(world.linkSentTo(FORMER_PHONE));
    },
    async goOn(world) {
      await unlessOver(world.api.approveConfirmation(ID));
      await world.api.useLink(world.linkSentTo(FORMER_PHONE));
    },
    ends: 'blocked',
  },
  'a change of phone that the former phone disputes at once': {
    async prepare(world) {
      await world.api.createClient(formerClient);
      await createChange(world);
    },
    run: (world) => world.api.useLink(world.linkSentTo(FORMER_PHONE)),
    goOn: (world) => world.api.useLink(world.linkSentTo(FORMER_PHONE)),
    ends: 'blocked',
  },
  'an order that waits, and is served': {
    settings: { required: true },
    async run(world) {
      await world.api.createOrder(order);
      await replyWithCode(world, 'SM1');
    },
    async goOn(world) {
      await world.api.createOrder(order);
      await resendAndVerify(world);
    },
    ends: 'confirmed',
  },
  'an order that waits in vain': {
    settings: { required: true },
    prepare: ({ api }) => api.createOrder(order),
    async run(world) {
      world.advance(25 * HOUR);
      await world.api.advanceConfirmations();
    },
    goOn: ({ api }) => api.expireConfirmations({ olderThanHours: 0 }),
    ends: 'expired',
  },
  'a customer who registers': {
    settings: { activation: true },
    async run(world) {
      const { handle } = await world.api.activate(visitor);
      await world.api.enterCode(handle, world.codeSentTo(PHONE));
    },
    async goOn(world) {
      if ((await theConfirmation(world)) === undefined) await world.api.activate(visitor);
      await resendAndVerify(world);
    },
    ends: 'confirmed',
  },
} satisfies Record<string, Flow>;

export type FlowName = keyof typeof flows;

async function refusedAsWrong(asked: Promise<unknown>): Promise<void> {
  const error = await asked.then(
    () => new Error('a wrong code was right'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof CommandFailed) || error.code !== 'code_wrong') throw error;
}
