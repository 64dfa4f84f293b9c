/** Work that is done one by one: what concerns one thing in its order, and different things beside each other. */
export interface Lanes<Item> {
  /** Whether anything that concerns this is waiting or under way. */
  readonly has: (key: string) => boolean;
  readonly add: (key: string, item: Item) => void;
}

/**
 * @param atOnce how many lanes move at the same time
 * @param work never rejects
 */
export function createLanes<Item>(atOnce: number, work: (item: Item) => Promise<void>): Lanes<Item> {
  const lanes = new Map<string, Item[]>();
  const standing: string[] = [];
  let moving = 0;

  function move(): void {
    while (moving < atOnce) {
      const key = standing.shift();
      if (key === undefined) return;
      moving += 1;
      void empty(key).finally(() => {
        moving -= 1;
        move();
      });
    }
  }

  async function empty(key: string): Promise<void> {
    const lane = lanes.get(key) ?? [];
    for (let next = lane.shift(); next !== undefined; next = lane.shift()) await work(next);
    lanes.delete(key);
  }

  return {
    has: (key) => lanes.has(key),
    add(key, item) {
      const lane = lanes.get(key);
      if (lane !== undefined) {
        lane.push(item);
        return;
      }
      lanes.set(key, [item]);
      standing.push(key);
      move();
    },
  };
}
