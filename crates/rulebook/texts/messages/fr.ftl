# Messages, codes, cards, devices

# Ce qui est envoyé
message-change = Votre réservation de { $vehicle } a été modifiée : du { $start } au { $end }, départ { $pickup }.
message-extend = Votre réservation de { $vehicle } a été prolongée : elle se termine le { $end }.
message-cancel = Votre réservation de { $vehicle } du { $start } au { $end } a été annulée. Facturé : { $total }.
message-return = { $vehicle } est de retour, votre réservation est terminée. Facturé : { $total }.
message-start = Rappel : votre réservation de { $vehicle } commence le { $start } à { $pickup }.
message-end = Rappel : votre réservation de { $vehicle } se termine le { $end } à { $dropoff }. Prolongez-la à temps si vous êtes en retard.
message-late = Votre trajet avec { $vehicle } court toujours et est facturé ; il était réservé jusqu’au { $end }. Rendez le véhicule et fermez-le selon le règlement, ou appelez le { $phone }.
message-not-plugged-in = Votre trajet avec { $vehicle } court toujours et est facturé : le véhicule n’est pas branché. Branchez-le, ou appelez le { $phone }.
message-code = Le code de votre réservation de { $vehicle } du { $start } : { $code }. Assistance : { $phone }.
message-newsletter-begun = Vous recevrez désormais notre newsletter. Vous pouvez y mettre fin à tout moment sur vos pages, sous « Newsletter ».
message-newsletter-ended = Vous ne recevrez plus notre newsletter. Merci de nous avoir lus.

# Réponses aux codes, cartes et clés
answer-opened = { $vehicle } est ouvert. Bonne route !
answer-returned = { $vehicle } est verrouillé, votre réservation est terminée.
answer-returned-here = Votre réservation est terminée. Merci !
answer-unplugged = Le véhicule n’est pas branché : branchez-le maintenant.
answer-call = En cas de doute, appelez le { $phone }.
answer-call-us = L’assistance est appelée : { $phone }.
answer-wrong-code = Ce code n’ouvre rien ici. Vérifiez-le.
answer-unknown-number = Ce numéro n’appartient à aucun membre. Envoyez le code depuis le numéro de votre profil ; tout autre conducteur du même contrat le peut aussi, depuis le sien.
answer-no-code = Votre message ne contient pas de code à six chiffres. Envoyez le code seul.
answer-key-slot = Votre casier à clé est ouvert. Prenez la clé.
answer-return-begun = Votre casier à clé est ouvert. Branchez le véhicule, puis remettez la clé.
answer-key-slot-numbered = L’emplacement { $slot } est ouvert. Prenez la clé.
answer-return-begun-numbered = L’emplacement { $slot } est ouvert. Branchez le véhicule, puis remettez-y la clé.
answer-type-the-code = Tapez d’abord le code de votre réservation ; votre trajet court toujours.
answer-card-seen = Carte reconnue. Donnez-lui un nom sur votre téléphone.
answer-card-unknown = Cette carte est inconnue ici. Appelez le { $phone }.
answer-card-blocked = Cette carte est bloquée. Appelez le { $phone }.
answer-card-lost = Cette carte a été déclarée perdue. Appelez le { $phone }.
answer-card-no-booking = Vous n’avez pas de réservation de ce véhicule maintenant. Réservez-le d’abord, ou appelez le { $phone }.

# À savoir en prenant un véhicule
hint-anomaly = Le voyant d’anomalie clignote : appelez le { $phone } avant de partir.
hint-condition = Pas comme il faudrait : { $condition } Lu : { $found } %. Vous pouvez prendre un autre véhicule : appelez le { $phone }.

# Problèmes d’une requête
problem-no-such-message = Ce message n’existe pas.
problem-no-such-card = Cette carte n’existe pas.
problem-no-such-command = Cette commande n’existe pas.
problem-no-such-procedure = Le règlement ne connaît pas cette procédure.
problem-no-such-step = La procédure n’a pas cette étape.
problem-no-such-enrolment = Aucune carte n’est en cours d’activation, ou les dix minutes sont passées. Recommencez.
invalid-needs-no-retry = Un message « { $found } » ne peut pas être renvoyé.
invalid-no-such-command = Il n’y a pas de commande « { $found } ».
invalid-identity-not-confirmed = Assurez-vous de l’identité de l’appelant, et dites-le, avant d’ouvrir ou de fermer des portes.
invalid-not-a-card = Une carte a de 8 à 20 chiffres hexadécimaux.
invalid-card-taken = Cette carte appartient déjà à quelqu’un.
invalid-card-is-lost = Une carte déclarée perdue ne peut être réactivée que par le personnel.
invalid-no-card-seen = Aucune carte n’a encore été vue. Présentez-la au lecteur du véhicule.
invalid-enrolment-taken = Quelqu’un d’autre active une carte à ce véhicule. Réessayez dans dix minutes.
invalid-too-many-cards = Il y a déjà trop de cartes.
invalid-not-a-phone = Ce n’est pas un numéro de téléphone. Écrivez-le avec + et l’indicatif du pays.
invalid-too-many-events = Au plus 500 événements à la fois.
invalid-no-such-event = Il n’y a pas d’événement « { $found } ».
invalid-no-such-slot = Aucun emplacement { $found } n’est connu ici, ou plusieurs bornes en ont un : nommez la borne, ou importez ses emplacements.
invalid-not-a-sequence = Les numéros commencent à 1.
invalid-not-a-position = Donnez latitude et longitude en dix-millionièmes de degré.
invalid-too-long-here = C’est trop long. Raccourcissez.
answer-price-changed = Le prix n’est plus celui que vous avez vu. Regardez le nouveau, puis confirmez à nouveau.
