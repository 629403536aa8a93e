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
