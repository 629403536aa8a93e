//! Logins, grants, sessions, and answers that are given again.

use rimessa_store::idempotency::{self, Given};
use rimessa_store::logins::{self, INSTALLATION, LoginRow};
use rimessa_store::sessions::{self, SessionRow};
use rimessa_store::{Failure, OperatorId};

use crate::bench::{Bench, OP, OTHER, hour, promises};

promises!(
    a_login_comes_back_as_it_was,
    a_login_name_belongs_to_one,
    roles_are_granted_and_taken_away,
    a_session_comes_back_until_it_ends,
    an_answer_is_kept_for_its_key,
);

fn login(op: OperatorId, id: u128, name: &str) -> LoginRow {
    LoginRow {
        operator: op,
        id,
        kind: "member".to_owned(),
        name: name.to_owned(),
        password_hash: None,
        must_change: false,
        failures: 0,
        blocked_until: None,
        disabled: false,
    }
}

fn a_login_comes_back_as_it_was(bench: &Bench) {
    bench.write(|tx| {
        let bare = login(OP, 1, "zoë");
        logins::put(tx, &bare, hour(0))?;
        assert_eq!(logins::by_name(tx, OP, "zoë")?, Some(bare.clone()));
        let whole = LoginRow {
            name: "z".to_owned(),
            password_hash: Some("$argon2id$".to_owned()),
            must_change: true,
            failures: 9,
            blocked_until: Some(hour(1)),
            disabled: true,
            ..bare
        };
        logins::put(tx, &whole, hour(2))?;
        assert_eq!(logins::get(tx, OP, 1)?, Some(whole.clone()));
        assert_eq!(logins::by_name(tx, OP, "z")?, Some(whole));
        assert_eq!(logins::by_name(tx, OP, "zoë")?, None);
        assert_eq!(logins::by_name(tx, OTHER, "z")?, None);
        assert_eq!(logins::get(tx, OTHER, 1)?, None);
        Ok(())
    });
}

fn a_login_name_belongs_to_one(bench: &Bench) {
    bench.write(|tx| {
        logins::put(tx, &login(OP, 1, "anna"), hour(0))?;
        logins::put(tx, &login(OTHER, 2, "anna"), hour(0))
    });
    let second = bench.store.write_now(|tx| logins::put(tx, &login(OP, 3, "anna"), hour(0)));
    assert!(matches!(second, Err(Failure::Corrupt(_))), "{second:?}");
}

fn roles_are_granted_and_taken_away(bench: &Bench) {
    bench.write(|tx| {
        for (op, role) in [(OTHER, "agent"), (OP, "field"), (OP, "agent"), (INSTALLATION, "agent")]
        {
            logins::grant(tx, op, 1, role)?;
            logins::grant(tx, op, 1, role)?;
        }
        logins::grant(tx, OP, 2, "billing")?;
        let of = |op, role: &str| (op, role.to_owned());
        let all = [of(INSTALLATION, "agent"), of(OP, "agent"), of(OP, "field"), of(OTHER, "agent")];
        assert_eq!(logins::grants(tx, 1)?, all);
        assert!(logins::revoke(tx, OP, 1, "field")?);
        assert!(!logins::revoke(tx, OP, 1, "field")?);
        assert_eq!(logins::grants(tx, 1)?.len(), 3);
        Ok(())
    });
}

fn session(hash: u8, subject: u128) -> SessionRow {
    SessionRow {
        operator: OP,
        token_hash: vec![hash; 32],
        kind: "program".to_owned(),
        subject,
        label: "Büro".to_owned(),
        scopes: "bookings bills".to_owned(),
        created: hour(0),
        expires: hour(i64::from(hash)),
        id: 77,
        used: None,
        second_factor: false,
    }
}

fn a_session_comes_back_until_it_ends(bench: &Bench) {
    bench.write(|tx| {
        for (hash, subject) in [(1, 1), (2, 1), (3, 2), (4, 3)] {
            sessions::insert(tx, &session(hash, subject))?;
        }
        assert_eq!(sessions::find(tx, &[3; 32])?, Some(session(3, 2)));
        assert_eq!(sessions::find(tx, &[9; 32])?, None);
        assert!(sessions::end(tx, &[3; 32])?);
        assert!(!sessions::end(tx, &[3; 32])?);
        assert_eq!(sessions::end_all(tx, 1)?, 2);
        assert_eq!(sessions::find(tx, &[1; 32])?, None);
        Ok(())
    });
}

fn an_answer_is_kept_for_its_key(bench: &Bench) {
    bench.write(|tx| {
        idempotency::keep(tx, OP, ("member:1", "k"), hour(0), b"digest", "Danswer")?;
        idempotency::keep(tx, OP, ("member:2", "k"), hour(0), b"other", "Rno")?;
        let given =
            Given { digest: b"digest".to_vec(), answer: "Danswer".to_owned(), made: hour(0) };
        assert_eq!(idempotency::find(tx, OP, "member:1", "k")?, Some(given.clone()));
        assert_eq!(idempotency::find(tx, OP, "member:1", "K")?, None);
        assert_eq!(idempotency::find(tx, OTHER, "member:1", "k")?, None);
        idempotency::replace(tx, OP, ("member:1", "k"), "Dother")?;
        let given = Given { answer: "Dother".to_owned(), ..given };
        assert_eq!(idempotency::find(tx, OP, "member:1", "k")?, Some(given));
        idempotency::forget(tx, OP, ("member:1", "k"))?;
        assert_eq!(idempotency::find(tx, OP, "member:1", "k")?, None);
        assert!(idempotency::find(tx, OP, "member:2", "k")?.is_some());
        Ok(())
    });
}
