# Messages, codes, cards, devices

# Che cosa viene inviato
message-change = La prenotazione di { $vehicle } è stata modificata: da { $start } a { $end }, ritiro { $pickup }.
message-extend = La prenotazione di { $vehicle } è stata prolungata: ora termina { $end }.
message-cancel = La prenotazione di { $vehicle } da { $start } a { $end } è stata annullata. Addebito: { $total }.
message-return = { $vehicle } è stato riconsegnato, la prenotazione è conclusa. Addebito: { $total }.
message-start = Promemoria: la prenotazione di { $vehicle } inizia { $start } presso { $pickup }.
message-end = Promemoria: la prenotazione di { $vehicle } termina { $end } presso { $dropoff }. Se è in ritardo, la prolunghi in tempo.
message-late = Il viaggio con { $vehicle } è ancora in corso e viene addebitato; era prenotato fino a { $end }. Riconsegni e chiuda il veicolo secondo il regolamento, oppure chiami { $phone }.
message-not-plugged-in = Il viaggio con { $vehicle } è ancora in corso e viene addebitato: il veicolo non è collegato alla presa. Lo colleghi, oppure chiami { $phone }.
message-code = Il codice della prenotazione di { $vehicle } da { $start }: { $code }. Assistenza: { $phone }.
message-newsletter-begun = D’ora in poi riceverà la nostra newsletter. Può disdirla in ogni momento sulle sue pagine, alla voce «Newsletter».
message-newsletter-ended = Non riceverà più la nostra newsletter. Grazie di averla letta.

# Risposte a codici, tessere e chiavi
answer-opened = { $vehicle } è aperto. Buon viaggio!
answer-returned = { $vehicle } è chiuso, la prenotazione è conclusa.
answer-returned-here = La prenotazione è conclusa. Grazie!
answer-unplugged = Il veicolo non è collegato alla presa: lo colleghi ora.
answer-call = In caso di dubbio chiami { $phone }.
answer-call-us = Si sta chiamando l’assistenza: { $phone }.
answer-wrong-code = Questo codice qui non apre nulla. Lo verifichi.
answer-unknown-number = Questo numero non appartiene a nessun membro. Mandi il codice dal numero del Suo profilo; può farlo anche ogni altro conducente dello stesso contratto, dal proprio.
answer-no-code = Nel messaggio non c’è un codice di sei cifre. Invii soltanto il codice.
answer-key-slot = Il vano della chiave è aperto. Prenda la chiave.
answer-return-begun = Il vano della chiave è aperto. Colleghi il veicolo alla presa, poi rimetta la chiave.
answer-key-slot-numbered = Lo scomparto { $slot } è aperto. Prenda la chiave.
answer-return-begun-numbered = Lo scomparto { $slot } è aperto. Colleghi il veicolo alla presa, poi rimetta lì la chiave.
answer-type-the-code = Digiti prima il codice della prenotazione; il viaggio è ancora in corso.
answer-card-seen = Tessera rilevata. Le dia un nome sul telefono.
answer-card-unknown = Questa tessera qui non è nota. Chiami { $phone }.
answer-card-blocked = Questa tessera è bloccata. Chiami { $phone }.
answer-card-lost = Questa tessera è stata dichiarata smarrita. Chiami { $phone }.
answer-card-no-booking = In questo momento non ha una prenotazione per questo veicolo. Lo prenoti prima, oppure chiami { $phone }.

# Che cosa sapere prendendo un veicolo
hint-anomaly = La spia di anomalia lampeggia: chiami { $phone } prima di partire.
hint-condition = Non come dovrebbe: { $condition } Rilevato: { $found } %. Può prendere un altro veicolo: chiami { $phone }.

# Problemi di una richiesta
problem-no-such-message = Questo messaggio non esiste.
problem-no-such-card = Questa tessera non esiste.
problem-no-such-command = Questo comando non esiste.
problem-no-such-procedure = Il regolamento non conosce questa procedura.
problem-no-such-step = La procedura non ha questo passo.
problem-no-such-enrolment = Nessuna tessera è in corso di abilitazione, oppure i dieci minuti sono passati. Ricominci.
invalid-needs-no-retry = Un messaggio «{ $found }» non può essere inviato di nuovo.
invalid-no-such-command = Non esiste il comando «{ $found }».
invalid-identity-not-confirmed = Si accerti di chi chiama, e lo dichiari, prima di aprire o chiudere le porte.
invalid-not-a-card = Una tessera ha da 8 a 20 cifre esadecimali.
invalid-card-taken = Questa tessera appartiene già a qualcuno.
invalid-card-is-lost = Una tessera dichiarata smarrita può essere riabilitata solo dal personale.
invalid-no-card-seen = Nessuna tessera è stata ancora rilevata. La avvicini al lettore del veicolo.
invalid-enrolment-taken = Qualcun altro sta abilitando una tessera su questo veicolo. Riprovi tra dieci minuti.
invalid-too-many-cards = Ci sono già troppe tessere.
invalid-not-a-phone = Questo non è un numero di telefono. Lo scriva con + e il prefisso del paese.
invalid-too-many-events = Al massimo 500 eventi alla volta.
invalid-no-such-event = Non esiste l’evento «{ $found }».
invalid-no-such-slot = Qui non si conosce alcuno scomparto { $found }, o più chioschi ne hanno uno: indichi il chiosco, o importi i suoi scomparti.
invalid-not-a-sequence = I numeri cominciano da 1.
invalid-not-a-position = Indichi latitudine e longitudine in decimilionesimi di grado.
invalid-too-long-here = È troppo lungo. Lo accorci.
answer-price-changed = Il prezzo non è più quello che avete visto. Guardate quello nuovo e confermate di nuovo.
