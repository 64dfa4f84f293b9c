import type { Direction } from './routing.js';

/** The languages of announcements, as ISO 639-1 codes. */
export const LANGUAGES = ['fr', 'en', 'de', 'es', 'it', 'nl', 'pt'] as const;
/** The language of announcements, as an ISO 639-1 code. */
export type Language = (typeof LANGUAGES)[number];

/**
 * What ProxyCall may say to a caller, or answer to a text. The code is also the outcome of the interaction. `code_wanted` and
 * `code_wrong` ask a caller for an order code, `long_code_wanted` and `long_code_wrong` for its long code; `texts_…` are for texts
 * only.
 */
export type Announcement =
  | 'not_recognised'
  | 'not_in_service'
  | 'nobody_to_reach'
  | 'country_refused'
  | 'withheld_refused'
  | 'not_reachable'
  | 'not_answered'
  | 'temporarily_unavailable'
  | 'order_closed'
  | 'code_wanted'
  | 'code_wrong'
  | 'long_code_wanted'
  | 'long_code_wrong'
  | 'code_missing'
  | 'code_refused'
  | 'code_locked'
  | 'texts_need_session'
  | 'texts_refused'
  | 'texts_stopped'
  | 'texts_resumed'
  | 'texts_help'
  | 'awaiting_confirmation'
  | 'phone_confirmed'
  | 'confirmation_code_wrong'
  | 'confirmation_hint'
  | 'confirmation_over';

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
    order_closed: 'Cette commande est close : vous ne pouvez plus joindre votre correspondant par ce numéro.',
    code_wanted: 'Tapez le code de la commande, puis dièse.',
    code_wrong: "Ce code n'est pas reconnu. Tapez le code de la commande, puis dièse.",
    long_code_wanted: 'Tapez le code long de la commande, puis dièse.',
    long_code_wrong: "Ce code n'est pas accepté. Tapez le code long de la commande, puis dièse.",
    code_missing: "Aucun code n'a été reçu. Rappelez avec le code de la commande.",
    code_refused: "Ce code n'a pas été accepté. Rappelez.",
    code_locked: 'Trop de codes erronés. Rappelez plus tard.',
    texts_need_session: 'Ce numéro ne reçoit vos textos que depuis le téléphone indiqué dans la commande.',
    texts_refused: 'Votre correspondant ne souhaite pas recevoir de textos : appelez ce numéro.',
    texts_stopped: 'Vous ne recevrez plus de textos de ce numéro. Répondez START pour en recevoir à nouveau.',
    texts_resumed: 'Vous recevrez à nouveau les textos de ce numéro. Répondez STOP pour ne plus en recevoir.',
    texts_help:
      'Ce numéro met en relation un client et son livreur sans montrer leurs propres numéros. Répondez STOP pour ne plus recevoir de textos.',
    awaiting_confirmation: "Ce numéro n'est pas encore en service.",
    phone_confirmed: 'Votre numéro est confirmé.',
    confirmation_code_wrong: 'Ce code est erroné.',
    confirmation_hint: 'Pour confirmer votre numéro, répondez avec le code seulement.',
    confirmation_over: "Ce code n'est plus valable. Demandez-en un nouveau.",
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
    order_closed: 'This order is closed: the other person cannot be reached on this number any more.',
    code_wanted: 'Enter the code of the order, then press the hash key.',
    code_wrong: 'This code is not recognised. Enter the code of the order, then press the hash key.',
    long_code_wanted: 'Enter the long code of the order, then press the hash key.',
    long_code_wrong: 'This code is not accepted. Enter the long code of the order, then press the hash key.',
    code_missing: 'No code was received. Please call again with the code of the order.',
    code_refused: 'This code was not accepted. Please call again.',
    code_locked: 'There were too many wrong codes. Please call again later.',
    texts_need_session: 'This number takes texts only from the phone that was given with the order.',
    texts_refused: 'The other person does not want texts: please call this number.',
    texts_stopped: 'You will get no more texts from this number. Reply START to get them again.',
    texts_resumed: 'You will get the texts of this number again. Reply STOP to get no more.',
    texts_help:
      'This number connects customers and couriers without showing their own numbers. Reply STOP to get no more texts.',
    awaiting_confirmation: 'This number is not in service yet.',
    phone_confirmed: 'Your number is confirmed.',
    confirmation_code_wrong: 'This code is wrong.',
    confirmation_hint: 'To confirm your number, reply with the code only.',
    confirmation_over: 'This code is not valid any more. Ask for a new one.',
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
    order_closed:
      'Diese Bestellung ist abgeschlossen: Ihr Gesprächspartner ist unter dieser Nummer nicht mehr erreichbar.',
    code_wanted: 'Bitte geben Sie den Code der Bestellung ein, dann die Rautetaste.',
    code_wrong: 'Dieser Code ist nicht bekannt. Bitte geben Sie den Code der Bestellung ein, dann die Rautetaste.',
    long_code_wanted: 'Bitte geben Sie den langen Code der Bestellung ein, dann die Rautetaste.',
    long_code_wrong:
      'Dieser Code wird nicht angenommen. Bitte geben Sie den langen Code der Bestellung ein, dann die Rautetaste.',
    code_missing: 'Es wurde kein Code eingegeben. Bitte rufen Sie mit dem Code der Bestellung wieder an.',
    code_refused: 'Dieser Code wurde nicht angenommen. Bitte rufen Sie noch einmal an.',
    code_locked: 'Zu viele falsche Codes. Bitte rufen Sie später wieder an.',
    texts_need_session: 'Diese Nummer nimmt Nachrichten nur von dem Telefon an, das in der Bestellung steht.',
    texts_refused: 'Die andere Person möchte keine Nachrichten: bitte rufen Sie diese Nummer an.',
    texts_stopped:
      'Sie erhalten von dieser Nummer keine Nachrichten mehr. Antworten Sie START, um wieder welche zu erhalten.',
    texts_resumed: 'Sie erhalten wieder Nachrichten von dieser Nummer. Antworten Sie STOP, um keine mehr zu erhalten.',
    texts_help:
      'Diese Nummer verbindet Kunden und Kuriere, ohne ihre eigenen Nummern zu zeigen. Antworten Sie STOP, um keine Nachrichten mehr zu erhalten.',
    awaiting_confirmation: 'Diese Nummer ist noch nicht in Betrieb.',
    phone_confirmed: 'Ihre Nummer ist bestätigt.',
    confirmation_code_wrong: 'Dieser Code ist falsch.',
    confirmation_hint: 'Um Ihre Nummer zu bestätigen, antworten Sie nur mit dem Code.',
    confirmation_over: 'Dieser Code gilt nicht mehr. Fordern Sie einen neuen an.',
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
    order_closed: 'Este pedido está cerrado: ya no es posible localizar a la persona en este número.',
    code_wanted: 'Marque el código del pedido y después almohadilla.',
    code_wrong: 'Este código no se reconoce. Marque el código del pedido y después almohadilla.',
    long_code_wanted: 'Marque el código largo del pedido y después almohadilla.',
    long_code_wrong: 'Este código no se acepta. Marque el código largo del pedido y después almohadilla.',
    code_missing: 'No se ha recibido ningún código. Vuelva a llamar con el código del pedido.',
    code_refused: 'Este código no se ha aceptado. Vuelva a llamar.',
    code_locked: 'Demasiados códigos erróneos. Vuelva a llamar más tarde.',
    texts_need_session: 'Este número solo recibe mensajes desde el teléfono indicado en el pedido.',
    texts_refused: 'La otra persona no desea recibir mensajes: llame a este número.',
    texts_stopped: 'No recibirá más mensajes de este número. Responda START para volver a recibirlos.',
    texts_resumed: 'Volverá a recibir los mensajes de este número. Responda STOP para no recibir más.',
    texts_help:
      'Este número pone en contacto a clientes y repartidores sin mostrar sus propios números. Responda STOP para no recibir más mensajes.',
    awaiting_confirmation: 'Este número todavía no está en servicio.',
    phone_confirmed: 'Su número está confirmado.',
    confirmation_code_wrong: 'Este código es incorrecto.',
    confirmation_hint: 'Para confirmar su número, responda solo con el código.',
    confirmation_over: 'Este código ya no es válido. Pida uno nuevo.',
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
    order_closed: 'Questo ordine è chiuso: la persona non è più raggiungibile a questo numero.',
    code_wanted: "Digiti il codice dell'ordine e poi cancelletto.",
    code_wrong: "Questo codice non è riconosciuto. Digiti il codice dell'ordine e poi cancelletto.",
    long_code_wanted: "Digiti il codice lungo dell'ordine e poi cancelletto.",
    long_code_wrong: "Questo codice non è accettato. Digiti il codice lungo dell'ordine e poi cancelletto.",
    code_missing: "Nessun codice ricevuto. Richiami con il codice dell'ordine.",
    code_refused: 'Questo codice non è stato accettato. Richiami.',
    code_locked: 'Troppi codici errati. Richiami più tardi.',
    texts_need_session: "Questo numero riceve messaggi solo dal telefono indicato nell'ordine.",
    texts_refused: "L'altra persona non desidera ricevere messaggi: chiami questo numero.",
    texts_stopped: 'Non riceverà più messaggi da questo numero. Risponda START per riceverli di nuovo.',
    texts_resumed: 'Riceverà di nuovo i messaggi di questo numero. Risponda STOP per non riceverne più.',
    texts_help:
      'Questo numero mette in contatto clienti e corrieri senza mostrare i loro numeri. Risponda STOP per non ricevere più messaggi.',
    awaiting_confirmation: 'Questo numero non è ancora in servizio.',
    phone_confirmed: 'Il suo numero è confermato.',
    confirmation_code_wrong: 'Questo codice è errato.',
    confirmation_hint: 'Per confermare il suo numero, risponda solo con il codice.',
    confirmation_over: 'Questo codice non è più valido. Ne chieda uno nuovo.',
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
    order_closed: 'Deze bestelling is afgesloten: de andere persoon is op dit nummer niet meer bereikbaar.',
    code_wanted: 'Toets de code van de bestelling in, gevolgd door een hekje.',
    code_wrong: 'Deze code is niet bekend. Toets de code van de bestelling in, gevolgd door een hekje.',
    long_code_wanted: 'Toets de lange code van de bestelling in, gevolgd door een hekje.',
    long_code_wrong:
      'Deze code wordt niet geaccepteerd. Toets de lange code van de bestelling in, gevolgd door een hekje.',
    code_missing: 'Er is geen code ontvangen. Bel opnieuw met de code van de bestelling.',
    code_refused: 'Deze code is niet geaccepteerd. Bel opnieuw.',
    code_locked: 'Te veel verkeerde codes. Bel later terug.',
    texts_need_session: 'Dit nummer ontvangt alleen berichten van de telefoon die bij de bestelling is opgegeven.',
    texts_refused: 'De andere persoon wil geen berichten: bel dit nummer.',
    texts_stopped: 'U krijgt van dit nummer geen berichten meer. Antwoord START om ze weer te krijgen.',
    texts_resumed: 'U krijgt weer berichten van dit nummer. Antwoord STOP om er geen meer te krijgen.',
    texts_help:
      'Dit nummer verbindt klanten en koeriers zonder hun eigen nummers te tonen. Antwoord STOP om geen berichten meer te krijgen.',
    awaiting_confirmation: 'Dit nummer is nog niet in gebruik.',
    phone_confirmed: 'Uw nummer is bevestigd.',
    confirmation_code_wrong: 'Deze code is onjuist.',
    confirmation_hint: 'Antwoord met alleen de code om uw nummer te bevestigen.',
    confirmation_over: 'Deze code is niet meer geldig. Vraag een nieuwe aan.',
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
    order_closed: 'Esta encomenda está fechada: já não é possível contactar a pessoa através deste número.',
    code_wanted: 'Marque o código da encomenda e depois cardinal.',
    code_wrong: 'Este código não é reconhecido. Marque o código da encomenda e depois cardinal.',
    long_code_wanted: 'Marque o código longo da encomenda e depois cardinal.',
    long_code_wrong: 'Este código não é aceite. Marque o código longo da encomenda e depois cardinal.',
    code_missing: 'Não foi recebido nenhum código. Volte a ligar com o código da encomenda.',
    code_refused: 'Este código não foi aceite. Volte a ligar.',
    code_locked: 'Demasiados códigos errados. Volte a ligar mais tarde.',
    texts_need_session: 'Este número só recebe mensagens do telefone indicado na encomenda.',
    texts_refused: 'A outra pessoa não deseja receber mensagens: ligue para este número.',
    texts_stopped: 'Não receberá mais mensagens deste número. Responda START para voltar a recebê-las.',
    texts_resumed: 'Voltará a receber as mensagens deste número. Responda STOP para não receber mais.',
    texts_help:
      'Este número põe clientes e estafetas em contacto sem mostrar os seus próprios números. Responda STOP para não receber mais mensagens.',
    awaiting_confirmation: 'Este número ainda não está em serviço.',
    phone_confirmed: 'O seu número está confirmado.',
    confirmation_code_wrong: 'Este código está errado.',
    confirmation_hint: 'Para confirmar o seu número, responda apenas com o código.',
    confirmation_over: 'Este código já não é válido. Peça um novo.',
  },
};

/** Said before `texts_help`, where the shop has a name. */
export const HELP_SHOP: Readonly<Record<Language, string>> = {
  fr: 'Vous échangez avec {shop}.',
  en: 'You are in touch with {shop}.',
  de: 'Sie sind in Kontakt mit {shop}.',
  es: 'Está en contacto con {shop}.',
  it: 'Lei è in contatto con {shop}.',
  nl: 'U hebt contact met {shop}.',
  pt: 'Está em contacto com {shop}.',
};

/** Said after `texts_help`, where the shop has a phone for questions. */
export const HELP_PHONE: Readonly<Record<Language, string>> = {
  fr: 'Pour toute question : {phone}.',
  en: 'Questions? Call {phone}.',
  de: 'Bei Fragen: {phone}.',
  es: 'Para cualquier pregunta: {phone}.',
  it: 'Per qualsiasi domanda: {phone}.',
  nl: 'Bij vragen: {phone}.',
  pt: 'Para qualquer questão: {phone}.',
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

/** Added to a text with which something came that is neither text nor a picture, such as a location. */
export const CONTENT_LOST: Readonly<Record<Language, string>> = {
  fr: "(Un élément joint n'a pas pu être transmis.)",
  en: '(Something sent with this text could not be delivered.)',
  de: '(Etwas, das mit dieser Nachricht gesendet wurde, konnte nicht zugestellt werden.)',
  es: '(No se pudo entregar algo que se envió con este mensaje.)',
  it: '(Un elemento inviato con questo messaggio non è stato recapitato.)',
  nl: '(Iets dat bij dit bericht hoorde, kon niet worden bezorgd.)',
  pt: '(Não foi possível entregar algo enviado com esta mensagem.)',
};

/** Said to a caller who gave the order's code, if the merchant wants it. `{name}` is masked. */
export const CONNECTING_TO: Readonly<Record<Language, string>> = {
  fr: 'Nous vous mettons en relation avec {name}.',
  en: 'You are being connected to {name}.',
  de: 'Sie werden mit {name} verbunden.',
  es: 'Le ponemos en contacto con {name}.',
  it: 'La mettiamo in contatto con {name}.',
  nl: 'U wordt verbonden met {name}.',
  pt: 'Vamos pô-lo em contacto com {name}.',
};

/** Said to the callee before the two are connected, if the merchant wants it. */
export const WHISPERS: Readonly<Record<Direction, Readonly<Record<Language, string>>>> = {
  to_client: {
    fr: 'Un appel au sujet de votre commande.',
    en: 'A call about your order.',
    de: 'Ein Anruf zu Ihrer Bestellung.',
    es: 'Una llamada sobre su pedido.',
    it: 'Una chiamata per il suo ordine.',
    nl: 'Een gesprek over uw bestelling.',
    pt: 'Uma chamada sobre a sua encomenda.',
  },
  to_counterpart: {
    fr: 'Un appel de {name}.',
    en: 'A call from {name}.',
    de: 'Ein Anruf von {name}.',
    es: 'Una llamada de {name}.',
    it: 'Una chiamata di {name}.',
    nl: 'Een gesprek van {name}.',
    pt: 'Uma chamada de {name}.',
  },
};
