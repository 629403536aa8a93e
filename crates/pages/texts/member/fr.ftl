# Ce que font les membres
times-first = Vous voyez ce que cela coûte avant que rien ne change.
times-more = C’est { $amount } de plus qu’avec les horaires actuels.
times-less = C’est { $amount } de moins qu’avec les horaires actuels.
times-same = Cela coûte autant qu’avec les horaires actuels.
times-agree = D’accord : { $amount } en tout
times-not = Ne rien changer
billed-already = Déjà facturé
late-cost = Si vous revenez malgré tout { $when }
late-cost-in-time = À l’heure, cela coûte { $amount }.
late-cost-told = Si vous nous prévenez maintenant de votre retard : { $amount }.
late-tell-now = Prévenir que je serai en retard
to-do = À faire
to-do-incomplete = Il manque quelque chose à vos documents : nous vous avons écrit quoi. Écrivez-nous si ce n’est pas clair.
to-do-applied = Vos documents sont en cours de vérification. Nous vous écrivons dès que c’est fait.
to-do-answer = Nous attendons votre réponse : { $case }
to-do-consent = Ouvrez vos documents, le paiement en ligne et vos contrats : acceptez de les recevoir par e-mail.
trip-late = Votre temps est écoulé : ramenez le véhicule, prolongez, ou prévenez-nous de votre retard.
next-now = C’est commencé : vous pouvez ouvrir le véhicule.
next-then = Le code et la façon d’ouvrir se trouvent dans la réservation.
to-booking = Voir la réservation
after-that = Ensuite
own-vehicles = Vos véhicules
own-none = Aucun véhicule n’est encore activé pour vous. Écrivez-nous lequel vous aimeriez conduire.
own-free = Libre maintenant
own-free-until = Libre jusqu’à { $until }
own-until = jusqu’à { $until }
passkeys-title = Clés d’accès
passkeys-lead = Avec une clé d’accès, vous vous connectez par empreinte, visage ou code de votre appareil, sans taper de mot de passe. Elle ne vaut que pour ce site et ne peut pas être donnée.
passkeys-none = Vous n’en avez pas encore.
passkeys-closed = Votre opérateur ne le propose pas encore. Connectez-vous avec votre mot de passe.
passkey-add = Ajouter une clé d’accès
passkey-added = La clé d’accès est ajoutée : vous pouvez désormais vous connecter avec elle.
passkey-cannot = Ce navigateur ne sait pas créer de clé d’accès, ou n’exécute pas de scripts. Vous pouvez vous connecter avec votre mot de passe.
passkey-failed = Cela n’a pas fonctionné ou a été annulé. Réessayez, ou utilisez votre mot de passe.
passkey-label = Comment l’appelez-vous ?
passkey-label-hint = Par exemple le nom de l’appareil sur lequel elle se trouve.
passkey-log-in = Se connecter avec une clé d’accès
passkey-made = Créée { $when }
passkey-remove = Retirer
passkey-remove-named = Retirer : { $label }
passkey-removed = La clé d’accès est retirée : personne ne peut plus se connecter avec elle.
passkey-unused = Pas encore utilisée
passkey-wrong = Cette clé d’accès n’est pas connue ici, ou cela a pris trop de temps. Réessayez, ou utilisez votre mot de passe.
more-stations = Toutes les stations
more-faq = Questions fréquentes
more-newsletter = Newsletter
places-car-parks = Tous les parkings
places-none = Il n’y en a pas encore.
places-bays = { $count ->
    [one] { $count } place
   *[other] { $count } places
}
places-chargers = { $count ->
    [one] { $count } borne de recharge
   *[other] { $count } bornes de recharge
}
places-power = jusqu’à { $power } kW
places-map = Sur la carte
faq-none = Rien n’a encore été demandé assez souvent.
faq-else = Votre question n’y est pas ?
newsletter-is-on = Vous la recevez.
newsletter-is-off = Vous ne la recevez pas.
newsletter-begin = S’abonner
newsletter-end = Se désabonner
newsletter-begun = Vous êtes abonné. Nous vous l’avons confirmé par un message.
newsletter-ended = Vous êtes désabonné. Nous vous l’avons confirmé par un message.
exits-title = Décompte des sorties
exits-when = Sortie
exits-amount = Montant
exits-is-included = comprise
exits-none = Il n’y a pas eu de sortie ce mois-là.
exits-count = { $count ->
    [one] { $count } sortie ce mois-là.
   *[other] { $count } sorties ce mois-là.
}
exits-included = { $count ->
    [one] { $count } par mois est comprise.
   *[other] { $count } par mois sont comprises.
}
month-1 = Janvier
month-2 = Février
month-3 = Mars
month-4 = Avril
month-5 = Mai
month-6 = Juin
month-7 = Juillet
month-8 = Août
month-9 = Septembre
month-10 = Octobre
month-11 = Novembre
month-12 = Décembre
fails-title = Cela ne s’ouvre pas ?
fails-card = La carte : posez-la à plat sur le lecteur deux secondes, sans autre carte derrière. Elle ouvre à partir du début réservé, pas une minute avant.
fails-sms = Le SMS : envoyez le code seul, depuis le numéro de votre profil. La réponse vient en une minute au plus ; sinon, renvoyez-le une fois.
fails-kiosk = La borne à clés : retapez le code, chiffre par chiffre. Si l’écran reste noir, aucune clé ne viendra d’elle-même : appelez-nous.
fails-app = Votre téléphone : vérifiez qu’il a du réseau et rechargez la page.
fails-key = La clé : elle seule ne permet pas de rouler. Ouvrez d’abord comme réservé.
fails-code = Code perdu ? Faites-le renvoyer avec le bouton ci-dessus.
