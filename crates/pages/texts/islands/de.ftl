# Was die lebendigeren Teile der Seiten sagen: Karten, Kalender, der Plan der Flotte.
places-title = Stationen
places-free = { $count ->
    [0] nichts frei
    [one] { $count } Fahrzeug frei
   *[other] { $count } Fahrzeuge frei
}
map-label = Karte der Stationen
map-in = Vergrößern
map-out = Verkleinern
map-close = Schließen
week-hint = Ziehen Sie über eine freie Zeit, oder geben Sie sie unten ein.
week-before = Frühere Tage
week-after = Spätere Tage
day-wish = Ihre Wahl
timeline-week = Woche
timeline-day = Tag
timeline-any-station = Alle Stationen
timeline-loading = Weitere Fahrzeuge kommen …
timeline-all = { $count ->
    [one] { $count } Fahrzeug
   *[other] { $count } Fahrzeuge
}
timeline-before = Früher
timeline-after = Später
guide-icons = Symbole
