/**
 * What an actor may do, and whether phone numbers, names and mail addresses are shown to them: docs/access.md has the table.
 *
 * - `viewer`: reads, and sees everything masked.
 * - `shop`: a shop's own software. Works with single orders and clients, in clear, and sees no lists.
 * - `operator`: works with everything, masked; sees the data of one client or order in clear by revealing it. Buys and erases nothing.
 * - `admin`: everything, in clear.
 */
export type Role = 'viewer' | 'shop' | 'operator' | 'admin';

/** From the fewest rights to all of them. */
export const ROLES = ['viewer', 'shop', 'operator', 'admin'] as const satisfies readonly Role[];
