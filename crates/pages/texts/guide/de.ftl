# The words of the style guide.
guide-title = Woraus die Seiten gemacht sind
guide-lead = Dieselben Teile und dasselbe Stylesheet wie auf jeder Seite, in den Farben jedes Betreibers, hell oder dunkel wie das Gerät.
guide-whose = Wessen Farben
guide-colours = Farben
guide-type = Schrift
guide-head = Eine Überschrift in einem Abschnitt
guide-prose = Einfache Worte, kurze Zeilen. Ziffern stehen untereinander: 1.111 und 8.888.
guide-hint = Was beim Ausfüllen hilft.
guide-basis = Nach Klausel 7 der Regelung.
guide-buttons = Knöpfe
guide-main = Das eine, was zu tun ist
guide-quiet = Etwas anderes
guide-danger = Was nicht rückgängig zu machen ist
guide-wide = Die Hauptsache, am Telefon
guide-link = Ein Link, der wie ein Knopf aussieht
guide-fields = Felder, und was daran nicht stimmt
guide-notices = Hinweise
guide-good = Es ist getan.
guide-warn = Es ist getan, aber etwas ist zu wissen.
guide-bad = Es wurde nicht getan: warum, und was zu tun ist.
guide-wrong = Dieses Ende liegt vor dem Beginn. Wählen Sie ein späteres.
guide-cards = Karten
guide-bill = Eine Rechnung, erklärt
guide-line = Genutzte Zeit
guide-step = 8 begonnene Viertelstunden × 0,60 = 4,80
guide-line2 = Entschädigung für verspätete Rückgabe
guide-step2 = 1 begonnene Stunde × 25,00 = 25,00
guide-day = Der Tag eines Fahrzeugs
guide-empty = Nichts da
guide-kiosk = Tasten eines Terminals
guide-station = Hauptbahnhof
