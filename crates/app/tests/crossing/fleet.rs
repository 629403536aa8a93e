//! An operator with vehicles and members, on either engine, and what must be true of its store.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use rimessa_app::join::{NewMember, join};
use rimessa_app::set_up::{self, NewStation, NewVehicle, RulebookFiles};
use rimessa_app::{Actor, App, Operator, Settings};
use rimessa_domain::ids::MemberId;
use rimessa_store::{Failure, Store, Tx};

/// An operator with vehicles `1`, `2` … at station `A`.
pub(crate) struct Fleet {
    pub(crate) operator: Arc<Operator>,
    pub(crate) members: Vec<MemberId>,
}

fn files(name: &str) -> RulebookFiles {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rulebooks").join(name);
    let toml = std::fs::read_to_string(folder.join("rulebook.toml")).unwrap();
    let mut texts = BTreeMap::new();
    for entry in std::fs::read_dir(folder.join("texts")).unwrap() {
        let path = entry.unwrap().path();
        let language = path.file_stem().unwrap().to_str().unwrap().to_owned();
        texts.insert(language, std::fs::read_to_string(&path).unwrap());
    }
    RulebookFiles { toml, texts }
}

/// Sets up the shipped operator of that name with so many vehicles and members.
pub(crate) fn found(app: &App, name: &str, vehicles: usize, members: usize) -> Fleet {
    let id = set_up::operator(app, name, &files(name), &Settings::default()).unwrap();
    let operator = Arc::clone(app.directory().by_id(id).unwrap());
    let category = operator.versions.at(app.clock().now()).categories.first();
    let category = category.map(|category| category.id.to_string());
    let members = app.command_now(&operator, Actor::System, move |scene| {
        let station = NewStation {
            code: "A".to_owned(),
            name: "Station A".to_owned(),
            bays: Some(100),
            ..NewStation::default()
        };
        set_up::station(scene, &station)?;
        for number in 1..=vehicles {
            let vehicle = NewVehicle {
                code: number.to_string(),
                category: category.clone(),
                station: "A".to_owned(),
                ..NewVehicle::default()
            };
            set_up::vehicle(scene, &vehicle)?;
        }
        let join = |number: usize| {
            let mut new = NewMember { validated: true, ..NewMember::default() };
            new.person.email = Some(format!("m{number}@example.org"));
            new.person.phone = Some(format!("+3933300{number:05}"));
            join(scene, &new)
        };
        (1..=members).map(join).collect::<Result<Vec<_>, _>>()
    });
    Fleet { operator, members: members.unwrap() }
}

/// How much is tried: a small part of it in the normal tests.
pub(crate) fn trials(short: usize) -> usize {
    std::env::var("RIMESSA_TRIALS").ok().and_then(|text| text.parse().ok()).unwrap_or(short)
}

/// Random numbers that are the same in each run (splitmix64).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
}

/// The one number of an answer.
pub(crate) fn number(store: &Store, sql: &'static str) -> i64 {
    let read = store.read_now(move |tx: &mut Tx<'_>| -> Result<_, Failure> {
        tx.one(sql, &[], |row| row.int(0))
    });
    read.unwrap().unwrap_or_default()
}

/// That no vehicle is reserved twice, and that each booking has all that belongs to it.
pub(crate) fn check_bookings(store: &Store) {
    let wrong = [
        (
            "reserved twice",
            "SELECT COUNT(*) FROM (SELECT reserved_from, LAG(reserved_until) OVER (
                PARTITION BY operator_id, vehicle_id ORDER BY reserved_from) AS before
            FROM booking WHERE reserved_from IS NOT NULL) AS b WHERE before > reserved_from",
        ),
        (
            "without exactly one entry in the journal",
            "SELECT COUNT(*) FROM booking b WHERE (SELECT COUNT(*) FROM journal j
            WHERE j.operator_id = b.operator_id AND j.booking_id = b.booking_id
            AND j.kind = 'book' AND j.refused IS NULL) <> 1",
        ),
        (
            "without its messages",
            "SELECT COUNT(*) FROM booking b LEFT JOIN (SELECT operator_id, booking_id,
                COUNT(*) AS n FROM outbox WHERE kind LIKE 'book%'
                GROUP BY operator_id, booking_id) AS o
            ON o.operator_id = b.operator_id AND o.booking_id = b.booking_id
            WHERE COALESCE(n, 0) <> (SELECT MAX(n) FROM (SELECT COUNT(*) AS n FROM outbox
                WHERE booking_id IS NOT NULL AND kind LIKE 'book%'
                GROUP BY operator_id, booking_id) AS most)",
        ),
        (
            "in the journal and nowhere else",
            "SELECT COUNT(*) FROM journal j WHERE j.kind = 'book' AND j.refused IS NULL
            AND NOT EXISTS (SELECT 1 FROM booking b WHERE b.operator_id = j.operator_id
            AND b.booking_id = j.booking_id)",
        ),
        (
            "in the outbox and nowhere else",
            "SELECT COUNT(*) FROM outbox o WHERE o.booking_id IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM booking b WHERE b.operator_id = o.operator_id
            AND b.booking_id = o.booking_id)",
        ),
        (
            "postings that do not sum to zero",
            "SELECT COUNT(*) FROM (SELECT posting_id FROM ledger_entry
            GROUP BY operator_id, posting_id, unit HAVING SUM(amount) <> 0) AS p",
        ),
        (
            "lines without a posting",
            "SELECT COUNT(*) FROM line l WHERE NOT EXISTS (SELECT 1 FROM ledger_entry e
            WHERE e.operator_id = l.operator_id AND e.posting_id = l.line_id)",
        ),
        (
            "lines made twice",
            "SELECT COUNT(*) FROM (SELECT about_id FROM line
            GROUP BY operator_id, member_id, about_id, rule, due_at HAVING COUNT(*) > 1) AS l",
        ),
    ];
    for (what, sql) in wrong {
        assert_eq!(number(store, sql), 0, "{what}");
    }
}
