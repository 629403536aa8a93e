# Was auf der Rechnung steht
line-time = Nutzung inklusive Ladezeit
line-time-cancelled = Zu spät stornierte Buchung inklusive Ladezeit
line-plus = PLUS-Tarif, ein Jahr
line-plus-hours = Freistunden aus dem PLUS-Tarif
line-late-return = Verspätete Rückgabe

# Tarife und Preise
price-time = Preis je Viertelstunde
plan-standard = Standard
plan-plus = PLUS

# Buchungsregeln
rule-charging-time = Vor jeder Buchung sind 15 Minuten Ladezeit für Sie mitreserviert.
rule-grid = Buchungen beginnen und enden zur vollen Viertelstunde.
rule-overdue = Ein überfälliges Fahrzeug ist für die nächste Stunde nicht buchbar.
rule-enabled = Sie buchen die Fahrzeuge, die für Sie freigeschaltet sind.
rule-validated = Buchen können Sie, sobald Ihre Registrierung geprüft ist.
rule-no-vehicle = Steht das Fahrzeug nicht für Sie bereit, kostet die Buchung nichts.

# Verspätung
rule-often-late = Nach der dritten verspäteten Rückgabe innerhalb eines Jahres wird das Konto gesperrt.
duty-report-delay = Schaffen Sie es nicht rechtzeitig und lässt sich die Buchung nicht verlängern, geben Sie uns gleich Bescheid: Das erspart Ihnen die Strafe.
duty-warn-next = Wir verständigen die nächste Nutzerin oder den nächsten Nutzer, sobald eine Verspätung gemeldet ist.
duty-remind-open-trip = Ist die Fahrt nach dem Buchungsende noch offen, erinnern wir Sie ans Zusperren.

# Registrierung und Karte
signup-registration = Registrieren Sie sich mit Ihren Daten und einer Kopie des Führerscheins. Ihre RFID-Karte erhalten Sie von uns.
signup-password = Legen Sie nach der Registrierung Ihr Passwort fest.
access-card = Ihre RFID-Karte sperrt auf und zu und gibt die Wegfahrsperre frei.
access-key = Der Fahrzeugschlüssel ist zum Fahren da. Allein öffnet er nur die Türen, die Wegfahrsperre bleibt aktiv.
access-own-card = Auch eine eigene RFID-Karte oder ein RFID-Aufkleber sperrt auf und zu, selbst wenn das Telefon offline ist.
procedure-own-card = Eigene Karte freischalten
own-card-profile = Öffnen Sie auf dem Telefon Ihr Profil und wählen Sie „Eigene Karte freischalten“.
own-card-at-vehicle = Gehen Sie zu einem Fahrzeug, das für Sie freigeschaltet ist.
own-card-hold = Halten Sie die Karte oder den Aufkleber an das Lesegerät des Fahrzeugs.
own-card-seen = Das Fahrzeug meldet die gelesene Kennung, sie erscheint in Ihrem Profil.
own-card-name = Geben Sie der Karte einen Namen und bestätigen Sie.

# Am Fahrzeug
procedure-pickup = Fahrzeug übernehmen
procedure-return = Fahrzeug zurückstellen
pickup-card = Halten Sie ab Buchungsbeginn am Standplatz Ihre Karte an das Lesegerät.
pickup-released = Die Türen öffnen sich und die Wegfahrsperre ist frei.
pickup-key = Nehmen Sie den Fahrzeugschlüssel aus dem Fahrzeug und verwenden Sie ihn zum Fahren.
pickup-unplug = Stecken Sie das Ladekabel ab und verstauen Sie es.
return-park = Stellen Sie das Fahrzeug innerhalb Ihrer Buchung auf seinen Standplatz zurück.
return-plug = Stecken Sie das Fahrzeug an, damit es für die nächste Fahrt geladen ist.
return-key = Lassen Sie den Fahrzeugschlüssel im Fahrzeug.
return-card = Sperren Sie mit Ihrer Karte zu: Nur so endet die Fahrt.
return-closed = Das Fahrzeug ist zugesperrt und für andere wieder frei.

# Auf der Webseite
service-calendar = Auf der Startseite sehen Sie Ihre freigeschalteten Fahrzeuge. Ein Klick öffnet den Buchungskalender mit Ihren und den übrigen Buchungen.
service-extend = Ihre Buchung verlängern Sie jederzeit online, auch während der Fahrt.
document-preview = Abrechnungsvorschau: alle aufgezeichneten Fahrten, Ihre restlichen Freistunden und bis wann sie gelten.
duty-query-trip = Prüfen Sie Ihre Fahrten in der Vorschau und melden Sie sich vor Monatsende, wenn etwas nicht stimmt.
text-advice = Stellen Sie das Fahrzeug möglichst vollgeladen zurück. Wählen Sie einen RFID-Aufkleber, der eine fixe Kennung trägt und nicht wiederbeschreibbar ist.

# Absagen in den Worten des Betreibers
refusal-next-booking = In der zusätzlichen Zeit ist das Fahrzeug schon vergeben. Geben Sie uns gleich Bescheid, dann verständigen wir die nächste Nutzerin oder den nächsten Nutzer.
refusal-before-start = Ihre Buchung hat noch nicht begonnen: Öffnen lässt sich das Fahrzeug ab Buchungsbeginn.
