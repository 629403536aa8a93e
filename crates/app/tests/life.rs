//! A booking's life through the use cases, and its replay.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use rimessa_app::book::Wish;
use rimessa_app::{App, Clock, Keys, Operator, Scene, Settings, Trouble};
use rimessa_app::{book, give_back, history, join, set_up, unlock};
use rimessa_domain::ids::{BookingId, MemberId};
use rimessa_domain::time::{Instant, Span};
use rimessa_store::Place;

/// An installation of its own with one operator, at 9:00 UTC of a Monday.
struct Bench {
    app: App,
    operator: Arc<Operator>,
    member: MemberId,
    _folder: tempfile::TempDir,
}

fn files(name: &str) -> set_up::RulebookFiles {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rulebooks").join(name);
    let toml = std::fs::read_to_string(folder.join("rulebook.toml")).unwrap();
    let mut texts = BTreeMap::new();
    for entry in std::fs::read_dir(folder.join("texts")).unwrap() {
        let path = entry.unwrap().path();
        let language = path.file_stem().unwrap().to_str().unwrap().to_owned();
        texts.insert(language, std::fs::read_to_string(&path).unwrap());
    }
    set_up::RulebookFiles { toml, texts }
}

fn bench(name: &str, category: Option<&str>) -> Bench {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::File(folder.path().join("store.db"));
    let keys = Keys::parse(&Keys::generate()).unwrap();
    let clock = Clock::set_to(Instant(1_772_442_000_000));
    let app = App::open(&place, rimessa_store::Settings::default(), keys, clock).unwrap();
    let id = set_up::operator(&app, name, &files(name), &Settings::default()).unwrap();
    let operator = Arc::clone(app.directory().by_id(id).unwrap());
    let category = category.map(str::to_owned);
    let member = app.command_now(&operator, rimessa_app::Actor::System, move |scene| {
        for code in ["A", "B"] {
            let station = set_up::NewStation {
                code: code.to_owned(),
                name: format!("Station {code}"),
                lat_e7: 497_000_000,
                lon_e7: 47_000_000,
                ..set_up::NewStation::default()
            };
            set_up::station(scene, &station)?;
        }
        let vehicle = set_up::NewVehicle {
            code: "1".to_owned(),
            category: category.clone(),
            station: "A".to_owned(),
            ..set_up::NewVehicle::default()
        };
        set_up::vehicle(scene, &vehicle)?;
        let mut new = join::NewMember { validated: true, ..join::NewMember::default() };
        new.person.email = Some("m@example.org".to_owned());
        new.person.phone = Some("+390110000000".to_owned());
        join::join(scene, &new)
    });
    let member = member.unwrap();
    Bench { app, operator, member, _folder: folder }
}

impl Bench {
    fn done<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Scene<'_, '_>) -> Result<T, Trouble> + Send + 'static,
    ) -> T {
        let actor = rimessa_app::Actor::Member(self.member);
        self.app.command_now(&self.operator, actor, work).unwrap()
    }

    fn pass(&self, span: Span) {
        self.app.clock().set(self.app.clock().now().plus(span));
    }
}

#[test]
fn a_trip_replays_to_the_same_statement() {
    let operators =
        [("clem", None), ("family", None), ("carcityclub", Some("city")), ("evai", Some("petrol"))];
    for (name, category) in operators {
        let bench = bench(name, category);
        let wish = Wish {
            vehicle: Some("1".to_owned()),
            start: "2026-03-02T12:00".to_owned(),
            end: "2026-03-02T14:00".to_owned(),
            ..Wish::default()
        };
        let asked = wish.clone();
        let booked = bench.done(move |scene| book::book(scene, &asked)).done().unwrap();
        let again = bench.done(move |scene| book::book(scene, &wish));
        assert_eq!(again.refused(), Some("vehicle-taken"), "{name}");
        let id = BookingId(rimessa_app::parse_id(&booked.id).unwrap());
        let early = bench.done(move |scene| unlock::unlock(scene, id, &unlock::Wish::default()));
        assert_eq!(early.refused(), Some("before-start"), "{name}");
        bench.pass(Span::minutes(125));
        bench
            .done(move |scene| unlock::unlock(scene, id, &unlock::Wish::default()))
            .done()
            .unwrap();
        bench.pass(Span::minutes(150));
        let back = give_back::Wish { distance_m: 23_400, ..give_back::Wish::default() };
        let back = bench.done(move |scene| give_back::give_back(scene, id, &back)).done().unwrap();
        assert!(!back.lines.is_empty(), "{name}: {back:?}");
        bench.pass(Span::days(40));
        let now = bench.app.clock().now();
        rimessa_app::settle_all(&bench.app, now).unwrap();
        let told = bench.done(move |scene| history::history(scene, now)).to_string();
        let scenario = rimessa_replay::scenario::Scenario::read(&told).unwrap();
        let rules = bench.operator.versions.at(now);
        let statement = rimessa_replay::check::run(rules, &scenario, &told).unwrap();
        let expect = scenario.expect.as_ref().unwrap();
        let differences = rimessa_replay::check::differences(&statement, expect);
        assert_eq!(differences, Vec::<String>::new(), "{name}: {told}");
    }
}

/// Pages of an operator stand under its name: it must be no address of the server itself.
#[test]
fn no_operator_is_called_like_an_address_of_the_server() {
    let bench = bench("clem", None);
    for name in ["api", "assets", "demo", "desk", "healthz", "language", "metrics", "styleguide"] {
        let settings = Settings::default();
        match set_up::operator(&bench.app, name, &files("clem"), &settings) {
            Err(Trouble::Invalid(all)) => assert_eq!(all[0].code, "taken", "{name}"),
            other => panic!("{name}: {other:?}"),
        }
    }
}
