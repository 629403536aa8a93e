# Dossiers, indemnités, remboursements
problem-no-such-case = Ce dossier n’existe pas.
problem-no-such-indemnity = Cette indemnité n’existe pas.
problem-no-such-refund = Ce remboursement n’existe pas.
problem-no-such-item = Cette carte carburant ou clé n’existe pas.

# Ce qui ne va pas dans un champ
invalid-no-such-case = Rien ne peut être signalé sous « { $found } ». Choisissez l’une des sortes proposées.
invalid-no-such-state = L’état « { $found } » n’existe pas. Choisissez l’un des états proposés.
invalid-no-such-topic = Le sujet « { $found } » n’existe pas. Choisissez address, phone, plate ou other.
invalid-no-such-outcome = Un dossier ne se termine pas par « { $found } ». Choisissez settled, unfounded, duplicate ou passed-on.
invalid-no-such-colleague = Personne du nom de « { $found } » ne travaille ici. Vérifiez l’identifiant.
invalid-no-such-item = « { $found } » ne se remet ni ne se perd ici. Choisissez fuel-card ou key.
invalid-not-an-id = « { $found } » n’est pas un identifiant. Prenez-le dans la réponse qui le donnait.
invalid-not-yet = Ce moment est à venir. Choisissez un moment passé.
invalid-too-many-items = Il y en a trop. Envoyez-en moins à la fois.
invalid-has-an-owner = Quelqu’un d’autre suit ce dossier. Demandez qu’il vous soit transmis.
invalid-closed = Ce dossier est clos. Ouvrez-en un autre s’il reste quelque chose à faire.
invalid-already-told = Le membre a déjà été informé. Renoncez-y et proposez-en une autre.
invalid-decided = C’est déjà décidé ; il n’y a plus rien à faire.
invalid-not-used = Cette réservation n’a pas été utilisée. Indiquez celle dont la prise en charge l’a révélé.
invalid-hear-first = « { $found } » est une indemnité. Proposez-la, pour que le membre soit d’abord entendu.
invalid-not-an-odometer = Un compteur ne peut afficher « { $found } » mètres. Vérifiez le relevé.
invalid-odometer-runs-back = { $found } mètres ne suivent pas le relevé de l’ouverture. Vérifiez les deux.
invalid-not-back-yet = Pour les autres, le véhicule n’était pas de retour avant { $found }. Choisissez un moment plus tardif.
invalid-not-under-way = Ce trajet n’est pas en cours. Regardez son état.
invalid-replaced = Cela a déjà été remplacé. Regardez ce qui le remplace.
invalid-not-a-month = « { $found } » n’est pas un mois. Écrivez-le comme 2026-03.

# Refus du service lui-même
refusal-too-late-to-query = Un trajet peut être contesté jusqu’à la fin de son mois. Contactez-nous si quelque chose ne va pas.
refusal-objection-too-late = Le délai pour s’opposer est passé. Contactez-nous s’il y a du nouveau.
refusal-member-not-heard = Le membre n’a pas été entendu. Informez-le, et attendez son opposition ou la fin du délai.

# Messages
message-case-answered = Il y a une réponse à ce que vous avez signalé. Vous la trouvez parmi vos dossiers.
message-case-closed = Ce que vous avez signalé est réglé. Vous trouvez le résultat parmi vos dossiers.
message-indemnity-proposed = Une indemnité vous est proposée : { $title }, { $amount } ({ $basis }). Rien n’est encore facturé. Si vous n’êtes pas d’accord, opposez-vous avant le { $until } ; tout se trouve parmi vos indemnités.
message-indemnity-waived = Il est renoncé à l’indemnité « { $title } » de { $amount } ({ $basis }). Il n’y a rien à payer.
message-indemnity-billed = L’indemnité « { $title } » de { $amount } ({ $basis }) figurera sur votre prochaine facture. Vous trouvez la raison parmi vos indemnités.
message-refund-paid = { $amount } vous sont remboursés avec votre prochaine facture.
message-refund-refused = Ce que vous avez demandé ne peut être remboursé : { $reason }
message-vehicle-late = Le véhicule { $vehicle }, que vous avez réservé à partir du { $start }, reviendra probablement en retard. Vous pouvez choisir un autre véhicule ou un autre horaire : appelez le { $phone }.

# Usage reconstitué
reading-opened = à l’ouverture
reading-refused = quand quelqu’un d’autre devait l’ouvrir
reading-returned = à la restitution
reading-checked = au contrôle
reconstructed-before = Avant : { $km } km le { $at }, { $occasion }.
reconstructed-before-unknown = Avant : aucun relevé n’est connu.
reconstructed-after = Après : { $km } km le { $at }, { $occasion }.
reconstructed-after-unknown = Après : le véhicule n’a pas encore été vu.
reconstructed-not-before = Pas avant le { $at } : jusque-là d’autres ne pouvaient l’utiliser, ou une décision le concernait.
reconstructed-returned = Il était donc de retour le { $at } au plus tard ; le doute profite au membre.
reconstructed-distance = { $km } km ont donc été parcourus.
