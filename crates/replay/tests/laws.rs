//! Laws that hold whatever happens.

#[path = "books/shelf.rs"]
mod shelf;
#[path = "laws/story.rs"]
mod story;
#[path = "laws/telling.rs"]
mod telling;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use rimessa_domain::booking::{Booking, State};
use rimessa_domain::ids::Place;
use rimessa_domain::money::Money;
use rimessa_domain::refusal::RefusalCode;
use rimessa_domain::rules::Rules;
use rimessa_domain::time::Instant;
use rimessa_replay::event::{Event, What};
use rimessa_replay::statement::Statement;
use rimessa_replay::world::World;
use shelf::Shelf;
use story::{BEGINNINGS, OPERATORS, Stage, Step, Told, steps};
use telling::{all_happens, bookings, happens, lines, replay, world};

static SHELF: LazyLock<Shelf> = LazyLock::new(|| Shelf::of(str::to_owned));

const DAY_MS: i64 = 86_400_000;
const WEEK_MS: i64 = 7 * DAY_MS;

fn rules(stage: &Stage) -> Arc<Rules> {
    SHELF.find(stage.rulebook).unwrap()
}

fn stages() -> impl Strategy<Value = Stage> {
    let stage = (select(OPERATORS), select(BEGINNINGS));
    stage.prop_map(|(rulebook, begins)| Stage { rulebook, prefix: "", begins })
}

/// A day after the last event.
fn later(story: &[Told]) -> i64 {
    story.last().map_or(0, |told| told.at) + DAY_MS
}

/// What a booking holds of its vehicle: reserved and booked time, once brought back up to then.
fn held(booking: &Booking) -> Option<(Instant, Instant)> {
    let end = match booking.state {
        State::Cancelled => return None,
        State::Returned(at) => at.min(booking.end),
        _ => booking.end,
    };
    Some((booking.reserved_start(), end))
}

fn overlap(world: &World<'_>) -> Option<(Booking, Booking)> {
    let all: Vec<_> = bookings(world).filter_map(|b| Some((b, held(b)?))).collect();
    for (index, (one, (from, until))) in all.iter().enumerate() {
        for (other, (start, end)) in &all[index + 1..] {
            if one.vehicle == other.vehicle && from < end && start < until {
                return Some(((*one).clone(), (*other).clone()));
            }
        }
    }
    None
}

/// Where each vehicle was left, as somebody would write down who only looks at what happens.
#[derive(Default)]
struct Logbook {
    /// Vehicle, pick-up and drop-off of each booking.
    bookings: BTreeMap<String, (String, Place, Place)>,
    left: BTreeMap<String, Place>,
    driving: BTreeMap<String, String>,
}

impl Logbook {
    /// Writes down an event that was taken; an error if a trip began where the vehicle is not.
    fn note(&mut self, event: &Event<'_>, round_trip: bool) -> Result<(), String> {
        match &event.what {
            What::Book(book) => {
                let dropoff = if round_trip { book.pickup } else { book.dropoff };
                let agreed = (book.vehicle.to_owned(), book.pickup, dropoff);
                self.bookings.insert(book.booking.to_owned(), agreed);
                self.left.entry(book.vehicle.to_owned()).or_insert(book.pickup);
            }
            What::Move { vehicle, to } => {
                self.left.insert((*vehicle).to_owned(), *to);
            }
            What::Unlock(name) => {
                let (vehicle, pickup, _) = &self.bookings[*name];
                match self.driving.insert(vehicle.clone(), (*name).to_owned()) {
                    Some(other) if other == *name => return Ok(()),
                    Some(other) => return Err(format!("{other} has the vehicle of {name}")),
                    None => {}
                }
                let place = self.left[vehicle];
                if place != *pickup || place == Place::OffNetwork {
                    return Err(format!("{name} begins at {pickup:?}, but it is at {place:?}"));
                }
            }
            What::Return(back) => {
                let (vehicle, _, dropoff) = self.bookings[back.booking].clone();
                self.driving.remove(&vehicle);
                self.left.insert(vehicle, back.place.unwrap_or(dropoff));
            }
            _ => {}
        }
        Ok(())
    }
}

/// Refusals that are remembered, so that what comes later may depend on them.
fn leaves_a_trace(told: &Told, answer: Option<RefusalCode>) -> bool {
    let extending = told.json.contains(r#""type": "extend""#);
    match answer {
        Some(RefusalCode::TooLate | RefusalCode::NextBooking) => extending,
        Some(
            RefusalCode::VehicleAway | RefusalCode::VehicleElsewhere | RefusalCode::NotValidated,
        ) => told.json.contains(r#""type": "unlock""#),
        _ => false,
    }
}

fn sorted(mut lines: Vec<String>) -> Vec<String> {
    lines.sort();
    lines
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bookings_of_a_vehicle_never_overlap(stage in stages(), steps in steps(true)) {
        let rules = rules(&stage);
        let mut world = world(&rules, &[stage]);
        for told in stage.tell(&steps) {
            happens(&mut world, &told, &mut |_, _| {});
            prop_assert_eq!(overlap(&world), None, "after {:?}", told);
        }
    }

    #[test]
    fn a_trip_begins_where_the_one_before_or_the_staff_left_the_vehicle(
        stage in stages(), steps in steps(false),
    ) {
        let rules = rules(&stage);
        let round_trip = rules.booking.as_ref().is_some_and(|terms| terms.round_trip);
        let (mut world, mut logbook) = (world(&rules, &[stage]), Logbook::default());
        for told in stage.tell(&steps) {
            let mut noted = Ok(());
            happens(&mut world, &told, &mut |event, refusal| {
                if refusal.is_none() {
                    noted = logbook.note(event, round_trip);
                }
            });
            prop_assert_eq!(noted, Ok(()), "after {:?}", told);
        }
    }

    #[test]
    fn totals_are_the_sums_of_lines(stage in stages(), steps in steps(true)) {
        let rules = rules(&stage);
        let story = stage.tell(&steps);
        let mut world = world(&rules, &[stage]);
        all_happens(&mut world, &story);
        world.finish(Some(Instant(later(&story)))).unwrap();
        let mut sums: BTreeMap<String, i64> = BTreeMap::new();
        for line in world.lines() {
            *sums.entry(world.member_name(line.member).to_owned()).or_default() += line.amount.0;
            prop_assert_ne!(line.amount, Money(0));
        }
        let statement = Statement::new(String::new(), vec![], vec![], world).unwrap();
        let totals: BTreeMap<_, _> = statement.totals.into_iter().map(|(m, t)| (m, t.0)).collect();
        prop_assert_eq!(totals, sums);
    }

    #[test]
    fn a_replay_cut_in_two_gives_the_same(
        stage in stages(), steps in steps(true), cut in any::<prop::sample::Index>(),
        wait in 0i64..=4,
    ) {
        let rules = rules(&stage);
        let story = stage.tell(&steps);
        let until = later(&story);
        let (answers, whole) = replay(&rules, &[stage], &story, until);
        let (first, second) = story.split_at(cut.index(story.len() + 1));
        let mut world = world(&rules, &[stage]);
        let mut resumed_answers = all_happens(&mut world, first);
        // Billed up to a moment between the two halves, in a copy and in the one carried on.
        let from = first.last().map_or(stage.begins, |told| told.at);
        let to = second.first().map_or(until, |told| told.at);
        let mut resumed = world.clone();
        resumed.finish(Some(Instant(from + (to - from) / 4 * wait))).unwrap();
        prop_assert!(lines(&resumed).starts_with(&lines(&world)));
        resumed_answers.extend(all_happens(&mut resumed, second));
        resumed.finish(Some(Instant(until))).unwrap();
        prop_assert_eq!(&lines(&resumed), &whole);
        prop_assert_eq!(&resumed_answers, &answers);
        all_happens(&mut world, second);
        world.finish(Some(Instant(until))).unwrap();
        prop_assert_eq!(&lines(&world), &whole);
    }

    #[test]
    fn what_others_do_with_other_vehicles_changes_nothing(
        stage in stages(), mine in steps(true), theirs in steps(true), first in any::<bool>(),
    ) {
        let rules = rules(&stage);
        let other = Stage { prefix: "x", ..stage };
        let stages = [stage, other];
        let (mine, theirs) = (stage.tell(&mine), other.tell(&theirs));
        let pair = if first { [&mine[..], &theirs] } else { [&theirs[..], &mine] };
        let mut both = pair.concat();
        both.sort_by_key(|told| told.at);
        let until = later(&both);
        let (_, together) = replay(&rules, &stages, &both, until);
        let mut apart = replay(&rules, &stages, &mine, until).1;
        apart.extend(replay(&rules, &stages, &theirs, until).1);
        prop_assert_eq!(sorted(together), sorted(apart));
    }

    #[test]
    fn a_refused_event_leaves_no_trace(stage in stages(), steps in steps(true)) {
        let rules = rules(&stage);
        let story = stage.tell(&steps);
        let until = later(&story);
        let (answers, whole) = replay(&rules, &[stage], &story, until);
        let kept = story.iter().zip(&answers);
        let kept = kept.filter(|(told, answer)| answer.is_none() || leaves_a_trace(told, **answer));
        let (kept, answers): (Vec<_>, Vec<_>) =
            kept.map(|(told, answer)| (told.clone(), *answer)).unzip();
        let (again, rest) = replay(&rules, &[stage], &kept, until);
        prop_assert_eq!(rest, whole);
        prop_assert_eq!(again, answers);
    }

    #[test]
    fn a_story_some_weeks_later_costs_the_same(
        rulebook in select(&OPERATORS[..4]), steps in steps(false), weeks in 1i64..=8,
    ) {
        // Not parking by the month. From May to October the clocks do not change.
        let stage = Stage { rulebook, prefix: "", begins: BEGINNINGS[0] };
        let shifted = Stage { begins: stage.begins + weeks * WEEK_MS, ..stage };
        let rules = rules(&stage);
        let (now, then) = (stage.tell(&steps), shifted.tell(&steps));
        prop_assert_eq!(
            replay(&rules, &[stage], &now, later(&now)),
            replay(&rules, &[shifted], &then, later(&then))
        );
    }

    #[test]
    fn billing_further_only_adds_lines(stage in stages(), steps in steps(true), days in 0i64..400) {
        let rules = rules(&stage);
        let story = stage.tell(&steps);
        let (_, sooner) = replay(&rules, &[stage], &story, later(&story));
        let (_, further) = replay(&rules, &[stage], &story, later(&story) + days * DAY_MS);
        prop_assert!(further.starts_with(&sooner), "{sooner:?}\n{further:?}");
    }
}

#[test]
fn the_stories_reach_what_the_laws_are_about() {
    let mut runner = TestRunner::deterministic();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for _ in 0..400 {
        let stage = stages().new_tree(&mut runner).unwrap().current();
        let steps: Vec<Step> = steps(true).new_tree(&mut runner).unwrap().current();
        let story = stage.tell(&steps);
        let (answers, lines) = replay(&rules(&stage), &[stage], &story, later(&story));
        for (told, answer) in story.iter().zip(answers) {
            let sort = told.json.split('"').nth(7).unwrap();
            let answer = answer.map_or("taken", RefusalCode::code);
            *seen.entry(format!("{sort} {answer}")).or_default() += 1;
        }
        *seen.entry("lines".to_owned()).or_default() += lines.len();
    }
    for (what, least) in [
        ("book taken", 500),
        ("book vehicle-taken", 50),
        ("book vehicle-elsewhere", 20),
        ("change taken", 20),
        ("cancel taken", 20),
        ("extend taken", 20),
        ("unlock taken", 200),
        ("unlock vehicle-elsewhere", 5),
        ("unlock vehicle-away", 5),
        ("return taken", 100),
        ("subscribe taken", 50),
        ("exit taken", 10),
        ("move taken", 50),
        ("lines", 1000),
    ] {
        assert!(seen.get(what).is_some_and(|count| *count >= least), "{what}: {seen:#?}");
    }
}
