# Stations, vehicles, imports, search

problem-no-such-station = Diese Station gibt es nicht. Prüfen Sie ihr Kürzel.
invalid-not-degrees = „{ $found }“ ist keine geografische Breite oder Länge. Schreiben Sie Grade wie 49.7596, mit Punkt.
invalid-not-after-start = Das Ende muss nach dem Beginn liegen.
invalid-beyond-62-days = Höchstens 62 Tage auf einmal.
gate-no-free-bay = An der Rückgabestation wird bei Ihrer Ankunft kein Platz frei sein. Wählen Sie eine andere Station oder eine andere Zeit.
gate-one-way-not-authorised = Das Fahrzeug anderswo abzustellen braucht eine Genehmigung. Bitten Sie den Betreiber darum, oder bringen Sie es dorthin zurück, wo Sie es abgeholt haben.
gate-take-another-vehicle = An derselben Station steht ein anderes Fahrzeug für Sie bereit. Nehmen Sie dieses, oder rufen Sie die Assistenz an.
message-exchanged = Ihre Buchung von { $start } bis { $end } hat ein anderes Fahrzeug: { $vehicle } { $name } { $plate }, in { $pickup }. Alles andere bleibt. Fragen: { $phone }
message-stranded = Das Fahrzeug Ihrer Buchung von { $start } bis { $end } ist nicht verfügbar, und wir haben noch kein anderes dafür. Bitte rufen Sie uns an: { $phone }
message-taxi = Ihr Fahrzeug ist nicht da: Nehmen Sie ein Taxi. Gegen Beleg erstatten wir bis zu { $amount }. Fragen: { $phone }
invalid-not-1-to-100 = { $found } liegt nicht zwischen 1 und 100.

problem-no-such-list = Diese Liste gibt es nicht. Es gibt stations, vehicles, chargers, kiosks, key-slots und gbfs-stations.
problem-no-such-rulebook = Diese Fassung des Regelwerks gibt es nicht.
invalid-not-a-code = „{ $found }“ ist kein Kürzel: 1 bis 40 Zeichen ohne Leerzeichen, Kommas und Schrägstriche.
invalid-not-a-line = Ein Text hat höchstens 200 Zeichen in einer Zeile.
invalid-not-a-count = „{ $found }“ ist keine ganze Zahl, oder mehr als hier möglich ist.
invalid-twice = „{ $found }“ steht hier ein zweites Mal. Behalten Sie eines von beiden.
invalid-still-in-use = „{ $found }“ wird noch gebraucht. Versetzen Sie zuerst die Fahrzeuge, oder beenden Sie die Buchungen.
invalid-no-such-kiosk = Den Schlüsselautomaten „{ $found }“ gibt es nicht. Importieren Sie zuerst die Automaten.
invalid-no-such-vehicle = Das Fahrzeug „{ $found }“ gibt es nicht. Importieren Sie zuerst die Fahrzeuge.
invalid-not-a-feed = Das ist kein station_information von GBFS 2.3 oder 3.0: { $found }
invalid-csv-broken = Diese Tabelle kann nicht gelesen werden. Speichern Sie sie als CSV mit Kommas, in UTF-8.
invalid-csv-empty = Die Tabelle hat unter der Kopfzeile keine Zeilen.
invalid-csv-too-long = Die Tabelle hat mehr als 20 000 Zeilen. Teilen Sie sie.
invalid-csv-cells = Die Zeile hat eine andere Zahl von Zellen als die Kopfzeile: { $found }. Setzen Sie Texte mit Kommas in Anführungszeichen.
invalid-csv-not-utf-8 = Diese Zeile ist nicht in UTF-8: „{ $found }“. Speichern Sie die Datei als „CSV UTF-8“.
invalid-csv-unknown-column = Diese Spalte gibt es nicht. Es gibt: { $found }
invalid-csv-missing-column = Die Spalte „{ $found }“ fehlt in der Kopfzeile.
invalid-rulebook-error = { $found }
invalid-plan-in-use = Mitglieder haben den Tarif „{ $found }“. Behalten Sie ihn im Regelwerk, oder geben Sie ihnen zuerst einen anderen.
invalid-allowance-in-use = Abonnements verwenden das Kontingent „{ $found }“. Behalten Sie es im Regelwerk.
invalid-category-in-use = Fahrzeuge haben die Kategorie „{ $found }“. Behalten Sie sie im Regelwerk, oder geben Sie ihnen zuerst eine andere.
invalid-currency-changed = Die Währung eines Betreibers kann nicht zu { $found } werden.
invalid-zone-changed = Die Zeitzone eines Betreibers kann nicht zu { $found } werden.
