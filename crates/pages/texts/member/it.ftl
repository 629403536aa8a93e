# Che cosa fanno i soci
times-first = Vede quanto costa prima che cambi qualcosa.
times-more = Sono { $amount } in più rispetto agli orari attuali.
times-less = Sono { $amount } in meno rispetto agli orari attuali.
times-same = Costa quanto con gli orari attuali.
times-agree = D’accordo: { $amount } in tutto
times-not = Lasciare com’è
billed-already = Già addebitato
late-cost = Se torna comunque { $when }
late-cost-in-time = In orario costa { $amount }.
late-cost-told = Se ci avvisa adesso del ritardo: { $amount }.
late-tell-now = Avvisare che farò tardi
to-do = Da fare
to-do-incomplete = Manca qualcosa ai suoi documenti: le abbiamo scritto che cosa. Ci scriva se non è chiaro.
to-do-applied = Stiamo verificando i suoi documenti. Le scriveremo appena fatto.
to-do-answer = Aspettiamo la sua risposta: { $case }
to-do-consent = Apra documenti, pagamento in linea e contratti: accetti di riceverli per e-mail.
trip-late = Il suo tempo è finito: riporti il veicolo, prolunghi o ci avvisi del ritardo.
next-now = È iniziata: ora può aprire il veicolo.
next-then = Codice e modo di aprirlo sono nella prenotazione.
to-booking = Alla prenotazione
after-that = Poi
own-vehicles = I suoi veicoli
own-none = Nessun veicolo è ancora abilitato per lei. Ci scriva quale vorrebbe guidare.
own-free = Libero ora
own-free-until = Libero fino a { $until }
own-until = fino a { $until }
passkeys-title = Passkey
passkeys-lead = Con una passkey accede con l’impronta, il viso o il codice del suo dispositivo, senza scrivere una password. Vale solo per questo sito e non si può cedere.
passkeys-none = Non ne ha ancora.
passkeys-closed = Il suo operatore non la offre ancora. Acceda con la password.
passkey-add = Aggiungere una passkey
passkey-added = La passkey è aggiunta: da ora può accedere con questa.
passkey-cannot = Questo browser non sa creare passkey, o non esegue script. Può accedere con la password.
passkey-failed = Non ha funzionato, o è stato annullato. Riprovi, o usi la password.
passkey-label = Come la chiama?
passkey-label-hint = Per esempio con il nome del dispositivo su cui si trova.
passkey-log-in = Accedere con una passkey
passkey-made = Creata { $when }
passkey-remove = Togliere
passkey-remove-named = Togliere: { $label }
passkey-removed = La passkey è tolta: nessuno può più accedere con questa.
passkey-unused = Non ancora usata
passkey-wrong = Questa passkey qui non è conosciuta, o ci è voluto troppo tempo. Riprovi, o usi la password.
more-stations = Tutte le stazioni
more-faq = Domande frequenti
more-newsletter = Newsletter
places-car-parks = Tutti i parcheggi
places-none = Non ce ne sono ancora.
places-bays = { $count ->
    [one] { $count } posto
   *[other] { $count } posti
}
places-chargers = { $count ->
    [one] { $count } colonnina di ricarica
   *[other] { $count } colonnine di ricarica
}
places-power = fino a { $power } kW
places-map = Sulla mappa
faq-none = Nulla è stato ancora chiesto abbastanza spesso.
faq-else = La sua domanda non c’è?
newsletter-is-on = La riceve.
newsletter-is-off = Non la riceve.
newsletter-begin = Abbonarsi
newsletter-end = Disdire
newsletter-begun = Si è abbonato. Glielo abbiamo confermato con un messaggio.
newsletter-ended = Ha disdetto. Glielo abbiamo confermato con un messaggio.
exits-title = Riepilogo delle uscite
exits-when = Uscita
exits-amount = Importo
exits-is-included = compresa
exits-none = In questo mese non ci sono state uscite.
exits-count = { $count ->
    [one] { $count } uscita in questo mese.
   *[other] { $count } uscite in questo mese.
}
exits-included = { $count ->
    [one] { $count } al mese è compresa.
   *[other] { $count } al mese sono comprese.
}
month-1 = Gennaio
month-2 = Febbraio
month-3 = Marzo
month-4 = Aprile
month-5 = Maggio
month-6 = Giugno
month-7 = Luglio
month-8 = Agosto
month-9 = Settembre
month-10 = Ottobre
month-11 = Novembre
month-12 = Dicembre
fails-title = Non si apre?
fails-card = La tessera: la appoggi piatta sul lettore per due secondi, senza altre tessere dietro. Apre dall’inizio prenotato, non un minuto prima.
fails-sms = L’SMS: invii solo il codice, dal numero del suo profilo. La risposta arriva entro un minuto; altrimenti lo invii ancora una volta.
fails-kiosk = Il totem delle chiavi: scriva di nuovo il codice, cifra per cifra. Se lo schermo resta scuro nessuna chiave esce da sola: ci chiami.
fails-app = Il suo telefono: guardi se ha rete e ricarichi la pagina.
fails-key = La chiave: da sola non permette di guidare. Apra prima come prenotato.
fails-code = Ha perso il codice? Se lo faccia inviare di nuovo con il pulsante qui sopra.
