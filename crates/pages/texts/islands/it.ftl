# Che cosa dicono le parti più vive delle pagine: mappe, calendari, il piano della flotta.
places-title = Stazioni
places-free = { $count ->
    [0] niente di libero
    [one] { $count } veicolo libero
   *[other] { $count } veicoli liberi
}
map-label = Mappa delle stazioni
map-in = Ingrandisci
map-out = Riduci
map-close = Chiudi
week-hint = Trascinate su un tempo libero, o scrivetelo qui sotto.
week-before = Giorni precedenti
week-after = Giorni seguenti
day-wish = La vostra scelta
timeline-week = Settimana
timeline-day = Giorno
timeline-any-station = Tutte le stazioni
timeline-loading = Arrivano altri veicoli …
timeline-all = { $count ->
    [one] { $count } veicolo
   *[other] { $count } veicoli
}
timeline-before = Prima
timeline-after = Dopo
guide-icons = Icone
