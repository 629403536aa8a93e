# Anmelden, Sitzungen, Token
problem-must-change-password = Ihr Passwort ist vorläufig. Wählen Sie zuerst ein eigenes.
problem-second-factor-missing = Geben Sie auch die sechs Ziffern Ihrer Authenticator-App ein oder einen Ersatzcode.
problem-second-factor-wrong = Diese Ziffern sind falsch oder wurden schon benutzt. Warten Sie auf die nächsten oder nehmen Sie einen Ersatzcode.
problem-second-factor-needed = Dieser Betreiber verlangt einen zweiten Faktor. Richten Sie zuerst Ihre Authenticator-App ein.
problem-signature-wrong = Dieser Aufruf ist nicht mit dem Schlüssel eines hier zugelassenen Geräts unterschrieben.
problem-signature-too-old = Die Zeit dieses unterschriebenen Aufrufs weicht um mehr als fünf Minuten ab. Stellen Sie die Uhr des Geräts.
problem-staff-of-others = Diese Person arbeitet auch für andere Betreiber. Nehmen Sie ihr die Rollen hier, oder fragen Sie, wer die Installation verwaltet.
problem-not-yourself = Das können Sie nicht mit sich selbst tun. Bitten Sie einen anderen Administrator.
problem-not-everywhere = Nur wer die ganze Installation verwaltet, vergibt Rollen für alle Betreiber.
problem-no-such-session = Diese Sitzung gibt es nicht.
problem-no-such-staff = Unter dem Personal gibt es niemanden mit diesem Namen oder dieser Kennung.
problem-no-such-grant = Diese Rolle hat die Person hier nicht.
problem-no-such-second-factor = Es gibt keinen zweiten Faktor zu entfernen.
problem-no-such-program = Dieses Programm gibt es nicht.
problem-no-such-device = Dieses Gerät gibt es nicht.
problem-no-such-passkey = Diesen Passkey gibt es nicht.
problem-passkeys-need-a-site = Passkeys gehören zu einer Website: Der Betreiber hat noch nicht eingetragen, wo seine Seiten sind.

invalid-passkey-wrong = Dieser Passkey passt nicht, oder es hat zu lange gedauert. Versuchen Sie es noch einmal.
invalid-too-many-passkeys = Sie haben zwanzig Passkeys. Entfernen Sie zuerst einen.
invalid-passwords-differ = Die beiden Passwörter sind verschieden. Geben Sie das neue zweimal ein.
invalid-password-too-short = Ein Passwort hat mindestens zehn Zeichen.
invalid-password-too-long = Ein Passwort hat höchstens 1000 Zeichen.
invalid-password-holds-name = Ein Passwort darf weder Ihren Namen noch Ihre Nummer oder Adresse enthalten.
invalid-password-too-easy = Dieses Passwort ist leicht zu erraten. Nehmen Sie mehrere Wörter, die nicht zusammengehören.
invalid-password-as-before = Dieses Passwort haben Sie schon. Wählen Sie ein anderes.
invalid-old-password-wrong = Das ist nicht Ihr bisheriges Passwort.
invalid-reset-is-over = Dieser Code wurde schon benutzt oder ist zu alt. Fordern Sie eine neue E-Mail an.
invalid-not-a-login-name = Ein Anmeldename hat 2 bis 100 Zeichen.
invalid-no-such-role = Die Rolle „{ $found }“ gibt es nicht: es gibt agent, field, billing, manager und administrator.
invalid-second-factor-is-there = Sie haben schon einen zweiten Faktor. Ein Administrator kann ihn entfernen.
invalid-nothing-to-confirm = Es gibt keinen zweiten Faktor zu bestätigen. Richten Sie zuerst einen ein.
invalid-wrong-totp = Diese Ziffern sind falsch. Prüfen Sie die Uhr der App und geben Sie die nächsten ein.
invalid-not-a-label = Eine Bezeichnung hat 1 bis 100 Zeichen.
invalid-no-such-scope = Das Recht „{ $found }“ gibt es nicht. Die Beschreibung der API nennt sie.
invalid-beyond-3650 = Von 1 bis 3650.
invalid-no-such-device-kind = „{ $found }“ ist keine Art von Gerät: es gibt kiosk, on-board, charger und sms-gateway.
invalid-no-such-vehicle-here = Es gibt kein Fahrzeug „{ $found }“.

mail-password-reset-subject = { $operator }: ein neues Passwort
mail-password-reset =
    Jemand, hoffentlich Sie, hat ein neues Passwort verlangt. Dieser Link setzt eines, einmal, innerhalb einer Stunde:

    { $link }

    Wenn Sie es nicht waren, tun Sie nichts: Ihr Passwort bleibt, wie es ist.
mail-password-changed-subject = { $operator }: Ihr Passwort wurde geändert
mail-password-changed =
    Ihr Passwort wurde geändert, und Sie wurden überall abgemeldet.

    Wenn Sie es nicht waren, verlangen Sie sofort ein neues Passwort und rufen Sie uns an.
mail-passkey-added-subject = { $operator }: ein neuer Passkey
mail-passkey-added =
    Mit dem Passkey „{ $label }“ kann man sich jetzt als Sie anmelden.

    Wenn Sie es nicht waren, entfernen Sie ihn, setzen Sie sofort ein neues Passwort und rufen Sie uns an.
