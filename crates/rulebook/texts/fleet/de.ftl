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
