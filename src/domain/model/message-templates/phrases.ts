import type { Language } from '../phrases.js';
import type { MessageTemplate } from './names.js';

/** `{shop}`: who writes. `{number}`: the client's own number. */
interface TemplatePhrases {
  readonly subject: string;
  /** Paragraphs. */
  readonly lines: readonly string[];
}

/** `register`: on the button that leads to the page of `activation`. */
type Phrases = { readonly unnamed: string; readonly register: string } & Readonly<
  Record<MessageTemplate, TemplatePhrases>
>;

export const TEMPLATE_PHRASES: Readonly<Record<Language, Phrases>> = {
  fr: {
    unnamed: 'Votre commerçant',
    register: 'S’inscrire',
    number_ready: {
      subject: '{shop} : votre numéro relais',
      lines: [
        'Votre numéro relais est le {number}.',
        'Donnez-le à la place du vôtre : les appels vous parviennent, et votre numéro reste caché.',
      ],
    },
    number_changed: {
      subject: '{shop} : votre numéro relais a changé',
      lines: ['Votre numéro relais est désormais le {number}.', 'Le précédent ne vous est plus attribué.'],
    },
    activation: {
      subject: '{shop} : inscrivez-vous',
      lines: ['Pour recevoir un numéro relais, inscrivez-vous sur cette page.'],
    },
  },
  en: {
    unnamed: 'Your shop',
    register: 'Register',
    number_ready: {
      subject: '{shop}: your proxy number',
      lines: [
        'Your proxy number is {number}.',
        'Give it instead of your own: calls reach you, and your number stays hidden.',
      ],
    },
    number_changed: {
      subject: '{shop}: your proxy number has changed',
      lines: ['Your proxy number is now {number}.', 'The former one is not yours any more.'],
    },
    activation: {
      subject: '{shop}: please register',
      lines: ['To get a proxy number, register on this page.'],
    },
  },
  de: {
    unnamed: 'Ihr Händler',
    register: 'Registrieren',
    number_ready: {
      subject: '{shop}: Ihre Vermittlungsnummer',
      lines: [
        'Ihre Vermittlungsnummer ist {number}.',
        'Geben Sie sie statt Ihrer eigenen an: Anrufe erreichen Sie, und Ihre Nummer bleibt verborgen.',
      ],
    },
    number_changed: {
      subject: '{shop}: Ihre Vermittlungsnummer hat sich geändert',
      lines: ['Ihre Vermittlungsnummer ist jetzt {number}.', 'Die bisherige gehört Ihnen nicht mehr.'],
    },
    activation: {
      subject: '{shop}: Bitte registrieren Sie sich',
      lines: ['Um eine Vermittlungsnummer zu erhalten, registrieren Sie sich auf dieser Seite.'],
    },
  },
  es: {
    unnamed: 'Su tienda',
    register: 'Registrarse',
    number_ready: {
      subject: '{shop}: su número intermediario',
      lines: [
        'Su número intermediario es {number}.',
        'Úselo en lugar del suyo: las llamadas le llegan y su número queda oculto.',
      ],
    },
    number_changed: {
      subject: '{shop}: su número intermediario ha cambiado',
      lines: ['Su número intermediario es ahora {number}.', 'El anterior ya no es suyo.'],
    },
    activation: {
      subject: '{shop}: regístrese',
      lines: ['Para recibir un número intermediario, regístrese en esta página.'],
    },
  },
  it: {
    unnamed: 'Il suo negozio',
    register: 'Registrarsi',
    number_ready: {
      subject: '{shop}: il suo numero intermediario',
      lines: [
        'Il suo numero intermediario è {number}.',
        'Lo dia al posto del suo: le chiamate la raggiungono e il suo numero resta nascosto.',
      ],
    },
    number_changed: {
      subject: '{shop}: il suo numero intermediario è cambiato',
      lines: ['Il suo numero intermediario è ora {number}.', 'Il precedente non è più suo.'],
    },
    activation: {
      subject: '{shop}: si registri',
      lines: ['Per ricevere un numero intermediario, si registri su questa pagina.'],
    },
  },
  nl: {
    unnamed: 'Uw winkel',
    register: 'Aanmelden',
    number_ready: {
      subject: '{shop}: uw doorschakelnummer',
      lines: [
        'Uw doorschakelnummer is {number}.',
        'Geef het in plaats van uw eigen nummer: oproepen bereiken u en uw nummer blijft verborgen.',
      ],
    },
    number_changed: {
      subject: '{shop}: uw doorschakelnummer is gewijzigd',
      lines: ['Uw doorschakelnummer is nu {number}.', 'Het vorige is niet meer van u.'],
    },
    activation: {
      subject: '{shop}: meld u aan',
      lines: ['Meld u op deze pagina aan om een doorschakelnummer te krijgen.'],
    },
  },
  pt: {
    unnamed: 'A sua loja',
    register: 'Registar-se',
    number_ready: {
      subject: '{shop}: o seu número intermediário',
      lines: [
        'O seu número intermediário é {number}.',
        'Dê-o em vez do seu: as chamadas chegam até si e o seu número fica oculto.',
      ],
    },
    number_changed: {
      subject: '{shop}: o seu número intermediário mudou',
      lines: ['O seu número intermediário é agora {number}.', 'O anterior já não é seu.'],
    },
    activation: {
      subject: '{shop}: registe-se',
      lines: ['Para receber um número intermediário, registe-se nesta página.'],
    },
  },
};
