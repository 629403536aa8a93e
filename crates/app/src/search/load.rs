//! What the search reads from the store: everything at first, then whatever the journal names, each
//! as it stands now, so that it does not matter how often or in which order it is named.

use std::collections::{BTreeSet, HashMap};

use rimessa_domain::booking::{Booking, State};
use rimessa_domain::ids::{BookingId, VehicleId};
use rimessa_domain::rules::versions::Versions;
use rimessa_domain::time::Instant;
use rimessa_store::journal::{EntryRow, Position};
use rimessa_store::stations::StationRow;
use rimessa_store::vehicles::VehicleRow;
use rimessa_store::{Failure, OperatorId, Tx, bookings, fleet, journal, stations, vehicles};

use crate::operator::{Directory, Operator};

/// How many entries of the journal are taken in at once.
const BATCH: i64 = 1000;

/// The operators that are loaded, each with the bookings that must be looked at again.
pub(super) type Known = HashMap<OperatorId, Vec<BookingId>>;

/// What was read of the journal and of what it names.
pub(super) struct Read {
    pub(super) position: Position,
    pub(super) changes: Vec<(OperatorId, Change)>,
    /// The operators of which something happened.
    pub(super) news: BTreeSet<OperatorId>,
    /// There is more.
    pub(super) more: bool,
}

/// What changed of an operator.
pub(super) enum Change {
    All(Box<Loaded>),
    Some(Named),
}

/// All that the search knows of an operator.
pub(super) struct Loaded {
    pub(super) stations: Vec<StationRow>,
    pub(super) vehicles: Vec<VehicleRow>,
    pub(super) bookings: Vec<Booking>,
    pub(super) versions: Versions,
}

/// Things as they stand now.
#[derive(Default)]
pub(super) struct Named {
    /// All of them, if one changed.
    pub(super) stations: Option<Vec<StationRow>>,
    pub(super) vehicles: Vec<VehicleRow>,
    /// `null`: there is no such booking (any more).
    pub(super) bookings: Vec<(BookingId, Option<Booking>)>,
    /// Another version of the rulebook may hold.
    pub(super) versions: Option<Versions>,
}

/// What happened after `after`; everything, if that is `None`.
pub(super) fn changes(
    tx: &mut Tx<'_>,
    directory: &Directory,
    after: Option<Position>,
    known: &Known,
    now: Instant,
) -> Result<Read, Failure> {
    let (mut position, mut entries) = (journal::end(tx)?, Vec::new());
    if let Some(after) = after {
        entries = journal::follow(tx, after, BATCH)?;
        position = entries.last().map_or(after, |last| last.position);
    }
    let more = i64::try_from(entries.len()) == Ok(BATCH);
    let mut changes = Vec::new();
    for operator in directory.all() {
        let change = match known.get(&operator.id) {
            None => Change::All(Box::new(all(tx, &operator, now)?)),
            Some(due) => {
                let own = entries.iter().filter(|entry| entry.operator == operator.id);
                match some(tx, &operator, own, due)? {
                    Some(named) => Change::Some(named),
                    None => continue,
                }
            }
        };
        changes.push((operator.id, change));
    }
    let news = entries.iter().map(|entry| entry.operator).collect();
    Ok(Read { position, changes, news, more })
}

/// Everything of an operator as it stands now.
fn all(tx: &mut Tx<'_>, operator: &Operator, now: Instant) -> Result<Loaded, Failure> {
    let (op, versions) = (operator.id, &operator.versions);
    let mut live = bookings::reserving(tx, op, versions, now)?;
    live.retain(|booking| booking.state == State::Planned);
    live.extend(fleet::driving(tx, op, versions)?);
    Ok(Loaded {
        stations: stations::ever(tx, op)?,
        vehicles: vehicles::all(tx, op)?,
        bookings: live,
        versions: versions.clone(),
    })
}

/// What the entries name, and what is due to be looked at again; `None`: nothing.
fn some<'e>(
    tx: &mut Tx<'_>,
    operator: &Operator,
    entries: impl Iterator<Item = &'e EntryRow>,
    due: &[BookingId],
) -> Result<Option<Named>, Failure> {
    let mut named: BTreeSet<BookingId> = due.iter().copied().collect();
    let (mut moved, mut places, mut rules) = (BTreeSet::<VehicleId>::new(), false, false);
    for entry in entries.filter(|entry| entry.refused.is_none()) {
        named.extend(entry.booking);
        moved.extend(entry.vehicle);
        places |= entry.kind.starts_with("station");
        rules |= entry.kind == "rulebook";
    }
    if named.is_empty() && moved.is_empty() && !places && !rules {
        return Ok(None);
    }
    let (op, versions) = (operator.id, &operator.versions);
    let mut all = Named::default();
    for id in named {
        let booking = bookings::get(tx, op, versions, id)?.map(|stored| stored.booking);
        moved.extend(booking.as_ref().map(|booking| booking.vehicle));
        all.bookings.push((id, booking));
    }
    for id in moved {
        all.vehicles.extend(vehicles::get(tx, op, id)?);
    }
    if places {
        all.stations = Some(stations::ever(tx, op)?);
    }
    if rules {
        all.versions = Some(versions.clone());
    }
    Ok(Some(all))
}
