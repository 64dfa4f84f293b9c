import { setTimeout as pause } from 'node:timers/promises';
import type { InteractionEvent } from '../../src/ports/proxycall-api.js';

/** What has come of a watch so far, in short: `id outcome`, or `missed`. */
export interface Collected {
  readonly events: readonly InteractionEvent[];
  readonly seen: () => string[];
  /** Waits until so many have come. */
  readonly until: (count: number) => Promise<string[]>;
  /** Resolves when the watch has ended. */
  readonly over: Promise<void>;
}

export function collect(watched: AsyncIterable<InteractionEvent>): Collected {
  const events: InteractionEvent[] = [];
  const seen = () => events.map(inShort);
  const over = (async () => {
    for await (const event of watched) events.push(event);
  })();
  return {
    events,
    seen,
    until: async (count) => {
      await eventually(`${count.toString()} events, not ${seen().join(', ')}`, () => events.length >= count);
      return seen();
    },
    over,
  };
}

export function inShort(event: InteractionEvent): string {
  return event.kind === 'missed' ? 'missed' : `${event.interaction.id} ${event.interaction.outcome}`;
}

/** Waits for a condition, at most a minute: the machine may be busy. */
export async function eventually(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 60_000;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`timed out: ${what}`);
    await pause(2);
  }
}
