import { phoneNumber } from '../../../src/domain/model/phone-number.js';

export const MOBILE = { country: 'FR', type: 'mobile', require: { voice: true }, limit: 3 } as const;
export const RENTED = phoneNumber('+33639981234');
