# Perché un rifiuto, e che cosa fare ora
refusal-not-offered = Questo qui non è offerto. Scegli dall’elenco o chiedici aiuto.
refusal-account-locked = Il tuo account è bloccato: non puoi prenotare. Contattaci per farlo sbloccare.
refusal-not-validated = I tuoi documenti non sono ancora stati verificati. Inviaci quello che manca o attendi il nostro messaggio.
refusal-not-enabled = Questo veicolo non è abilitato per te. Scegli uno dei tuoi veicoli o chiedici di abilitarlo.
refusal-in-the-past = L’inizio è già passato. Scegli un inizio futuro.
refusal-off-grid = Le prenotazioni iniziano e finiscono a minuti fissi. Scegli uno degli orari proposti.
refusal-end-before-start = La fine non è dopo l’inizio. Scegli una fine successiva.
refusal-too-short = Questa prenotazione è troppo breve. Scegli una fine successiva.
refusal-too-long = Questa prenotazione è troppo lunga. Scegli una fine anticipata o chiedici una durata maggiore.
refusal-vehicle-taken = Il veicolo è occupato in quell’orario. Scegli un altro orario o un altro veicolo.
refusal-vehicle-elsewhere = Il veicolo non sarà dove ti serve, o mancherebbe alla prenotazione successiva. Scegli un altro veicolo o un altro luogo.
refusal-no-such-booking = Questa prenotazione non esiste. Controlla il numero o cerca tra le tue prenotazioni.
refusal-booking-started = La prenotazione è già iniziata o conclusa e non si può più modificare. Puoi ancora prolungarla o riportare il veicolo in anticipo.
refusal-booking-expired = La prenotazione è scaduta, usata o annullata. Fai una nuova prenotazione.
refusal-not-an-extension = La nuova fine non è dopo la precedente. Scegli una fine successiva.
refusal-too-late = Ormai è troppo tardi. Riporta il veicolo in orario e, se non puoi, chiamaci.
refusal-next-booking = Qualcun altro ha prenotato il veicolo dopo di te. Riportalo in orario e, se non puoi, chiamaci.
refusal-before-start = La tua prenotazione non è ancora iniziata. Riprova dal suo inizio in poi.
refusal-suspended = La prenotazione è sospesa perché non è stata usata per molto tempo. Chiamaci per ripristinarla.
refusal-vehicle-away = Il veicolo non è ancora rientrato. Chiamaci: te ne cerchiamo un altro.
refusal-not-driving = Questa corsa non è iniziata o è già finita. Apri prima il veicolo o cerca tra le tue corse.
refusal-wrong-station = Questa non è la stazione in cui il veicolo va riportato. Portalo alla stazione della tua prenotazione.
refusal-not-plugged-in = Il veicolo non è collegato alla colonnina. Collegalo e riprova.
refusal-not-suspended = La prenotazione non è sospesa: non c’è nulla da ripristinare. Apri il veicolo come al solito.
refusal-already-subscribed = È già attivo. Non devi fare nulla.
refusal-not-subscribed = Non c’è nulla da disdire: non hai questo abbonamento. Cerca tra i tuoi piani.
refusal-no-such-contract = Questo contratto non esiste o è terminato. Controlla il numero o contattaci.
refusal-incomplete-receipt = Il giustificativo è incompleto. Inviane uno con data, importo e venditore, e con il tuo nome dove il regolamento lo richiede.

# Unità
unit-minute = { $count ->
    [one] minuto
   *[other] minuti
 }
unit-quarter-hour = { $count ->
    [one] quarto d’ora
   *[other] quarti d’ora
 }
unit-half-hour = { $count ->
    [one] mezz’ora
   *[other] mezze ore
 }
unit-hour = { $count ->
    [one] ora
   *[other] ore
 }
unit-day = { $count ->
    [one] giorno
   *[other] giorni
 }
unit-month = { $count ->
    [one] mese
   *[other] mesi
 }
unit-year = { $count ->
    [one] anno
   *[other] anni
 }
unit-second = { $count ->
    [one] secondo
   *[other] secondi
 }
unit-kilometre = km
unit-event = { $count ->
    [one] volta
   *[other] volte
 }
started-minute = { $count ->
    [one] minuto iniziato
   *[other] minuti iniziati
 }
started-quarter-hour = { $count ->
    [one] quarto d’ora iniziato
   *[other] quarti d’ora iniziati
 }
started-half-hour = { $count ->
    [one] mezz’ora iniziata
   *[other] mezze ore iniziate
 }
started-hour = { $count ->
    [one] ora iniziata
   *[other] ore iniziate
 }
started-day = { $count ->
    [one] giorno iniziato
   *[other] giorni iniziati
 }
started-kilometre = { $count ->
    [one] chilometro iniziato
   *[other] chilometri iniziati
 }
per-unit = per { $unit }
per-month = al mese
per-year = all’anno

# Parole di un conto
free = gratis
at-most = al massimo { $amount }
at-least = almeno { $quantity }
late = in ritardo
assumed = ipotesi
total = Totale
rounding = arrotondato
share-of = { $percent } % di { $amount }
at-percent = { $amount }, al { $percent } %
at-price-of-unit = { $amount }, per { $unit } al prezzo del n. { $nth }
no-basic-fee = senza canone
share = { $percent } %
cost-as-recorded = costi documentati
free-time-used = { $duration } del tuo tempo gratuito
included-in-plan = compreso nel tuo piano
instead-of = invece di { $amount }
clause = clausola { $clause }
no-clause = ipotesi: il regolamento non lo dice
rulebook-version = Regolamento { $version }
booked-on = prenotato il { $date }
nth-unit = { $unit } n. { $nth }
units-range = { $unit } da { $from } a { $until }
units-from = { $unit } dal n. { $from }
up-to-units = fino a { $quantity }
beyond-units = oltre { $quantity }

# Imposte
vat-included = IVA { $percent } % inclusa
vat-out-of-scope = fuori campo IVA
vat-amount = IVA

# Intestazioni
column-what = Voce
column-when = Quando
column-quantity = Quantità
column-unit-price = Prezzo unitario
column-amount = Importo
column-clause = Clausola
column-vat = IVA
column-date = Data
column-from = Dal
column-booking = Prenotazione
column-plan = Piano
column-category = Veicolo
column-by = Chi

# Quale tempo si paga
span-booked = il tempo prenotato
span-agreed = il tempo prenotato prima dell’inizio
span-used = il tempo usato
span-late = il tempo dopo la fine prenotata
span-unchecked = il tempo dalla riconsegna al nostro controllo
span-recorded = il tempo rilevato dal personale
span-unused = il tempo prenotato e non usato
span-given-up = il tempo cui si rinuncia con la modifica
span-between = da: { $begin }; a: { $end }
span-at-least = almeno fino a: { $point }
span-at-most = al massimo fino a: { $point }
point-start = inizio
point-reserved-start = inizio del tempo riservato
point-booked-end = fine prenotata
point-agreed-end = fine prenotata prima dell’inizio
point-return = riconsegna
point-check = nostro controllo
point-recorded-from = inizio rilevato
point-recorded-until = fine rilevata
distance-trip = la distanza percorsa
distance-recorded = la distanza rilevata dal personale

# Quando si paga
on-book = alla prenotazione
on-change = alla modifica
on-extend = al prolungamento
on-cancel = all’annullamento
on-return = alla riconsegna
on-never-opened = se il veicolo non viene mai aperto
on-assess = quando lo accerta il personale
leaving-at-once = disdetta in ogni momento
leaving-period-end = disdetta alla fine di un periodo
commitment = impegno di { $periods ->
    [one] un periodo
   *[other] { $periods } periodi
 }
first-by-days = il primo periodo in proporzione ai giorni
included-events = { $included ->
    [0] ogni volta
   *[other] oltre { $included } al mese
 }

# Giorni e ore
day-mon = lun
day-tue = mar
day-wed = mer
day-thu = gio
day-fri = ven
day-sat = sab
day-sun = dom
day-holiday = festivi
every-day = ogni giorno
hours-from-until = dalle { $from } alle { $until }
week-from-until = da { $from-day } { $from } a { $until-day } { $until }
per-stretch = ogni { $duration }
per-calendar-day = per giorno di calendario
since = dal { $date }
until = fino al { $date }
before = prima del { $date }

# Persone, veicoli, canali
energy-electric = elettrico
energy-fuel = con serbatoio
by-member = tu
by-vehicle = il veicolo
by-kiosk = il chiosco
by-charger = la colonnina
by-operator = il personale
channel-web = sito
channel-app = app
channel-phone = telefono
channel-on-board = computer di bordo
channel-kiosk = chiosco
channel-office = ufficio

# Titoli di un regolamento
heading-prices = Prezzi
heading-bills = Che cosa si paga
heading-fees = Servizi e indennità
heading-exceptions = Eccezioni
heading-subscriptions = Piani
heading-allowances = Tempo gratuito
heading-usages = Eventi contati
heading-refunds = Rimborsi
heading-limits = Regole di prenotazione
heading-access = Accesso
heading-procedures = Passo per passo
heading-confirmations = Conferme
heading-consents = Consensi
heading-signup = Iscrizione
heading-duties = Obblighi
heading-forbidden = Vietato
heading-services = Servizi offerti
heading-questions = Domande e risposte
heading-documents = Documenti
heading-texts = Buono a sapersi
heading-clauses = Clausole
note-assumed = * ipotesi: il regolamento non lo dice

# Explaining a bill
explain-booked = prenotato dal { $from } al { $until }
explain-agreed = (prima dell’inizio: fino al { $until })
explain-returned = riconsegnato il { $at }
explain-cancelled = annullato
explain-never-opened = mai aperto
explain-days = { $days } giorni su { $of } di { $amount }
explain-commitment = promesso e non utilizzato
explain-further = { $counted } contate, { $included } comprese
explain-advanced = anticipato: { $amount }
explain-nothing = Nessuna voce: non c’è nulla da pagare.
explain-refused = Rifiutato
