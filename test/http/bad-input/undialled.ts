import { COURIER, anOrderBody } from '../../support.js';
import { invalid, type BadRequest } from './bad-request.js';

// No regulator keeps numbers of these kinds for fiction: the digits are obviously made up.
const UNDIALLED = {
  'a premium-rate phone': '+33899000000',
  'a phone of an unlisted premium-rate range': '+33870000000',
  'a shared-cost phone': '+33820000000',
  'an American premium-rate phone': '+19005550100',
  'a personal number': '+447000000000',
  'a satellite phone of Inmarsat': '+870776000000',
  'a satellite phone of Iridium': '+881600000000',
  'a phone of an international network': '+88213000000',
  'a VoIP number of an international network': '+883510000000000',
  'an international premium-rate phone': '+979100000000',
} as const;

const ofAnyKind = Object.entries(UNDIALLED).flatMap(([what, phone]): BadRequest[] => [
  {
    what: `${what} of the courier`,
    request: ['POST', '/orders', anOrderBody(50, { courier_phone: phone })],
    ...invalid,
    fields: ['/courier_phone'],
  },
  {
    what: `${what} of the client`,
    request: ['POST', '/orders', anOrderBody(50, { client_real_phone: phone })],
    ...invalid,
    fields: ['/client_real_phone'],
  },
]);

const { order_id: _, ...newClient } = anOrderBody(50, { client_real_phone: UNDIALLED['a personal number'] });

export const undialled: readonly BadRequest[] = [
  ...ofAnyKind,
  {
    what: 'a courier from a country that is not called',
    request: ['POST', '/orders', anOrderBody(50, { courier_phone: '+12025550123' })],
    ...invalid,
    fields: ['/courier_phone'],
  },
  { what: 'a personal number', request: ['POST', '/clients', newClient], ...invalid, fields: ['/client_real_phone'] },
  {
    what: 'a phone of an international network',
    request: ['PUT', '/clients/1', { client_real_phone: UNDIALLED['a phone of an international network'] }],
    ...invalid,
    fields: ['/client_real_phone'],
  },
  {
    what: 'a satellite phone of the client and an ordinary one of the courier',
    request: [
      'POST',
      '/orders',
      anOrderBody(50, { client_real_phone: UNDIALLED['a satellite phone of Iridium'], courier_phone: COURIER }),
    ],
    ...invalid,
    fields: ['/client_real_phone'],
  },
];
