# Was Mitglieder tun
times-first = Sie sehen, was es kostet, bevor sich etwas ändert.
times-more = Das sind { $amount } mehr als mit den jetzigen Zeiten.
times-less = Das sind { $amount } weniger als mit den jetzigen Zeiten.
times-same = Es kostet gleich viel wie mit den jetzigen Zeiten.
times-agree = Einverstanden: insgesamt { $amount }
times-not = Lassen, wie es ist
billed-already = Schon verrechnet
late-cost = Wenn Sie trotzdem erst { $when } zurückkommen
late-cost-in-time = Pünktlich kostet es { $amount }.
late-cost-told = Wenn Sie uns die Verspätung jetzt melden: { $amount }.
late-tell-now = Melden, dass ich mich verspäte
to-do = Für Sie zu tun
to-do-incomplete = An Ihren Unterlagen fehlt etwas: Wir haben Ihnen geschrieben, was. Schreiben Sie uns, wenn es nicht klar ist.
to-do-applied = Ihre Unterlagen werden geprüft. Wir schreiben Ihnen, sobald das geschehen ist.
to-do-answer = Wir warten auf Ihre Antwort: { $case }
to-do-consent = Öffnen Sie Dokumente, Bezahlung und Verträge: Stimmen Sie zu, sie per E-Mail zu erhalten.
trip-late = Ihre Zeit ist um: Bringen Sie das Fahrzeug zurück, verlängern Sie, oder melden Sie die Verspätung.
next-now = Es hat begonnen: Sie können das Fahrzeug jetzt öffnen.
next-then = Code und Weg zum Öffnen stehen bei der Buchung.
to-booking = Zur Buchung
after-that = Danach
own-vehicles = Ihre Fahrzeuge
own-none = Für Sie ist noch kein Fahrzeug freigeschaltet. Schreiben Sie uns, welches Sie fahren möchten.
own-free = Jetzt frei
own-free-until = Frei bis { $until }
own-until = bis { $until }
passkeys-title = Passkeys
passkeys-lead = Mit einem Passkey melden Sie sich per Fingerabdruck, Gesicht oder Code Ihres Geräts an, ohne ein Passwort zu tippen. Er gilt nur auf dieser Seite und lässt sich nicht weitergeben.
passkeys-none = Sie haben noch keinen.
passkeys-closed = Ihr Betreiber bietet das noch nicht an. Melden Sie sich mit Ihrem Passwort an.
passkey-add = Passkey hinzufügen
passkey-added = Der Passkey ist hinzugefügt: Sie können sich ab jetzt damit anmelden.
passkey-cannot = Dieser Browser kann keine Passkeys anlegen oder führt keine Skripte aus. Sie können sich mit Ihrem Passwort anmelden.
passkey-failed = Das hat nicht geklappt oder wurde abgebrochen. Versuchen Sie es noch einmal, oder nehmen Sie Ihr Passwort.
passkey-label = Wie nennen Sie ihn?
passkey-label-hint = Etwa nach dem Gerät, auf dem er liegt.
passkey-log-in = Mit Passkey anmelden
passkey-made = Angelegt { $when }
passkey-remove = Entfernen
passkey-remove-named = Entfernen: { $label }
passkey-removed = Der Passkey ist entfernt: Niemand kann sich mehr damit anmelden.
passkey-unused = Noch nicht benutzt
passkey-wrong = Dieser Passkey ist hier nicht bekannt, oder es hat zu lange gedauert. Versuchen Sie es noch einmal, oder nehmen Sie Ihr Passwort.
more-stations = Alle Stationen
more-faq = Fragen und Antworten
more-newsletter = Newsletter
places-car-parks = Alle Parkhäuser
places-none = Es gibt noch keine.
places-bays = { $count ->
    [one] { $count } Stellplatz
   *[other] { $count } Stellplätze
}
places-chargers = { $count ->
    [one] { $count } Ladestation
   *[other] { $count } Ladestationen
}
places-power = bis { $power } kW
places-map = Auf der Karte
faq-none = Noch wurde nichts so oft gefragt.
faq-else = Ihre Frage ist nicht dabei?
newsletter-is-on = Sie erhalten ihn.
newsletter-is-off = Sie erhalten ihn nicht.
newsletter-begin = Abonnieren
newsletter-end = Abbestellen
newsletter-begun = Sie haben ihn abonniert. Wir haben es Ihnen mit einer Nachricht bestätigt.
newsletter-ended = Sie haben ihn abbestellt. Wir haben es Ihnen mit einer Nachricht bestätigt.
exits-title = Aufstellung der Ausfahrten
exits-when = Ausfahrt
exits-amount = Betrag
exits-is-included = inbegriffen
exits-none = In diesem Monat gab es keine Ausfahrt.
exits-count = { $count ->
    [one] { $count } Ausfahrt in diesem Monat.
   *[other] { $count } Ausfahrten in diesem Monat.
}
exits-included = { $count ->
    [one] { $count } im Monat ist inbegriffen.
   *[other] { $count } im Monat sind inbegriffen.
}
month-1 = Januar
month-2 = Februar
month-3 = März
month-4 = April
month-5 = Mai
month-6 = Juni
month-7 = Juli
month-8 = August
month-9 = September
month-10 = Oktober
month-11 = November
month-12 = Dezember
fails-title = Es geht nicht auf?
fails-card = Die Karte: Halten Sie sie zwei Sekunden flach an den Leser, ohne andere Karten dahinter. Sie öffnet ab dem gebuchten Beginn, keine Minute früher.
fails-sms = Die SMS: Senden Sie nur den Code, von der Nummer in Ihrem Profil. Die Antwort kommt binnen einer Minute; sonst senden Sie ihn noch einmal.
fails-kiosk = Der Schlüsselkasten: Tippen Sie den Code noch einmal, Ziffer für Ziffer. Bleibt der Schirm dunkel, kommt kein Schlüssel von selbst: Rufen Sie uns an.
fails-app = Ihr Telefon: Sehen Sie nach, ob es Netz hat, und laden Sie die Seite neu.
fails-key = Der Schlüssel: Er allein lässt Sie nicht fahren. Öffnen Sie zuerst wie gebucht.
fails-code = Code verloren? Lassen Sie ihn mit dem Knopf oben noch einmal senden.
