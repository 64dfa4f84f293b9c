/** How often each campaign is repeated: `npm run soak -- 20`. */
export const ROUNDS = Number(process.env['SOAK_ROUNDS'] ?? 1);

/** The indices of so many repetitions a round. */
export function repetitions(perRound: number): readonly number[] {
  return Array.from({ length: perRound * ROUNDS }, (_, index) => index);
}
