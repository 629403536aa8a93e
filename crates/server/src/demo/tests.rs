//! A short history of every operator, and the whole one where somebody has the time.

use rimessa_app::{Actor, App, Clock, Keys, board, claim, validate};
use rimessa_domain::time::{Instant, Span};
use rimessa_store::{Place, Settings};

use super::check::{Compared, check};
use super::data::Data;
use super::play::{Plan, Tally, play};

/// Midnight, UTC, before Monday, 5 October 2026: summer time ends in it.
const FROM: Instant = Instant(1_791_158_400_000);

fn played(days: i64, percent: u64, seed: u64) -> (App, Tally, Instant, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::File(folder.path().join("demo.db"));
    let keys = Keys::parse(&Keys::generate()).unwrap();
    let settings = Settings { durable: false, ..Settings::default() };
    let app = App::open(&place, settings, keys, Clock::set_to(FROM)).unwrap();
    let plan = Plan { from: FROM, until: FROM.plus(Span::days(days)), percent, seed };
    let tally = play(&app, &Data::shipped().unwrap(), plan, "-", &|_, _| {}).unwrap();
    (app, tally, plan.until, folder)
}

/// That each operator's history is replayed to the same statement, and how long the shortest is.
fn replays(app: &App, until: Instant) -> (usize, usize) {
    let compared = check(app, until).unwrap();
    assert_eq!(compared.len(), Data::shipped().unwrap().operators.len());
    for one in &compared {
        let first: Vec<_> = one.differences.iter().take(5).collect();
        assert!(first.is_empty(), "{}: {first:#?}", one.slug);
    }
    let least = |count: fn(&Compared) -> usize| compared.iter().map(count).min().unwrap_or(0);
    (least(|one| one.events), least(|one| one.lines))
}

#[test]
fn live_and_replay_give_the_same_statements() {
    let (app, tally, until, _folder) = played(30, 25, 7);
    let done = |kind| tally.get(&(kind, "done".to_owned())).copied().unwrap_or(0);
    assert!(done("return") >= 300, "{tally:?}");
    for kind in ["book", "change", "extend", "cancel", "unlock", "report", "subscribe", "exit"] {
        assert!(done(kind) > 0, "{kind}: {tally:?}");
    }
    assert!(tally.keys().any(|(_, how)| how != "done"), "{tally:?}");
    let (events, lines) = replays(&app, until);
    assert!(events > 50 && lines > 20, "{events} events, {lines} lines");
}

/// None of the office's pages is empty when the history ends.
#[test]
fn something_lies_on_every_desk() {
    let (app, _, until, _folder) = played(8, 40, 3);
    let (mut proposed, mut objected, mut asked) = (0, 0, 0);
    for operator in app.directory().all() {
        let looked = app.ask_now(&operator, Actor::System, |scene| {
            let on_board = board::board(scene)?;
            let queue = validate::queue(scene, None, 100)?;
            let scans = queue.applications.iter().map(|one| one.uploads.len()).sum::<usize>();
            let claims = claim::in_state(scene, "asked", None, 10)?.claims.len();
            Ok::<_, rimessa_app::Trouble>((on_board, scans, claims))
        });
        let (on_board, scans, claims) = looked.unwrap();
        assert!(scans >= 3, "{}: no scans", operator.slug);
        assert!(on_board.waiting.cases > 0, "{}: no cases", operator.slug);
        if operator.versions.at(until).booking.is_some() {
            let (off, out) = (on_board.off_line.len(), on_board.out_of_service.len());
            assert!(off > 0 && out > 0, "{}: {off} off line, {out} out", operator.slug);
        }
        proposed += on_board.waiting.proposed;
        objected += on_board.waiting.objected;
        asked += claims;
    }
    assert!(proposed > 0 && objected > 0 && asked > 0, "{proposed} {objected} {asked}");
    replays(&app, until);
}

#[test]
fn a_seed_plays_the_same_history() {
    let (_, one, ..) = played(6, 10, 1);
    let (_, again, ..) = played(6, 10, 1);
    let (_, other, ..) = played(6, 10, 2);
    assert_eq!(one, again);
    assert_ne!(one, other);
}

/// The whole demo: thirteen months. In `make trials`, which sets `RIMESSA_TRIALS`.
#[test]
fn the_whole_history_replays() {
    if std::env::var_os("RIMESSA_TRIALS").is_none() {
        return;
    }
    let (app, tally, until, _folder) = played(397, 100, 2026);
    assert!(tally.get(&("return", "done".to_owned())).is_some_and(|n| *n >= 20_000), "{tally:?}");
    replays(&app, until);
}

#[test]
fn the_demo_is_as_large_as_it_says() {
    let data = Data::shipped().unwrap();
    let vehicles = data.operators.iter().flat_map(|of| &of.stations);
    let vehicles: u32 = vehicles.flat_map(|station| station.vehicles.values()).sum();
    let members: usize = data.operators.iter().map(|of| of.members).sum();
    assert!(vehicles >= 300 && members >= 500, "{vehicles} vehicles, {members} members");
    for of in &data.operators {
        for role in ["agent", "field", "billing", "manager"] {
            let mine = |staff: &super::data::StaffOf| {
                staff.role == role && staff.operators.contains(&of.slug)
            };
            assert!(data.staff.iter().any(mine), "{}: {role}", of.slug);
        }
    }
    let keys = |language: &str| data.said[language].keys().collect::<Vec<_>>();
    assert!(data.said.keys().all(|language| keys(language) == keys("fr")), "{:?}", data.said);
    let everywhere = |role: &str| {
        data.staff.iter().any(|staff| staff.role == role && staff.operators.is_empty())
    };
    assert!(everywhere("agent") && everywhere("administrator"));
    let table = super::welcome("127.0.0.1:8080");
    let said = |login: &str| table.lines().any(|line| line.contains(login));
    assert!(said("centrale") && said("admin") && said(super::PASSWORD), "{table}");
}
