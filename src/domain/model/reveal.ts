/** Why somebody is shown the data of a client or an order in clear. No free text: it would say something about people. */
export type RevealReason = 'customer_asked' | 'delivery_problem' | 'complaint' | 'legal_request';

/** In the order in which people are offered them. */
export const REVEAL_REASONS = [
  'customer_asked',
  'delivery_problem',
  'complaint',
  'legal_request',
] as const satisfies readonly RevealReason[];
