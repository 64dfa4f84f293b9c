import type { E164 } from '../../src/domain/model/phone-number.js';
import { remember } from '../../src/domain/model/remember.js';
import { personWith } from '../../src/domain/services/persons.js';
import { createSequentialIds } from '../../src/entry/testing/index.js';

/** The same sequence in every run, so that the counts of numbers are comparable. */
export const ids = createSequentialIds(4711);
export const random = () => ids.random();

export const clientPhone = (index: number) => `+3363998${index.toString().padStart(6, '0')}` as E164;
export const courierPhone = (index: number) => `+3319900${index.toString().padStart(4, '0')}` as E164;

/** Remembered, because the same persons are looked up again and again. */
export const personOf = remember((phone: E164) => personWith(ids, phone));
