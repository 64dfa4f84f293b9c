import { isDeepStrictEqual } from 'node:util';
import test from 'ava';
import type { Client } from '../../src/domain/model/client.js';
import {
  closeParticipant,
  eraseParticipant,
  releaseParticipant,
  type Participant,
} from '../../src/domain/model/participant.js';
import type { E164 } from '../../src/domain/model/phone-number.js';
import type { AnyRecord } from '../../src/domain/model/records.js';
import { closePairedSession, followClient } from '../../src/domain/model/session.js';
import { endPaired, pairedClientEdited } from '../../src/domain/model/spreadsheet-edits.js';
import {
  aClient,
  aNumberThatIs,
  aPairedSession,
  aParticipant,
  fictionalMobile as phone,
  personKeyOf,
  personOf,
} from '../../src/entry/testing/records.js';
import { idOf, written } from './one-by-one.js';

const NOW = 1000;
const paired = aPairedSession('paired', { id: '1' });
const own = aParticipant('client', paired);
const courier = aParticipant('courier', paired, { role: 'counterpart' });
const guest = aParticipant('guest', paired, { admittedBy: 'code', ...personOf(70) });
const tombstone = closeParticipant(aParticipant('tombstone', paired, { role: 'counterpart', ...personOf(71) }), 5);
const all: readonly Participant[] = [own, courier, guest, tombstone];
const nobody = () => false;

function pairedAfter(
  participants: readonly Participant[],
  client: Client | undefined,
  isTaken: Parameters<typeof pairedClientEdited>[3] = nobody,
) {
  const person = client && { phone: client.realPhone, personKey: personKeyOf(client.realPhone) };
  const writes = pairedClientEdited({ session: paired, participants }, client, person, isTaken, NOW);
  const known: AnyRecord[] = [
    ...[1, 2].map((index): AnyRecord => ({ kind: 'number', value: aNumberThatIs('shared', phone(index)) })),
    { kind: 'session', value: paired },
    ...participants.map((value): AnyRecord => ({ kind: 'participant', value })),
  ];
  return { writes: writes.map(idOf), after: written(known, writes) };
}
function isEnded({ after }: ReturnType<typeof pairedAfter>): boolean {
  const ended: unknown = after.get('session paired');
  return isDeepStrictEqual(ended, closePairedSession(paired, NOW));
}

test('a paired session is left alone when the row changes nothing of it', (t) => {
  t.deepEqual(pairedAfter(all, aClient('1', { mail: 'new@shop.example', residency: 'FR' })).writes, []);
});

test('a new name or residency changes the session only', (t) => {
  const client = aClient('1', { name: 'Bo', residency: 'BE' });
  const { writes, after } = pairedAfter(all, client);
  t.deepEqual(writes, ['session paired']);
  t.deepEqual(after.get('session paired'), { ...paired, maskedName: 'B***', homeCountry: 'BE' });
  t.deepEqual(pairedAfter(all, aClient('1', { residency: 'BE' })).writes, ['session paired']);
});

test('a new phone: the client has it, the courier reaches it, guests and tombstones stay', (t) => {
  const client = aClient('1', { realPhone: phone(9001) });
  const moved = personOf(9001);
  const { after } = pairedAfter(all, client);
  t.deepEqual(after.get('session paired'), followClient(paired, client, own.personKey, moved));
  t.deepEqual(after.get('participant client'), { ...own, ...moved });
  t.deepEqual(after.get('participant courier'), { ...courier, contactKey: moved.personKey });
  t.deepEqual(after.get('participant guest'), guest);
  t.deepEqual(after.get('participant tombstone'), tombstone);
});

test('the session ends when the client is gone, or when nobody could tell who is meant', (t) => {
  t.true(isEnded(pairedAfter(all, undefined)));
  const client = aClient('1', { realPhone: phone(9001) });
  const asked: unknown[] = [];
  const isTaken = (...place: unknown[]) => asked.push(place) > 0;
  t.true(isEnded(pairedAfter(all, client, isTaken)));
  t.deepEqual(asked, [[personOf(9001), phone(1)]]);
  t.true(isEnded(pairedAfter(all, aClient('1', { realPhone: phone(8000) }))), 'the phone of the courier');
  t.false(isEnded(pairedAfter(all, aClient('1', { name: 'Bo' }), () => true)), 'only a new phone can be taken');
});

test('a client whose new phone was a guest’s keeps one participant on the number', (t) => {
  const { after } = pairedAfter(all, aClient('1', { realPhone: phone(70) }));
  t.deepEqual(after.get('participant guest'), releaseParticipant(guest, NOW));
  t.deepEqual(after.get('participant client'), { ...own, ...personOf(70) });
});

test('a phone of the same line in another spelling is dialled as it is written, and nobody else changes', (t) => {
  // There is no range for fiction in Argentina: the digits are artificial.
  const [before, after] = ['+5491122223333', '+541122223333'] as E164[];
  const person = { phone: after ?? phone(1), personKey: own.personKey };
  const participants = [{ ...own, phone: before ?? phone(1) }, courier];
  const client = aClient('1', { realPhone: person.phone, residency: 'FR' });
  const writes = pairedClientEdited({ session: paired, participants }, client, person, () => true, NOW);
  t.deepEqual(writes, [{ kind: 'participant', value: { ...own, ...person } }]);
});

test('a session without a live client follows the row for whoever is left', (t) => {
  const participants = [eraseParticipant(own, 5), courier];
  const { after } = pairedAfter(participants, aClient('1', { realPhone: phone(9001) }), () => true);
  t.like(after.get('participant courier'), { contactKey: personOf(9001).personKey });
  t.like(after.get('participant client'), { phone: undefined, closedAt: 5 });
});

test('an order that is closed in the sheet ends its session, and leaves tombstones', (t) => {
  const writes = endPaired({ session: paired, participants: all }, NOW);
  t.deepEqual(writes, [
    { kind: 'session', value: closePairedSession(paired, NOW) },
    ...[own, courier, guest].map((value) => ({ kind: 'participant', value: closeParticipant(value, NOW) })),
    { kind: 'participant', value: tombstone },
  ]);
});
