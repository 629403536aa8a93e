# Ce que disent les parties animées des pages : cartes, calendriers, planning de la flotte.
places-title = Stations
places-free = { $count ->
    [0] rien de libre
    [one] { $count } véhicule libre
   *[other] { $count } véhicules libres
}
map-label = Carte des stations
map-in = Agrandir
map-out = Réduire
map-close = Fermer
week-hint = Faites glisser sur une plage libre, ou saisissez les heures ci-dessous.
week-before = Jours précédents
week-after = Jours suivants
day-wish = Votre choix
timeline-week = Semaine
timeline-day = Jour
timeline-any-station = Toutes les stations
timeline-loading = D’autres véhicules arrivent …
timeline-all = { $count ->
    [one] { $count } véhicule
   *[other] { $count } véhicules
}
timeline-before = Plus tôt
timeline-after = Plus tard
guide-icons = Icônes
