# Logging in, sessions, tokens
problem-must-change-password = Your password is temporary. Choose one of your own first.
problem-second-factor-missing = Type the six digits of your authenticator, too, or one of your recovery codes.
problem-second-factor-wrong = These digits are wrong or were used before. Wait for the next ones, or use a recovery code.
problem-second-factor-needed = This operator asks for a second factor. Set up your authenticator first.
problem-signature-wrong = This call is not signed with the key of a device that may call here.
problem-signature-too-old = The time of this signed call is more than five minutes off. Set the clock of the device.
problem-staff-of-others = They work for other operators, too. Take their roles here away, or ask who administers the installation.
problem-not-yourself = You cannot do this to yourself. Ask another administrator.
problem-not-everywhere = Only who administers the whole installation grants for all operators.
problem-no-such-session = There is no such session.
problem-no-such-staff = There is nobody of that name or id among the staff.
problem-no-such-grant = They do not have that role here.
problem-no-such-second-factor = There is no second factor to take away.
problem-no-such-program = There is no such program.
problem-no-such-device = There is no such device.
problem-no-such-passkey = There is no such passkey.
problem-passkeys-need-a-site = Passkeys belong to a site: the operator has not said yet where its pages are.

invalid-passkey-wrong = This passkey does not fit, or it took too long. Try again.
invalid-too-many-passkeys = You have twenty passkeys. Take one away first.
invalid-passwords-differ = The two passwords differ. Type the new one twice.
invalid-password-too-short = A password has at least ten characters.
invalid-password-too-long = A password has at most 1000 characters.
invalid-password-holds-name = A password must not contain your name, number or address.
invalid-password-too-easy = This password is easy to guess. Use several words that do not belong together.
invalid-password-as-before = This is the password you have. Choose another one.
invalid-old-password-wrong = This is not your password so far.
invalid-reset-is-over = This code was used or is too old. Ask for another mail.
invalid-not-a-login-name = A login name has 2 to 100 characters.
invalid-no-such-role = There is no role “{ $found }”: agent, field, billing, manager and administrator are those there are.
invalid-second-factor-is-there = You have a second factor already. An administrator can take it away.
invalid-nothing-to-confirm = There is no second factor to confirm. Set one up first.
invalid-wrong-totp = These digits are wrong. Check the clock of the authenticator and type the next ones.
invalid-not-a-label = A label has 1 to 100 characters.
invalid-no-such-scope = There is no scope “{ $found }”. The description of the API names them.
invalid-beyond-3650 = From 1 to 3650.
invalid-no-such-device-kind = “{ $found }” is no kind of device: kiosk, on-board, charger and sms-gateway are.
invalid-no-such-vehicle-here = There is no vehicle “{ $found }”.

mail-password-reset-subject = { $operator }: a new password
mail-password-reset =
    Somebody, we hope you, asked for a new password. This link sets one, once, within an hour:

    { $link }

    If it was not you, do nothing: your password stays as it is.
mail-password-changed-subject = { $operator }: your password was changed
mail-password-changed =
    Your password was changed, and you were logged out everywhere.

    If it was not you, ask for a new password at once and call us.
mail-passkey-added-subject = { $operator }: a passkey was added
mail-passkey-added =
    The passkey “{ $label }” can now log you in.

    If it was not you, take it away, set a new password at once and call us.
