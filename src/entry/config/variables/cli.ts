import { choice } from '../variable-types.js';
import { withDefault } from '../variable.js';

/** How the CLI reaches the data: over HTTP, directly on the store and the carrier, or with everything simulated. */
export const MODES = ['remote', 'live', 'demo'] as const;

export const cli = {
  title: { en: 'The CLI', fr: 'La CLI' },
  variables: {
    PROXYCALL_MODE: withDefault(choice(MODES), 'remote', {
      usedBy: ['cli'],
      notInExample: true,
      meaning: {
        en: 'The [mode](cli.md) of commands that do not say one.',
        fr: "Le [mode](cli.md) des commandes qui n'en indiquent pas.",
      },
    }),
  },
} as const;
