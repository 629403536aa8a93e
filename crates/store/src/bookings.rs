//! Bookings and the trips that come of them.

use core::fmt::Write as _;

use rimessa_domain::booking::{Booking, State};
use rimessa_domain::ids::{BookingId, CategoryId, MemberId, NameId, PlanId, VehicleId};
use rimessa_domain::rules::Rules;
use rimessa_domain::rules::versions::Versions;
use rimessa_domain::rules::when::Channel;
use rimessa_domain::time::Instant;

use crate::failure::Failure;
use crate::params;
use crate::row::Row;
use crate::tx::Tx;
use crate::value::OperatorId;

pub(crate) const COLUMNS: &str =
    "SELECT booking_id, member_id, vehicle_id, category, plan, channel, made_at,
    start_at, end_at, agreed_end_at, reserve_ms, pickup, dropoff, state, returned_at, reported,
    extension_refused, waived, restored, code_sealed, opened_at, driver_id, exchanged_at
    FROM booking";

/// A booking with what only the store knows of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The booking. Its names are those of the rules in force when it was made.
    pub booking: Booking,
    /// The code that opens it, sealed.
    pub code_sealed: Option<Vec<u8>>,
    /// When it was first opened.
    pub opened: Option<Instant>,
    /// Who drives, where another member pays.
    pub driver: Option<MemberId>,
}

const STATES: [(&str, State); 5] = [
    ("planned", State::Planned),
    ("driving", State::Driving),
    ("returned", State::Returned(Instant(0))),
    ("cancelled", State::Cancelled),
    ("never-opened", State::NeverOpened),
];

/// The word for a state.
#[must_use]
pub fn state_word(state: State) -> &'static str {
    match state {
        State::Planned => "planned",
        State::Driving => "driving",
        State::Returned(_) => "returned",
        State::Cancelled => "cancelled",
        State::NeverOpened => "never-opened",
    }
}

/// The word for a channel.
#[must_use]
pub fn channel_word(channel: Channel) -> &'static str {
    Channel::ALL.iter().find(|(known, _)| *known == channel).map_or("", |(_, word)| word)
}

pub(crate) fn read(row: &Row<'_>, versions: &Versions) -> Result<Stored, Failure> {
    let made = row.instant(6)?;
    let rules = versions.at(made);
    let unknown = |what: &str| Failure::Corrupt(format!("booking: unknown {what}"));
    let (state, returned) = (row.text(13)?, row.instant_or_null(14)?);
    let state = STATES.iter().find(|(word, _)| *word == state).map(|(_, state)| *state);
    let state = match (state.ok_or_else(|| unknown("state"))?, returned) {
        (State::Returned(_), Some(at)) => State::Returned(at),
        (State::Returned(_), None) => return Err(unknown("time of return")),
        (state, _) => state,
    };
    let channel = row.text(5)?;
    let channel = Channel::ALL.iter().find(|(_, word)| *word == channel);
    let category = row.text_or_null(3)?.map(|name| rules.find_category(name));
    let booking = Booking {
        id: row.booking(0)?,
        member: row.member(1)?,
        vehicle: row.vehicle(2)?,
        category: match category {
            None => None,
            Some(found) => Some(found.ok_or_else(|| unknown("category"))?),
        },
        plan: rules.find_plan(row.text(4)?).ok_or_else(|| unknown("plan"))?,
        channel: channel.ok_or_else(|| unknown("channel"))?.0,
        made,
        start: row.instant(7)?,
        end: row.instant(8)?,
        agreed_end: row.instant(9)?,
        reserve: row.span(10)?,
        pickup: row.place(11)?,
        dropoff: row.place(12)?,
        state,
        reported: row.text(15)?.split(' ').filter_map(|name| rules.find_name(name)).collect(),
        extension_refused: row.flag(16)?,
        waived: row.flag(17)?,
        restored: row.flag(18)?,
        exchanged: row.instant_or_null(22)?,
    };
    Ok(Stored {
        booking,
        code_sealed: row.bytes_or_null(19)?.map(<[u8]>::to_vec),
        opened: row.instant_or_null(20)?,
        driver: row.id_or_null(21)?.map(MemberId),
    })
}

/// The name of a category.
#[must_use]
pub fn category_word(rules: &Rules, category: Option<CategoryId>) -> Option<&str> {
    category.and_then(|id| rules.categories.get(usize::from(id.0))).map(|c| &*c.id)
}

/// The name of a plan.
#[must_use]
pub fn plan_word(rules: &Rules, plan: PlanId) -> &str {
    rules.plans.get(usize::from(plan.0)).map_or("", |plan| &plan.id)
}

fn reported_words(rules: &Rules, names: &[NameId]) -> String {
    names.iter().fold(String::new(), |mut all, name| {
        let room = if all.is_empty() { "" } else { " " };
        write!(all, "{room}{}", rules.name(*name)).ok();
        all
    })
}

/// The time that a booking keeps others from booking: its reserved and its booked time; once brought
/// back, up to its return. What an overdue trip holds is derived and never stored.
#[must_use]
pub fn reserved(booking: &Booking) -> Option<(Instant, Instant)> {
    let from = booking.holds_from();
    let until = match booking.state {
        State::Cancelled => return None,
        State::Returned(at) => at.min(booking.end),
        _ => booking.end,
    };
    (from < until).then_some((from, until))
}

/// Enters a booking that was accepted.
///
/// # Errors
/// [`Failure`].
pub fn insert(
    tx: &mut Tx<'_>,
    op: OperatorId,
    rules: &Rules,
    booking: &Booking,
    code_sealed: &[u8],
) -> Result<(), Failure> {
    let sql = "INSERT INTO booking (operator_id, booking_id, member_id, vehicle_id, category, plan,
        channel, made_at, start_at, end_at, agreed_end_at, reserve_ms, pickup, dropoff, state,
        reported, extension_refused, waived, restored, reserved_from, reserved_until, settles_at,
        code_sealed, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, '', $16, $17,
        $18, $19, $20, $21, $22, 1)";
    let (from, until) = reserved(booking).unzip();
    let values = params![
        op,
        booking.id,
        booking.member,
        booking.vehicle,
        category_word(rules, booking.category),
        plan_word(rules, booking.plan),
        channel_word(booking.channel),
        booking.made,
        booking.start,
        booking.end,
        booking.agreed_end,
        booking.reserve,
        booking.pickup,
        booking.dropoff,
        state_word(booking.state),
        booking.extension_refused,
        booking.waived,
        booking.restored,
        from,
        until,
        booking.settles_at(),
        code_sealed,
    ];
    tx.run(sql, values).map(drop)
}

/// Keeps what has become of a booking.
///
/// # Errors
/// [`Failure`].
pub fn update(
    tx: &mut Tx<'_>,
    op: OperatorId,
    rules: &Rules,
    booking: &Booking,
) -> Result<(), Failure> {
    let sql = "UPDATE booking SET vehicle_id = $1, start_at = $2, end_at = $3, agreed_end_at = $4,
        state = $5, returned_at = $6, reported = $7, extension_refused = $8, waived = $9,
        restored = $10, reserved_from = $11, reserved_until = $12, settles_at = $13,
        pickup = $14, dropoff = $15, exchanged_at = $16,
        version = version + 1 WHERE operator_id = $17 AND booking_id = $18";
    let (from, until) = reserved(booking).unzip();
    let returned = match booking.state {
        State::Returned(at) => Some(at),
        _ => None,
    };
    let reported = reported_words(rules, &booking.reported);
    let values = params![
        booking.vehicle,
        booking.start,
        booking.end,
        booking.agreed_end,
        state_word(booking.state),
        returned,
        &reported,
        booking.extension_refused,
        booking.waived,
        booking.restored,
        from,
        until,
        booking.settles_at(),
        booking.pickup,
        booking.dropoff,
        booking.exchanged,
        op,
        booking.id,
    ];
    tx.run(sql, values).map(drop)
}

/// A booking.
///
/// # Errors
/// [`Failure`].
pub fn get(
    tx: &mut Tx<'_>,
    op: OperatorId,
    versions: &Versions,
    id: BookingId,
) -> Result<Option<Stored>, Failure> {
    const SQL: &str =
        const_format::concatcp!(COLUMNS, " WHERE operator_id = $1 AND booking_id = $2");
    tx.one(SQL, params![op, id], |row| read(row, versions))
}

/// Keeps when a booking was first opened.
///
/// # Errors
/// [`Failure`].
pub fn set_opened(
    tx: &mut Tx<'_>,
    op: OperatorId,
    id: BookingId,
    at: Instant,
) -> Result<(), Failure> {
    let sql = "UPDATE booking SET opened_at = $1
        WHERE operator_id = $2 AND booking_id = $3 AND opened_at IS NULL";
    tx.run(sql, params![at, op, id]).map(drop)
}

/// Keeps who drives, where another member pays.
///
/// # Errors
/// [`Failure`].
pub fn set_driver(
    tx: &mut Tx<'_>,
    op: OperatorId,
    id: BookingId,
    driver: MemberId,
) -> Result<(), Failure> {
    let sql = "UPDATE booking SET driver_id = $1 WHERE operator_id = $2 AND booking_id = $3";
    tx.run(sql, params![driver, op, id]).map(drop)
}

/// Who drives a booking for which another pays.
///
/// # Errors
/// [`Failure`].
pub fn driver_of(
    tx: &mut Tx<'_>,
    op: OperatorId,
    id: BookingId,
) -> Result<Option<MemberId>, Failure> {
    let sql = "SELECT driver_id FROM booking WHERE operator_id = $1 AND booking_id = $2";
    Ok(tx.one(sql, params![op, id], |row| row.id_or_null(0))?.flatten().map(MemberId))
}

/// The trips under way of a member who pays, and those brought back since `from`, by their start.
///
/// # Errors
/// [`Failure`].
pub fn recorded_of(
    tx: &mut Tx<'_>,
    op: OperatorId,
    versions: &Versions,
    member: MemberId,
    from: Instant,
) -> Result<Vec<Booking>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND member_id = $2 AND (state = 'driving' OR returned_at >= $3)
        ORDER BY start_at, booking_id"
    );
    tx.all(SQL, params![op, member, from], |row| Ok(read(row, versions)?.booking))
}

/// The bookings that a member drives for whom another pays, the latest start first, from before
/// the one of that start and id.
///
/// # Errors
/// [`Failure`].
pub fn of_driver(
    tx: &mut Tx<'_>,
    op: OperatorId,
    versions: &Versions,
    driver: MemberId,
    (before, id): (Instant, BookingId),
    limit: i64,
) -> Result<Vec<Booking>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND driver_id = $2 AND start_at <= $3
        AND (start_at < $3 OR booking_id < $4) ORDER BY start_at DESC, booking_id DESC LIMIT $5"
    );
    let read = |row: &Row<'_>| Ok(read(row, versions)?.booking);
    tx.all(SQL, params![op, driver, before, id, limit], read)
}

/// The bookings that may still stand in the way of a vehicle at or after `from`: what is reserved
/// after it, what is under way, and what is to be settled.
///
/// # Errors
/// [`Failure`].
pub fn of_vehicle(
    tx: &mut Tx<'_>,
    op: OperatorId,
    versions: &Versions,
    vehicle: VehicleId,
    (from, until): (Instant, Instant),
) -> Result<Vec<Booking>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND vehicle_id = $2 AND reserved_until > $3
        AND reserved_from < $4 ORDER BY start_at, booking_id"
    );
    let read = |row: &Row<'_>| Ok(read(row, versions)?.booking);
    tx.all(SQL, params![op, vehicle, from, until], read)
}

/// Whether any booking, subscription or contract of anybody fell due before `until`.
///
/// # Errors
/// [`Failure`].
pub fn anything_due(tx: &mut Tx<'_>, until: Instant) -> Result<bool, Failure> {
    // By the earliest of each: of `EXISTS (… settles_at < $1)` PostgreSQL thinks that a third of all
    // bookings would do, and reads them from the beginning, although there is hardly ever one.
    let sql = "SELECT 1 WHERE
        (SELECT MIN(settles_at) FROM booking WHERE settles_at IS NOT NULL) < $1
        OR (SELECT MIN(due_at) FROM subscription WHERE due_at IS NOT NULL) < $1";
    Ok(tx.one(sql, params![until], |_| Ok(()))?.is_some())
}

/// A member's bookings, the latest start first, `limit` of them from before the one of that start
/// and id.
///
/// # Errors
/// [`Failure`].
pub fn of_member(
    tx: &mut Tx<'_>,
    op: OperatorId,
    versions: &Versions,
    member: MemberId,
    (before, id): (Instant, BookingId),
    limit: i64,
) -> Result<Vec<Booking>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND member_id = $2 AND start_at <= $3
        AND (start_at < $3 OR booking_id < $4) ORDER BY start_at DESC, booking_id DESC LIMIT $5"
    );
    let read = |row: &Row<'_>| Ok(read(row, versions)?.booking);
    tx.all(SQL, params![op, member, before, id, limit], read)
}

/// The bookings of a member that are to be settled before `until`, by their moments.
///
/// # Errors
/// [`Failure`].
pub fn due_of_member(
    tx: &mut Tx<'_>,
    op: OperatorId,
    versions: &Versions,
    member: MemberId,
    until: Instant,
) -> Result<Vec<Booking>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND member_id = $2 AND settles_at < $3
        ORDER BY settles_at, booking_id"
    );
    let read = |row: &Row<'_>| Ok(read(row, versions)?.booking);
    tx.all(SQL, params![op, member, until], read)
}

/// The next booking anywhere that is to be settled before `until`: whose, and when.
///
/// # Errors
/// [`Failure`].
pub fn next_due(
    tx: &mut Tx<'_>,
    until: Instant,
    limit: i64,
) -> Result<Vec<(OperatorId, MemberId, Instant)>, Failure> {
    let sql = "SELECT operator_id, member_id, settles_at FROM booking
        WHERE settles_at < $1 ORDER BY settles_at LIMIT $2";
    tx.all(sql, params![until, limit], |row| {
        Ok((OperatorId(row.int(0)?), row.member(1)?, row.instant(2)?))
    })
}

/// Everything that reserves a vehicle after `from`, for the search.
///
/// # Errors
/// [`Failure`].
pub fn reserving(
    tx: &mut Tx<'_>,
    op: OperatorId,
    versions: &Versions,
    from: Instant,
) -> Result<Vec<Booking>, Failure> {
    const SQL: &str = const_format::concatcp!(
        COLUMNS,
        " WHERE operator_id = $1 AND reserved_until > $2 ORDER BY vehicle_id, start_at"
    );
    tx.all(SQL, params![op, from], |row| Ok(read(row, versions)?.booking))
}
