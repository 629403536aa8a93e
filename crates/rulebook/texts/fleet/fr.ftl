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

problem-no-such-list = Cette liste n’existe pas. Il y a stations, vehicles, chargers, kiosks, key-slots et gbfs-stations.
problem-no-such-rulebook = Cette version du règlement n’existe pas.
invalid-not-a-code = « { $found } » n’est pas un code : 1 à 40 caractères sans espaces, virgules ni barres obliques.
invalid-not-a-line = Un texte a 200 caractères au plus, sur une ligne.
invalid-not-a-count = « { $found } » n’est pas un nombre entier, ou dépasse ce qui est possible ici.
invalid-twice = « { $found } » figure ici une seconde fois. Gardez l’un des deux.
invalid-still-in-use = « { $found } » est encore utilisé. Déplacez d’abord ses véhicules ou terminez ses réservations.
invalid-no-such-kiosk = La borne à clés « { $found } » n’existe pas. Importez d’abord les bornes.
invalid-no-such-vehicle = Le véhicule « { $found } » n’existe pas. Importez d’abord les véhicules.
invalid-not-a-feed = Ce n’est pas un station_information de GBFS 2.3 ou 3.0 : { $found }
invalid-csv-broken = Ce tableau ne peut pas être lu. Enregistrez-le en CSV avec des virgules, en UTF-8.
invalid-csv-empty = Le tableau n’a pas de lignes sous son en-tête.
invalid-csv-too-long = Le tableau a plus de 20 000 lignes. Divisez-le.
invalid-csv-cells = La ligne n’a pas le même nombre de cellules que l’en-tête : { $found }. Mettez entre guillemets les textes avec des virgules.
invalid-csv-not-utf-8 = Cette ligne n’est pas en UTF-8 : « { $found } ». Enregistrez le fichier en « CSV UTF-8 ».
invalid-csv-unknown-column = Cette colonne n’existe pas. Il y a : { $found }
invalid-csv-missing-column = La colonne « { $found } » manque dans l’en-tête.
invalid-rulebook-error = { $found }
invalid-plan-in-use = Des membres ont la formule « { $found } ». Gardez-la dans le règlement, ou donnez-leur d’abord une autre.
invalid-allowance-in-use = Des abonnements utilisent le forfait « { $found } ». Gardez-le dans le règlement.
invalid-category-in-use = Des véhicules ont la catégorie « { $found } ». Gardez-la dans le règlement, ou donnez-leur d’abord une autre.
invalid-currency-changed = La monnaie d’un opérateur ne peut pas devenir { $found }.
invalid-zone-changed = Le fuseau horaire d’un opérateur ne peut pas devenir { $found }.
