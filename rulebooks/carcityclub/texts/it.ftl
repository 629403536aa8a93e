# Che cosa sta in fattura
line-time = Tempo di utilizzo
line-force-majeure = Tempo di utilizzo, ritardo per forza maggiore
line-distance = Chilometri percorsi
line-unused = Restituzione anticipata: tempo non usufruito, al 50 %
line-phone-booking = Prenotazione al call center
line-card-replaced = Sostituzione della tessera
line-remote-door = Apertura o chiusura porte dal call center
line-restored = Ripristino della prenotazione
line-cancelled = Annullamento nelle 24 ore: 50 % della tariffa oraria
line-shortened = Riduzione nelle 24 ore: 50 % della tariffa oraria per le ore cui si rinuncia
line-never-opened = Prenotazione non utilizzata: 50 % della tariffa oraria
line-extended = Prolungamento a corsa attiva
line-late = Indennità per restituzione in ritardo
line-walked-away = Indennità per mancata procedura di restituzione
line-low-fuel = Indennità per carburante inferiore a 1/4
line-not-plugged-in = Indennità per auto elettrica non ricollegata
line-left-elsewhere = Indennità per restituzione in luogo diverso da quello concordato
line-wrong-fuel = Indennità per errato rifornimento, con i costi di ripristino
line-left-open = Indennità per luci, vetri o porte dimenticati, con gli eventuali danni
line-keys-lost = Indennità per chiavi smarrite o trattenute, con l’eventuale duplicato
line-damage-unreported = Indennità per danni non segnalati, con l’eventuale penale
line-smoking-animals = Indennità per fumo o animali a bordo, con gli eventuali danni
line-dirty = Indennità per auto sporca, con le spese di pulizia
line-towed = Indennità per sosta d’intralcio, con il costo di rimozione
line-moved-by-staff = Indennità per sosta d’intralcio, intervento degli addetti
line-traffic-fine = Violazione del codice della strada: spese di rinotifica
line-toll-unpaid = Pedaggio non pagato: spese e valore del pedaggio
line-accident-at-fault = Sinistro con responsabilità: spese e penale
line-taxi-refund = Rimborso taxi
line-fuel-refund = Rimborso carburante anticipato

# Auto e tariffa
price-time = Prezzo del quarto d’ora
price-distance = Prezzo del chilometro
category-city = City
category-electric = Elettrica
plan-standard = Tariffa unica

# Regole di prenotazione
rule-grid = La prenotazione inizia e finisce all’ora piena o al quarto d’ora.
rule-shortest = La prenotazione minima è di un’ora.
rule-longest = Da soli si prenotano fino a 72 ore consecutive; per periodi più lunghi rivolgetevi alla sede o, se è chiusa, al call center.
rule-suspended = Trascorse più di 4 ore dall’inizio senza apertura, la prenotazione è sospesa: il call center può ripristinarla.
rule-overdue = Un’auto in ritardo non è prenotabile per l’ora che segue.
rule-validated = Potete prenotare non appena la vostra iscrizione è perfezionata.
rule-enabled = Prenotate le auto abilitate per voi.
rule-no-vehicle = Se l’auto non c’è, la prenotazione non costa nulla.

# Prenotare
signup-credentials = Ricevete un numero cliente e una password, che potete poi cambiare.
service-call-centre = Il call center nazionale prenota per voi 24 ore su 24, a 1,00 € per prenotazione.
text-first-come = Tutti i clienti hanno lo stesso diritto: le prenotazioni sono evase in ordine di arrivo, secondo disponibilità.
service-long-bookings = Oltre le 72 ore prenota la sede; quando è chiusa, il call center.
confirmation-booked = Prenotazione confermata: ecco parcheggio e ora di partenza, parcheggio e ora di riconsegna, numero di flotta e targa.
service-change = Modificate la prenotazione dalla mappa sul web, con l’app o chiamando il call center.
service-extend-on-board = A corsa iniziata prolungate sul computer di bordo, se nessuna prenotazione segue.
service-alternative = L’auto non c’è? Chiamate il call center: vi offre un’altra auto nello stesso parcheggio o nei pressi, oppure un taxi fino a 25,00 €.
duty-send-taxi-receipt = Anticipate il taxi e inviateci la ricevuta: il rimborso arriva con la prima fattura utile.

# Prelievo
procedure-pickup = Presa in consegna dell’auto
access-card = La tessera sul lettore del parabrezza sblocca le portiere.
access-key = La chiave di avviamento apre e chiude le portiere durante l’utilizzo e mette in moto.
pickup-anomaly = Guardate il lettore: se il led «anomalia» lampeggia, chiamate il call center prima di aprire.
pickup-card = Appoggiate la tessera al lettore sul parabrezza, non prima dell’inizio della prenotazione.
pickup-doors = Le portiere si sbloccano.
pickup-key = Salite e prendete le chiavi di avviamento dal vano portaoggetti.
pickup-look = Controllate carrozzeria, ruote e interni: segnalate danni e sporco sul computer di bordo o per e-mail prima di partire.
pickup-unplug = Scollegate l’auto dalla colonnina e riponete il cavo.
duty-report-damage = Danni e sporco segnalati prima della corsa vanno a carico di chi ha usato l’auto prima di voi.
service-assistance = Per ogni emergenza, come un sinistro, una postazione occupata o il serbatoio vuoto, c’è il numero di assistenza.
duty-lost-property = Avete trovato un oggetto a bordo? Avvisateci.

# Durante l’uso
procedure-refuelling = Rifornimento
refuelling-station = Fate rifornimento in una stazione convenzionata: l’elenco è nella busta dei documenti.
refuelling-fuel-card = Prendete la multicard dalla busta e usatela come una carta di pagamento.
refuelling-odometer = Comunicate o inserite i chilometri letti sul contachilometri.
refuelling-driver-code = Inserite il codice autista e il PIN, che va custodito con cura.
refuelling-put-back = Riponete multicard e ricevuta nella busta.
refuelling-own-money = Nessuna stazione convenzionata? Anticipate voi e fate intestare lo scontrino completo al vostro nome.
duty-fuel-receipt = Fateci avere lo scontrino completo e con il vostro nome: senza, il rimborso non è possibile.
duty-fuel-card-lost = Segnalate subito lo smarrimento della multicard: fino ad allora ne rispondete voi.
service-breakdown = In caso di guasto il call center trova il modo di farvi terminare il viaggio.
duty-accident = In caso di sinistro chiamate subito il call center, compilate la constatazione amichevole e fatecela avere con urgenza.
duty-theft = In caso di furto o atti vandalici avvisate il call center e sporgete denuncia alle autorità.
service-on-board-call = Il pulsante sul computer di bordo chiama il call center in viva voce.
duty-bay-taken = Postazione occupata da un abusivo? Parcheggiate il più vicino possibile e indicate dove sul computer di bordo o al call center: nessuna indennità è dovuta.
duty-report-delay = Comunicate subito al call center che tarderete. Un sinistro o un guasto comprovabile vi esonera dall’indennità.
text-refused-extension = Se una prenotazione successiva impedisce il prolungamento, dall’ora prevista in poi siete in ritardo.

# Restituzione
procedure-return = Restituzione dell’auto
procedure-keys-kept = Chiavi trattenute dopo il rilascio
condition-quarter-tank = Il serbatoio contiene più di un quarto.
return-park = Parcheggiate nella postazione prenotata, entro l’ora prevista.
return-lights = Spegnete le luci interne ed esterne e chiudete i vetri.
return-fuel = Controllate che nel serbatoio ci sia più di 1/4.
return-plug = Ricollegate l’auto alla colonnina di ricarica.
return-key = Riponete la chiave nel vano portaoggetti.
return-belongings = Verificate di non dimenticare nulla a bordo.
return-release = Premete «rilascio» sul computer di bordo, poi «sì».
return-card = Scendete e appoggiate la tessera al lettore sul parabrezza.
return-locked = Le portiere si chiudono: la corsa è finita.
keys-kept-open = Aprite le portiere con la stessa chiave che avete trattenuto.
keys-kept-put-back = Riponete la chiave nel vano portaoggetti e chiudete le portiere.
keys-kept-lock = Dopo qualche minuto le portiere si bloccano da sole.
service-remote-opening = Avete dimenticato un oggetto dopo il rilascio? Il call center apre le portiere da remoto, a pagamento.

# Vietato, e utile da sapere
forbidden-towing = Trainare, rimorchiare o spostare altri veicoli.
forbidden-racing = Manifestazioni automobilistiche e corsi di guida.
forbidden-dangerous-goods = Trasportare sostanze pericolose.
forbidden-smoking = Fumare a bordo.
forbidden-animals = Trasportare animali.
forbidden-abroad = Uscire dall’Unione Europea e dalla Svizzera senza il nostro consenso.
text-abroad = Con le nostre auto si viaggia nell’Unione Europea e in Svizzera; altrove solo con il nostro consenso, chiesto prima.
text-barrier-parks = I parcheggi a barriera gestiti da GTT sono gratuiti: consegnate il biglietto all’operatore o, fuori orario, premete SOS alla validatrice.
text-repairs-abroad = All’estero rivolgetevi alla rete ufficiale del produttore: solo quelle riparazioni vi sono rimborsate.
text-tables = Servizi e indennità delle due tabelle possono cambiare senza preavviso.
text-further-damage = Le indennità lasciano salvo il maggior danno.
text-insurance = Assicurazioni speciali si stipulano con noi, su richiesta.
text-blue-zone = Se la postazione è occupata, nella zona blu si parcheggia gratis.

# Rifiuti, con le parole dell’operatore
refusal-vehicle-away = L’auto non è ancora rientrata. Chiamate il call center: vi offre un’altra auto nei pressi o un taxi. Questa prenotazione non vi costa nulla.
refusal-suspended = Sono passate più di 4 ore dall’inizio: la prenotazione è sospesa. Chiamate il call center per ripristinarla.
