# Che cosa sta in fattura
line-time = Ore di servizio
line-never-opened = Prenotazione non utilizzata, ore prenotate
line-distance = Chilometri percorsi
line-cancelled = Annullamento con meno di 18 ore di preavviso
line-shortened = Riduzione con meno di 18 ore di preavviso
line-off-network-agreed = Riconsegna fuori circuito autorizzata, con il recupero
line-off-network = Riconsegna fuori circuito non autorizzata, con il recupero
line-other-car-park = Riconsegna in altro parcheggio del circuito
line-walked-away = Procedura di riconsegna non seguita
line-late-refused = Riconsegna oltre l’orario, estensione non concessa
line-late = Riconsegna in ritardo, con recupero e sanzioni
line-low-fuel = Meno di un quarto di serbatoio alla riconsegna
line-pickup-checks-missed = Verifiche al prelievo non effettuate
line-cleaning = Pulizia del veicolo
line-tank-not-filled = Pieno non effettuato
line-fuel-card-misuse = Uso irregolare della fuel card
line-taxi-refund = Rimborso taxi
line-fuel-refund = Rimborso carburante anticipato

# Veicoli e tariffa
price-time = Prezzo dell’ora
price-distance = Prezzo del chilometro
category-petrol = Benzina
category-electric = Elettrica
plan-standard = Standard

# Regole di prenotazione
rule-grid = Il servizio inizia e finisce al quarto d’ora.
rule-extension-notice = L’estensione va chiesta almeno 30 minuti prima della fine della prenotazione.
rule-overdue = Un veicolo in ritardo non è prenotabile per l’ora che segue.
rule-validated = Il primo utilizzo è possibile dopo la verifica dei vostri documenti da parte del personale.
rule-enabled = Prenotate i veicoli abilitati per voi.
rule-no-vehicle = Se il veicolo non è disponibile, la prenotazione non costa nulla.
rule-not-validated = Se i documenti non sono ancora verificati, la prenotazione non utilizzata non costa nulla.

# Iscriversi e prenotare
signup-person = Indicate i vostri dati e allegate copia della patente e della carta d’identità.
signup-first-booking = Scegliete data e ora del ritiro e della restituzione, categoria e parcheggio; un parcheggio diverso per la restituzione, se autorizzato.
signup-summary = Rileggete il riepilogo e confermate: prima della conferma non conserviamo nulla.
confirmation-summary = Riepilogo dei dati inseriti. Confermate per completare iscrizione e prenotazione.
confirmation-booked = Prenotazione confermata. Conservate questo sms: contiene i codici di sblocco e di blocco e il numero a cui inviarli.
text-guaranteed = La prenotazione è garantita: mancano almeno 18 ore all’inizio.
text-not-guaranteed = Mancano meno di 18 ore all’inizio: la prenotazione non è garantita, verifichiamo la disponibilità dei veicoli.
text-free-changes = Fino a 18 ore prima dell’inizio modificate o annullate senza costi.

# Prelievo
procedure-pickup = Presa in consegna del veicolo
text-good-order = Il veicolo vi è consegnato in buone condizioni, con i documenti e gli accessori di bordo.
text-first-use = Il veicolo è vostro dall’ora di inizio indicata nella prenotazione. Per il primo utilizzo verifichiamo prima i documenti.
access-sms = L’sms con il codice di sblocco apre le portiere, quello con il codice di blocco le chiude.
access-key = La chiave nel vano portaoggetti apre, chiude e mette in moto durante l’utilizzo.
condition-fuel-at-pickup = Il serbatoio contiene più di un quarto.
condition-charge-at-pickup = La batteria è carica oltre il 50 %.
pickup-sms = Inviate l’sms con il codice di sblocco al numero indicato.
pickup-wait = Il veicolo sblocca le portiere entro un minuto.
pickup-retry = Non si apre? Ripetete l’invio; se ancora non si apre, chiamate il numero verde o rivolgetevi all’operatore in loco.
pickup-card = Prendete la tessera di ricarica dal vano portaoggetti e appoggiatela al display della colonna.
pickup-cable-released = La colonna sblocca il cavo.
pickup-unplug = Scollegate il cavo e riponetelo.
pickup-fuel = Verificate che il carburante sia superiore a 1/4 del serbatoio.
pickup-charge = Verificate che la carica sia superiore al 50 %: se non lo è, chiedete un altro veicolo.
pickup-key = Prendete dal vano portaoggetti la chiave e la tessera di blocco e sblocco.
pickup-damage = Controllate che carrozzeria, ruote e interni non siano danneggiati.
pickup-on-board = Controllate che a bordo ci siano il portadocumenti, il libretto d’uso e le carte carburante o le tessere di ricarica.
duty-report-anomalies = Comunicate subito al numero verde ogni anomalia, con data e ora di inizio del servizio.
service-alternative = Il veicolo non c’è? Chiamate il numero verde: vi offriamo un altro veicolo nello stesso parcheggio o nei pressi, oppure un taxi fino a 25,00 €.
service-around-the-clock = I veicoli si ritirano 24 ore su 24 in tutti i punti di prelievo.

# Vietato
forbidden-smoking = Fumare a bordo.
forbidden-animals = Trasportare animali.
forbidden-alcohol-drugs = Guidare sotto l’effetto di alcool, droghe o farmaci incompatibili con la guida.
forbidden-racing = Gare, competizioni e prove, e la guida in aree vietate alla circolazione privata.
forbidden-unlawful = Scopi contrari alla legge.
forbidden-driving-lessons = Corsi di sicurezza e pratica di guida.
forbidden-dangerous-goods = Trasportare sostanze pericolose.
forbidden-damaging-goods = Trasportare cose che possano danneggiare il veicolo o ritardarne il noleggio successivo.
forbidden-towing = Trainare o spingere veicoli e rimorchi.
forbidden-reckless = Guidare in modo pericoloso o non adatto al veicolo.
forbidden-paid-transport = Trasportare persone o cose a pagamento.
forbidden-subletting = Noleggiare il veicolo ad altri.
forbidden-no-green-card = Circolare nei Paesi esclusi dalla Carta Verde.
forbidden-off-road = Percorrere strade sterrate o ad accesso vietato.
forbidden-overloaded = Portare più passeggeri di quanti ne ammette il veicolo.
forbidden-other-drivers = Lasciar guidare altri senza comunicarcelo e senza il nostro consenso.
text-charging-liability = Non rispondiamo dei danni di una ricarica effettuata in modo non corretto.
text-charging-care = Con un veicolo elettrico la ricarica corretta è affidata a voi, e così i danni di una ricarica sbagliata o mancata.

# Riconsegna
procedure-return = Riconsegna del veicolo
duty-bring-back = Restituite il veicolo nel luogo, giorno e ora prenotati, con tutti i documenti e gli accessori.
condition-fuel-at-return = Alla riconsegna il serbatoio contiene più di un quarto.
return-park = Parcheggiate correttamente nell’area dedicata.
return-close = Chiudete i finestrini, spegnete autoradio e luci di cortesia.
return-documents = Rimettete documenti e manuali in ordine al loro posto.
return-belongings = Riprendete gli oggetti personali e lasciate l’interno pulito.
return-card-holder = Riponete il portadocumenti nel vano portaoggetti.
return-fuel = Verificate che il carburante sia superiore a 1/4 del serbatoio.
return-charging-card = Passate la tessera di ricarica sul display della colonna e scegliete la presa.
return-plug = Quando la colonna vi abilita, inserite il cavo.
return-charging = Il display della colonna indica «in ricarica»: controllatelo prima di allontanarvi.
return-key = Riponete la chiave nel vano portaoggetti, scendete e chiudete le portiere.
return-sms = Inviate l’sms con il codice di blocco al numero indicato.
return-wait = Il veicolo blocca le portiere entro un minuto.
return-retry = Non si blocca? Ripetete l’invio; se ancora non si blocca, chiamate il numero verde o rivolgetevi all’operatore in loco. La procedura vale anche se qualcuno aspetta già il veicolo.
duty-technical-trouble = Se il veicolo ha un problema tecnico, comunicateci orario e chilometri di inizio e di fine.
text-reconstructed-use = Se quei dati mancano o sono errati, ricostruiamo l’utilizzo dai viaggi precedenti e successivi.
text-extension = Estendete il servizio almeno 30 minuti prima della fine, se il veicolo è libero. Altrimenti, tornando oltre l’orario, pagate 30,00 € oltre alle ore utilizzate.
duty-report-delay = Avvisateci se tardate: incidenti e panne comprovabili vi esonerano dalla penale.
duty-contact-late-member = Dopo due ore di ritardo senza preavviso vi contattiamo; se non siete rintracciabili possiamo rivolgerci alle Forze dell’Ordine.
text-range = Con un veicolo elettrico rientrate entro l’autonomia: è cura di chi guida.

# Carburante
procedure-refuelling = Rifornimento
text-energy-included = Carburante e carica sono compresi nella tariffa.
refuelling-station = Fate rifornimento in una stazione convenzionata.
refuelling-fill-up = Fate sempre il pieno.
refuelling-fuel-card = Pagate con la fuel card, che trovate nel portadocumenti, e riponetela al suo posto.
refuelling-own-money = Se la fuel card non si può usare, pagate voi e conservate la ricevuta.
condition-quarter-tank = Il veicolo torna con almeno un quarto di serbatoio.
duty-ask-for-refund = Chiedeteci il rimborso indicando il motivo e allegando la ricevuta.
duty-pay-refund = Vi rimborsiamo entro 30 giorni dalla richiesta.
duty-fuel-card-missing = Se a bordo manca la fuel card, segnalatelo subito al numero verde.
duty-replace-fuel-card = Denunciamo lo smarrimento e sostituiamo la fuel card.
forbidden-taking-fuel-card = Portare via la fuel card dal veicolo o usarla in modo irregolare.

# Dati personali
text-privacy = Trattiamo i vostri dati per fornirvi il servizio; i campi contrassegnati sono necessari al contratto.
consent-data = Acconsento al trattamento dei miei dati per le finalità dell’informativa.
consent-marketing = Acconsento a ricerche di mercato e comunicazioni pubblicitarie. Posso rifiutare e cambiare idea in ogni momento.
service-own-data = Vedete quali vostri dati abbiamo, da dove vengono e come li usiamo; potete aggiornarli, correggerli, completarli, cancellarli o bloccarli.
duty-data-request = Rispondiamo alle richieste sui vostri dati e alle opposizioni al trattamento.

# Rifiuti, con le parole dell’operatore
refusal-not-validated = Non abbiamo ancora verificato i vostri documenti: il veicolo si apre solo dopo. Chiamate il numero verde; fino ad allora la prenotazione non vi costa nulla.
refusal-too-late = L’estensione va chiesta almeno 30 minuti prima della fine. Se tornate oltre l’orario pagate 30,00 € oltre alle ore utilizzate.
