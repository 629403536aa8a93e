//! Work of several steps, asked for again with the same key: while it is done, after it was done, after
//! it failed, and after whoever did it broke off. On both engines.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;

use rimessa_app::{App, Clock, Keys, Once, Operator, Trouble};
use rimessa_domain::time::{Instant, Span};
use rimessa_store::{Place, Settings};
use rimessa_testing::Server;

use crate::fleet::found;

const MORNING: Instant = Instant(1_772_442_000_000);

fn once(key: &str, asked: u8) -> Once {
    let (actor, key) = ("stranger:0".to_owned(), key.to_owned());
    Once { actor, key, digest: [asked; 32], secret: true }
}

fn repeats(app: &App, operator: &Arc<Operator>) {
    let asked = || {
        app.apart(operator, Some(once("a", 1)), |app| {
            // Somebody asks the same meanwhile.
            let again = app.apart(operator, Some(once("a", 1)), |_| Ok("twice"));
            assert_eq!(again, Err(Trouble::UnderWay));
            Ok("done")
        })
    };
    let first = asked().unwrap();
    assert_eq!((&*first.json, first.repeated), ("\"done\"", false));
    let again = asked().unwrap();
    assert_eq!((&*again.json, again.repeated), ("\"done\"", true));
    let other = app.apart(operator, Some(once("a", 2)), |_| Ok("other"));
    assert_eq!(other, Err(Trouble::KeyUsed));
    // What failed can be asked for again.
    let failed = app.apart::<()>(operator, Some(once("b", 1)), |_| Err(Trouble::NotLoggedIn));
    assert_eq!(failed, Err(Trouble::NotLoggedIn));
    assert!(!app.apart(operator, Some(once("b", 1)), |_| Ok("now")).unwrap().repeated);
}

fn breaks_off(app: &App, operator: &Arc<Operator>) {
    let broken = thread::scope(|scope| {
        let work = || app.apart::<()>(operator, Some(once("c", 1)), |_| panic!("it breaks off"));
        scope.spawn(work).join()
    });
    assert!(broken.is_err());
    let ask = || app.apart(operator, Some(once("c", 1)), |_| Ok("at last"));
    assert_eq!(ask(), Err(Trouble::UnderWay));
    app.clock().set(app.clock().now().plus(Span::minutes(2)));
    assert!(!ask().unwrap().repeated);
    assert!(ask().unwrap().repeated);
}

/// Many ask at once: one does it.
fn one_of_many(app: &App, operator: &Arc<Operator>) {
    for round in 0..20 {
        let (done, start) = (AtomicUsize::new(0), Barrier::new(8));
        let key = format!("d{round}");
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    start.wait();
                    let answer = app.apart(operator, Some(once(&key, 1)), |_| {
                        done.fetch_add(1, Ordering::SeqCst);
                        Ok("done")
                    });
                    assert!(matches!(answer, Ok(_) | Err(Trouble::UnderWay)), "{answer:?}");
                });
            }
        });
        assert_eq!(done.load(Ordering::SeqCst), 1, "round {round}");
    }
}

fn all(place: &Place) {
    let keys = Keys::parse(&Keys::generate()).unwrap();
    let app = App::open(place, Settings::default(), keys, Clock::set_to(MORNING)).unwrap();
    let operator = found(&app, "clem", 1, 1).operator;
    repeats(&app, &operator);
    breaks_off(&app, &operator);
    one_of_many(&app, &operator);
}

#[test]
fn work_of_several_steps_is_done_once_for_a_key_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    all(&Place::File(folder.path().join("store.db")));
}

#[test]
fn work_of_several_steps_is_done_once_for_a_key_on_postgresql() {
    all(&Place::Postgres(Server::shared().database()));
}
