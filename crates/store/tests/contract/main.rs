//! What the store promises, held to it on both engines.
//!
//! Each promise begins with an empty store. Those of one engine are tried one after another, so that one
//! PostgreSQL does for all of them; the last name that is printed is that of the one that is broken.

mod access;
mod bench;
mod bookings;
mod calendar;
mod cases;
mod crossing;
mod fleet;
mod identity;
mod journal;
mod members;
mod money;
mod office;
mod outbox;
mod people;
mod places;
mod retention;
mod work;

use bench::{Bench, Promise};

const PROMISES: &[&[Promise]] = &[
    access::PROMISES,
    bookings::PROMISES,
    calendar::PROMISES,
    cases::PROMISES,
    crossing::PROMISES,
    identity::PROMISES,
    fleet::PROMISES,
    journal::PROMISES,
    members::PROMISES,
    money::PROMISES,
    office::PROMISES,
    outbox::PROMISES,
    people::PROMISES,
    places::PROMISES,
    retention::PROMISES,
    work::PROMISES,
];

#[test]
fn sqlite_keeps_what_the_store_promises() {
    for (name, promise) in PROMISES.iter().copied().flatten() {
        println!("{name}");
        promise(&Bench::sqlite());
    }
}

#[test]
fn postgresql_keeps_what_the_store_promises() {
    let bench = Bench::postgres();
    for (name, promise) in PROMISES.iter().copied().flatten() {
        println!("{name}");
        promise(&bench);
        bench.empty();
    }
}
