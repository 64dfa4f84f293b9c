import fc from 'fast-check';

const client = fc.constantFrom('1', '2', '3', undefined);
const phone = fc.nat({ max: 4 });
const mail = fc.nat({ max: 2 });
const index = fc.nat({ max: 3 });
const isSecond = fc.boolean();
const channel = fc.constantFrom('sms', 'voice', 'email');
const which = fc.constantFrom('right', 'right', 'right', 'former_phone', 'wrong', 'old', 'other');

/** What people, programs and strangers do. `index`: of confirmations, links or handles, the newest first. */
export const steps = {
  create: fc.record({
    ...{ kind: fc.constant('create'), client, isSecond, isTwice: fc.boolean() },
    ...{ phone: fc.option(phone, { nil: undefined, freq: 9 }), mail: fc.option(mail, { nil: undefined, freq: 9 }) },
    channel: fc.option(channel, { nil: undefined, freq: 1 }),
  }),
  order: fc.record({ kind: fc.constant('order'), client: fc.constantFrom('1', '2', '3'), phone, isSecond }),
  send: fc.record({ kind: fc.constant('send'), index, channel, isSecond }),
  guess: fc.record({ kind: fc.constant('guess'), index, which, isSecond }),
  burst: fc.record({ kind: fc.constant('burst'), index }),
  text: fc.record({ kind: fc.constant('text'), index, isTheirs: fc.constantFrom(true, true, false), which, phone }),
  link: fc.record({
    ...{ kind: fc.constant('link'), index: fc.nat({ max: 7 }) },
    method: fc.constantFrom('POST', 'POST', 'GET', 'HEAD'),
  }),
  approve: fc.record({ kind: fc.constant('approve'), index, isSecond }),
  cancel: fc.record({ kind: fc.constant('cancel'), index, isSecond }),
  expire: fc.record({ kind: fc.constant('expire'), hours: fc.constantFrom(0, 1, 20) }),
  update: fc.record({
    ...{ kind: fc.constant('update'), client: fc.constantFrom('1', '2', '3') },
    ...{ phone: fc.option(phone, { nil: undefined, freq: 9 }), mail: fc.option(mail, { nil: undefined, freq: 9 }) },
  }),
  erase: fc.record({ kind: fc.constant('erase'), client: fc.constantFrom('1', '2', '3') }),
  register: fc.record({ kind: fc.constant('register'), phone, mail, address: fc.nat({ max: 2 }), isSecond }),
  enter: fc.record({ kind: fc.constant('enter'), index, which, isSecond }),
  clock: fc.record({ kind: fc.constant('clock'), minutes: fc.constantFrom(1, 1, 2, 3, 11, 90, 25 * 60) }),
  advance: fc.record({ kind: fc.constant('advance') }),
  pick: fc.record({
    ...{ kind: fc.constant('pick'), phone, isMachine: fc.boolean(), key: fc.constantFrom('right', 'wrong', 'none') },
    behaviour: fc.constantFrom('answers', 'answers', 'is_busy', 'is_off'),
  }),
} as const;

type ValueOf<A> = A extends fc.Arbitrary<infer T> ? T : never;
export type Step = { [K in keyof typeof steps]: ValueOf<(typeof steps)[K]> }[keyof typeof steps];

export type StepOf<K extends Step['kind']> = Extract<Step, { readonly kind: K }>;

const OFTEN = [
  'create',
  'create',
  'guess',
  'guess',
  'guess',
  'advance',
  'create',
  'create',
  'guess',
  'guess',
  'guess',
  'send',
  'link',
  'link',
  'clock',
  'advance',
  'order',
  'text',
] as const;

const one: fc.Arbitrary<Step> = fc.oneof(
  ...(Object.values(steps) as readonly fc.Arbitrary<Step>[]),
  ...OFTEN.map((kind) => steps[kind] as fc.Arbitrary<Step>),
);

export const sequences = fc.array(one, { minLength: 60, maxLength: 120, size: 'max' });
