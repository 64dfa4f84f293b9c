import test from 'ava';
import fc from 'fast-check';
import { checkCase } from './moved-columns.js';
import { cases, type Case } from './moved-columns-cases.js';

const EXAMPLES: Readonly<Record<string, Case>> = {
  'the phones are dragged to the end, where the last caller was': {
    title: 'Clients',
    edit: { kind: 'move', from: 4, to: 8 },
    action: 'call',
  },
  'a column is inserted before the phones, and an order acknowledged': {
    title: 'Clients',
    edit: { kind: 'insert', at: 4, name: '' },
    action: 'order',
  },
  'phone and last caller are exchanged': {
    title: 'Clients',
    edit: { kind: 'exchange', from: 4, to: 8 },
    action: 'call',
  },
  'the ids are exchanged with what is written': {
    title: 'Clients',
    edit: { kind: 'exchange', from: 0, to: 2 },
    action: 'rename',
    isSorted: true,
  },
  'the phones are deleted': { title: 'Clients', edit: { kind: 'delete', at: 4 }, action: 'call' },
  'a formula is mended while the ids are dragged to where it was': {
    ...{ title: 'Clients', edit: { kind: 'insert', at: 0, name: '' }, action: 'rename' },
    again: [{ before: 2, edit: { kind: 'move', from: 2, to: 1 } }],
  },
  'columns of a new order are exchanged, and the ids dragged away while that is mended': {
    ...{ title: 'Orders', edit: { kind: 'exchange', from: 3, to: 1 }, action: 'order' },
    again: [{ before: 2, edit: { kind: 'move', from: 0, to: 5 } }],
  },
  'the columns go back while that is mended, and nothing of it gets an answer': {
    ...{ title: 'Clients', edit: { kind: 'move', from: 2, to: 3 }, action: 'rename', lost: [0, 1, 2] },
    again: [{ before: 2, edit: { kind: 'exchange', from: 2, to: 3 } }],
  },
  'the columns go back before that is looked at': {
    ...{ title: 'Orders', edit: { kind: 'exchange', from: 3, to: 4 }, action: 'close' },
    again: [{ before: 1, edit: { kind: 'exchange', from: 3, to: 4 } }],
  },
  'the ids of an erased client are overwritten, and no longer where they were': {
    ...{ title: 'Clients', edit: { kind: 'exchange', from: 5, to: 0 }, action: 'erase' },
    again: [{ before: 1, edit: { kind: 'insert', at: 0, name: '' } }],
  },
  'rows that look alike are sorted, and their numbers are overwritten while that is mended': {
    ...{ title: 'TwilioPools', edit: { kind: 'exchange', from: 2, to: 7 }, action: 'order', isSorted: true },
    again: [{ before: 2, edit: { kind: 'exchange', from: 1, to: 2 } }],
  },
  'a client is erased, and a column of the numbers deleted': {
    title: 'TwilioPools',
    edit: { kind: 'delete', at: 1 },
    action: 'erase',
  },
  'the ids are deleted': { title: 'Clients', edit: { kind: 'delete', at: 0 }, action: 'order' },
};
for (const [what, example] of Object.entries(EXAMPLES)) {
  test.serial(`columns between a look and a write: ${what}`, (t) => checkCase(t, example));
}

test.serial('any column of any tab is moved, inserted, deleted or exchanged between a look and a write', async (t) => {
  t.timeout(300_000);
  await fc.assert(
    fc.asyncProperty(cases, (tried) => checkCase(t, tried)),
    { numRuns: 12, includeErrorInReport: true },
  );
});
