import type { VNode } from 'preact';
import type { InteractionView } from '../../../ports/proxycall-api.js';
import type { View } from '../view.js';
import { formatDay } from './data.js';
import { InteractionItem } from './interactions.js';

interface Props {
  readonly view: View;
  /** The newest first. */
  readonly items: readonly InteractionView[];
  /** What is shown when there are none. */
  readonly empty: VNode;
}

/** Calls and texts of one client or order, day by day. */
export function Timeline({ view, items, empty }: Props) {
  if (items.length === 0) return empty;
  const days = new Map<string, InteractionView[]>();
  for (const item of items) {
    const day = formatDay(view, item.at);
    days.set(day, [...(days.get(day) ?? []), item]);
  }
  return (
    <div class="stack">
      {[...days].map(([day, ofDay]) => (
        <section key={day}>
          <h3>{day}</h3>
          <ol class="timeline">
            {ofDay.map((interaction) => (
              // Whose they are is what the page is about.
              <InteractionItem key={interaction.id} view={view} interaction={{ ...interaction, clientId: undefined }} />
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}
