# Messages, codes, cards, devices

# Was gesendet wird
message-change = Ihre Buchung von { $vehicle } wurde geändert: von { $start } bis { $end }, Abholung { $pickup }.
message-extend = Ihre Buchung von { $vehicle } wurde verlängert: sie endet jetzt { $end }.
message-cancel = Ihre Buchung von { $vehicle } von { $start } bis { $end } wurde storniert. Berechnet: { $total }.
message-return = { $vehicle } ist zurück, Ihre Buchung ist beendet. Dafür berechnet: { $total }.
message-start = Erinnerung: Ihre Buchung von { $vehicle } beginnt { $start } bei { $pickup }.
message-end = Erinnerung: Ihre Buchung von { $vehicle } endet { $end } bei { $dropoff }. Verlängern Sie rechtzeitig, wenn es später wird.
message-late = Ihre Fahrt mit { $vehicle } läuft noch und wird berechnet; gebucht war sie bis { $end }. Bringen Sie das Fahrzeug zurück und schließen Sie es, wie es vorgesehen ist, oder rufen Sie { $phone } an.
message-not-plugged-in = Ihre Fahrt mit { $vehicle } läuft noch und wird berechnet: das Fahrzeug ist nicht angesteckt. Stecken Sie es an, oder rufen Sie { $phone } an.
message-code = Der Code Ihrer Buchung von { $vehicle } ab { $start }: { $code }. Hilfe: { $phone }.
message-newsletter-begun = Sie erhalten ab jetzt unseren Newsletter. Sie können ihn jederzeit auf Ihren Seiten unter „Newsletter“ abbestellen.
message-newsletter-ended = Sie erhalten unseren Newsletter nicht mehr. Danke, dass Sie ihn gelesen haben.

# Antworten auf Codes, Karten und Schlüssel
answer-opened = { $vehicle } ist offen. Gute Fahrt!
answer-returned = { $vehicle } ist abgeschlossen, Ihre Buchung ist beendet.
answer-returned-here = Ihre Buchung ist beendet. Danke!
answer-unplugged = Das Fahrzeug ist nicht angesteckt: stecken Sie es jetzt an.
answer-call = Im Zweifel rufen Sie { $phone } an.
answer-call-us = Die Hilfe wird angerufen: { $phone }.
answer-wrong-code = Dieser Code öffnet hier nichts. Prüfen Sie ihn.
answer-unknown-number = Diese Nummer gehört keinem Mitglied. Senden Sie den Code von der Nummer in Ihrem Profil; auch jeder andere Fahrer desselben Vertrags darf es, von seiner eigenen.
answer-no-code = In Ihrer Nachricht steht kein Code mit sechs Ziffern. Senden Sie den Code allein.
answer-key-slot = Ihr Schlüsselfach ist offen. Nehmen Sie den Schlüssel.
answer-return-begun = Ihr Schlüsselfach ist offen. Stecken Sie das Fahrzeug an, dann legen Sie den Schlüssel zurück.
answer-key-slot-numbered = Fach { $slot } ist offen. Nehmen Sie den Schlüssel.
answer-return-begun-numbered = Fach { $slot } ist offen. Stecken Sie das Fahrzeug an, dann legen Sie den Schlüssel dorthin zurück.
answer-type-the-code = Geben Sie zuerst den Code Ihrer Buchung ein; Ihre Fahrt läuft weiter.
answer-card-seen = Karte erkannt. Geben Sie ihr am Telefon einen Namen.
answer-card-unknown = Diese Karte ist hier nicht bekannt. Rufen Sie { $phone } an.
answer-card-blocked = Diese Karte ist gesperrt. Rufen Sie { $phone } an.
answer-card-lost = Diese Karte wurde als verloren gemeldet. Rufen Sie { $phone } an.
answer-card-no-booking = Sie haben dieses Fahrzeug jetzt nicht gebucht. Buchen Sie es zuerst, oder rufen Sie { $phone } an.

# Was man beim Übernehmen wissen sollte
hint-anomaly = Die Störungsleuchte blinkt: rufen Sie vor der Abfahrt { $phone } an.
hint-condition = Nicht, wie es sein soll: { $condition } Gemessen: { $found } %. Sie können ein anderes Fahrzeug nehmen: rufen Sie { $phone } an.

# Probleme einer Anfrage
problem-no-such-message = Diese Nachricht gibt es nicht.
problem-no-such-card = Diese Karte gibt es nicht.
problem-no-such-command = Diesen Befehl gibt es nicht.
problem-no-such-procedure = Das Regelwerk kennt diesen Ablauf nicht.
problem-no-such-step = Der Ablauf hat diesen Schritt nicht.
problem-no-such-enrolment = Es wird keine Karte freigeschaltet, oder die zehn Minuten sind vorbei. Beginnen Sie neu.
invalid-needs-no-retry = Eine Nachricht im Zustand „{ $found }“ kann nicht noch einmal gesendet werden.
invalid-no-such-command = Es gibt keinen Befehl „{ $found }“.
invalid-identity-not-confirmed = Stellen Sie fest, wer anruft, und sagen Sie es, bevor Türen geöffnet oder geschlossen werden.
invalid-not-a-card = Eine Karte hat 8 bis 20 hexadezimale Ziffern.
invalid-card-taken = Diese Karte gehört schon jemandem.
invalid-card-is-lost = Eine als verloren gemeldete Karte können nur die Mitarbeiter wieder freischalten.
invalid-no-card-seen = Es wurde noch keine Karte erkannt. Halten Sie sie an den Leser des Fahrzeugs.
invalid-enrolment-taken = Jemand anderes schaltet an diesem Fahrzeug eine Karte frei. Versuchen Sie es in zehn Minuten wieder.
invalid-too-many-cards = Es sind schon zu viele Karten.
invalid-not-a-phone = Das ist keine Telefonnummer. Schreiben Sie sie mit + und der Vorwahl des Landes.
invalid-too-many-events = Höchstens 500 Ereignisse auf einmal.
invalid-no-such-event = Es gibt kein Ereignis „{ $found }“.
invalid-no-such-slot = Hier ist kein Fach { $found } bekannt, oder mehrere Schlüsselautomaten haben eines: Nennen Sie den Automaten, oder importieren Sie seine Fächer.
invalid-not-a-sequence = Nummern beginnen mit 1.
invalid-not-a-position = Geben Sie Breite und Länge in zehnmillionstel Grad an.
invalid-too-long-here = Das ist zu lang. Kürzen Sie es.
answer-price-changed = Der Preis ist nicht mehr der, den Sie gesehen haben. Sehen Sie sich den neuen an und bestätigen Sie noch einmal.
