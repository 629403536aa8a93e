# Connexion, sessions, jetons
problem-must-change-password = Votre mot de passe est provisoire. Choisissez d’abord le vôtre.
problem-second-factor-missing = Saisissez aussi les six chiffres de votre application d’authentification, ou un code de secours.
problem-second-factor-wrong = Ces chiffres sont faux ou ont déjà servi. Attendez les suivants, ou utilisez un code de secours.
problem-second-factor-needed = Cet opérateur exige un second facteur. Configurez d’abord votre application d’authentification.
problem-signature-wrong = Cet appel n’est pas signé avec la clé d’un appareil admis ici.
problem-signature-too-old = L’heure de cet appel signé s’écarte de plus de cinq minutes. Réglez l’horloge de l’appareil.
problem-staff-of-others = Cette personne travaille aussi pour d’autres opérateurs. Retirez-lui ses rôles ici, ou adressez-vous à l’administrateur de l’installation.
problem-not-yourself = Vous ne pouvez pas vous faire cela à vous-même. Demandez à un autre administrateur.
problem-not-everywhere = Seul l’administrateur de toute l’installation accorde des rôles pour tous les opérateurs.
problem-no-such-session = Cette session n’existe pas.
problem-no-such-staff = Personne de ce nom ou de cet identifiant parmi le personnel.
problem-no-such-grant = Cette personne n’a pas ce rôle ici.
problem-no-such-second-factor = Il n’y a pas de second facteur à retirer.
problem-no-such-program = Ce programme n’existe pas.
problem-no-such-device = Cet appareil n’existe pas.
problem-no-such-passkey = Cette clé d’accès n’existe pas.
problem-passkeys-need-a-site = Les clés d’accès sont liées à un site : l’opérateur n’a pas encore indiqué où sont ses pages.

invalid-passkey-wrong = Cette clé d’accès ne convient pas, ou cela a pris trop de temps. Réessayez.
invalid-too-many-passkeys = Vous avez vingt clés d’accès. Retirez-en d’abord une.
invalid-passwords-differ = Les deux mots de passe diffèrent. Saisissez le nouveau deux fois.
invalid-password-too-short = Un mot de passe a au moins dix caractères.
invalid-password-too-long = Un mot de passe a au plus 1000 caractères.
invalid-password-holds-name = Un mot de passe ne doit contenir ni votre nom, ni votre numéro, ni votre adresse.
invalid-password-too-easy = Ce mot de passe est facile à deviner. Prenez plusieurs mots sans lien entre eux.
invalid-password-as-before = C’est déjà votre mot de passe. Choisissez-en un autre.
invalid-old-password-wrong = Ce n’est pas votre mot de passe actuel.
invalid-reset-is-over = Ce code a déjà servi ou est trop ancien. Demandez un autre courriel.
invalid-not-a-login-name = Un identifiant de connexion a de 2 à 100 caractères.
invalid-no-such-role = Le rôle « { $found } » n’existe pas : il y a agent, field, billing, manager et administrator.
invalid-second-factor-is-there = Vous avez déjà un second facteur. Un administrateur peut le retirer.
invalid-nothing-to-confirm = Il n’y a pas de second facteur à confirmer. Configurez-en un d’abord.
invalid-wrong-totp = Ces chiffres sont faux. Vérifiez l’heure de l’application et saisissez les suivants.
invalid-not-a-label = Un libellé a de 1 à 100 caractères.
invalid-no-such-scope = Le droit « { $found } » n’existe pas. La description de l’API les énumère.
invalid-beyond-3650 = De 1 à 3650.
invalid-no-such-device-kind = « { $found } » n’est pas un genre d’appareil : il y a kiosk, on-board, charger et sms-gateway.
invalid-no-such-vehicle-here = Il n’y a pas de véhicule « { $found } ».

mail-password-reset-subject = { $operator } : un nouveau mot de passe
mail-password-reset =
    Quelqu’un, nous espérons que c’est vous, a demandé un nouveau mot de passe. Ce lien en fixe un, une seule fois, dans l’heure :

    { $link }

    Si ce n’était pas vous, ne faites rien : votre mot de passe ne change pas.
mail-password-changed-subject = { $operator } : votre mot de passe a été changé
mail-password-changed =
    Votre mot de passe a été changé et toutes vos sessions sont terminées.

    Si ce n’était pas vous, demandez tout de suite un nouveau mot de passe et appelez-nous.
mail-passkey-added-subject = { $operator } : une nouvelle clé d’accès
mail-passkey-added =
    La clé d’accès « { $label } » permet désormais de se connecter à votre compte.

    Si ce n’était pas vous, retirez-la, changez tout de suite de mot de passe et appelez-nous.
