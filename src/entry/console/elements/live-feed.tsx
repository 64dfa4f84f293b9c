import type { VNode } from 'preact';
import type { InteractionView } from '../../../ports/proxycall-api.js';
import { words } from '../language.js';
import type { View } from '../view.js';
import { InteractionItem } from './interactions.js';

interface Props {
  readonly view: View;
  readonly label: string;
  readonly hint: string;
  /** Those that are known when the page is made, newest first. */
  readonly items: readonly InteractionView[];
  /** So many were asked for. */
  readonly most: number;
  readonly empty: VNode;
}

const T = words({
  en: { lost: 'Connection lost, trying again…' },
  fr: { lost: 'Connexion perdue, nouvel essai en cours…' },
});

/** Calls and texts, which the server adds while they happen. */
export function LiveFeed({ view, label, hint, items, most, empty }: Props) {
  // A page stays in its language when another one is chosen elsewhere.
  const query = `language=${view.language}`;
  return (
    <div
      {...{ class: 'stack', 'data-feed-most': most }}
      {...{ 'data-feed-stream': `/console/feed?${query}`, 'data-feed-list': `/console/feed/list?${query}` }}
    >
      <p class="hint">
        {hint} <strong role="status" data-feed-lost={T[view.language].lost} />
      </p>
      {items.length === 0 && <div data-feed-empty="">{empty}</div>}
      <ol class="timeline" data-feed="" aria-live="polite" aria-relevant="additions" aria-label={label}>
        <FeedItems {...{ view, items }} />
      </ol>
    </div>
  );
}

export function FeedItems({ view, items }: Pick<Props, 'view' | 'items'>) {
  return (
    <>
      {items.map((interaction) => (
        <InteractionItem key={interaction.id} {...{ view, interaction }} />
      ))}
    </>
  );
}
