# Pratiche, indennità, rimborsi
problem-no-such-case = Questa pratica non esiste.
problem-no-such-indemnity = Questa indennità non esiste.
problem-no-such-refund = Questo rimborso non esiste.
problem-no-such-item = Questa carta carburante o chiave non esiste.

# Che cosa non va in un campo
invalid-no-such-case = Non si può segnalare nulla come “{ $found }”. Scegliete uno dei tipi proposti.
invalid-no-such-state = Lo stato “{ $found }” non esiste. Scegliete uno degli stati proposti.
invalid-no-such-topic = L’argomento “{ $found }” non esiste. Scegliete address, phone, plate o other.
invalid-no-such-outcome = Una pratica non si chiude con “{ $found }”. Scegliete settled, unfounded, duplicate o passed-on.
invalid-no-such-colleague = Qui non lavora nessuno di nome “{ $found }”. Controllate il nome utente.
invalid-no-such-item = “{ $found }” qui non si consegna né si perde. Scegliete fuel-card o key.
invalid-not-an-id = “{ $found }” non è un identificativo. Prendetelo dalla risposta che lo riportava.
invalid-not-yet = Questo momento deve ancora venire. Scegliete un momento passato.
invalid-too-many-items = Sono troppi. Inviatene meno alla volta.
invalid-has-an-owner = Un altro segue questa pratica. Chiedete che vi sia passata.
invalid-closed = Questa pratica è chiusa. Apritene un’altra se resta qualcosa da fare.
invalid-already-told = Il socio è già stato avvisato. Rinunciatevi e proponetene un’altra.
invalid-decided = È già deciso; non resta nulla da fare.
invalid-not-used = Questa prenotazione non è stata usata. Indicate quella al cui prelievo è stato trovato.
invalid-hear-first = “{ $found }” è un’indennità. Proponetela, perché il socio sia prima sentito.
invalid-not-an-odometer = Un contachilometri non può segnare “{ $found }” metri. Controllate la lettura.
invalid-odometer-runs-back = { $found } metri non seguono la lettura all’apertura. Controllate entrambe.
invalid-not-back-yet = Per gli altri il veicolo non era rientrato prima di { $found }. Scegliete un momento successivo.
invalid-not-under-way = Questa corsa non è in atto. Guardatene lo stato.
invalid-replaced = È già stato sostituito. Guardate da che cosa.
invalid-not-a-month = “{ $found }” non è un mese. Scrivetelo come 2026-03.

# Rifiuti del servizio stesso
refusal-too-late-to-query = Una corsa può essere contestata fino alla fine del suo mese. Contattateci se qualcosa non va.
refusal-objection-too-late = Il termine per opporsi è passato. Contattateci se c’è qualcosa di nuovo.
refusal-member-not-heard = Il socio non è stato sentito. Avvisatelo, e aspettate l’opposizione o la fine del termine.

# Messaggi
message-case-answered = C’è una risposta a ciò che avete segnalato. La trovate tra le vostre pratiche.
message-case-closed = Ciò che avete segnalato è stato trattato. Trovate l’esito tra le vostre pratiche.
message-indemnity-proposed = Vi è proposta un’indennità: { $title }, { $amount } ({ $basis }). Per ora non è addebitato nulla. Se non siete d’accordo, opponetevi prima del { $until }; trovate tutto tra le vostre indennità.
message-indemnity-waived = Si rinuncia all’indennità “{ $title }” di { $amount } ({ $basis }). Non c’è nulla da pagare.
message-indemnity-billed = L’indennità “{ $title }” di { $amount } ({ $basis }) sarà nella prossima fattura. Trovate il motivo tra le vostre indennità.
message-refund-paid = Vi sono rimborsati { $amount } con la prossima fattura.
message-refund-refused = Ciò che avete chiesto non può essere rimborsato: { $reason }
message-vehicle-late = Il veicolo { $vehicle }, che avete prenotato dal { $start }, probabilmente rientrerà in ritardo. Potete scegliere un altro veicolo o un altro orario: chiamate { $phone }.

# Uso ricostruito
reading-opened = all’apertura
reading-refused = quando doveva essere aperto per un altro
reading-returned = alla riconsegna
reading-checked = al controllo
reconstructed-before = Prima: { $km } km il { $at }, { $occasion }.
reconstructed-before-unknown = Prima: non si conosce alcuna lettura.
reconstructed-after = Dopo: { $km } km il { $at }, { $occasion }.
reconstructed-after-unknown = Dopo: il veicolo non è ancora stato visto.
reconstructed-not-before = Non prima del { $at }: fino ad allora altri non potevano usarlo, o qualcosa lo riguardava.
reconstructed-returned = Era dunque rientrato al più tardi il { $at }; il dubbio va a favore del socio.
reconstructed-distance = Sono dunque stati percorsi { $km } km.
