import type { VNode } from 'preact';
import type { InteractionView } from '../../../ports/proxycall-api.js';
import type { View } from '../view.js';
import { InteractionItem } from './interactions.js';

interface Props {
  readonly view: View;
  readonly label: string;
  readonly hint: string;
  /** Those that are known when the page is made, newest first. */
  readonly items: readonly InteractionView[];
  readonly empty: VNode;
}

/** Calls and texts, which the server adds while they happen. */
export function LiveFeed({ view, label, hint, items, empty }: Props) {
  return (
    <div hx-sse:connect="/console/feed" class="stack">
      <p class="hint">{hint}</p>
      {items.length === 0 && <div data-feed-empty="">{empty}</div>}
      <ol class="timeline" data-feed="" aria-live="polite" aria-relevant="additions" aria-label={label}>
        {items.map((interaction) => (
          <InteractionItem key={interaction.id} {...{ view, interaction }} />
        ))}
      </ol>
    </div>
  );
}
