import type { TypedPhone } from '../../src/domain/model/typed-phone.js';
import { burst, enter, guess, open, text } from './campaign-answers.js';
import type { Step, StepOf } from './campaign-steps.js';
import { confirmationAt, give, instance, mails, phones, tried, type World } from './campaign-world.js';

const phoneAt = (index: number | undefined) =>
  index === undefined ? undefined : (phones[index] as TypedPhone | undefined);
const mailAt = (index: number | undefined) => (index === undefined ? undefined : mails[index]);

export async function perform(world: World, step: Step): Promise<void> {
  const { scene } = world;
  switch (step.kind) {
    case 'create':
      return create(world, step);
    case 'order':
      return order(world, step);
    case 'send':
      return onConfirmation(world, step, (id) => instance(world, step.isSecond).api.sendConfirmation(id, step));
    case 'approve':
      return onConfirmation(world, step, (id) => {
        give(world, id, 'approved');
        return instance(world, step.isSecond).api.approveConfirmation(id);
      });
    case 'cancel':
      return onConfirmation(world, step, (id) => instance(world, step.isSecond).api.cancelConfirmation(id));
    case 'guess':
      return guess(world, step);
    case 'burst':
      return burst(world, step);
    case 'text':
      return text(world, step);
    case 'link':
      return open(world, step);
    case 'expire':
      await scene.first.api.expireConfirmations({ olderThanHours: step.hours });
      return;
    case 'update':
      return update(world, step);
    case 'erase':
      await tried(scene.first.api.eraseClient(step.client));
      return;
    case 'register':
      return register(world, step);
    case 'enter':
      return enter(world, step);
    case 'clock':
      scene.clock.advance(step.minutes * 60_000);
      return;
    case 'advance':
      await Promise.all([scene.first.services.advanceConfirmations(), scene.second.services.advanceConfirmations()]);
      return;
    case 'pick':
      pick(world, step);
  }
}

async function order(world: World, step: StepOf<'order'>): Promise<void> {
  const { scene } = world;
  const contact = {
    clientName: 'Ada',
    clientMail: mails[0] ?? '',
    clientRealPhone: phoneAt(step.phone) ?? ('' as TypedPhone),
  };
  const orderId = `O-${scene.left.length.toString()}-${step.client}`;
  await tried(instance(world, step.isSecond).api.createOrder({ orderId, clientId: step.client, ...contact }));
}

async function update(world: World, step: StepOf<'update'>): Promise<void> {
  const { scene } = world;
  const changes = { clientRealPhone: phoneAt(step.phone), clientMail: mailAt(step.mail) };
  const done = await tried(scene.first.api.updateClient(step.client, changes));
  if ('result' in done) world.updated = step.client;
  // It is on record as a confirmation that was approved.
  const added = (await scene.store.confirmations({ limit: 50 })).filter(({ id }) => !world.begun.has(id));
  for (const { id } of added) give(world, id, 'approved');
}

function pick(world: World, step: StepOf<'pick'>): void {
  const { scene } = world;
  const phone = scene.carrier.phone(phones[step.phone] ?? '');
  phone.isMachine = step.isMachine;
  phone.behaviour = step.behaviour;
  const asked = (heard: string) => /touche (\d)/.exec(heard)?.[1];
  const wrong = (heard: string) => (asked(heard) === '0' ? '1' : '0');
  phone.react = step.key === 'none' ? undefined : step.key === 'right' ? asked : wrong;
}

async function create(
  world: World,
  { client, phone, mail, channel, isSecond, isTwice }: StepOf<'create'>,
): Promise<void> {
  const request = {
    ...{ clientId: client, clientName: 'Ada', clientMail: mailAt(mail), clientRealPhone: phoneAt(phone), channel },
  };
  const { first, second } = world.scene;
  const instances = isTwice ? [first, second] : [instance(world, isSecond)];
  await Promise.all(instances.map(({ api }) => tried(api.createConfirmation(request))));
}

async function onConfirmation(
  world: World,
  { index }: { readonly index: number },
  request: (id: string) => Promise<unknown>,
): Promise<void> {
  const confirmation = await confirmationAt(world, index);
  if (confirmation !== undefined) await tried(request(confirmation.id));
}

async function register(world: World, { phone, mail, address, isSecond }: StepOf<'register'>): Promise<void> {
  const pages = instance(world, isSecond).services.confirmationPages;
  const request = { name: 'Ada', mail: mailAt(mail) ?? '', phone: phones[phone] ?? '', language: 'fr' } as const;
  const done = await tried(pages.activate(request, `203.0.113.${address.toString()}`));
  // The page does not wait for its message.
  await world.scene.first.services.advanceConfirmations();
  if ('result' in done)
    world.handles.unshift({ ...done.result, id: done.result.handle.slice(0, done.result.handle.lastIndexOf('.')) });
}
