# Accesso, sessioni, token
problem-must-change-password = La tua password è provvisoria. Scegline prima una tua.
problem-second-factor-missing = Inserisci anche le sei cifre della tua app di autenticazione, o un codice di recupero.
problem-second-factor-wrong = Queste cifre sono sbagliate o già usate. Aspetta le prossime, o usa un codice di recupero.
problem-second-factor-needed = Questo operatore richiede un secondo fattore. Configura prima la tua app di autenticazione.
problem-signature-wrong = Questa chiamata non è firmata con la chiave di un dispositivo ammesso qui.
problem-signature-too-old = L’ora di questa chiamata firmata si scosta di oltre cinque minuti. Regola l’orologio del dispositivo.
problem-staff-of-others = Questa persona lavora anche per altri operatori. Toglile i ruoli qui, o rivolgiti a chi amministra l’installazione.
problem-not-yourself = Non puoi farlo a te stesso. Chiedi a un altro amministratore.
problem-not-everywhere = Solo chi amministra tutta l’installazione concede ruoli per tutti gli operatori.
problem-no-such-session = Questa sessione non esiste.
problem-no-such-staff = Tra il personale non c’è nessuno con questo nome o identificativo.
problem-no-such-grant = Questa persona non ha quel ruolo qui.
problem-no-such-second-factor = Non c’è un secondo fattore da togliere.
problem-no-such-program = Questo programma non esiste.
problem-no-such-device = Questo dispositivo non esiste.
problem-no-such-passkey = Questa passkey non esiste.
problem-passkeys-need-a-site = Le passkey appartengono a un sito: l’operatore non ha ancora indicato dove sono le sue pagine.

invalid-passkey-wrong = Questa passkey non va bene, o è passato troppo tempo. Riprova.
invalid-too-many-passkeys = Hai venti passkey. Togline prima una.
invalid-passwords-differ = Le due password sono diverse. Scrivi la nuova due volte.
invalid-password-too-short = Una password ha almeno dieci caratteri.
invalid-password-too-long = Una password ha al massimo 1000 caratteri.
invalid-password-holds-name = Una password non deve contenere il tuo nome, numero o indirizzo.
invalid-password-too-easy = Questa password è facile da indovinare. Usa più parole che non c’entrano tra loro.
invalid-password-as-before = È la password che hai già. Scegline un’altra.
invalid-old-password-wrong = Non è la tua password attuale.
invalid-reset-is-over = Questo codice è già stato usato o è troppo vecchio. Chiedi un’altra e-mail.
invalid-not-a-login-name = Un nome di accesso ha da 2 a 100 caratteri.
invalid-no-such-role = Il ruolo «{ $found }» non esiste: ci sono agent, field, billing, manager e administrator.
invalid-second-factor-is-there = Hai già un secondo fattore. Un amministratore può toglierlo.
invalid-nothing-to-confirm = Non c’è un secondo fattore da confermare. Configurane prima uno.
invalid-wrong-totp = Queste cifre sono sbagliate. Controlla l’ora dell’app e inserisci le prossime.
invalid-not-a-label = Un’etichetta ha da 1 a 100 caratteri.
invalid-no-such-scope = Il permesso «{ $found }» non esiste. La descrizione dell’API li elenca.
invalid-beyond-3650 = Da 1 a 3650.
invalid-no-such-device-kind = «{ $found }» non è un tipo di dispositivo: ci sono kiosk, on-board, charger e sms-gateway.
invalid-no-such-vehicle-here = Non c’è il veicolo «{ $found }».

mail-password-reset-subject = { $operator }: una nuova password
mail-password-reset =
    Qualcuno, speriamo tu, ha chiesto una nuova password. Questo collegamento ne imposta una, una volta sola, entro un’ora:

    { $link }

    Se non eri tu, non fare nulla: la tua password resta com’è.
mail-password-changed-subject = { $operator }: la tua password è stata cambiata
mail-password-changed =
    La tua password è stata cambiata e tutte le tue sessioni sono terminate.

    Se non eri tu, chiedi subito una nuova password e chiamaci.
mail-passkey-added-subject = { $operator }: una nuova passkey
mail-passkey-added =
    Con la passkey «{ $label }» ora si può accedere al tuo account.

    Se non eri tu, toglila, imposta subito una nuova password e chiamaci.
