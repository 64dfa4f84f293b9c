import type { OrderReceipt } from '../../ports/proxycall-api.js';

/** A phone of the simulated carrier, as far as the page uses it. */
export interface TestPhone {
  readonly number: string;
  behaviour: 'answers' | 'is_busy' | 'does_not_answer' | 'is_off';
  readonly rings: readonly { readonly shown: string; readonly answered: boolean; readonly heard?: readonly string[] }[];
  readonly inbox: readonly { readonly from: string; readonly body: string }[];
  call(
    to: string,
    options: { readonly keys: readonly string[] },
  ): Promise<{ readonly heard: readonly string[]; readonly dialled: readonly { readonly outcome: string }[] }>;
  text(to: string, body: string): Promise<unknown>;
}

/** Who has the phones of the page. */
export const HANDSETS = ['client', 'courier'] as const;
export type Handset = (typeof HANDSETS)[number];

/** Kept free for fiction by the French regulator: no person has them. */
export const HANDSET_NUMBERS: Readonly<Record<Handset, string>> = { client: '+33639987654', courier: '+33199001234' };

/** What a phone has shown, in the order in which it happened. */
export type Line =
  | { readonly kind: 'rang'; readonly shown: string; readonly answered: boolean; readonly heard: readonly string[] }
  | { readonly kind: 'received'; readonly from: string; readonly body: string }
  | { readonly kind: 'called'; readonly to: string; readonly heard: readonly string[]; readonly isConnected: boolean }
  | { readonly kind: 'texted'; readonly to: string; readonly body: string };

/** The two phones of the page "try it", and the order that they are about. There is one of it, as there is one simulated network. */
export interface TryIt {
  readonly phone: (handset: Handset) => TestPhone;
  readonly linesOf: (handset: Handset) => readonly Line[];
  /** The receipt of the order that was created last in the page. */
  order: OrderReceipt | undefined;
  call(handset: Handset, to: string, keys: readonly string[]): Promise<void>;
  text(handset: Handset, to: string, body: string): Promise<void>;
}

/** So many lines a phone shows. */
const MOST_LINES = 30;

/** @param phone of the simulated carrier */
export function createTryIt(phone: (number: string) => TestPhone): TryIt {
  const lines: Readonly<Record<Handset, Line[]>> = { client: [], courier: [] };
  const seen: Record<Handset, { rings: number; texts: number }> = {
    client: { rings: 0, texts: 0 },
    courier: { rings: 0, texts: 0 },
  };
  const phoneOf = (handset: Handset) => phone(HANDSET_NUMBERS[handset]);
  return {
    phone: phoneOf,
    order: undefined,
    linesOf(handset) {
      takeUp(handset);
      return lines[handset];
    },
    async call(handset, to, keys) {
      const { heard, dialled } = await phoneOf(handset).call(to, { keys });
      const isConnected = dialled.some(({ outcome }) => outcome === 'completed');
      add(handset, { kind: 'called', to, heard, isConnected });
    },
    async text(handset, to, body) {
      add(handset, { kind: 'texted', to, body });
      await phoneOf(handset).text(to, body);
    },
  };

  function add(handset: Handset, line: Line): void {
    // What it has received until now came before.
    takeUp(handset);
    lines[handset].push(line);
  }

  function takeUp(handset: Handset): void {
    const { rings, inbox } = phoneOf(handset);
    const before = seen[handset];
    for (const { shown, answered, heard = [] } of rings.slice(before.rings))
      lines[handset].push({ kind: 'rang', shown, answered, heard });
    for (const { from, body } of inbox.slice(before.texts)) lines[handset].push({ kind: 'received', from, body });
    seen[handset] = { rings: rings.length, texts: inbox.length };
    lines[handset].splice(0, Math.max(0, lines[handset].length - MOST_LINES));
  }
}
