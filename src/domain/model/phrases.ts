export const LANGUAGES = ['fr', 'en', 'de', 'es', 'it', 'nl', 'pt'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Everything ProxyCall may say to a caller or answer to a text. The code is also the outcome that is recorded. */
export type Announcement =
  | 'not_recognised'
  | 'not_in_service'
  | 'nobody_to_reach'
  | 'country_refused'
  | 'withheld_refused'
  | 'not_reachable'
  | 'not_answered'
  | 'temporarily_unavailable';

export const ANNOUNCEMENTS: Readonly<Record<Language, Readonly<Record<Announcement, string>>>> = {
  fr: {
    not_recognised: "Ce numéro n'est pas reconnu.",
    not_in_service: "Ce numéro n'est pas en service.",
    nobody_to_reach: "Personne n'a encore essayé de vous joindre à ce numéro.",
    country_refused: 'Les appels depuis votre pays ne sont pas acceptés à ce numéro.',
    withheld_refused: 'Les appels masqués ne sont pas acceptés. Rappelez en affichant votre numéro.',
    not_reachable: 'Votre correspondant ne peut pas être joint par ce numéro.',
    not_answered: "Votre correspondant n'a pas répondu. Rappelez plus tard.",
    temporarily_unavailable: 'Ce service est momentanément indisponible. Rappelez dans quelques minutes.',
  },
  en: {
    not_recognised: 'This number is not recognised.',
    not_in_service: 'This number is not in service.',
    nobody_to_reach: 'Nobody has tried to reach you on this number yet.',
    country_refused: 'This number does not accept calls from your country.',
    withheld_refused: 'This number does not accept withheld calls. Please call again and show your number.',
    not_reachable: 'The person you are calling cannot be reached on this number.',
    not_answered: 'The person you are calling did not answer. Please call again later.',
    temporarily_unavailable: 'This service is temporarily unavailable. Please call again in a few minutes.',
  },
  de: {
    not_recognised: 'Diese Nummer ist nicht bekannt.',
    not_in_service: 'Diese Nummer ist nicht vergeben.',
    nobody_to_reach: 'Bisher hat niemand versucht, Sie unter dieser Nummer zu erreichen.',
    country_refused: 'Diese Nummer nimmt keine Anrufe aus Ihrem Land an.',
    withheld_refused:
      'Anrufe mit unterdrückter Nummer werden nicht angenommen. Bitte rufen Sie mit sichtbarer Nummer an.',
    not_reachable: 'Ihr Gesprächspartner ist unter dieser Nummer nicht erreichbar.',
    not_answered: 'Ihr Gesprächspartner hat nicht abgenommen. Bitte rufen Sie später wieder an.',
    temporarily_unavailable:
      'Dieser Dienst ist vorübergehend nicht verfügbar. Bitte rufen Sie in einigen Minuten wieder an.',
  },
  es: {
    not_recognised: 'Este número no se reconoce.',
    not_in_service: 'Este número no está en servicio.',
    nobody_to_reach: 'Todavía nadie ha intentado localizarle en este número.',
    country_refused: 'Este número no acepta llamadas desde su país.',
    withheld_refused: 'Este número no acepta llamadas ocultas. Vuelva a llamar mostrando su número.',
    not_reachable: 'No es posible localizar a la persona en este número.',
    not_answered: 'La persona a la que llama no ha contestado. Vuelva a llamar más tarde.',
    temporarily_unavailable: 'Este servicio no está disponible por el momento. Vuelva a llamar dentro de unos minutos.',
  },
  it: {
    not_recognised: 'Questo numero non è riconosciuto.',
    not_in_service: 'Questo numero non è in servizio.',
    nobody_to_reach: 'Nessuno ha ancora provato a contattarla a questo numero.',
    country_refused: 'Questo numero non accetta chiamate dal suo paese.',
    withheld_refused: 'Questo numero non accetta chiamate anonime. Richiami mostrando il suo numero.',
    not_reachable: 'La persona chiamata non è raggiungibile a questo numero.',
    not_answered: 'La persona chiamata non ha risposto. Richiami più tardi.',
    temporarily_unavailable: 'Il servizio è momentaneamente non disponibile. Richiami tra qualche minuto.',
  },
  nl: {
    not_recognised: 'Dit nummer is niet bekend.',
    not_in_service: 'Dit nummer is niet in gebruik.',
    nobody_to_reach: 'Nog niemand heeft geprobeerd u op dit nummer te bereiken.',
    country_refused: 'Dit nummer neemt geen gesprekken uit uw land aan.',
    withheld_refused: 'Anonieme gesprekken worden niet aangenomen. Bel opnieuw en laat uw nummer zien.',
    not_reachable: 'De persoon die u belt is op dit nummer niet bereikbaar.',
    not_answered: 'De persoon die u belt heeft niet opgenomen. Bel later terug.',
    temporarily_unavailable: 'Deze dienst is tijdelijk niet beschikbaar. Bel over enkele minuten terug.',
  },
  pt: {
    not_recognised: 'Este número não é reconhecido.',
    not_in_service: 'Este número não está em serviço.',
    nobody_to_reach: 'Ainda ninguém tentou contactá-lo através deste número.',
    country_refused: 'Este número não aceita chamadas do seu país.',
    withheld_refused: 'Este número não aceita chamadas anónimas. Volte a ligar mostrando o seu número.',
    not_reachable: 'Não é possível contactar a pessoa através deste número.',
    not_answered: 'A pessoa para quem ligou não atendeu. Volte a ligar mais tarde.',
    temporarily_unavailable: 'Este serviço está temporariamente indisponível. Volte a ligar dentro de alguns minutos.',
  },
};

/** Added to a text whose picture the proxy number cannot carry. */
export const MEDIA_LOST: Readonly<Record<Language, string>> = {
  fr: "(Une image jointe n'a pas pu être transmise.)",
  en: '(A picture could not be delivered.)',
  de: '(Ein Bild konnte nicht zugestellt werden.)',
  es: '(No se pudo entregar una imagen.)',
  it: "(Un'immagine non è stata recapitata.)",
  nl: '(Een afbeelding kon niet worden bezorgd.)',
  pt: '(Não foi possível entregar uma imagem.)',
};
