# Ce qui figure sur la facture
line-time = Autopartage, heures réservées
line-overrun = Dépassement de la réservation
line-comfort = Abonnement Confort, un mois
line-comfort-family = Abonnement Confort famille et associations, un mois

# Formules et prix
price-time = Prix de l’heure
plan-occasional = Occasionnel
plan-comfort = Confort
plan-comfort-family = Confort famille et associations

# Règles de réservation
rule-grid = Le début et la fin d’une réservation tombent sur un quart d’heure.
rule-overdue = Un véhicule en retard reste indisponible pendant l’heure qui vient.
rule-validated = Vous pourrez réserver dès que nous aurons validé votre inscription.
rule-enabled = Vous réservez les véhicules ouverts à votre compte.
rule-back-at-station = Ramenez le véhicule à sa station de départ : une autre borne ne peut pas le reprendre.
rule-plugged-in = Branchez le véhicule : la réservation ne se termine que lorsqu’il recharge.
rule-no-vehicle = Si le véhicule n’est pas là à votre arrivée, la réservation ne vous coûte rien.

# Inscription
text-journey = Inscrivez-vous sur la plateforme. Dès que votre inscription est validée, vous réservez une voiture, une borne de recharge ou une place en covoiturage. Le code de réservation arrive par SMS : présentez-vous à la borne et prenez le véhicule.
signup-community = Choisissez votre communauté dans la liste.
signup-person = Indiquez vos coordonnées, choisissez vos identifiants, joignez un scan de votre permis de conduire, puis lisez et acceptez les conditions générales.
signup-payment = Enregistrez un moyen de paiement, cochez ou décochez vos services et choisissez votre formule.
consent-terms = J’ai lu et j’accepte les conditions générales d’utilisation.
confirmation-signed-up = Votre inscription est enregistrée. Ouvrez le lien reçu par e-mail pour confirmer votre adresse.

# Services
service-several-drivers = Plusieurs conducteurs d’une famille ou d’une association roulent sur un même contrat.
service-sharing = Autopartage de voitures électriques en station.
service-charging = Réservation d’une borne de recharge publique à la station, pour votre propre voiture.
service-carpooling = Covoiturage : proposez un trajet ou réservez une place.
service-assistance = L’assistance répond 24 h/24 et 7 j/7. Son numéro est sur votre confirmation ; elle peut prolonger votre réservation.

# Réserver
procedure-booking = Réserver
booking-log-in = Connectez-vous avec votre identifiant et votre mot de passe, sur le site ou dans l’application.
booking-place = Choisissez la station et le véhicule.
booking-times = Choisissez la date et l’heure de début, puis la date et l’heure de fin.
booking-free-hours = Vérifiez que vos heures sont libres : les zones rouges sont déjà réservées.
booking-confirm = Confirmez : un e-mail et un SMS vous apportent le code et le numéro d’assistance.
booking-details = Relisez les détails de votre réservation.
confirmation-booked = Réservation confirmée. Votre code donne accès à la clé ; l’assistance est joignable jour et nuit au numéro indiqué.
confirmation-details = Détails de votre réservation.

# À la borne
procedure-pickup = Prendre le véhicule
procedure-return = Rendre le véhicule
access-kiosk = Le code de réservation ouvre le casier de la clé à la borne.
access-key = La clé ouvre et démarre le véhicule.
pickup-code = Présentez-vous à la borne et tapez votre code de réservation.
pickup-key-slot = La borne ouvre le casier de votre clé.
pickup-key = Prenez la clé du véhicule dans le casier.
pickup-state = Faites le tour du véhicule et notez son état : tout va bien, ou un dégât avec photo.
pickup-unplug = Débranchez le véhicule et rangez le câble.
pickup-leave = Partez. Bonne route !
return-park = Garez le véhicule à sa station de départ, avant l’heure de fin.
return-cable = Prenez le câble.
return-plug-vehicle = Branchez le câble au véhicule.
return-code = Tapez votre code de réservation à la borne.
return-plug-kiosk = Branchez l’autre bout du câble à la borne.
return-charging = La borne constate que le véhicule recharge.
return-key = Remettez la clé dans son casier à la borne.
return-over = La borne l’affiche : votre réservation est terminée.

# Refus, dans les mots de l’opérateur
refusal-not-plugged-in = Le véhicule n’est pas branché : votre réservation continue. Branchez-le au véhicule et à la borne, puis recommencez.
refusal-wrong-station = Ce n’est pas la station de départ : votre réservation continue. Ramenez le véhicule là où vous l’avez pris.
