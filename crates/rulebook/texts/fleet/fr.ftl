# Stations, vehicles, imports, search

problem-no-such-station = Cette station n’existe pas. Vérifiez son code.
invalid-not-degrees = « { $found } » n’est ni une latitude ni une longitude. Écrivez des degrés comme 49.7596, avec un point.
invalid-not-after-start = La fin doit venir après le début.
invalid-beyond-62-days = 62 jours au plus à la fois.
gate-no-free-bay = Aucune place ne sera libre à la station de retour à votre arrivée. Choisissez une autre station ou une autre heure.
gate-one-way-not-authorised = Rendre le véhicule ailleurs demande une autorisation. Demandez-la à l’opérateur, ou rendez-le là où vous l’avez pris.
gate-take-another-vehicle = Un autre véhicule vous attend à la même station. Prenez-le, ou appelez l’assistance.
message-exchanged = Votre réservation du { $start } au { $end } a un autre véhicule : { $vehicle } { $name } { $plate }, à { $pickup }. Rien d’autre ne change. Questions : { $phone }
message-stranded = Le véhicule de votre réservation du { $start } au { $end } n’est pas disponible et nous n’en avons pas encore d’autre. Appelez-nous : { $phone }
message-taxi = Votre véhicule n’est pas là : prenez un taxi. Sur justificatif, nous remboursons jusqu’à { $amount }. Questions : { $phone }
invalid-not-1-to-100 = { $found } n’est pas entre 1 et 100.
