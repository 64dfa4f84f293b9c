import type { ReleaseReport } from '../../../../ports/pool-api.js';
import type { Say } from '../../runtime/language.js';
import { numberWithReason, section } from '../../runtime/text.js';

export function describeRelease({ released, removed, kept, failed, notFound }: ReleaseReport, say: Say): string {
  const lines = [
    ...section(say('Released'), released),
    ...section(say('Only removed from the pool: no longer at the carrier'), removed),
    ...section(say('Kept'), kept.map(numberWithReason)),
    ...section(say('Failed'), failed.map(numberWithReason)),
    ...section(say('Not in the pool'), notFound),
  ];
  return lines.length === 0 ? say('Nothing to release.') : lines.join('\n');
}
