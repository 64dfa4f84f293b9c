import type { Language } from '../phrases.js';

/**
 * What messages of confirmations say. `{shop}`: who writes. `{code}`: the code. `{minutes}`: how long it is valid. `{digits}`: the last two
 * digits of the new phone. `{link}`: the address of a page. `{key}`: a key of the telephone.
 */
interface Phrases {
  /** Put in front of a text when no shop name is configured. */
  readonly unnamed: string;
  readonly code: string;
  /** Added where an answer with the code reaches us. */
  readonly replyWithCode: string;
  readonly formerCode: string;
  readonly phoneChanged: string;
  readonly mailChanged: string;
  /** Added to the three above, where there is a page to say so. */
  readonly notMe: string;
  readonly pressKey: string;
  readonly pressKeyFormer: string;
  readonly pressKeyChanged: string;
  readonly sayCode: string;
  readonly mailSubject: string;
  readonly mailConfirm: string;
  readonly mailConfirmButton: string;
  readonly mailConfirmFormer: string;
  readonly mailConfirmFormerButton: string;
  readonly mailChangeSubject: string;
  readonly mailNotMeButton: string;
  readonly mailIgnore: string;
}

export const CONFIRMATION_PHRASES: Readonly<Record<Language, Phrases>> = {
  fr: {
    unnamed: 'Votre commerçant',
    code: '{shop} : votre code est {code}. Il est valable {minutes} minutes. Ne le donnez à personne.',
    replyWithCode: 'Répondez avec ce code pour confirmer votre numéro.',
    formerCode:
      '{shop} : quelqu’un demande à remplacer votre numéro par un numéro qui finit par {digits}. Si c’est vous, votre code est {code}. Sinon, ne le donnez à personne.',
    phoneChanged: '{shop} : votre numéro a été remplacé par un numéro qui finit par {digits}.',
    mailChanged: '{shop} : votre adresse mail a été remplacée.',
    notMe: 'Ce n’était pas vous ? {link}',
    pressKey: '{shop} a un code pour vous. Pour l’entendre, appuyez sur la touche {key}.',
    pressKeyFormer:
      '{shop} : quelqu’un demande à remplacer votre numéro par un numéro qui finit par {digits}. Si c’est vous, appuyez sur la touche {key} pour entendre votre code. Sinon, raccrochez.',
    pressKeyChanged:
      '{shop} a un message pour vous, au sujet de vos coordonnées. Pour l’entendre, appuyez sur la touche {key}.',
    sayCode: 'Votre code est : {code}.',
    mailSubject: '{shop} : confirmez votre adresse mail',
    mailConfirm: 'Confirmez que cette adresse mail est la vôtre.',
    mailConfirmButton: 'Confirmer cette adresse',
    mailConfirmFormer: 'Quelqu’un demande à remplacer votre numéro par un numéro qui finit par {digits}.',
    mailConfirmFormerButton: 'C’est moi',
    mailChangeSubject: '{shop} : changement de vos coordonnées',
    mailNotMeButton: 'Ce n’était pas moi',
    mailIgnore: 'Si vous n’avez rien demandé, ignorez ce message.',
  },
  en: {
    unnamed: 'Your shop',
    code: '{shop}: your code is {code}. It is valid for {minutes} minutes. Do not give it to anybody.',
    replyWithCode: 'Reply with this code to confirm your number.',
    formerCode:
      '{shop}: somebody asks to replace your number by one that ends in {digits}. If it is you, your code is {code}. If not, give it to nobody.',
    phoneChanged: '{shop}: your number was replaced by one that ends in {digits}.',
    mailChanged: '{shop}: your mail address was replaced.',
    notMe: 'It was not you? {link}',
    pressKey: '{shop} has a code for you. To hear it, press {key}.',
    pressKeyFormer:
      '{shop}: somebody asks to replace your number by one that ends in {digits}. If it is you, press {key} to hear your code. If not, hang up.',
    pressKeyChanged: '{shop} has a message for you, about your contact details. To hear it, press {key}.',
    sayCode: 'Your code is: {code}.',
    mailSubject: '{shop}: confirm your mail address',
    mailConfirm: 'Please confirm that this mail address is yours.',
    mailConfirmButton: 'Confirm this address',
    mailConfirmFormer: 'Somebody asks to replace your number by one that ends in {digits}.',
    mailConfirmFormerButton: 'It is me',
    mailChangeSubject: '{shop}: change of your contact details',
    mailNotMeButton: 'It was not me',
    mailIgnore: 'If you did not ask for anything, ignore this message.',
  },
  de: {
    unnamed: 'Ihr Händler',
    code: '{shop}: Ihr Code ist {code}. Er gilt {minutes} Minuten. Geben Sie ihn niemandem.',
    replyWithCode: 'Antworten Sie mit diesem Code, um Ihre Nummer zu bestätigen.',
    formerCode:
      '{shop}: Jemand möchte Ihre Nummer durch eine ersetzen, die auf {digits} endet. Wenn Sie das sind, ist Ihr Code {code}. Wenn nicht, geben Sie ihn niemandem.',
    phoneChanged: '{shop}: Ihre Nummer wurde durch eine ersetzt, die auf {digits} endet.',
    mailChanged: '{shop}: Ihre Mailadresse wurde ersetzt.',
    notMe: 'Das waren nicht Sie? {link}',
    pressKey: '{shop} hat einen Code für Sie. Um ihn zu hören, drücken Sie die {key}.',
    pressKeyFormer:
      '{shop}: Jemand möchte Ihre Nummer durch eine ersetzen, die auf {digits} endet. Wenn Sie das sind, drücken Sie die {key}, um Ihren Code zu hören. Wenn nicht, legen Sie auf.',
    pressKeyChanged:
      '{shop} hat eine Nachricht für Sie, zu Ihren Kontaktdaten. Um sie zu hören, drücken Sie die {key}.',
    sayCode: 'Ihr Code ist: {code}.',
    mailSubject: '{shop}: Bestätigen Sie Ihre Mailadresse',
    mailConfirm: 'Bitte bestätigen Sie, dass diese Mailadresse Ihnen gehört.',
    mailConfirmButton: 'Diese Adresse bestätigen',
    mailConfirmFormer: 'Jemand möchte Ihre Nummer durch eine ersetzen, die auf {digits} endet.',
    mailConfirmFormerButton: 'Das bin ich',
    mailChangeSubject: '{shop}: Änderung Ihrer Kontaktdaten',
    mailNotMeButton: 'Das war ich nicht',
    mailIgnore: 'Wenn Sie nichts angefordert haben, beachten Sie diese Nachricht nicht.',
  },
  es: {
    unnamed: 'Su comercio',
    code: '{shop}: su código es {code}. Es válido durante {minutes} minutos. No se lo dé a nadie.',
    replyWithCode: 'Responda con este código para confirmar su número.',
    formerCode:
      '{shop}: alguien pide sustituir su número por uno que termina en {digits}. Si es usted, su código es {code}. Si no, no se lo dé a nadie.',
    phoneChanged: '{shop}: su número se ha sustituido por uno que termina en {digits}.',
    mailChanged: '{shop}: su dirección de correo se ha sustituido.',
    notMe: '¿No ha sido usted? {link}',
    pressKey: '{shop} tiene un código para usted. Para escucharlo, pulse {key}.',
    pressKeyFormer:
      '{shop}: alguien pide sustituir su número por uno que termina en {digits}. Si es usted, pulse {key} para escuchar su código. Si no, cuelgue.',
    pressKeyChanged: '{shop} tiene un mensaje para usted, sobre sus datos de contacto. Para escucharlo, pulse {key}.',
    sayCode: 'Su código es: {code}.',
    mailSubject: '{shop}: confirme su dirección de correo',
    mailConfirm: 'Confirme que esta dirección de correo es suya.',
    mailConfirmButton: 'Confirmar esta dirección',
    mailConfirmFormer: 'Alguien pide sustituir su número por uno que termina en {digits}.',
    mailConfirmFormerButton: 'Soy yo',
    mailChangeSubject: '{shop}: cambio de sus datos de contacto',
    mailNotMeButton: 'No he sido yo',
    mailIgnore: 'Si no ha pedido nada, no haga caso de este mensaje.',
  },
  it: {
    unnamed: 'Il suo negozio',
    code: '{shop}: il suo codice è {code}. È valido per {minutes} minuti. Non lo dia a nessuno.',
    replyWithCode: 'Risponda con questo codice per confermare il suo numero.',
    formerCode:
      '{shop}: qualcuno chiede di sostituire il suo numero con uno che termina con {digits}. Se è lei, il suo codice è {code}. Altrimenti non lo dia a nessuno.',
    phoneChanged: '{shop}: il suo numero è stato sostituito con uno che termina con {digits}.',
    mailChanged: '{shop}: il suo indirizzo di posta è stato sostituito.',
    notMe: 'Non è stato lei? {link}',
    pressKey: '{shop} ha un codice per lei. Per ascoltarlo, prema {key}.',
    pressKeyFormer:
      '{shop}: qualcuno chiede di sostituire il suo numero con uno che termina con {digits}. Se è lei, prema {key} per ascoltare il suo codice. Altrimenti riagganci.',
    pressKeyChanged: '{shop} ha un messaggio per lei, sui suoi recapiti. Per ascoltarlo, prema {key}.',
    sayCode: 'Il suo codice è: {code}.',
    mailSubject: '{shop}: confermi il suo indirizzo di posta',
    mailConfirm: 'Confermi che questo indirizzo di posta è suo.',
    mailConfirmButton: 'Conferma questo indirizzo',
    mailConfirmFormer: 'Qualcuno chiede di sostituire il suo numero con uno che termina con {digits}.',
    mailConfirmFormerButton: 'Sono io',
    mailChangeSubject: '{shop}: modifica dei suoi recapiti',
    mailNotMeButton: 'Non sono stato io',
    mailIgnore: 'Se non ha chiesto nulla, ignori questo messaggio.',
  },
  nl: {
    unnamed: 'Uw winkel',
    code: '{shop}: uw code is {code}. Hij is {minutes} minuten geldig. Geef hem aan niemand.',
    replyWithCode: 'Antwoord met deze code om uw nummer te bevestigen.',
    formerCode:
      '{shop}: iemand vraagt om uw nummer te vervangen door een nummer dat eindigt op {digits}. Als u dat bent, is uw code {code}. Zo niet, geef hem aan niemand.',
    phoneChanged: '{shop}: uw nummer is vervangen door een nummer dat eindigt op {digits}.',
    mailChanged: '{shop}: uw mailadres is vervangen.',
    notMe: 'Was u dit niet? {link}',
    pressKey: '{shop} heeft een code voor u. Druk op {key} om die te horen.',
    pressKeyFormer:
      '{shop}: iemand vraagt om uw nummer te vervangen door een nummer dat eindigt op {digits}. Als u dat bent, druk op {key} om uw code te horen. Zo niet, hang op.',
    pressKeyChanged: '{shop} heeft een bericht voor u, over uw contactgegevens. Druk op {key} om het te horen.',
    sayCode: 'Uw code is: {code}.',
    mailSubject: '{shop}: bevestig uw mailadres',
    mailConfirm: 'Bevestig dat dit mailadres van u is.',
    mailConfirmButton: 'Dit adres bevestigen',
    mailConfirmFormer: 'Iemand vraagt om uw nummer te vervangen door een nummer dat eindigt op {digits}.',
    mailConfirmFormerButton: 'Dat ben ik',
    mailChangeSubject: '{shop}: wijziging van uw contactgegevens',
    mailNotMeButton: 'Dat was ik niet',
    mailIgnore: 'Als u niets hebt aangevraagd, kunt u dit bericht negeren.',
  },
  pt: {
    unnamed: 'A sua loja',
    code: '{shop}: o seu código é {code}. É válido durante {minutes} minutos. Não o dê a ninguém.',
    replyWithCode: 'Responda com este código para confirmar o seu número.',
    formerCode:
      '{shop}: alguém pede para substituir o seu número por um que termina em {digits}. Se é você, o seu código é {code}. Se não, não o dê a ninguém.',
    phoneChanged: '{shop}: o seu número foi substituído por um que termina em {digits}.',
    mailChanged: '{shop}: o seu endereço de correio foi substituído.',
    notMe: 'Não foi você? {link}',
    pressKey: '{shop} tem um código para si. Para o ouvir, prima {key}.',
    pressKeyFormer:
      '{shop}: alguém pede para substituir o seu número por um que termina em {digits}. Se é você, prima {key} para ouvir o seu código. Se não, desligue.',
    pressKeyChanged: '{shop} tem uma mensagem para si, sobre os seus contactos. Para a ouvir, prima {key}.',
    sayCode: 'O seu código é: {code}.',
    mailSubject: '{shop}: confirme o seu endereço de correio',
    mailConfirm: 'Confirme que este endereço de correio é seu.',
    mailConfirmButton: 'Confirmar este endereço',
    mailConfirmFormer: 'Alguém pede para substituir o seu número por um que termina em {digits}.',
    mailConfirmFormerButton: 'Sou eu',
    mailChangeSubject: '{shop}: alteração dos seus contactos',
    mailNotMeButton: 'Não fui eu',
    mailIgnore: 'Se não pediu nada, ignore esta mensagem.',
  },
};
