//! A store of its own, and rows to put into it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;

use rimessa_domain::booking::{Booking, State};
use rimessa_domain::ids::{BookingId, MemberId, Place, StationId, VehicleId};
use rimessa_domain::rules::Rules;
use rimessa_domain::rules::versions::Versions;
use rimessa_domain::rules::when::Channel;
use rimessa_domain::time::{Instant, Span};
use rimessa_store::{Failure, OperatorId, Place as Database, Settings, Store, Tx};
use rimessa_testing::Server;

/// A promise by its name.
pub(crate) type Promise = (&'static str, fn(&Bench));

/// Promises by the names of their functions.
macro_rules! promises {
    ($($name:ident),* $(,)?) => {
        pub(crate) const PROMISES: &[crate::bench::Promise] = &[$((stringify!($name), $name)),*];
    };
}
pub(crate) use promises;

/// The operator of most rows.
pub(crate) const OP: OperatorId = OperatorId(1);
/// Another one, who must not be in the way.
pub(crate) const OTHER: OperatorId = OperatorId(2);
/// 9:00 UTC on Monday, 2 March 2026.
pub(crate) const MORNING: Instant = Instant(1_772_442_000_000);

/// A store of its own.
pub(crate) struct Bench {
    pub(crate) store: Store,
    pub(crate) place: Database,
    pub(crate) is_postgres: bool,
    _folder: tempfile::TempDir,
}

impl Bench {
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = Database::File(folder.path().join("store.db"));
        Self::open(place, folder)
    }

    pub(crate) fn postgres() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self::open(Server::shared().database().parse().unwrap(), folder)
    }

    fn open(place: Database, folder: tempfile::TempDir) -> Self {
        let settings = Settings { connections: 4, durable: false, ..Settings::default() };
        let store = Store::open(&place, settings).unwrap();
        let is_postgres = matches!(place, Database::Postgres(_));
        Self { store, place, is_postgres, _folder: folder }
    }

    /// Another store on the same database, as another process would open it.
    pub(crate) fn again(&self, settings: Settings) -> Store {
        Store::open(&self.place, settings).unwrap()
    }

    /// Takes everything out of a PostgreSQL store: making a new one takes longer.
    pub(crate) fn empty(&self) {
        self.write(|tx| {
            let sql = "DO $$ DECLARE t TEXT; BEGIN FOR t IN SELECT tablename FROM pg_tables
                WHERE schemaname = 'public' AND tablename <> 'refinery_schema_history'
                LOOP EXECUTE 'DELETE FROM ' || t; END LOOP; END $$";
            tx.run(sql, &[]).map(drop)
        });
    }

    #[track_caller]
    pub(crate) fn write<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut Tx<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> T {
        self.store.write_now(work).unwrap()
    }

    #[track_caller]
    pub(crate) fn read<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut Tx<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> T {
        self.store.read_now(work).unwrap()
    }
}

/// The rules of a shipped rulebook, in force since ever.
pub(crate) fn versions(name: &'static str) -> Versions {
    static READ: Mutex<BTreeMap<&str, Versions>> = Mutex::new(BTreeMap::new());
    READ.lock().unwrap().entry(name).or_insert_with(|| read(name)).clone()
}

fn read(name: &str) -> Versions {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rulebooks").join(name);
    let toml = std::fs::read_to_string(folder.join("rulebook.toml")).unwrap();
    let book = rimessa_rulebook::parse(&toml).unwrap();
    Versions::new(vec![(Instant(0), book.rules)]).unwrap()
}

/// So many hours after the morning.
pub(crate) fn hour(hours: i64) -> Instant {
    MORNING.plus(Span::hours(hours))
}

/// A booking of vehicle `vehicle` by member `member`, with all that it can have.
pub(crate) fn booking(
    rules: &Rules,
    (id, vehicle, member): (u128, u128, u128),
    (from, until): (i64, i64),
) -> Booking {
    Booking {
        id: BookingId(id),
        member: MemberId(member),
        vehicle: VehicleId(vehicle),
        category: rules.categories.first().and_then(|first| rules.find_category(&first.id)),
        plan: rules.find_plan(&rules.plans.last().unwrap().id).unwrap(),
        channel: Channel::ALL.last().unwrap().0,
        made: MORNING,
        start: hour(from),
        end: hour(until),
        agreed_end: hour(until),
        reserve: Span::minutes(15),
        pickup: Place::Station(StationId(7)),
        dropoff: Place::OffNetwork,
        state: State::Planned,
        reported: smallvec::SmallVec::new(),
        extension_refused: false,
        waived: false,
        restored: false,
        exchanged: None,
    }
}
