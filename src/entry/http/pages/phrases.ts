import type { Language } from '../../../domain/model/phrases.js';

/** What the public pages say. `{left}` is a number, `{wait}` a time such as "5 minutes", in words of the language. */
export type PagePhrase =
  | 'prove_title'
  | 'prove_text'
  | 'prove_button'
  | 'proved_title'
  | 'proved_text'
  | 'not_me_title'
  | 'not_me_text'
  | 'not_me_button'
  | 'reported_title'
  | 'reported_text'
  | 'over_title'
  | 'over_text'
  | 'unknown_title'
  | 'unknown_text'
  | 'activate_title'
  | 'activate_text'
  | 'name'
  | 'mail'
  | 'phone'
  | 'phone_hint'
  | 'activate_button'
  | 'name_fault'
  | 'mail_fault'
  | 'phone_fault'
  | 'fields_fault'
  | 'code_title'
  | 'code_text'
  | 'code'
  | 'code_button'
  | 'code_missing'
  | 'code_wrong'
  | 'done_title'
  | 'done_text'
  | 'locked_title'
  | 'locked_text'
  | 'ended_title'
  | 'ended_text'
  | 'again'
  | 'too_many_title'
  | 'too_many_text'
  | 'refused_title'
  | 'refused_text'
  | 'failed_title'
  | 'failed_text'
  | 'reply_title'
  | 'reply_text'
  | 'fault';

/** In every language: without one it does not compile. */
export const PAGE_PHRASES: Readonly<Record<Language, Readonly<Record<PagePhrase, string>>>> = {
  fr: {
    prove_title: 'Confirmez votre adresse mail',
    prove_text:
      "Appuyez sur le bouton pour confirmer que cette adresse est la vôtre. Si vous n'avez rien demandé, fermez cette page.",
    prove_button: 'Confirmer mon adresse',
    proved_title: 'Adresse confirmée',
    proved_text: 'Merci. Vous pouvez fermer cette page.',
    not_me_title: "Ce n'est pas vous ?",
    not_me_text:
      "Quelqu'un a demandé à changer votre téléphone ou votre adresse mail. Si ce n'est pas vous, appuyez sur le bouton : la boutique en sera avertie, et un changement en attente n'aura pas lieu.",
    not_me_button: "Ce n'est pas moi",
    reported_title: "C'est noté",
    reported_text: "Merci. Il est noté que ce n'était pas vous. Vous pouvez fermer cette page.",
    over_title: "Ce lien n'est plus valable",
    over_text:
      'Il a été remplacé par un autre, ou la confirmation est terminée. Utilisez le lien du dernier mail, ou demandez-en un nouveau à la boutique.',
    unknown_title: 'Page introuvable',
    unknown_text: "Cette adresse n'existe pas. Vérifiez que vous avez ouvert le lien en entier.",
    activate_title: 'Inscription',
    activate_text: 'Indiquez vos coordonnées. Un code vous sera envoyé pour vérifier que ce téléphone est le vôtre.',
    name: 'Nom',
    mail: 'Adresse mail',
    phone: 'Téléphone',
    phone_hint: 'Avec l’indicatif du pays, par exemple +33 6 39 98 12 34',
    activate_button: 'Recevoir un code',
    name_fault: 'Indiquez votre nom, en 200 caractères au plus.',
    mail_fault: 'Indiquez une adresse mail, par exemple ada@shop.example.',
    phone_fault: 'Indiquez un numéro de téléphone que nous pouvons joindre, avec l’indicatif du pays.',
    fields_fault: "Cette inscription n'est pas possible avec ces coordonnées. Vérifiez-les.",
    code_title: 'Entrez le code',
    code_text:
      'Si ce téléphone peut être inscrit, un code vient de lui être envoyé par texto, ou lui sera dicté par un appel. Laissez cette page ouverte.',
    code: 'Code',
    code_button: 'Valider',
    code_missing: 'Entrez les chiffres du code.',
    code_wrong: "Ce code n'est pas le bon. Essais restants : {left}.",
    done_title: 'Téléphone confirmé',
    done_text: 'Merci, vous êtes inscrit. Vous pouvez fermer cette page.',
    locked_title: 'Trop de codes erronés',
    locked_text: "Ce code n'est plus accepté. Recommencez plus tard.",
    ended_title: 'Cette inscription est terminée',
    ended_text: 'Le délai est passé, ou elle a déjà été menée à bien.',
    again: 'Recommencer',
    too_many_title: 'Trop de demandes',
    too_many_text: 'Trop de codes ont été demandés. Réessayez dans {wait}.',
    refused_title: 'Demande refusée',
    refused_text:
      'Cette demande ne vient pas de notre page, ou elle est incomplète. Ouvrez la page à nouveau et recommencez.',
    failed_title: 'Service momentanément indisponible',
    failed_text: "Rien n'a été changé, ou nous ne le savons pas encore. Réessayez dans quelques minutes.",
    reply_title: 'Comment confirmer votre téléphone',
    reply_text:
      "Répondez au texto avec le code que vous avez reçu, ou utilisez le lien du mail. Cette page n'a aucun effet.",
    fault: 'Erreur',
  },
  en: {
    prove_title: 'Confirm your mail address',
    prove_text: 'Press the button to confirm that this address is yours. If you did not ask for this, close this page.',
    prove_button: 'Confirm my address',
    proved_title: 'Address confirmed',
    proved_text: 'Thank you. You may close this page.',
    not_me_title: 'Was this not you?',
    not_me_text:
      'Somebody asked for a change of your phone or mail address. If it was not you, press the button: the shop will be told, and a change that is still waiting will not be made.',
    not_me_button: 'It was not me',
    reported_title: 'Noted',
    reported_text: 'Thank you. It is on record that this was not you. You may close this page.',
    over_title: 'This link is no longer valid',
    over_text:
      'It was replaced by another one, or the confirmation has ended. Use the link in the latest mail, or ask the shop for a new one.',
    unknown_title: 'Page not found',
    unknown_text: 'There is nothing at this address. Check that you opened the whole link.',
    activate_title: 'Registration',
    activate_text: 'Enter your details. You will receive a code, to make sure that this phone is yours.',
    name: 'Name',
    mail: 'Mail address',
    phone: 'Phone',
    phone_hint: 'With the country code, such as +33 6 39 98 12 34',
    activate_button: 'Send me a code',
    name_fault: 'Enter your name, in at most 200 characters.',
    mail_fault: 'Enter a mail address, such as ada@shop.example.',
    phone_fault: 'Enter a phone number that we can reach, with its country code.',
    fields_fault: 'You cannot be registered with these details. Check them.',
    code_title: 'Enter the code',
    code_text:
      'If this phone can be registered, a code has just been sent to it by text, or will be read out in a call. Keep this page open.',
    code: 'Code',
    code_button: 'Confirm',
    code_missing: 'Enter the digits of the code.',
    code_wrong: 'This code is wrong. Attempts left: {left}.',
    done_title: 'Phone confirmed',
    done_text: 'Thank you, you are registered. You may close this page.',
    locked_title: 'Too many wrong codes',
    locked_text: 'This code is no longer accepted. Start again later.',
    ended_title: 'This registration has ended',
    ended_text: 'Its time has run out, or it was completed before.',
    again: 'Start again',
    too_many_title: 'Too many requests',
    too_many_text: 'Too many codes were asked for. Try again in {wait}.',
    refused_title: 'Request refused',
    refused_text: 'This request does not come from our page, or it is incomplete. Open the page again and start over.',
    failed_title: 'Temporarily unavailable',
    failed_text: 'Nothing was changed, or we do not know yet. Try again in a few minutes.',
    reply_title: 'How to confirm your phone',
    reply_text:
      'Reply to the text with the code that you received, or use the link in the mail. This page has no effect.',
    fault: 'Error',
  },
  de: {
    prove_title: 'Bestätigen Sie Ihre E-Mail-Adresse',
    prove_text:
      'Drücken Sie den Knopf, um zu bestätigen, dass diese Adresse Ihnen gehört. Wenn Sie nichts angefordert haben, schließen Sie diese Seite.',
    prove_button: 'Adresse bestätigen',
    proved_title: 'Adresse bestätigt',
    proved_text: 'Vielen Dank. Sie können diese Seite schließen.',
    not_me_title: 'Waren Sie das nicht?',
    not_me_text:
      'Jemand möchte Ihre Telefonnummer oder E-Mail-Adresse ändern. Wenn Sie das nicht waren, drücken Sie den Knopf: Das Geschäft erfährt davon, und eine noch ausstehende Änderung unterbleibt.',
    not_me_button: 'Das war ich nicht',
    reported_title: 'Vermerkt',
    reported_text: 'Vielen Dank. Es ist vermerkt, dass Sie es nicht waren. Sie können diese Seite schließen.',
    over_title: 'Dieser Link gilt nicht mehr',
    over_text:
      'Er wurde durch einen anderen ersetzt, oder die Bestätigung ist beendet. Verwenden Sie den Link der letzten E-Mail, oder bitten Sie das Geschäft um einen neuen.',
    unknown_title: 'Seite nicht gefunden',
    unknown_text: 'Unter dieser Adresse gibt es nichts. Prüfen Sie, ob Sie den ganzen Link geöffnet haben.',
    activate_title: 'Anmeldung',
    activate_text: 'Geben Sie Ihre Daten ein. Sie erhalten einen Code, der zeigt, dass dieses Telefon Ihnen gehört.',
    name: 'Name',
    mail: 'E-Mail-Adresse',
    phone: 'Telefon',
    phone_hint: 'Mit Ländervorwahl, zum Beispiel +33 6 39 98 12 34',
    activate_button: 'Code anfordern',
    name_fault: 'Geben Sie Ihren Namen ein, mit höchstens 200 Zeichen.',
    mail_fault: 'Geben Sie eine E-Mail-Adresse ein, zum Beispiel ada@shop.example.',
    phone_fault: 'Geben Sie eine Telefonnummer ein, die wir erreichen können, mit Ländervorwahl.',
    fields_fault: 'Mit diesen Daten ist keine Anmeldung möglich. Prüfen Sie sie.',
    code_title: 'Geben Sie den Code ein',
    code_text:
      'Wenn dieses Telefon angemeldet werden kann, wurde ihm soeben ein Code per SMS geschickt, oder er wird in einem Anruf angesagt. Lassen Sie diese Seite geöffnet.',
    code: 'Code',
    code_button: 'Bestätigen',
    code_missing: 'Geben Sie die Ziffern des Codes ein.',
    code_wrong: 'Dieser Code ist falsch. Verbleibende Versuche: {left}.',
    done_title: 'Telefon bestätigt',
    done_text: 'Vielen Dank, Sie sind angemeldet. Sie können diese Seite schließen.',
    locked_title: 'Zu viele falsche Codes',
    locked_text: 'Dieser Code wird nicht mehr angenommen. Beginnen Sie später noch einmal.',
    ended_title: 'Diese Anmeldung ist beendet',
    ended_text: 'Ihre Zeit ist abgelaufen, oder sie wurde bereits abgeschlossen.',
    again: 'Noch einmal beginnen',
    too_many_title: 'Zu viele Anfragen',
    too_many_text: 'Es wurden zu viele Codes angefordert. Wartezeit bis zum nächsten Versuch: {wait}.',
    refused_title: 'Anfrage abgelehnt',
    refused_text:
      'Diese Anfrage stammt nicht von unserer Seite, oder sie ist unvollständig. Öffnen Sie die Seite noch einmal und beginnen Sie von vorn.',
    failed_title: 'Vorübergehend nicht verfügbar',
    failed_text:
      'Es wurde nichts geändert, oder wir wissen es noch nicht. Versuchen Sie es in einigen Minuten noch einmal.',
    reply_title: 'So bestätigen Sie Ihr Telefon',
    reply_text:
      'Antworten Sie auf die SMS mit dem Code, den Sie erhalten haben, oder verwenden Sie den Link in der E-Mail. Diese Seite bewirkt nichts.',
    fault: 'Fehler',
  },
  es: {
    prove_title: 'Confirme su dirección de correo',
    prove_text: 'Pulse el botón para confirmar que esta dirección es suya. Si no ha pedido nada, cierre esta página.',
    prove_button: 'Confirmar mi dirección',
    proved_title: 'Dirección confirmada',
    proved_text: 'Gracias. Puede cerrar esta página.',
    not_me_title: '¿No ha sido usted?',
    not_me_text:
      'Alguien ha pedido cambiar su teléfono o su dirección de correo. Si no ha sido usted, pulse el botón: la tienda será avisada y un cambio pendiente no se hará.',
    not_me_button: 'No he sido yo',
    reported_title: 'Anotado',
    reported_text: 'Gracias. Queda anotado que no ha sido usted. Puede cerrar esta página.',
    over_title: 'Este enlace ya no es válido',
    over_text:
      'Ha sido sustituido por otro, o la confirmación ha terminado. Use el enlace del último correo o pida uno nuevo a la tienda.',
    unknown_title: 'Página no encontrada',
    unknown_text: 'No hay nada en esta dirección. Compruebe que ha abierto el enlace completo.',
    activate_title: 'Registro',
    activate_text: 'Introduzca sus datos. Recibirá un código para comprobar que este teléfono es suyo.',
    name: 'Nombre',
    mail: 'Dirección de correo',
    phone: 'Teléfono',
    phone_hint: 'Con el prefijo del país, por ejemplo +33 6 39 98 12 34',
    activate_button: 'Recibir un código',
    name_fault: 'Introduzca su nombre, con 200 caracteres como máximo.',
    mail_fault: 'Introduzca una dirección de correo, por ejemplo ada@shop.example.',
    phone_fault: 'Introduzca un número de teléfono al que podamos llegar, con el prefijo del país.',
    fields_fault: 'No es posible registrarse con estos datos. Compruébelos.',
    code_title: 'Introduzca el código',
    code_text:
      'Si este teléfono puede registrarse, se le acaba de enviar un código por SMS, o se le dictará en una llamada. Deje esta página abierta.',
    code: 'Código',
    code_button: 'Confirmar',
    code_missing: 'Introduzca las cifras del código.',
    code_wrong: 'Este código no es correcto. Intentos restantes: {left}.',
    done_title: 'Teléfono confirmado',
    done_text: 'Gracias, ya está registrado. Puede cerrar esta página.',
    locked_title: 'Demasiados códigos erróneos',
    locked_text: 'Este código ya no se acepta. Empiece de nuevo más tarde.',
    ended_title: 'Este registro ha terminado',
    ended_text: 'Su plazo ha vencido, o ya se completó antes.',
    again: 'Empezar de nuevo',
    too_many_title: 'Demasiadas solicitudes',
    too_many_text: 'Se han pedido demasiados códigos. Vuelva a intentarlo dentro de {wait}.',
    refused_title: 'Solicitud rechazada',
    refused_text:
      'Esta solicitud no viene de nuestra página, o está incompleta. Abra la página de nuevo y vuelva a empezar.',
    failed_title: 'No disponible por el momento',
    failed_text: 'No se ha cambiado nada, o aún no lo sabemos. Vuelva a intentarlo dentro de unos minutos.',
    reply_title: 'Cómo confirmar su teléfono',
    reply_text:
      'Responda al SMS con el código que ha recibido, o use el enlace del correo. Esta página no tiene ningún efecto.',
    fault: 'Error',
  },
  it: {
    prove_title: 'Confermi il Suo indirizzo e-mail',
    prove_text:
      'Prema il pulsante per confermare che questo indirizzo è Suo. Se non ha chiesto nulla, chiuda questa pagina.',
    prove_button: 'Conferma il mio indirizzo',
    proved_title: 'Indirizzo confermato',
    proved_text: 'Grazie. Può chiudere questa pagina.',
    not_me_title: 'Non è stato Lei?',
    not_me_text:
      'Qualcuno ha chiesto di cambiare il Suo telefono o il Suo indirizzo e-mail. Se non è stato Lei, prema il pulsante: il negozio verrà avvisato e una modifica ancora in attesa non sarà fatta.',
    not_me_button: 'Non sono stato io',
    reported_title: 'Annotato',
    reported_text: 'Grazie. È annotato che non è stato Lei. Può chiudere questa pagina.',
    over_title: 'Questo link non è più valido',
    over_text:
      "È stato sostituito da un altro, o la conferma è terminata. Usi il link dell'ultima e-mail, oppure ne chieda uno nuovo al negozio.",
    unknown_title: 'Pagina non trovata',
    unknown_text: 'A questo indirizzo non c’è nulla. Verifichi di aver aperto il link intero.',
    activate_title: 'Registrazione',
    activate_text: 'Inserisca i Suoi dati. Riceverà un codice, per verificare che questo telefono sia Suo.',
    name: 'Nome',
    mail: 'Indirizzo e-mail',
    phone: 'Telefono',
    phone_hint: 'Con il prefisso del paese, per esempio +33 6 39 98 12 34',
    activate_button: 'Ricevi un codice',
    name_fault: 'Inserisca il Suo nome, con al massimo 200 caratteri.',
    mail_fault: 'Inserisca un indirizzo e-mail, per esempio ada@shop.example.',
    phone_fault: 'Inserisca un numero di telefono raggiungibile, con il prefisso del paese.',
    fields_fault: 'La registrazione non è possibile con questi dati. Li verifichi.',
    code_title: 'Inserisca il codice',
    code_text:
      'Se questo telefono può essere registrato, gli è appena stato inviato un codice per SMS, o verrà dettato in una chiamata. Lasci aperta questa pagina.',
    code: 'Codice',
    code_button: 'Conferma',
    code_missing: 'Inserisca le cifre del codice.',
    code_wrong: 'Questo codice non è giusto. Tentativi rimasti: {left}.',
    done_title: 'Telefono confermato',
    done_text: 'Grazie, la registrazione è completa. Può chiudere questa pagina.',
    locked_title: 'Troppi codici errati',
    locked_text: 'Questo codice non è più accettato. Ricominci più tardi.',
    ended_title: 'Questa registrazione è terminata',
    ended_text: 'Il tempo è scaduto, o era già stata completata.',
    again: 'Ricomincia',
    too_many_title: 'Troppe richieste',
    too_many_text: 'Sono stati chiesti troppi codici. Riprovi tra {wait}.',
    refused_title: 'Richiesta rifiutata',
    refused_text:
      'Questa richiesta non viene dalla nostra pagina, o è incompleta. Apra di nuovo la pagina e ricominci.',
    failed_title: 'Temporaneamente non disponibile',
    failed_text: 'Non è stato cambiato nulla, o non lo sappiamo ancora. Riprovi tra qualche minuto.',
    reply_title: 'Come confermare il Suo telefono',
    reply_text:
      "Risponda all'SMS con il codice che ha ricevuto, o usi il link dell'e-mail. Questa pagina non ha alcun effetto.",
    fault: 'Errore',
  },
  nl: {
    prove_title: 'Bevestig uw e-mailadres',
    prove_text:
      'Druk op de knop om te bevestigen dat dit adres van u is. Als u niets hebt aangevraagd, sluit dan deze pagina.',
    prove_button: 'Mijn adres bevestigen',
    proved_title: 'Adres bevestigd',
    proved_text: 'Dank u wel. U kunt deze pagina sluiten.',
    not_me_title: 'Was u dit niet?',
    not_me_text:
      'Iemand heeft gevraagd uw telefoonnummer of e-mailadres te wijzigen. Als u dit niet was, druk dan op de knop: de winkel krijgt bericht, en een wijziging die nog wacht gaat niet door.',
    not_me_button: 'Dit was ik niet',
    reported_title: 'Genoteerd',
    reported_text: 'Dank u wel. Genoteerd is dat u dit niet was. U kunt deze pagina sluiten.',
    over_title: 'Deze link is niet meer geldig',
    over_text:
      'Hij is door een andere vervangen, of de bevestiging is afgelopen. Gebruik de link in de laatste e-mail, of vraag de winkel om een nieuwe.',
    unknown_title: 'Pagina niet gevonden',
    unknown_text: 'Op dit adres staat niets. Controleer of u de hele link hebt geopend.',
    activate_title: 'Aanmelden',
    activate_text: 'Vul uw gegevens in. U ontvangt een code, om na te gaan of deze telefoon van u is.',
    name: 'Naam',
    mail: 'E-mailadres',
    phone: 'Telefoon',
    phone_hint: 'Met landnummer, bijvoorbeeld +33 6 39 98 12 34',
    activate_button: 'Code ontvangen',
    name_fault: 'Vul uw naam in, met hoogstens 200 tekens.',
    mail_fault: 'Vul een e-mailadres in, bijvoorbeeld ada@shop.example.',
    phone_fault: 'Vul een telefoonnummer in dat wij kunnen bereiken, met landnummer.',
    fields_fault: 'Met deze gegevens kunt u zich niet aanmelden. Controleer ze.',
    code_title: 'Vul de code in',
    code_text:
      'Als deze telefoon kan worden aangemeld, is er zojuist een code per sms naartoe gestuurd, of wordt die in een oproep voorgelezen. Houd deze pagina open.',
    code: 'Code',
    code_button: 'Bevestigen',
    code_missing: 'Vul de cijfers van de code in.',
    code_wrong: 'Deze code is onjuist. Resterende pogingen: {left}.',
    done_title: 'Telefoon bevestigd',
    done_text: 'Dank u wel, u bent aangemeld. U kunt deze pagina sluiten.',
    locked_title: 'Te veel onjuiste codes',
    locked_text: 'Deze code wordt niet meer aanvaard. Begin later opnieuw.',
    ended_title: 'Deze aanmelding is afgelopen',
    ended_text: 'De tijd is verstreken, of ze was al voltooid.',
    again: 'Opnieuw beginnen',
    too_many_title: 'Te veel aanvragen',
    too_many_text: 'Er zijn te veel codes aangevraagd. Probeer het opnieuw over {wait}.',
    refused_title: 'Aanvraag geweigerd',
    refused_text: 'Deze aanvraag komt niet van onze pagina, of is onvolledig. Open de pagina opnieuw en begin opnieuw.',
    failed_title: 'Tijdelijk niet beschikbaar',
    failed_text: 'Er is niets gewijzigd, of we weten het nog niet. Probeer het over enkele minuten opnieuw.',
    reply_title: 'Zo bevestigt u uw telefoon',
    reply_text:
      'Beantwoord de sms met de code die u hebt ontvangen, of gebruik de link in de e-mail. Deze pagina heeft geen enkel gevolg.',
    fault: 'Fout',
  },
  pt: {
    prove_title: 'Confirme o seu endereço de e-mail',
    prove_text: 'Prima o botão para confirmar que este endereço é seu. Se não pediu nada, feche esta página.',
    prove_button: 'Confirmar o meu endereço',
    proved_title: 'Endereço confirmado',
    proved_text: 'Obrigado. Pode fechar esta página.',
    not_me_title: 'Não foi você?',
    not_me_text:
      'Alguém pediu para mudar o seu telefone ou o seu endereço de e-mail. Se não foi você, prima o botão: a loja será avisada e uma mudança pendente não será feita.',
    not_me_button: 'Não fui eu',
    reported_title: 'Registado',
    reported_text: 'Obrigado. Ficou registado que não foi você. Pode fechar esta página.',
    over_title: 'Esta ligação já não é válida',
    over_text:
      'Foi substituída por outra, ou a confirmação terminou. Use a ligação do último e-mail ou peça uma nova à loja.',
    unknown_title: 'Página não encontrada',
    unknown_text: 'Não há nada neste endereço. Verifique se abriu a ligação completa.',
    activate_title: 'Registo',
    activate_text: 'Indique os seus dados. Receberá um código, para verificar que este telefone é seu.',
    name: 'Nome',
    mail: 'Endereço de e-mail',
    phone: 'Telefone',
    phone_hint: 'Com o indicativo do país, por exemplo +33 6 39 98 12 34',
    activate_button: 'Receber um código',
    name_fault: 'Indique o seu nome, com 200 caracteres no máximo.',
    mail_fault: 'Indique um endereço de e-mail, por exemplo ada@shop.example.',
    phone_fault: 'Indique um número de telefone que possamos contactar, com o indicativo do país.',
    fields_fault: 'Não é possível registar-se com estes dados. Verifique-os.',
    code_title: 'Introduza o código',
    code_text:
      'Se este telefone puder ser registado, acaba de lhe ser enviado um código por SMS, ou ser-lhe-á ditado numa chamada. Deixe esta página aberta.',
    code: 'Código',
    code_button: 'Confirmar',
    code_missing: 'Introduza os algarismos do código.',
    code_wrong: 'Este código está errado. Tentativas restantes: {left}.',
    done_title: 'Telefone confirmado',
    done_text: 'Obrigado, o registo está completo. Pode fechar esta página.',
    locked_title: 'Demasiados códigos errados',
    locked_text: 'Este código já não é aceite. Recomece mais tarde.',
    ended_title: 'Este registo terminou',
    ended_text: 'O prazo passou, ou já foi concluído.',
    again: 'Recomeçar',
    too_many_title: 'Demasiados pedidos',
    too_many_text: 'Foram pedidos demasiados códigos. Tente de novo dentro de {wait}.',
    refused_title: 'Pedido recusado',
    refused_text: 'Este pedido não vem da nossa página, ou está incompleto. Abra a página de novo e recomece.',
    failed_title: 'Temporariamente indisponível',
    failed_text: 'Nada foi mudado, ou ainda não o sabemos. Tente de novo dentro de alguns minutos.',
    reply_title: 'Como confirmar o seu telefone',
    reply_text:
      'Responda ao SMS com o código que recebeu, ou use a ligação do e-mail. Esta página não tem qualquer efeito.',
    fault: 'Erro',
  },
};

/** A phrase, with what stands in its place for `{left}` and `{wait}`. */
export function pagePhrase(
  language: Language,
  phrase: PagePhrase,
  values: { readonly left?: number; readonly waitSeconds?: number } = {},
): string {
  const { left = 0, waitSeconds = 0 } = values;
  return PAGE_PHRASES[language][phrase]
    .replace('{left}', left.toString())
    .replace('{wait}', inWords(language, waitSeconds));
}

/** Rounded up, in the largest unit that is not too coarse: "45 seconds", "5 minutes", "3 hours". */
function inWords(language: Language, seconds: number): string {
  const { unit, size } = UNITS.find(({ below }) => seconds < below) ?? { unit: 'hour', size: 3600 };
  const format = new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' });
  return format.format(Math.max(1, Math.ceil(seconds / size)));
}

const UNITS = [
  { below: 90, unit: 'second', size: 1 },
  { below: 5400, unit: 'minute', size: 60 },
] as const;
