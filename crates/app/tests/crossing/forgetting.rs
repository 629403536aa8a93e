//! What was kept for its period is forgotten, while others go on.

use rimessa_app::retain::{PERIODS, retain_all};
use rimessa_app::{App, Clock, Keys};
use rimessa_domain::time::{Instant, Span};
use rimessa_store::outbox::{self, Ended, NewMessage};
use rimessa_store::sessions::{self, SessionRow};
use rimessa_store::{Failure, OperatorId, Place, Settings, Tx, idempotency};

use crate::fleet::number;

const MORNING: Instant = Instant(1_772_442_000_000);
const OP: OperatorId = OperatorId(1);

/// An answer, a session and a message that cannot be sent, of each of so many days.
fn of_each_day(tx: &mut Tx<'_>, days: i64) -> Result<(), Failure> {
    for day in 0..days {
        let at = MORNING.plus(Span::days(day));
        let id = u128::from(day.unsigned_abs()) + 1;
        idempotency::keep(tx, OP, ("member:1", &format!("{day}")), at, b"d", "D{}")?;
        let session = SessionRow {
            operator: OP,
            token_hash: id.to_be_bytes().to_vec(),
            id,
            kind: "member".to_owned(),
            subject: 1,
            label: String::new(),
            scopes: String::new(),
            created: at,
            expires: at,
            used: None,
            second_factor: false,
        };
        sessions::insert(tx, &session)?;
        let message = NewMessage {
            id,
            medium: "sms",
            kind: "k",
            member: None,
            booking: None,
            sealed: b"sealed",
        };
        outbox::put(tx, OP, at, &message)?;
        outbox::take(tx, "sms", (at, at.plus(Span::minutes(5))), 1)?;
        let dead = Ended { state: "dead", problem: None, next: None, sent: None, purge: false };
        assert!(outbox::ended(tx, (OP, id, 1), &dead)?);
    }
    Ok(())
}

#[test]
fn what_was_kept_for_its_period_is_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::File(folder.path().join("store.db"));
    let keys = Keys::parse(&Keys::generate()).unwrap();
    let app = App::open(&place, Settings::default(), keys, Clock::set_to(MORNING)).unwrap();
    app.store().write_now(|tx| of_each_day(tx, 1200)).unwrap();
    let now = MORNING.plus(Span::days(1199));
    let forgotten = retain_all(&app, now).unwrap();
    let counts: Vec<_> = forgotten.iter().map(|one| (one.what, one.count)).collect();
    // What is exactly as old as its period is still there.
    assert!(counts.contains(&("answers", 1200 - 8)), "{counts:?}");
    assert!(counts.contains(&("sessions", 1200 - 2)), "{counts:?}");
    assert!(counts.contains(&("letters", 1200 - 31)), "{counts:?}");
    assert_eq!(counts.len(), PERIODS.len());
    assert_eq!(number(app.store(), "SELECT COUNT(*) FROM idempotency"), 8);
    assert_eq!(number(app.store(), "SELECT COUNT(*) FROM session"), 2);
    let sql = "SELECT COUNT(*) FROM outbox WHERE sealed IS NOT NULL";
    assert_eq!(number(app.store(), sql), 31);
    assert_eq!(number(app.store(), "SELECT COUNT(*) FROM outbox"), 1200);
    assert!(retain_all(&app, now).unwrap().iter().all(|one| one.count == 0));
}

#[test]
fn each_period_has_a_reason() {
    assert!(PERIODS.iter().all(|period| period.why.len() > 30 && period.kept >= Span::ZERO));
}
