# Pourquoi un refus, et que faire maintenant
refusal-not-offered = Ceci n’est pas proposé ici. Choisissez dans la liste ou demandez-nous de l’aide.
refusal-account-locked = Votre compte est bloqué : vous ne pouvez pas réserver. Contactez-nous pour le faire débloquer.
refusal-not-validated = Vos documents ne sont pas encore vérifiés. Envoyez-nous ce qui manque ou attendez notre message.
refusal-not-enabled = Ce véhicule ne vous est pas ouvert. Choisissez l’un de vos véhicules ou demandez-nous de l’ajouter.
refusal-in-the-past = Le début est déjà passé. Choisissez un début à venir.
refusal-off-grid = Les réservations commencent et finissent à des minutes fixes. Choisissez l’un des horaires proposés.
refusal-end-before-start = La fin n’est pas après le début. Choisissez une fin plus tardive.
refusal-too-short = Cette réservation est trop courte. Choisissez une fin plus tardive.
refusal-too-long = Cette réservation est trop longue. Choisissez une fin plus proche ou demandez-nous une durée plus longue.
refusal-vehicle-taken = Le véhicule est pris à ce moment-là. Choisissez un autre horaire ou un autre véhicule.
refusal-vehicle-elsewhere = Le véhicule ne sera pas là où il vous le faut, ou manquerait à la réservation suivante. Choisissez un autre véhicule ou un autre lieu.
refusal-no-such-booking = Cette réservation n’existe pas. Vérifiez son numéro ou regardez parmi vos réservations.
refusal-booking-started = La réservation a déjà commencé ou est terminée et ne peut plus être modifiée. Vous pouvez encore la prolonger ou rendre le véhicule plus tôt.
refusal-booking-expired = La réservation est terminée, utilisée ou annulée. Faites une nouvelle réservation.
refusal-not-an-extension = La nouvelle fin n’est pas après l’ancienne. Choisissez une fin plus tardive.
refusal-too-late = Il est trop tard pour cela. Rendez le véhicule à l’heure et appelez-nous si ce n’est pas possible.
refusal-next-booking = Quelqu’un d’autre a réservé le véhicule après vous. Rendez-le à l’heure et appelez-nous si ce n’est pas possible.
refusal-before-start = Votre réservation n’a pas encore commencé. Réessayez à partir de son début.
refusal-suspended = La réservation est suspendue, car elle est restée longtemps inutilisée. Appelez-nous pour la rétablir.
refusal-vehicle-away = Le véhicule n’est pas encore revenu. Appelez-nous : nous vous en cherchons un autre.
refusal-not-driving = Ce trajet n’a pas commencé ou est déjà terminé. Ouvrez d’abord le véhicule ou regardez parmi vos trajets.
refusal-wrong-station = Ce n’est pas la station où le véhicule doit être rendu. Ramenez-le à la station de votre réservation.
refusal-not-plugged-in = Le véhicule n’est pas branché. Branchez-le et réessayez.
refusal-not-suspended = La réservation n’est pas suspendue : il n’y a rien à rétablir. Ouvrez le véhicule comme d’habitude.
refusal-already-subscribed = C’est déjà en cours. Vous n’avez rien à faire.
refusal-not-subscribed = Il n’y a rien à résilier : vous n’avez pas cet abonnement. Regardez parmi vos formules.
refusal-no-such-contract = Ce contrat n’existe pas ou a pris fin. Vérifiez son numéro ou contactez-nous.
refusal-incomplete-receipt = Le justificatif est incomplet. Envoyez-en un avec la date, le montant et le vendeur, et votre nom là où le règlement le demande.

# Unités
unit-minute = { $count ->
    [one] minute
   *[other] minutes
 }
unit-quarter-hour = { $count ->
    [one] quart d’heure
   *[other] quarts d’heure
 }
unit-half-hour = { $count ->
    [one] demi-heure
   *[other] demi-heures
 }
unit-hour = { $count ->
    [one] heure
   *[other] heures
 }
unit-day = { $count ->
    [one] jour
   *[other] jours
 }
unit-month = mois
unit-year = { $count ->
    [one] an
   *[other] ans
 }
unit-second = { $count ->
    [one] seconde
   *[other] secondes
 }
unit-kilometre = km
unit-event = fois
started-minute = { $count ->
    [one] minute entamée
   *[other] minutes entamées
 }
started-quarter-hour = { $count ->
    [one] quart d’heure entamé
   *[other] quarts d’heure entamés
 }
started-half-hour = { $count ->
    [one] demi-heure entamée
   *[other] demi-heures entamées
 }
started-hour = { $count ->
    [one] heure entamée
   *[other] heures entamées
 }
started-day = { $count ->
    [one] jour entamé
   *[other] jours entamés
 }
started-kilometre = { $count ->
    [one] kilomètre entamé
   *[other] kilomètres entamés
 }
per-unit = par { $unit }
per-month = par mois
per-year = par an

# Mots d’une facture
free = gratuit
at-most = au plus { $amount }
at-least = au moins { $quantity }
late = en retard
assumed = supposé
total = Total
rounding = arrondi
share-of = { $percent } % de { $amount }
at-percent = { $amount }, à { $percent } %
at-price-of-unit = { $amount }, chaque { $unit } au prix du n° { $nth }
no-basic-fee = sans abonnement
share = { $percent } %
cost-as-recorded = frais constatés
free-time-used = { $duration } de votre temps offert
included-in-plan = compris dans votre formule
instead-of = au lieu de { $amount }
clause = clause { $clause }
no-clause = supposé : le règlement ne le dit pas
rulebook-version = Règlement { $version }
booked-on = réservé le { $date }
nth-unit = { $unit } n° { $nth }
units-range = { $unit } { $from } à { $until }
units-from = { $unit } à partir du n° { $from }
up-to-units = jusqu’à { $quantity }
beyond-units = au-delà de { $quantity }

# Taxes
vat-included = TVA { $percent } % comprise
vat-out-of-scope = hors champ de la TVA
vat-amount = TVA

# Têtes de colonnes
column-what = Objet
column-when = Quand
column-quantity = Quantité
column-unit-price = Prix unitaire
column-amount = Montant
column-clause = Clause
column-vat = TVA
column-date = Date
column-from = À partir de
column-booking = Réservation
column-plan = Formule
column-category = Véhicule
column-by = Par

# Le temps facturé
span-booked = le temps réservé
span-agreed = le temps réservé avant le début
span-used = le temps utilisé
span-late = le temps après la fin réservée
span-unchecked = le temps entre le retour et notre contrôle
span-recorded = le temps relevé par notre équipe
span-unused = le temps réservé mais non utilisé
span-given-up = le temps abandonné par la modification
span-between = de : { $begin } ; à : { $end }
span-at-least = au moins jusqu’à : { $point }
span-at-most = au plus jusqu’à : { $point }
point-start = début
point-reserved-start = début du temps bloqué
point-booked-end = fin réservée
point-agreed-end = fin réservée avant le début
point-return = retour
point-check = notre contrôle
point-recorded-from = début relevé
point-recorded-until = fin relevée
distance-trip = la distance parcourue
distance-recorded = la distance relevée par notre équipe

# Quand quelque chose est facturé
on-book = à la réservation
on-change = à la modification
on-extend = à la prolongation
on-cancel = à l’annulation
on-return = au retour
on-never-opened = si le véhicule n’est jamais ouvert
on-assess = quand notre équipe le constate
leaving-at-once = résiliable à tout moment
leaving-period-end = résiliable à la fin d’une période
commitment = engagement de { $periods ->
    [one] { $periods } période
   *[other] { $periods } périodes
 }
first-by-days = la première période au prorata des jours
included-events = { $included ->
    [0] chaque fois
   *[other] au-delà de { $included } par mois
 }

# Jours et heures
day-mon = lun
day-tue = mar
day-wed = mer
day-thu = jeu
day-fri = ven
day-sat = sam
day-sun = dim
day-holiday = jours fériés
every-day = tous les jours
hours-from-until = de { $from } à { $until }
week-from-until = de { $from-day } { $from } à { $until-day } { $until }
per-stretch = par tranche de { $duration }
per-calendar-day = par jour civil
since = depuis le { $date }
until = jusqu’au { $date }
before = avant le { $date }

# Personnes, véhicules, moyens
energy-electric = électrique
energy-fuel = à réservoir
by-member = vous
by-vehicle = le véhicule
by-kiosk = la borne
by-charger = la borne de recharge
by-operator = notre équipe
channel-web = site web
channel-app = application
channel-phone = téléphone
channel-on-board = ordinateur de bord
channel-kiosk = borne
channel-office = agence

# Titres d’un règlement
heading-prices = Prix
heading-bills = Ce qui est facturé
heading-fees = Frais et indemnités
heading-exceptions = Exceptions
heading-subscriptions = Formules
heading-allowances = Temps offert
heading-usages = Événements comptés
heading-refunds = Remboursements
heading-limits = Règles de réservation
heading-access = Accès
heading-procedures = Pas à pas
heading-confirmations = Confirmations
heading-consents = Consentements
heading-signup = Inscription
heading-duties = Obligations
heading-forbidden = Interdit
heading-services = Services
heading-questions = Questions et réponses
heading-documents = Documents
heading-texts = Bon à savoir
heading-clauses = Clauses
note-assumed = * supposé : le règlement ne le dit pas

# Explaining a bill
explain-booked = réservé du { $from } au { $until }
explain-agreed = (avant le début : jusqu’au { $until })
explain-returned = rendu le { $at }
explain-cancelled = annulé
explain-never-opened = jamais ouvert
explain-days = { $days } jours sur { $of } de { $amount }
explain-commitment = engagement non utilisé
explain-further = { $counted } comptées, { $included } comprises
explain-advanced = avancé : { $amount }
explain-nothing = Aucune ligne : il n’y a rien à payer.
explain-refused = Refusé
