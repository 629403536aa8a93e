//! Deadlines that Rimessa itself watches: objections, refunds, trips that nobody ends.
//!
//! Each function may be called as often as one likes, by as many processes: what is done is done once.

use rimessa_domain::ids::{BookingId, MemberId};
use rimessa_domain::time::{Instant, Span};
use rimessa_store::{claims, journal, proposals, trips};

use crate::app::App;
use crate::case_file::Said;
use crate::identity::show_id;
use crate::open_case::NewCase;
use crate::operator::Operator;
use crate::scene::{Actor, Scene};
use crate::trouble::Trouble;

/// How many are looked up at once.
const BATCH: i64 = 200;
/// How late a trip is before somebody sees to it, where the rulebook says nothing.
const LATE: Span = Span::hours(2);

/// Bills the indemnities to which nobody objected in time; how many. One that cannot be billed does not
/// stand in the way of the others.
///
/// # Errors
/// The first [`Trouble`], once all others are done.
pub fn objections_due(app: &App, now: Instant) -> Result<usize, Trouble> {
    let (mut done, mut trouble, mut after) = (0, None, (Instant::MIN, 0));
    loop {
        let due = app.store().read_now(move |tx| proposals::unopposed(tx, now, after, BATCH))?;
        let Some((_, last, until)) = due.last() else { break };
        after = (*until, *last);
        for (op, id, _) in due {
            let Some(operator) = app.directory().by_id(op).cloned() else { continue };
            let billed =
                app.command_now(&operator, Actor::System, move |scene| scene.bill_unopposed(id));
            match billed {
                Ok(billed) => done += usize::from(billed),
                Err(error) => trouble = trouble.or(Some(error)),
            }
        }
    }
    trouble.map_or(Ok(done), Err)
}

/// Opens a case for each claim that is overdue, once; how many.
///
/// # Errors
/// [`Trouble`].
pub fn refunds_due(app: &App, now: Instant) -> Result<usize, Trouble> {
    let mut done = 0;
    loop {
        let due = app.store().read_now(move |tx| claims::overdue(tx, now, BATCH))?;
        let mut here = 0;
        for (op, id) in due {
            let Some(operator) = app.directory().by_id(op).cloned() else { continue };
            app.command_now(&operator, Actor::System, move |scene| scene.escalate(id))?;
            here += 1;
        }
        if here == 0 {
            return Ok(done);
        }
        done += here;
    }
}

/// Opens a case for each trip that is long overdue without a word from the member, once; how many.
///
/// # Errors
/// [`Trouble`].
pub fn late_trips(app: &App, now: Instant) -> Result<usize, Trouble> {
    let mut done = 0;
    for operator in app.directory().all() {
        let op = operator.id;
        let until = now.minus(late_after(&operator, now));
        let mut after = (Instant::MIN, BookingId(0));
        loop {
            let late = app.store().read_now(move |tx| trips::late(tx, op, until, after, BATCH))?;
            let Some(last) = late.last() else { break };
            after = (last.end, last.booking);
            for trip in late {
                let (booking, member) = (trip.booking, trip.member);
                let opened = app.command_now(&operator, Actor::System, move |scene| {
                    scene.miss(booking, member, until)
                })?;
                done += usize::from(opened);
            }
        }
    }
    Ok(done)
}

/// How late a trip may be before the operator asks after it.
fn late_after(operator: &Operator, now: Instant) -> Span {
    let duties = &operator.book_at(now).regulation.duties;
    let duties = duties.iter().filter(|duty| &*duty.what.on == "late" && duty.validity.holds(now));
    duties.filter_map(|duty| duty.what.within).min().unwrap_or(LATE)
}

impl Scene<'_, '_> {
    fn escalate(&mut self, id: u128) -> Result<(), Trouble> {
        let op = self.operator.id;
        let found = claims::get(self.tx, op, id)?.ok_or(Trouble::NotFound("refund"))?;
        self.lock_member(found.member)?;
        let row = claims::lock(self.tx, op, id)?.ok_or(Trouble::NotFound("refund"))?;
        claims::escalated(self.tx, op, id, self.now())?;
        if row.state != "asked" {
            return Ok(());
        }
        let new = NewCase {
            kind: "claim",
            member: Some(row.member),
            booking: row.booking,
            vehicle: None,
            once: Some(format!("claim:{}", show_id(id))),
            said: Said::default(),
            uploads: Vec::new(),
        };
        self.open_case(&new)?;
        self.note_claim(&row, "claim-overdue")
    }

    /// Opens the case of a trip that is long overdue; `false`: it was opened, the member said so, or
    /// it has ended.
    fn miss(&mut self, id: BookingId, member: MemberId, until: Instant) -> Result<bool, Trouble> {
        self.lock_member(member)?;
        let (op, versions) = (self.operator.id, &self.operator.versions);
        let stored = rimessa_store::bookings::get(self.tx, op, versions, id)?;
        let booking = stored.ok_or(Trouble::NotFound("booking"))?.booking;
        let under_way = booking.state == rimessa_domain::booking::State::Driving;
        if !under_way || booking.end > until {
            return Ok(false);
        }
        let entries = journal::of_booking(self.tx, op, id)?;
        let said = entries.iter().any(|entry| entry.kind == "report" && entry.refused.is_none());
        let once = format!("late-trip:{}", show_id(id.0));
        if said || rimessa_store::cases::by_once(self.tx, op, &once)?.is_some() {
            return Ok(false);
        }
        let new = NewCase {
            kind: "late-trip",
            member: Some(member),
            booking: Some(id),
            vehicle: Some(booking.vehicle),
            once: Some(once),
            said: Said::default(),
            uploads: Vec::new(),
        };
        self.open_case(&new)?;
        Ok(true)
    }
}
