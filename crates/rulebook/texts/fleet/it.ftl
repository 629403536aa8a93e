# Stations, vehicles, imports, search

problem-no-such-station = Questa stazione non esiste. Controlli il suo codice.
invalid-not-degrees = «{ $found }» non è una latitudine né una longitudine. Scriva gradi come 49.7596, con il punto.
invalid-not-after-start = La fine deve venire dopo l’inizio.
invalid-beyond-62-days = Al massimo 62 giorni alla volta.
gate-no-free-bay = Alla stazione di riconsegna non ci sarà un posto libero al Suo arrivo. Scelga un’altra stazione o un altro orario.
gate-one-way-not-authorised = Lasciare il veicolo altrove richiede un’autorizzazione. La chieda all’operatore, oppure lo riporti dove l’ha preso.
gate-take-another-vehicle = Alla stessa stazione c’è un altro veicolo per Lei. Prenda quello, o chiami l’assistenza.
message-exchanged = La Sua prenotazione dal { $start } al { $end } ha un altro veicolo: { $vehicle } { $name } { $plate }, a { $pickup }. Tutto il resto rimane. Domande: { $phone }
message-stranded = Il veicolo della Sua prenotazione dal { $start } al { $end } non è disponibile e non ne abbiamo ancora un altro. Ci chiami: { $phone }
message-taxi = Il Suo veicolo non c’è: prenda un taxi. Contro ricevuta rimborsiamo fino a { $amount }. Domande: { $phone }
invalid-not-1-to-100 = { $found } non è fra 1 e 100.

problem-no-such-list = Questo elenco non esiste. Ci sono stations, vehicles, chargers, kiosks, key-slots e gbfs-stations.
problem-no-such-rulebook = Questa versione del regolamento non esiste.
invalid-not-a-code = «{ $found }» non è un codice: da 1 a 40 caratteri senza spazi, virgole né barre.
invalid-not-a-line = Un testo ha al massimo 200 caratteri su una riga.
invalid-not-a-count = «{ $found }» non è un numero intero, o va oltre ciò che è possibile qui.
invalid-twice = «{ $found }» sta qui una seconda volta. Tenga uno dei due.
invalid-still-in-use = «{ $found }» è ancora in uso. Sposti prima i veicoli o termini le prenotazioni.
invalid-no-such-kiosk = L’armadietto delle chiavi «{ $found }» non esiste. Importi prima gli armadietti.
invalid-no-such-vehicle = Il veicolo «{ $found }» non esiste. Importi prima i veicoli.
invalid-not-a-feed = Questo non è uno station_information di GBFS 2.3 o 3.0: { $found }
invalid-csv-broken = Questa tabella non si può leggere. La salvi come CSV con virgole, in UTF-8.
invalid-csv-empty = La tabella non ha righe sotto l’intestazione.
invalid-csv-too-long = La tabella ha più di 20 000 righe. La divida.
invalid-csv-cells = La riga ha un numero di celle diverso dall’intestazione: { $found }. Metta tra virgolette i testi con virgole.
invalid-csv-not-utf-8 = Questa riga non è in UTF-8: «{ $found }». Salvi il file come «CSV UTF-8».
invalid-csv-unknown-column = Questa colonna non esiste. Ci sono: { $found }
invalid-csv-missing-column = Nell’intestazione manca la colonna «{ $found }».
invalid-rulebook-error = { $found }
invalid-plan-in-use = Alcuni membri hanno il piano «{ $found }». Lo tenga nel regolamento, o ne dia loro prima un altro.
invalid-allowance-in-use = Alcuni abbonamenti usano la franchigia «{ $found }». La tenga nel regolamento.
invalid-category-in-use = Alcuni veicoli hanno la categoria «{ $found }». La tenga nel regolamento, o ne dia loro prima un’altra.
invalid-currency-changed = La valuta di un operatore non può diventare { $found }.
invalid-zone-changed = Il fuso orario di un operatore non può diventare { $found }.
