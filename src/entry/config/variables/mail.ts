import { DEFAULT_SETTINGS } from '../../../domain/model/settings.js';
import { choice, hostName, listenPort, mailSender, text, wholeNumber } from '../variable-types.js';
import { optional, withDefault } from '../variable.js';

export const mail = {
  title: { en: 'Mail', fr: 'Le mail' },
  variables: {
    SMTP_HOST: optional(hostName, {
      usedBy: ['mail'],
      meaning: {
        en: 'The mail server. Where it is not set, no mail is sent.',
        fr: "Le serveur de mail. S'il n'est pas défini, aucun mail n'est envoyé.",
      },
    }),
    SMTP_PORT: withDefault(listenPort, 587, {
      usedBy: ['mail'],
      meaning: {
        en: 'Its TCP port. On 465 the connection is encrypted from the start, on others after STARTTLS.',
        fr: 'Son port TCP. Sur le port 465, la connexion est chiffrée dès le début, sur les autres après STARTTLS.',
      },
    }),
    SMTP_USER: optional(text(), {
      usedBy: ['mail'],
      meaning: {
        en: 'The user to sign in with, if the server wants one. With `SMTP_PASSWORD`.',
        fr: "L'utilisateur de la connexion, si le serveur en exige un. Avec `SMTP_PASSWORD`.",
      },
    }),
    SMTP_PASSWORD: optional(text(), {
      usedBy: ['mail'],
      secret: true,
      meaning: {
        en: 'The password of that user.',
        fr: 'Le mot de passe de cet utilisateur.',
      },
    }),
    SMTP_FROM: optional(mailSender, {
      usedBy: ['mail'],
      requiredBy: { mail: 'is not set: with SMTP_HOST it says who writes, such as The shop <noreply@shop.example>' },
      meaning: {
        en: 'Who writes: `The shop <noreply@shop.example>`, or an address alone.',
        fr: "L'expéditeur : `La boutique <noreply@shop.example>`, ou une adresse seule.",
      },
    }),
    SMTP_TLS: withDefault(choice(['required', 'off']), 'required', {
      usedBy: ['mail'],
      meaning: {
        en: '`required`: nothing is sent over a connection that is not encrypted. `off`, without encryption, is for a server on this machine only (`localhost`, `127.0.0.1`, `::1`).',
        fr: "`required` : rien n'est envoyé par une connexion qui n'est pas chiffrée. `off`, sans chiffrement, ne convient qu'à un serveur sur cette machine (`localhost`, `127.0.0.1`, `::1`).",
      },
    }),
    PROXYCALL_CLIENT_MAILS_PER_DAY: withDefault(wholeNumber(1, 1_000_000), DEFAULT_SETTINGS.clientMailsPerDay, {
      usedBy: ['server'],
      meaning: {
        en: 'How many [mails to clients](reports.md) with a fixed text are sent in a day, on all instances together. Confirmations have limits of their own.',
        fr: 'Combien de [mails aux clients](reports.md) à texte fixe partent en un jour, toutes instances confondues. Les confirmations ont leurs propres limites.',
      },
    }),
  },
} as const;
