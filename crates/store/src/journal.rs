//! The journal: what happened, who did it, and what was refused. It holds no personal data.
//!
//! Readers follow the order of commits: on SQLite that is the order of the one writer; on PostgreSQL
//! only what lies below the oldest running transaction is handed out, by transaction.

use rimessa_domain::ids::{BookingId, MemberId, VehicleId};
use rimessa_domain::time::Instant;

use crate::failure::Failure;
use crate::params;
use crate::row::Row;
use crate::tx::{Dialect, Tx};
use crate::value::OperatorId;

/// What happened.
#[derive(Clone, Copy, Debug, Default)]
pub struct Entry<'a> {
    /// Who did it: `member`, `staff`, `device`, `program`, `system`.
    pub actor: &'a str,
    /// Which of them.
    pub actor_id: Option<u128>,
    /// What: `book`, `return` …
    pub kind: &'a str,
    /// The code of the refusal, if it was refused.
    pub refused: Option<&'a str>,
    /// The member concerned.
    pub member: Option<MemberId>,
    /// The booking concerned.
    pub booking: Option<BookingId>,
    /// The vehicle concerned.
    pub vehicle: Option<VehicleId>,
    /// Anything else concerned.
    pub subject: Option<u128>,
    /// The version of the row that was locked.
    pub version: Option<i64>,
    /// The event, as JSON.
    pub data: &'a str,
}

/// An entry as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryRow {
    /// Where it stands, to go on from.
    pub position: Position,
    /// Whose.
    pub operator: OperatorId,
    /// When.
    pub at: Instant,
    /// Who did it.
    pub actor: String,
    /// Which of them.
    pub actor_id: Option<u128>,
    /// What.
    pub kind: String,
    /// The code of the refusal.
    pub refused: Option<String>,
    /// The member concerned.
    pub member: Option<MemberId>,
    /// The booking concerned.
    pub booking: Option<BookingId>,
    /// The vehicle concerned.
    pub vehicle: Option<VehicleId>,
    /// Anything else concerned.
    pub subject: Option<u128>,
    /// The event, as JSON.
    pub data: String,
}

/// How far somebody has read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The transaction (PostgreSQL), or 0.
    pub transaction: i64,
    /// The number of the entry.
    pub seq: i64,
}

/// Appends an entry.
///
/// # Errors
/// [`Failure`].
pub fn append(
    tx: &mut Tx<'_>,
    op: OperatorId,
    at: Instant,
    entry: &Entry<'_>,
) -> Result<(), Failure> {
    let sql = "INSERT INTO journal (operator_id, at, actor, actor_id, kind, refused, member_id,
        booking_id, vehicle_id, subject_id, version, data)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let values = params![
        op,
        at,
        entry.actor,
        entry.actor_id,
        entry.kind,
        entry.refused,
        entry.member,
        entry.booking,
        entry.vehicle,
        entry.subject,
        entry.version,
        entry.data,
    ];
    tx.run(sql, values).map(drop)
}

const SQLITE: &str = "SELECT 0, seq, operator_id, at, actor, actor_id, kind, refused, member_id,
    booking_id, vehicle_id, subject_id, data FROM journal";
const POSTGRES: &str = "SELECT xid::TEXT::BIGINT, seq, operator_id, at, actor, actor_id, kind,
    refused, member_id, booking_id, vehicle_id, subject_id, data FROM journal";

fn read(row: &Row<'_>) -> Result<EntryRow, Failure> {
    Ok(EntryRow {
        position: Position { transaction: row.int(0)?, seq: row.int(1)? },
        operator: OperatorId(row.int(2)?),
        at: row.instant(3)?,
        actor: row.string(4)?,
        actor_id: row.id_or_null(5)?,
        kind: row.string(6)?,
        refused: row.string_or_null(7)?,
        member: row.id_or_null(8)?.map(MemberId),
        booking: row.id_or_null(9)?.map(BookingId),
        vehicle: row.id_or_null(10)?.map(VehicleId),
        subject: row.id_or_null(11)?,
        data: row.string(12)?,
    })
}

/// What was committed after `after`, at most `limit` entries, in an order that no later entry
/// disturbs.
///
/// # Errors
/// [`Failure`].
pub fn follow(tx: &mut Tx<'_>, after: Position, limit: i64) -> Result<Vec<EntryRow>, Failure> {
    const OF_SQLITE: &str =
        const_format::concatcp!(SQLITE, " WHERE seq > $1 ORDER BY seq LIMIT $2");
    const OF_POSTGRES: &str = const_format::concatcp!(
        POSTGRES,
        " WHERE (xid, seq) > ($1::TEXT::xid8, $2)
        AND xid < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY xid, seq LIMIT $3"
    );
    match tx.dialect() {
        Dialect::Sqlite => tx.all(OF_SQLITE, params![after.seq, limit], read),
        Dialect::Postgres => {
            let transaction = after.transaction.to_string();
            tx.all(OF_POSTGRES, params![&transaction, after.seq, limit], read)
        }
    }
}

/// Where the journal ends now, for whoever begins to follow it after reading everything else in
/// the same transaction.
///
/// # Errors
/// [`Failure`].
pub fn end(tx: &mut Tx<'_>) -> Result<Position, Failure> {
    let position = |row: &Row<'_>| Ok(Position { transaction: row.int(0)?, seq: row.int(1)? });
    let sql = match tx.dialect() {
        Dialect::Sqlite => "SELECT 0, COALESCE(MAX(seq), 0) FROM journal",
        // Everything below the snapshot's lower bound is in it; what is above comes again, and
        // whoever follows must not mind.
        Dialect::Postgres => {
            "SELECT pg_snapshot_xmin(pg_current_snapshot())::TEXT::BIGINT - 1,
            9223372036854775807"
        }
    };
    Ok(tx.one(sql, &[], position)?.unwrap_or_default())
}

/// When the latest of all entries was written.
///
/// # Errors
/// [`Failure`].
pub fn latest(tx: &mut Tx<'_>) -> Result<Option<Instant>, Failure> {
    let sql = match tx.dialect() {
        Dialect::Sqlite => "SELECT at FROM journal ORDER BY seq DESC LIMIT 1",
        Dialect::Postgres => "SELECT at FROM journal ORDER BY xid DESC, seq DESC LIMIT 1",
    };
    tx.one(sql, &[], |row| row.int(0).map(Instant))
}

/// An operator's whole journal from after `after` on, in the order of its numbers.
///
/// # Errors
/// [`Failure`].
pub fn page(
    tx: &mut Tx<'_>,
    op: OperatorId,
    after: i64,
    limit: i64,
) -> Result<Vec<EntryRow>, Failure> {
    const END: &str = " WHERE operator_id = $1 AND seq > $2 ORDER BY seq LIMIT $3";
    const OF_SQLITE: &str = const_format::concatcp!(SQLITE, END);
    const OF_POSTGRES: &str = const_format::concatcp!(POSTGRES, END);
    let sql = match tx.dialect() {
        Dialect::Sqlite => OF_SQLITE,
        Dialect::Postgres => OF_POSTGRES,
    };
    tx.all(sql, params![op, after, limit], read)
}

/// What happened to a booking, in order.
///
/// # Errors
/// [`Failure`].
pub fn of_booking(
    tx: &mut Tx<'_>,
    op: OperatorId,
    booking: BookingId,
) -> Result<Vec<EntryRow>, Failure> {
    const END: &str = " WHERE operator_id = $1 AND booking_id = $2 ORDER BY seq";
    const OF_SQLITE: &str = const_format::concatcp!(SQLITE, END);
    const OF_POSTGRES: &str = const_format::concatcp!(POSTGRES, END);
    let sql = match tx.dialect() {
        Dialect::Sqlite => OF_SQLITE,
        Dialect::Postgres => OF_POSTGRES,
    };
    tx.all(sql, params![op, booking], read)
}

/// What concerned a member, the latest first.
///
/// # Errors
/// [`Failure`].
pub fn of_member(
    tx: &mut Tx<'_>,
    op: OperatorId,
    member: MemberId,
    before: i64,
    limit: i64,
) -> Result<Vec<EntryRow>, Failure> {
    const END: &str =
        " WHERE operator_id = $1 AND member_id = $2 AND seq < $3 ORDER BY seq DESC LIMIT $4";
    const OF_SQLITE: &str = const_format::concatcp!(SQLITE, END);
    const OF_POSTGRES: &str = const_format::concatcp!(POSTGRES, END);
    let sql = match tx.dialect() {
        Dialect::Sqlite => OF_SQLITE,
        Dialect::Postgres => OF_POSTGRES,
    };
    tx.all(sql, params![op, member, before, limit], read)
}

/// What a driver tried or did on the account of whoever pays, the latest first.
///
/// # Errors
/// [`Failure`].
pub fn of_driver(
    tx: &mut Tx<'_>,
    op: OperatorId,
    (payer, driver): (MemberId, MemberId),
    before: i64,
    limit: i64,
) -> Result<Vec<EntryRow>, Failure> {
    const END: &str = " WHERE operator_id = $1 AND member_id = $2 AND seq < $3
        AND (actor_id = $4 OR subject_id = $4 OR booking_id IN
        (SELECT booking_id FROM booking WHERE operator_id = $1 AND driver_id = $4))
        ORDER BY seq DESC LIMIT $5";
    const OF_SQLITE: &str = const_format::concatcp!(SQLITE, END);
    const OF_POSTGRES: &str = const_format::concatcp!(POSTGRES, END);
    let sql = match tx.dialect() {
        Dialect::Sqlite => OF_SQLITE,
        Dialect::Postgres => OF_POSTGRES,
    };
    tx.all(sql, params![op, payer, before, driver, limit], read)
}

/// What is looked for in an operator's journal; what is left out does not matter.
#[derive(Clone, Debug, Default)]
pub struct Sought {
    /// Of this kind.
    pub kind: Option<String>,
    /// About this member.
    pub member: Option<MemberId>,
    /// About this booking.
    pub booking: Option<BookingId>,
    /// About this vehicle.
    pub vehicle: Option<VehicleId>,
    /// Not before.
    pub from: Option<Instant>,
    /// Before this moment and number.
    pub before: Option<(Instant, i64)>,
}

/// What is looked for, the latest first.
///
/// # Errors
/// [`Failure`].
pub fn search(
    tx: &mut Tx<'_>,
    op: OperatorId,
    sought: &Sought,
    limit: i64,
) -> Result<Vec<EntryRow>, Failure> {
    // The subject leads, so that its index answers: a nil id stands for none.
    macro_rules! by {
        ($subject:literal) => {{
            const END: &str = concat!(
                " WHERE operator_id = $1 AND at >= $2 AND (at, seq) < ($3, $4) AND ",
                $subject,
                " AND ($6 = '' OR kind = $7) ORDER BY at DESC, seq DESC LIMIT $8"
            );
            const OF_SQLITE: &str = const_format::concatcp!(SQLITE, END);
            const OF_POSTGRES: &str = const_format::concatcp!(POSTGRES, END);
            (OF_SQLITE, OF_POSTGRES)
        }};
    }
    let subject = [
        (sought.booking.map(|id| id.0), by!("booking_id = $5")),
        (sought.member.map(|id| id.0), by!("member_id = $5")),
        (sought.vehicle.map(|id| id.0), by!("vehicle_id = $5")),
    ];
    let subject = subject.into_iter().find_map(|(id, sql)| id.map(|id| (id, sql)));
    let kind = sought.kind.as_deref().unwrap_or_default();
    let (from, (until, seq)) =
        (sought.from.unwrap_or(Instant::MIN), sought.before.unwrap_or((Instant::MAX, i64::MAX)));
    let of = |tx: &Tx<'_>, (sqlite, postgres): (&'static str, &'static str)| match tx.dialect() {
        Dialect::Sqlite => sqlite,
        Dialect::Postgres => postgres,
    };
    if let Some((id, sql)) = subject {
        let sql = of(tx, sql);
        return tx.all(sql, params![op, from, until, seq, id, kind, kind, limit], read);
    }
    const ALL: &str = " WHERE operator_id = $1 AND at >= $2 AND (at, seq) < ($3, $4)
        ORDER BY at DESC, seq DESC LIMIT $5";
    const OF_KIND: &str = " WHERE operator_id = $1 AND at >= $2 AND (at, seq) < ($3, $4)
        AND kind = $5 ORDER BY at DESC, seq DESC LIMIT $6";
    if kind.is_empty() {
        let sql =
            of(tx, (const_format::concatcp!(SQLITE, ALL), const_format::concatcp!(POSTGRES, ALL)));
        return tx.all(sql, params![op, from, until, seq, limit], read);
    }
    let sql = of(
        tx,
        (const_format::concatcp!(SQLITE, OF_KIND), const_format::concatcp!(POSTGRES, OF_KIND)),
    );
    tx.all(sql, params![op, from, until, seq, kind, limit], read)
}
