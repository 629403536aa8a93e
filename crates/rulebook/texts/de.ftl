# Warum etwas abgelehnt wurde, und was jetzt zu tun ist
refusal-not-offered = Das gibt es hier nicht. Wählen Sie etwas aus der Liste oder fragen Sie uns.
refusal-account-locked = Ihr Konto ist gesperrt, deshalb können Sie nicht buchen. Bitte melden Sie sich bei uns, damit wir es freischalten.
refusal-not-validated = Ihre Dokumente sind noch nicht geprüft. Schicken Sie uns, was noch fehlt, oder warten Sie auf unsere Nachricht.
refusal-not-enabled = Dieses Fahrzeug ist nicht für Sie freigeschaltet. Wählen Sie eines Ihrer Fahrzeuge oder bitten Sie uns um Freischaltung.
refusal-in-the-past = Der Beginn liegt in der Vergangenheit. Wählen Sie einen späteren Beginn.
refusal-off-grid = Buchungen beginnen und enden zu festen Minuten. Wählen Sie eine der angebotenen Zeiten.
refusal-end-before-start = Das Ende liegt nicht nach dem Beginn. Wählen Sie ein späteres Ende.
refusal-too-short = Diese Buchung ist zu kurz. Wählen Sie ein späteres Ende.
refusal-too-long = Diese Buchung ist zu lang. Wählen Sie ein früheres Ende oder fragen Sie uns nach einer längeren.
refusal-vehicle-taken = Das Fahrzeug ist zu dieser Zeit vergeben. Wählen Sie eine andere Zeit oder ein anderes Fahrzeug.
refusal-vehicle-elsewhere = Das Fahrzeug wird nicht dort stehen, wo Sie es brauchen, oder würde der nächsten Buchung fehlen. Wählen Sie ein anderes Fahrzeug oder einen anderen Ort.
refusal-no-such-booking = Diese Buchung gibt es nicht. Prüfen Sie die Nummer oder sehen Sie bei Ihren Buchungen nach.
refusal-booking-started = Die Buchung hat schon begonnen oder ist vorbei und lässt sich nicht mehr ändern. Sie können sie noch verlängern oder das Fahrzeug früher zurückbringen.
refusal-booking-expired = Die Buchung ist vorbei, benutzt oder storniert. Buchen Sie neu.
refusal-not-an-extension = Das neue Ende liegt nicht nach dem alten. Wählen Sie ein späteres Ende.
refusal-too-late = Dafür ist es jetzt zu spät. Bringen Sie das Fahrzeug rechtzeitig zurück, und rufen Sie uns an, wenn das nicht geht.
refusal-next-booking = Nach Ihnen hat jemand anderes das Fahrzeug gebucht. Bringen Sie es rechtzeitig zurück, und rufen Sie uns an, wenn das nicht geht.
refusal-before-start = Ihre Buchung hat noch nicht begonnen. Versuchen Sie es ab ihrem Beginn noch einmal.
refusal-suspended = Die Buchung ist ausgesetzt, weil sie lange nicht benutzt wurde. Rufen Sie uns an, damit wir sie wiederherstellen.
refusal-vehicle-away = Das Fahrzeug ist noch nicht zurück. Rufen Sie uns an: Wir suchen Ihnen ein anderes.
refusal-not-driving = Diese Fahrt hat noch nicht begonnen oder ist schon beendet. Öffnen Sie zuerst das Fahrzeug oder sehen Sie bei Ihren Fahrten nach.
refusal-wrong-station = An dieser Station kann das Fahrzeug nicht zurückgegeben werden. Bringen Sie es zur Station Ihrer Buchung.
refusal-not-plugged-in = Das Fahrzeug ist nicht angesteckt. Stecken Sie es an und versuchen Sie es noch einmal.
refusal-not-suspended = Die Buchung ist nicht ausgesetzt; es gibt nichts wiederherzustellen. Öffnen Sie das Fahrzeug wie gewohnt.
refusal-already-subscribed = Das läuft schon. Sie müssen nichts tun.
refusal-not-subscribed = Es gibt nichts zu kündigen: Sie haben kein solches Abonnement. Sehen Sie bei Ihren Tarifen nach.
refusal-no-such-contract = Diesen Vertrag gibt es nicht, oder er ist beendet. Prüfen Sie die Nummer oder melden Sie sich bei uns.
refusal-incomplete-receipt = Der Beleg ist unvollständig. Schicken Sie einen mit Datum, Betrag und Verkäufer, und mit Ihrem Namen, wo die Regeln es verlangen.

# Einheiten
unit-minute = { $count ->
    [one] Minute
   *[other] Minuten
 }
unit-quarter-hour = { $count ->
    [one] Viertelstunde
   *[other] Viertelstunden
 }
unit-half-hour = { $count ->
    [one] halbe Stunde
   *[other] halbe Stunden
 }
unit-hour = { $count ->
    [one] Stunde
   *[other] Stunden
 }
unit-day = { $count ->
    [one] Tag
   *[other] Tage
 }
unit-month = { $count ->
    [one] Monat
   *[other] Monate
 }
unit-year = { $count ->
    [one] Jahr
   *[other] Jahre
 }
unit-second = { $count ->
    [one] Sekunde
   *[other] Sekunden
 }
unit-kilometre = km
unit-event = { $count ->
    [one] Mal
   *[other] Mal
 }
started-minute = { $count ->
    [one] begonnene Minute
   *[other] begonnene Minuten
 }
started-quarter-hour = { $count ->
    [one] begonnene Viertelstunde
   *[other] begonnene Viertelstunden
 }
started-half-hour = { $count ->
    [one] begonnene halbe Stunde
   *[other] begonnene halbe Stunden
 }
started-hour = { $count ->
    [one] begonnene Stunde
   *[other] begonnene Stunden
 }
started-day = { $count ->
    [one] begonnener Tag
   *[other] begonnene Tage
 }
started-kilometre = { $count ->
    [one] begonnener Kilometer
   *[other] begonnene Kilometer
 }
per-unit = je { $unit }
per-month = im Monat
per-year = im Jahr

# Wörter auf der Rechnung
free = frei
at-most = höchstens { $amount }
at-least = mindestens { $quantity }
late = verspätet
assumed = angenommen
total = Summe
rounding = gerundet
share-of = { $percent } % von { $amount }
at-percent = { $amount }, zu { $percent } %
at-price-of-unit = { $amount }, je { $unit } zum Preis der Nr. { $nth }
no-basic-fee = keine Grundgebühr
share = { $percent } %
cost-as-recorded = Kosten laut Beleg
free-time-used = { $duration } von Ihren Freistunden
included-in-plan = in Ihrem Tarif enthalten
instead-of = statt { $amount }
clause = Klausel { $clause }
no-clause = angenommen: Das Regelwerk sagt nichts dazu
rulebook-version = Regelwerk { $version }
booked-on = gebucht am { $date }
nth-unit = { $unit } Nr. { $nth }
units-range = { $unit } { $from } bis { $until }
units-from = { $unit } ab Nr. { $from }
up-to-units = bis { $quantity }
beyond-units = über { $quantity }

# Steuern
vat-included = inkl. { $percent } % USt
vat-out-of-scope = nicht steuerbar
vat-amount = USt

# Spalten
column-what = Was
column-when = Wann
column-quantity = Menge
column-unit-price = Einzelpreis
column-amount = Betrag
column-clause = Klausel
column-vat = USt
column-date = Datum
column-from = Ab
column-booking = Buchung
column-plan = Tarif
column-category = Fahrzeug
column-by = Wer

# Welche Zeit verrechnet wird
span-booked = die gebuchte Zeit
span-agreed = die vor dem Beginn gebuchte Zeit
span-used = die genutzte Zeit
span-late = die Zeit nach dem gebuchten Ende
span-unchecked = die Zeit von der Rückgabe bis zu unserer Prüfung
span-recorded = die von uns aufgezeichnete Zeit
span-unused = die gebuchte, nicht genutzte Zeit
span-given-up = die durch die Änderung aufgegebene Zeit
span-between = von: { $begin }; bis: { $end }
span-at-least = mindestens bis: { $point }
span-at-most = höchstens bis: { $point }
point-start = Beginn
point-reserved-start = Beginn der reservierten Zeit
point-booked-end = gebuchtes Ende
point-agreed-end = vor dem Beginn gebuchtes Ende
point-return = Rückgabe
point-check = unsere Prüfung
point-recorded-from = aufgezeichneter Beginn
point-recorded-until = aufgezeichnetes Ende
distance-trip = die gefahrene Strecke
distance-recorded = die von uns aufgezeichnete Strecke

# Wann etwas verrechnet wird
on-book = beim Buchen
on-change = beim Ändern
on-extend = beim Verlängern
on-cancel = beim Stornieren
on-return = bei der Rückgabe
on-never-opened = wenn das Fahrzeug nie geöffnet wird
on-assess = wenn wir es feststellen
leaving-at-once = jederzeit kündbar
leaving-period-end = zum Ende einer Periode kündbar
commitment = mindestens { $periods ->
    [one] eine Periode
   *[other] { $periods } Perioden
 }
first-by-days = die erste Periode nach Tagen
included-events = { $included ->
    [0] jedes Mal
   *[other] über { $included } im Monat
 }

# Tage und Stunden
day-mon = Mo
day-tue = Di
day-wed = Mi
day-thu = Do
day-fri = Fr
day-sat = Sa
day-sun = So
day-holiday = Feiertage
every-day = täglich
hours-from-until = { $from } bis { $until }
week-from-until = { $from-day } { $from } bis { $until-day } { $until }
per-stretch = je { $duration }
per-calendar-day = je Kalendertag
since = seit { $date }
until = bis { $date }
before = vor { $date }

# Menschen, Fahrzeuge, Wege
energy-electric = elektrisch
energy-fuel = mit Tank
by-member = Sie
by-vehicle = das Fahrzeug
by-kiosk = der Kiosk
by-charger = die Ladestation
by-operator = unser Team
channel-web = Website
channel-app = App
channel-phone = Telefon
channel-on-board = Bordcomputer
channel-kiosk = Kiosk
channel-office = Büro

# Überschriften eines Regelwerks
heading-prices = Preise
heading-bills = Was verrechnet wird
heading-fees = Gebühren und Entschädigungen
heading-exceptions = Ausnahmen
heading-subscriptions = Tarife
heading-allowances = Freistunden
heading-usages = Gezählte Ereignisse
heading-refunds = Erstattungen
heading-limits = Regeln für Buchungen
heading-access = Zugang
heading-procedures = Schritt für Schritt
heading-confirmations = Bestätigungen
heading-consents = Einwilligungen
heading-signup = Anmeldung
heading-duties = Pflichten
heading-forbidden = Verboten
heading-services = Leistungen
heading-questions = Fragen und Antworten
heading-documents = Dokumente
heading-texts = Gut zu wissen
heading-clauses = Klauseln
note-assumed = * angenommen: Das Regelwerk sagt nichts dazu

# Explaining a bill
explain-booked = gebucht { $from } bis { $until }
explain-agreed = (vor Beginn: bis { $until })
explain-returned = zurück { $at }
explain-cancelled = storniert
explain-never-opened = nie geöffnet
explain-days = { $days } von { $of } Tagen zu { $amount }
explain-commitment = zugesagt und nicht genutzt
explain-further = { $counted } gezählt, { $included } inbegriffen
explain-advanced = vorgestreckt: { $amount }
explain-nothing = Keine Zeilen: Es ist nichts zu zahlen.
explain-refused = Abgelehnt
