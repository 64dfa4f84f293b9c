import test from 'ava';
import { readOptOut, withOptOut } from '../../src/domain/model/opt-out.js';
import {
  admit,
  closeParticipant,
  endOf,
  eraseParticipant,
  followClientPhone,
  otherRole,
  phaseOf,
  releaseParticipant,
} from '../../src/domain/model/participant.js';
import {
  closeOpenSession,
  closeOpened,
  closePairedSession,
  followClient,
  isLive,
  maskName,
  openSession,
} from '../../src/domain/model/session.js';
import {
  aClient,
  anOpenSession,
  aPairedSession,
  aParticipant,
  fictionalMobile as phone,
  personOf,
} from '../../src/entry/testing/records.js';

const cooling = { hardCoolingMs: 100, softCoolingMs: 1000 };
const ada = aClient('1', { name: 'Ada', residency: 'BE', realPhone: phone(9000) });
const person = personOf(9000);
const paired = aPairedSession('s', ada, { expiresAt: 10_000, maxCallSeconds: 600, optedOut: [person.personKey] });
const client = aParticipant('client', paired);
const counterpart = aParticipant('counterpart', paired, { role: 'counterpart' });
const guest = aParticipant('guest', paired, { admittedBy: 'code', ...personOf(70) });

test('an open session is opened on a number, with its client as the one participant', (t) => {
  const ids = { session: 's', participant: 'p' };
  const { session, client: opened } = openSession(ids, ada, person, { number: phone(1), carrier: 'c' }, 7);
  t.deepEqual(session, {
    ...{ kind: 'open', id: 's', clientId: '1', carrier: 'c', proxyNumber: phone(1), openedAt: 7, closedAt: undefined },
    ...{ maskedName: 'A***', homeCountry: 'BE', lastCaller: undefined, optedOut: [], hasForgottenCalls: false },
  });
  t.deepEqual(opened, {
    ...{
      id: 'p',
      sessionId: 's',
      sessionKind: 'open',
      clientId: '1',
      carrier: 'c',
      role: 'client',
      admittedBy: 'order',
    },
    ...{ proxyNumber: phone(1), phone: person.phone, personKey: person.personKey, contactKey: undefined },
    ...{ openedAt: 7, expiresAt: undefined, closedAt: undefined, releasedAt: undefined },
  });
  t.true(isLive(session, Number.MAX_SAFE_INTEGER));
});

test('what is left of a closed session says nothing of people', (t) => {
  const open = anOpenSession('o', ada, phone(1), { lastCaller: phone(7), optedOut: [person.personKey] });
  t.deepEqual(closeOpenSession(open, 5), {
    ...{ kind: 'open', id: 'o', clientId: '1', carrier: 'simulated', proxyNumber: phone(1), openedAt: 1, closedAt: 5 },
    hasForgottenCalls: false,
  });
  t.deepEqual(closePairedSession(paired, 5), {
    ...{
      kind: 'paired',
      id: 's',
      clientId: '1',
      carrier: 'simulated',
      orderId: 'order of s',
      openedAt: 1,
      closedAt: 5,
    },
    ...{ expiresAt: 10_000, maxCallSeconds: 600, ringSeconds: undefined, hasForgottenCalls: false },
  });
  t.false(isLive(closeOpenSession(open, 5), 4));
});

test('a session that is closed again keeps its time, and one that expired was over then', (t) => {
  t.is(closePairedSession(closePairedSession(paired, 5), 9).closedAt, 5);
  t.is(closePairedSession(paired, 20_000).closedAt, 10_000);
  t.is(closeOpenSession(closeOpenSession(anOpenSession('o', ada, phone(1)), 5), 9).closedAt, 5);
});

test('a paired session is live until it expires, recorded or not', (t) => {
  t.true(isLive(paired, 9999));
  t.false(isLive(paired, 10_000));
  t.false(isLive(closePairedSession(paired, 5), 6));
});

test('the client of a closed open session is released with it', (t) => {
  const session = anOpenSession('o', ada, phone(1));
  const closed = closeOpened({ session, client: aParticipant('p', session) }, 5);
  t.is(closed.session.closedAt, 5);
  t.like(closed.client, { closedAt: 5, releasedAt: 5, phone: undefined, personKey: person.personKey });
});

test('a session follows its client: name, country, and who of the two opted out', (t) => {
  const moved = aClient('1', { name: 'Bo', residency: undefined, realPhone: phone(9001) });
  const others = [personOf(8000).personKey, person.personKey];
  const followed = followClient({ ...paired, optedOut: others }, moved, person.personKey, personOf(9001));
  t.deepEqual(followed, {
    ...paired,
    maskedName: 'B***',
    homeCountry: 'FR',
    optedOut: [personOf(8000).personKey, personOf(9001).personKey],
  });
  const same = followClient({ ...paired, optedOut: others }, ada, person.personKey, person);
  t.deepEqual(same.optedOut, others);
});

test('a client who takes the phone of their last caller is not their own last caller', (t) => {
  const open = anOpenSession('o', ada, phone(1), { lastCaller: phone(9001) });
  t.is(followClient(open, ada, person.personKey, personOf(9001)).lastCaller, undefined);
  t.is(followClient(open, ada, person.personKey, personOf(9002)).lastCaller, phone(9001));
});

test('a participant is live until their session ends, then cools off, hard and soft, and is over', (t) => {
  const closed = closeParticipant(counterpart, 500);
  const phases = [499, 500, 599, 600, 1499, 1500].map((now) => phaseOf(closed, now, cooling));
  t.deepEqual(phases, ['live', 'hard', 'hard', 'soft', 'soft', 'over']);
  t.is(phaseOf(counterpart, 9999, cooling), 'live');
  t.is(phaseOf(counterpart, 10_000, cooling), 'hard');
  t.is(phaseOf(releaseParticipant(closed, 510), 511, cooling), 'over');
  t.is(phaseOf(closed, 550, { hardCoolingMs: 100, softCoolingMs: 0 }), 'hard');
  t.is(phaseOf(closed, 600, { hardCoolingMs: 100, softCoolingMs: 0 }), 'over');
});

test('a participant of an open session never ends by itself', (t) => {
  const participant = aParticipant('p', anOpenSession('o', ada, phone(1)));
  t.is(endOf(participant), Infinity);
  t.is(phaseOf(participant, Number.MAX_SAFE_INTEGER, cooling), 'live');
  t.is(endOf(closeParticipant(participant, 5)), 5);
});

test('closing keeps the phone, erasing takes it, releasing ends the tombstone; each recognises the person', (t) => {
  t.deepEqual(closeParticipant(client, 5), { ...client, closedAt: 5 });
  t.deepEqual(eraseParticipant(client, 5), { ...client, closedAt: 5, phone: undefined });
  t.deepEqual(releaseParticipant(client, 5), { ...client, closedAt: 5, phone: undefined, releasedAt: 5 });
});

test('what ended before keeps the time of its end', (t) => {
  const closed = closeParticipant(client, 5);
  t.is(closeParticipant(closed, 9), closed);
  t.deepEqual(eraseParticipant(closed, 9), { ...closed, phone: undefined });
  t.deepEqual(releaseParticipant(closed, 9), { ...closed, phone: undefined, releasedAt: 9 });
  t.like(releaseParticipant(client, 20_000), { closedAt: 10_000, releasedAt: 20_000 });
});

test('when the client has another phone, the client has it, the counterpart reaches it, and guests keep theirs', (t) => {
  const moved = personOf(9001);
  t.deepEqual(followClientPhone(client, moved), { ...client, ...moved });
  t.deepEqual(followClientPhone(counterpart, moved), { ...counterpart, contactKey: moved.personKey });
  t.is(followClientPhone(guest, moved), guest);
  const counterpartGuest = { ...counterpart, admittedBy: 'code' as const };
  t.is(followClientPhone(counterpartGuest, moved).contactKey, moved.personKey);
});

test('whoever is admitted belongs to the session until it expires', (t) => {
  const { personKey } = personOf(8000);
  const admission = {
    role: 'client',
    admittedBy: 'code',
    person,
    contactKey: personKey,
    proxyNumber: phone(3),
  } as const;
  t.deepEqual(admit('p', paired, admission, 7), {
    ...{ id: 'p', sessionId: 's', sessionKind: 'paired', clientId: '1', carrier: 'simulated', role: 'client' },
    ...{ admittedBy: 'code', proxyNumber: phone(3), ...person, contactKey: personKey },
    ...{ openedAt: 7, expiresAt: 10_000, closedAt: undefined, releasedAt: undefined },
  });
  t.deepEqual((['client', 'counterpart'] as const).map(otherRole), ['counterpart', 'client']);
});

test('names are masked to their first letter, whatever letters are made of', (t) => {
  t.deepEqual(['Ada Lovelace', ' 山田', 'É', '👩‍🚀 Sally', ''].map(maskName), ['A***', '山***', 'É***', '👩‍🚀***', '***']);
});

test('only the word itself stops texts', (t) => {
  for (const word of ['STOP', 'stop ', ' Arrêt', 'arret', 'ARRE\u0302T']) t.is(readOptOut(word), 'stop', word);
  t.is(readOptOut('Start'), 'start');
  for (const text of ['stop it', 'do not stop', '', 'stopp', 'START NOW']) t.is(readOptOut(text), undefined, text);
});

test('whoever opts out is listed once, and not any more after opting in', (t) => {
  const [first, second] = [personOf(1).personKey, personOf(2).personKey];
  const none = { ...paired, optedOut: [] };
  const one = withOptOut(none, first, 'stop');
  t.deepEqual(one, { ...paired, optedOut: [first] });
  t.deepEqual(withOptOut(one, first, 'stop').optedOut, [first]);
  t.deepEqual(withOptOut(withOptOut(one, second, 'stop'), first, 'start').optedOut, [second]);
  t.deepEqual(withOptOut(none, first, 'start').optedOut, []);
});
