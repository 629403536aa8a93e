//! What has been kept long enough is forgotten, and nothing else.

use rimessa_store::outbox::{self, Ended, NewMessage};
use rimessa_store::{idempotency, retention};

use crate::bench::{Bench, OP, OTHER, hour, promises};

promises!(old_answers_are_forgotten, letters_nobody_will_try_again_are_forgotten);

fn old_answers_are_forgotten(bench: &Bench) {
    bench.write(|tx| {
        for (op, key, at) in [(OP, "a", 1), (OP, "b", 2), (OP, "c", 3), (OTHER, "a", 1)] {
            idempotency::keep(tx, op, ("member:1", key), hour(at), b"d", "D")?;
        }
        assert_eq!(retention::old_answers(tx, hour(2), 1)?.len(), 1);
        let mut old = retention::old_answers(tx, hour(2), 10)?;
        old.sort();
        let of = |op, key: &str| (op, "member:1".to_owned(), key.to_owned());
        assert_eq!(old, [of(OP, "a"), of(OTHER, "a")]);
        retention::forget_answers(tx, &old)?;
        assert_eq!(retention::old_answers(tx, hour(9), 10)?.len(), 2);
        assert_eq!(idempotency::find(tx, OP, "member:1", "a")?, None);
        assert!(idempotency::find(tx, OP, "member:1", "b")?.is_some());
        Ok(())
    });
}

fn letters_nobody_will_try_again_are_forgotten(bench: &Bench) {
    bench.write(|tx| {
        for id in 1..=5 {
            let message = NewMessage {
                id,
                medium: "mail",
                kind: "k",
                member: None,
                booking: None,
                sealed: b"sealed",
            };
            outbox::put(tx, OP, hour(i64::try_from(id).unwrap_or(0)), &message)?;
        }
        assert_eq!(outbox::take(tx, "mail", (hour(6), hour(7)), 9)?.len(), 5);
        for (id, state, next) in [
            (1, "dead", None),
            (2, "unsure", None),
            (3, "waiting", Some(hour(9))),
            (5, "dead", None),
        ] {
            let problem = Some("550");
            let how = Ended { state, problem, next, sent: None, purge: false };
            assert!(outbox::ended(tx, (OP, id, 1), &how)?);
        }
        assert_eq!(retention::forget_letters(tx, hour(5), 1)?, 1);
        assert_eq!(retention::forget_letters(tx, hour(5), 10)?, 1);
        assert_eq!(retention::forget_letters(tx, hour(5), 10)?, 0);
        let rows = outbox::page(tx, OP, u128::MAX, 10)?;
        let kept: Vec<_> = rows.iter().filter(|row| row.sealed.is_some()).map(|r| r.id).collect();
        assert_eq!(kept, [5, 4, 3], "younger ones, and those still to be sent");
        assert!(rows.iter().all(|row| row.medium == "mail"), "that there was one stays known");
        Ok(())
    });
}
