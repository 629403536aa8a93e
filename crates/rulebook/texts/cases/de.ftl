# Vorgänge, Entschädigungen, Erstattungen
problem-no-such-case = Diesen Vorgang gibt es nicht.
problem-no-such-indemnity = Diese Entschädigung gibt es nicht.
problem-no-such-refund = Diese Erstattung gibt es nicht.
problem-no-such-item = Diese Tankkarte oder diesen Schlüssel gibt es nicht.

# Was an einem Feld nicht stimmt
invalid-no-such-case = Unter „{ $found }“ kann nichts gemeldet werden. Wählen Sie eine der angebotenen Arten.
invalid-no-such-state = Den Stand „{ $found }“ gibt es nicht. Wählen Sie einen der angebotenen.
invalid-no-such-topic = Das Thema „{ $found }“ gibt es nicht. Wählen Sie address, phone, plate oder other.
invalid-no-such-outcome = Ein Vorgang endet nicht mit „{ $found }“. Wählen Sie settled, unfounded, duplicate oder passed-on.
invalid-no-such-colleague = Hier arbeitet niemand namens „{ $found }“. Prüfen Sie den Anmeldenamen.
invalid-no-such-item = „{ $found }“ wird hier weder ausgegeben noch verloren. Wählen Sie fuel-card oder key.
invalid-not-an-id = „{ $found }“ ist keine Kennung. Nehmen Sie die aus der Antwort, die sie nannte.
invalid-not-yet = Das liegt in der Zukunft. Wählen Sie einen vergangenen Zeitpunkt.
invalid-too-many-items = Das sind zu viele. Senden Sie weniger auf einmal.
invalid-has-an-owner = Jemand anders hat diesen Vorgang. Bitten Sie um Übergabe.
invalid-closed = Dieser Vorgang ist abgeschlossen. Eröffnen Sie einen neuen, wenn noch etwas zu tun ist.
invalid-already-told = Das Mitglied ist schon benachrichtigt. Verzichten Sie darauf und schlagen Sie eine andere vor.
invalid-decided = Das ist schon entschieden; es ist nichts mehr zu tun.
invalid-not-used = Diese Buchung wurde nicht genutzt. Nennen Sie die, bei deren Übernahme es gefunden wurde.
invalid-hear-first = „{ $found }“ ist eine Entschädigung. Schlagen Sie sie vor, damit das Mitglied zuerst gehört wird.
invalid-not-an-odometer = Ein Kilometerzähler kann nicht „{ $found }“ Meter zeigen. Prüfen Sie den Stand.
invalid-odometer-runs-back = { $found } Meter passen nicht zum Stand beim Öffnen. Prüfen Sie beide.
invalid-not-back-yet = Für andere war das Fahrzeug vor { $found } nicht zurück. Wählen Sie einen späteren Zeitpunkt.
invalid-not-under-way = Diese Fahrt ist nicht im Gange. Sehen Sie nach ihrem Stand.
invalid-replaced = Das ist schon ersetzt. Sehen Sie nach, wodurch.
invalid-not-a-month = „{ $found }“ ist kein Monat. Schreiben Sie ihn wie 2026-03.

# Ablehnungen des Dienstes selbst
refusal-too-late-to-query = Eine Fahrt kann bis zum Ende ihres Monats beanstandet werden. Melden Sie sich bei uns, wenn etwas nicht stimmt.
refusal-objection-too-late = Die Frist für den Einspruch ist vorbei. Melden Sie sich bei uns, wenn es etwas Neues gibt.
refusal-member-not-heard = Das Mitglied ist nicht gehört worden. Benachrichtigen Sie es, und warten Sie auf den Einspruch oder das Ende der Frist.

# Nachrichten
message-case-answered = Es gibt eine Antwort auf Ihre Meldung. Sie finden sie bei Ihren Vorgängen.
message-case-closed = Ihre Meldung ist erledigt. Sie finden das Ergebnis bei Ihren Vorgängen.
message-indemnity-proposed = Ihnen wird eine Entschädigung vorgeschlagen: { $title }, { $amount } ({ $basis }). Noch wird nichts berechnet. Wenn Sie nicht einverstanden sind, erheben Sie vor { $until } Einspruch; alles dazu finden Sie bei Ihren Entschädigungen.
message-indemnity-waived = Auf die Entschädigung „{ $title }“ von { $amount } ({ $basis }) wird verzichtet. Es ist nichts zu zahlen.
message-indemnity-billed = Die Entschädigung „{ $title }“ von { $amount } ({ $basis }) steht auf Ihrer nächsten Rechnung. Den Grund finden Sie bei Ihren Entschädigungen.
message-refund-paid = Sie bekommen { $amount } mit der nächsten Rechnung zurück.
message-refund-refused = Was Sie zurückhaben wollten, kann nicht erstattet werden: { $reason }
message-vehicle-late = Das Fahrzeug { $vehicle }, das Sie ab { $start } gebucht haben, kommt wahrscheinlich verspätet zurück. Sie können ein anderes Fahrzeug oder eine andere Zeit wählen: rufen Sie { $phone } an.

# Rekonstruierte Nutzung
reading-opened = beim Öffnen
reading-refused = als es für jemand anderen geöffnet werden sollte
reading-returned = bei der Rückgabe
reading-checked = bei der Kontrolle
reconstructed-before = Vorher: { $km } km am { $at }, { $occasion }.
reconstructed-before-unknown = Vorher: kein Stand ist bekannt.
reconstructed-after = Nachher: { $km } km am { $at }, { $occasion }.
reconstructed-after-unknown = Nachher: vom Fahrzeug ist noch nichts gesehen worden.
reconstructed-not-before = Nicht vor { $at }: bis dahin konnten andere es nicht nutzen, oder es wurde etwas darüber entschieden.
reconstructed-returned = Es war also spätestens am { $at } zurück; im Zweifel für das Mitglied.
reconstructed-distance = Es wurden also { $km } km gefahren.
