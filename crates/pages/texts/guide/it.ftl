# The words of the style guide.
guide-title = Di che cosa sono fatte le pagine
guide-lead = Le stesse parti e lo stesso foglio di stile di ogni pagina, nei colori di ogni gestore, chiari o scuri come il dispositivo.
guide-whose = I colori di chi
guide-colours = Colori
guide-type = Scrittura
guide-head = Un titolo in una sezione
guide-prose = Parole semplici, righe brevi. Le cifre stanno in colonna: 1.111 e 8.888.
guide-hint = Ciò che aiuta a compilare.
guide-basis = Secondo la clausola 7 del regolamento.
guide-buttons = Pulsanti
guide-main = L’unica cosa da fare
guide-quiet = Qualcos’altro
guide-danger = Ciò che non si può annullare
guide-wide = L’essenziale, sul telefono
guide-link = Un link a forma di pulsante
guide-fields = Campi, e che cosa non va
guide-notices = Avvisi
guide-good = Fatto.
guide-warn = Fatto, ma c’è qualcosa da sapere.
guide-bad = Non è stato fatto: ecco perché, e che cosa fare.
guide-wrong = Questa fine è prima dell’inizio. Sceglietene una successiva.
guide-cards = Schede
guide-bill = Un conto, spiegato
guide-line = Tempo usato
guide-step = 8 quarti d’ora iniziati × 0,60 = 4,80
guide-line2 = Indennità per ritardo
guide-step2 = 1 ora iniziata × 25,00 = 25,00
guide-day = La giornata di un veicolo
guide-empty = Niente qui
guide-kiosk = Tasti di un totem
guide-station = Stazione centrale
