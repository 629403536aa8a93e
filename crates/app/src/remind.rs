//! Reminders: before a booking starts, before it ends, and when the trip still runs.

use rimessa_domain::booking::State;
use rimessa_domain::ids::BookingId;
use rimessa_domain::time::{Instant, Span};
use rimessa_store::{access, members, vehicles};

use crate::app::App;
use crate::event::Event;
use crate::identity::show_id;
use crate::operator::Settings;
use crate::scene::{Actor, Concerns, Scene};
use crate::trouble::Trouble;

/// So many are reminded at once.
const BATCH: i64 = 200;

/// A reminder: what it is about, and from when to when it is worth sending, as seen from the start or
/// the end.
struct Reminder {
    about: &'static str,
    /// How long before (or, negative, after) the moment it begins to be due.
    before: Span,
    /// From when on it is of no use any more.
    until: Span,
}

/// How long before, in minutes, where the operator set nothing else.
const START: u16 = 60;
const END: u16 = 30;
/// How long after.
const LATE: u16 = 15;
/// Of a trip that nobody ends nobody is reminded for ever.
const LATE_FOR: Span = Span::days(-14);

/// The reminders that an operator wants.
fn reminders(settings: &Settings) -> impl Iterator<Item = Reminder> + use<> {
    let minutes = |set: Option<u16>, usual: u16| Span::minutes(i64::from(set.unwrap_or(usual)));
    let start = minutes(settings.remind_start_minutes, START);
    let end = minutes(settings.remind_end_minutes, END);
    let late = minutes(settings.remind_late_minutes, LATE);
    let all = [
        Reminder { about: "start", before: start, until: Span::ZERO },
        Reminder { about: "end", before: end, until: Span::ZERO },
        Reminder { about: "late", before: Span(-late.0), until: LATE_FOR },
    ];
    all.into_iter().filter(|reminder| reminder.before != Span::ZERO)
}

/// Reminds all members of what is near at `now`; how many.
///
/// # Errors
/// [`Trouble`]; who was reminded before is not reminded again.
pub fn remind_all(app: &App, now: Instant) -> Result<usize, Trouble> {
    let mut count = 0;
    for operator in app.directory().all() {
        for reminder in reminders(&operator.settings) {
            let op = operator.id;
            let (about, span) =
                (reminder.about, (now.plus(reminder.until), now.plus(reminder.before)));
            loop {
                let near = app.store().read_now(move |tx| -> Result<_, Trouble> {
                    Ok(access::to_remind(tx, op, about, span, BATCH)?)
                })?;
                let full = near.len() == usize::try_from(BATCH).unwrap_or(usize::MAX);
                for id in near {
                    app.command_now(&operator, Actor::System, move |scene| {
                        scene.remind(id, about, span)
                    })?;
                    count += 1;
                }
                if !full {
                    break;
                }
            }
        }
    }
    Ok(count)
}

impl Scene<'_, '_> {
    /// Reminds the member of a booking, once; not if it has changed meanwhile, nor of a start when it
    /// was booked only just now.
    fn remind(
        &mut self,
        id: BookingId,
        about: &'static str,
        (from, until): (Instant, Instant),
    ) -> Result<(), Trouble> {
        let Some(booking) = self.booking(id)? else { return Ok(()) };
        let near = |at: Instant| from < at && at <= until;
        let holds = match about {
            "start" => booking.state == State::Planned && near(booking.start),
            _ => booking.state == State::Driving && near(booking.end),
        };
        let (op, at) = (self.operator.id, self.now());
        if !holds || !access::reminded(self.tx, op, id, about, at)? {
            return Ok(());
        }
        if about == "start" && booking.start.since(booking.made) <= until.since(at) {
            return Ok(());
        }
        let reader = self.reader_of(&booking)?;
        let member = members::get(self.tx, op, reader)?;
        let vehicle = vehicles::get(self.tx, op, booking.vehicle)?;
        let (Some(member), Some(vehicle)) = (member, vehicle) else { return Ok(()) };
        self.inform(about, &member, &booking, &vehicle)?;
        let event = Event {
            kind: "reminded",
            booking: Some(show_id(id.0)),
            of: Some(about.to_owned()),
            ..Event::default()
        };
        let concerns = Concerns {
            member: Some(booking.member),
            booking: Some(id),
            vehicle: Some(booking.vehicle),
            ..Concerns::default()
        };
        self.note(at, &event, None, concerns)
    }
}
