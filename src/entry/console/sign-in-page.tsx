import { CSRF_FIELD } from './form.js';
import { GuestPage } from './elements/layout.js';
import { words, type ConsoleLanguage } from './language.js';

const T = words({
  en: {
    title: 'Sign in',
    token: 'API token',
    hint: 'One of your installation, such as pc_…',
    enter: 'Sign in',
    lost: 'You were signed out: what you sent was not done. Sign in, and send it again.',
    missing: 'Enter a token.',
    unknown: 'This token is not accepted.',
    expired: 'This token has expired. Ask for another one.',
    mistyped: 'This token is incomplete or mistyped.',
    open: 'Nobody has created a token yet. Open the one-time link that the service has printed in its terminal.',
    openMore: 'To sign in with a token, create one: proxycall token create --name NAME --role admin',
    usedLink:
      'This link was used already, or belongs to an earlier start of the service. Its terminal shows the one that is valid now.',
  },
  fr: {
    title: 'Connexion',
    token: 'Jeton de l’API',
    hint: 'L’un de ceux de votre installation, comme pc_…',
    enter: 'Se connecter',
    lost: 'Vous étiez déconnecté : ce que vous avez envoyé n’a pas été pris en compte. Connectez-vous, puis recommencez.',
    missing: 'Saisissez un jeton.',
    unknown: 'Ce jeton n’est pas accepté.',
    expired: 'Ce jeton a expiré. Demandez-en un autre.',
    mistyped: 'Ce jeton est incomplet ou mal recopié.',
    open: 'Aucun jeton n’existe encore. Ouvrez le lien à usage unique que le service a affiché dans son terminal.',
    openMore: 'Pour vous connecter avec un jeton, créez-en un : proxycall token create --name NOM --role admin',
    usedLink:
      'Ce lien a déjà servi, ou date d’un démarrage précédent du service. Son terminal affiche celui qui est valable.',
  },
});

export type SignInFault = 'missing' | 'unknown' | 'expired' | 'mistyped' | 'usedLink';

interface Props {
  readonly language: ConsoleLanguage;
  readonly csrf: string;
  /** Where to go then. */
  readonly next: string;
  /** Nobody has a token: there is a link instead. */
  readonly isOpen: boolean;
  readonly fault?: SignInFault | undefined;
  /** A form was sent when nobody was signed in any more. */
  readonly isLost?: boolean;
}

export function SignInPage({ language, csrf, next, isOpen, fault, isLost = false }: Props) {
  const t = T[language];
  return (
    <GuestPage language={language} title={t.title}>
      {isLost && fault === undefined && (
        <p class="note warn" role="alert">
          {t.lost}
        </p>
      )}
      {fault !== undefined && (
        <p class="note fault" role="alert" id="fault">
          {t[fault]}
        </p>
      )}
      {isOpen ? (
        <>
          <p>{t.open}</p>
          <p class="hint">{t.openMore}</p>
        </>
      ) : (
        <form method="post" action="/console/sign-in" class="form">
          <input type="hidden" name={CSRF_FIELD} value={csrf} />
          <input type="hidden" name="next" value={next} />
          <div class="field">
            <label for="token">{t.token}</label>
            <input
              {...{ id: 'token', name: 'token', type: 'password', required: true, autofocus: true }}
              {...{ autocomplete: 'current-password', spellcheck: false, 'aria-describedby': 'token-hint' }}
              {...(fault === undefined ? {} : { 'aria-invalid': true })}
            />
            <p class="hint" id="token-hint">
              {t.hint}
            </p>
          </div>
          <button type="submit" class="button primary">
            {t.enter}
          </button>
        </form>
      )}
    </GuestPage>
  );
}
