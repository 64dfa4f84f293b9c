import assert from 'node:assert/strict';
import type { Behaviour } from '../../adapters/simulator/index.js';
import type { CarrierEvent, PlacedCallAnswered, PlacedCallKey } from '../../domain/model/carrier-event.js';
import type { E164 } from '../../domain/model/phone-number.js';
import type { AskKey, PlacedCallPlan, SayTexts } from '../../domain/model/placed-call.js';
import type { Received, Telephony, WebhookAnswer, WebhookRequest } from '../../ports/telephony.js';
import { casesOf, type ContractCase, type Promises } from './contract.js';
import { fictionalMobile as phone } from './records.js';

/** The phone that is called: what it does, and what it has heard. */
export interface CalledPhone {
  /** Default: `answers`. */
  behaviour: Behaviour;
  /** Whether voicemail answers. Default: false. */
  isMachine: boolean;
  /** What its owner presses having heard this, each time that a key is asked for; undefined: nothing. */
  react: ((heard: string) => string | undefined) | undefined;
}

/** A carrier that places calls. */
export interface PlacingCarrier {
  readonly telephony: Telephony;
  /** The phone with this number. */
  readonly phone: (number: E164) => CalledPhone;
  /** What was heard on that phone, sentence by sentence, in all calls. */
  readonly heard: (number: E164) => readonly string[];
  /** Resolves when the calls that were placed are over, and their webhooks answered. */
  readonly over: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** How the suite opens carriers. */
export interface PlacedCallContractOptions {
  /** Opens a carrier whose webhooks are given to `webhook`, as they were received. */
  readonly open: (webhook: (request: WebhookRequest) => WebhookAnswer) => Promise<PlacingCarrier>;
}

/** The contract suite of {@link Telephony}'s `placeCall`, and of the webhooks of calls that were placed. */
export function placedCallContract({ open }: PlacedCallContractOptions): readonly ContractCase[] {
  return casesOf(PROMISES, async (check) => {
    const received: { request: WebhookRequest; result: Received }[] = [];
    const script: Scene['script'] = { plan: () => ({ kind: 'hang_up' }) };
    const carrier = await open((request) => {
      const result = carrier.telephony.receive(request);
      received.push({ request, result });
      if (result.kind !== 'event') return { status: 403, contentType: undefined, body: '' };
      const { event } = result;
      if (event.kind === 'placed_call_answered' || event.kind === 'placed_call_key')
        return carrier.telephony.answer(script.plan(event));
      return carrier.telephony.answer({ kind: 'acknowledge' });
    });
    const events = () => received.map(({ result }) => eventOf(result));
    try {
      await check({ ...carrier, script, events, requests: () => received.map(({ request }) => request) });
    } finally {
      await carrier.close();
    }
  });
}

interface Scene extends PlacingCarrier {
  /** What the service answers. */
  readonly script: { plan: (event: PlacedCallAnswered | PlacedCallKey) => PlacedCallPlan };
  readonly events: () => readonly CarrierEvent[];
  readonly requests: () => readonly WebhookRequest[];
}

const FROM = phone(1);
const TO = phone(2);
const CALL = { from: FROM, to: TO, reference: 'c-1_A', ringSeconds: 20 };
const DIGITS: SayTexts = { kind: 'say_text', texts: ['4 <8>', '& 0'], language: 'en', pauseSeconds: 1 };

function question(step: number, reference = CALL.reference): AskKey {
  return {
    kind: 'ask_key',
    texts: ['Hello,', `press ${(step + 7).toString()} & wait.`],
    language: 'en',
    pauseSeconds: 0,
    reference,
    step,
    timeoutSeconds: 5,
  };
}

function askOnce({ kind, reference }: PlacedCallAnswered | PlacedCallKey): PlacedCallPlan {
  return kind === 'placed_call_answered' ? question(0, reference) : { kind: 'hang_up' };
}

const PROMISES: Promises<Scene> = {
  'an answered call asks what to say, says it, and reports its end': async (scene) => {
    const { telephony, script, events, heard } = scene;
    script.plan = () => DIGITS;
    const callId = await place(scene);
    const call = { carrier: telephony.carrier, callId, reference: CALL.reference };
    assert.deepEqual(events(), [
      { kind: 'placed_call_answered', ...call, answeredBy: 'person' },
      { kind: 'placed_call_ended', ...call, status: 'answered' },
    ]);
    assert.deepEqual(heard(TO), DIGITS.texts);
  },

  'a question is asked and answered by one key, and may be followed by another': async (scene) => {
    const { telephony, script, events, heard } = scene;
    const asked: string[] = [];
    scene.phone(TO).react = (said) => {
      asked.push(said);
      return /press (\d)/.exec(said)?.[1];
    };
    script.plan = (event) => {
      if (event.kind === 'placed_call_answered') return question(0);
      return event.step === 0 ? question(1) : DIGITS;
    };
    const callId = await place(scene);
    const key = { kind: 'placed_call_key', carrier: telephony.carrier, callId, reference: CALL.reference };
    assert.deepEqual(events().slice(1, -1), [
      { ...key, step: 0, digits: '7' },
      { ...key, step: 1, digits: '8' },
    ]);
    assert.deepEqual(asked, ['Hello, press 7 & wait.', 'Hello, press 8 & wait.']);
    assert.deepEqual(heard(TO).slice(-2), DIGITS.texts);
  },

  'whoever presses no digit has answered too': async (scene) => {
    const { script, events } = scene;
    const pressed = [undefined, '*', '12'];
    scene.phone(TO).react = () => pressed.shift();
    script.plan = (event) => {
      const step = event.kind === 'placed_call_key' ? event.step + 1 : 0;
      return step < 3 ? question(step) : { kind: 'hang_up' };
    };
    await place(scene);
    const keys = events().flatMap((event) => (event.kind === 'placed_call_key' ? [event.digits] : []));
    assert.deepEqual(keys, ['', '', '1']);
  },

  'a machine is told from a person': async (scene) => {
    scene.phone(TO).isMachine = true;
    await place(scene);
    const [answered] = scene.events();
    assert.equal(answered?.kind === 'placed_call_answered' && answered.answeredBy, 'machine');
    assert.deepEqual(scene.heard(TO), []);
  },

  'a call that nobody answers is reported, and asks nothing': async (scene) => {
    for (const [behaviour, status] of [
      ['is_busy', 'busy'],
      ['does_not_answer', 'no_answer'],
      ['is_off', 'failed'],
    ] as const) {
      const before = scene.events().length;
      scene.phone(TO).behaviour = behaviour;
      await place(scene);
      const reported = scene.events().slice(before);
      assert.deepEqual(
        reported.map((event) => event.kind === 'placed_call_ended' && event.status),
        [status],
      );
    }
  },

  'a call is about its reference only': async (scene) => {
    scene.script.plan = askOnce;
    await place(scene, 'A');
    await place(scene, 'b'.repeat(64));
    const references = scene.events().map((event) => 'reference' in event && event.reference);
    assert.deepEqual([...new Set(references)], ['A', 'b'.repeat(64)]);
    assert.equal(references.length, 6);
  },

  'a reference that is none is refused for good, and nobody is called': async (scene) => {
    for (const reference of ['', 'a b', 'a&b=c', 'a/b', 'é', 'a\n', 'x'.repeat(65)]) {
      const receipt = await scene.telephony.placeCall({ ...CALL, reference });
      assert.deepEqual([receipt.kind, 'isPermanent' in receipt && receipt.isPermanent], ['refused', true]);
    }
    await scene.over();
    assert.deepEqual(scene.events(), []);
  },

  'what the carrier has not signed about a call is not believed': async (scene) => {
    const { telephony, requests } = scene;
    scene.script.plan = askOnce;
    await place(scene);
    assert.equal(requests().length, 3);
    for (const request of requests()) {
      assert.equal(telephony.receive(request).kind, 'event');
      const body = Buffer.from(`${Buffer.from(request.body).toString()}&Digits=1`);
      const forgeries = [
        { ...request, target: request.target.replace(CALL.reference, 'c-2') },
        { ...request, target: request.target.replace('placed', 'ended') },
        { ...request, body },
        { ...request, headers: {} },
      ];
      for (const forged of forgeries) {
        const received = telephony.receive(forged);
        assert.equal(received.kind === 'refused' && received.reason, 'bad_signature');
      }
    }
  },

  'a repeated webhook is read alike': async (scene) => {
    scene.script.plan = askOnce;
    await place(scene);
    const again = scene.requests().map((request) => eventOf(scene.telephony.receive(request)));
    assert.deepEqual(again, scene.events());
  },
};

/** @returns the carrier's id of the call, when the call is over */
async function place(scene: Scene, reference = CALL.reference): Promise<string> {
  const receipt = await scene.telephony.placeCall({ ...CALL, reference });
  assert.equal(receipt.kind, 'accepted');
  await scene.over();
  return receipt.carrierId;
}

function eventOf(received: Received): CarrierEvent {
  assert.equal(received.kind, 'event');
  return received.event;
}
