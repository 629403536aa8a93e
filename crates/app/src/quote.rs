//! What a booking would cost, and whether it would be accepted, before it is made.

use rimessa_domain::booking::{Booking, BookingEvent};
use rimessa_domain::decide::book::{Book, book as decide};
use rimessa_domain::decide::give_back::{GiveBack, give_back};
use rimessa_domain::decide::{Answer, Now};
use rimessa_domain::ids::BookingId;
use rimessa_domain::line::Lines;
use rimessa_domain::member::Member;
use rimessa_domain::money::Money;
use rimessa_domain::rules::Rules;
use rimessa_domain::rules::booking::RequiredOn;
use rimessa_domain::time::Instant;
use rimessa_rulebook::explain::Explainer;
use rimessa_store::vehicles::VehicleRow;
use rimessa_store::{bookings, members, vehicles};
use serde::Serialize;
use utoipa::ToSchema;

use crate::book::Wish;
use crate::reply::{RefusedView, Reply};
use crate::scene::Scene;
use crate::trouble::Trouble;
use crate::when::{moment, show_moment};

/// So many vehicles are tried.
const MOST_TRIED: usize = 50;

/// What a booking would cost if the vehicle comes back as booked and nothing was driven.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Quote {
    /// The fleet number of the vehicle.
    pub vehicle: String,
    /// The category.
    pub category: Option<String>,
    /// The start, RFC 3339.
    pub start: String,
    /// The end, RFC 3339.
    pub end: String,
    /// From when on the vehicle is reserved for this booking, RFC 3339: charging time included.
    pub reserved_from: String,
    /// The code of the station where it is picked up.
    pub pickup: String,
    /// The code of the station where it is left, or `off-network`.
    pub dropoff: String,
    /// The currency, ISO 4217.
    pub currency: String,
    /// The sum, like `12.50`; what is driven comes on top where kilometres are billed.
    pub total: String,
    /// What it is made of.
    pub lines: Vec<QuoteLine>,
    /// Whether it is made so early that the regulation guarantees a vehicle; `null`: it knows no such thing.
    pub guaranteed: Option<bool>,
}

/// A line that would be billed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct QuoteLine {
    /// What it is for, in words.
    pub title: String,
    /// Gross, like `12.50`.
    pub amount: String,
    /// Its arithmetic, a step each, in words.
    pub steps: Vec<String>,
    /// The clause; empty: assumed.
    pub clause: String,
    /// The clause with its title, in words.
    pub basis: String,
}

/// Says what a booking would cost, or why it would be refused. Nothing is kept.
///
/// # Errors
/// [`Trouble`], as for a booking.
pub fn quote(scene: &mut Scene<'_, '_>, wish: &Wish) -> Result<Reply<Quote>, Trouble> {
    let id = scene.member_named(wish.member.as_deref())?;
    let op = scene.operator.id;
    let rules = scene.operator.versions.at(scene.now());
    let mut row = members::get(scene.tx, op, id)?.ok_or(Trouble::NotFound("member"))?;
    if let Some(payer) = row.payer {
        if let Some(refused) = scene.driver_refused(Some(&row), RequiredOn::Book)? {
            return Ok(Reply::Refused(refused));
        }
        row = members::get(scene.tx, op, payer)?.ok_or(Trouble::NotFound("member"))?;
    }
    let member = scene.account(&row, rules)?;
    let wish = match scene.any_vehicle(&member, wish.clone())? {
        Ok(wish) => wish,
        Err(refused) => return Ok(Reply::Refused(refused)),
    };
    let name = wish.vehicle.as_deref();
    let name = name.ok_or_else(|| Trouble::invalid("vehicle", "missing", ""))?;
    let vehicle = scene.vehicle_named(name)?;
    match scene.hypothetical(&member, &wish, &vehicle)? {
        Err(refused) => Ok(Reply::Refused(refused)),
        Ok((booking, lines)) => scene.show_quote(&booking, &vehicle, &lines).map(Reply::Done),
    }
}

impl Scene<'_, '_> {
    /// The wish with a vehicle that can be had, if it names only a category; or why none can.
    pub(crate) fn any_vehicle(
        &mut self,
        member: &Member,
        wish: Wish,
    ) -> Result<Result<Wish, RefusedView>, Trouble> {
        let tried: Vec<VehicleRow> = match &wish.vehicle {
            Some(name) => vec![self.vehicle_named(name)?],
            None => {
                let mut all = vehicles::all(self.tx, self.operator.id)?;
                all.retain(|row| row.category == wish.category && row.out_of_service.is_none());
                all
            }
        };
        let mut first = None;
        for row in tried.into_iter().take(MOST_TRIED) {
            match self.hypothetical(member, &wish, &row)? {
                Ok(_) => return Ok(Ok(Wish { vehicle: Some(row.code), ..wish })),
                Err(refused) => first = first.or(Some(refused)),
            }
        }
        first.map(Err).ok_or_else(|| match wish.category.as_deref() {
            Some(category) => Trouble::invalid("category", "no-such-category", category),
            None => Trouble::invalid("vehicle", "missing", ""),
        })
    }

    /// What would be booked, and all lines until its return as booked; or why it is refused.
    fn hypothetical(
        &mut self,
        member: &Member,
        wish: &Wish,
        vehicle: &VehicleRow,
    ) -> Result<Result<(Booking, Lines), RefusedView>, Trouble> {
        let at = self.now();
        let operator = self.operator;
        let rules = operator.versions.at(at);
        let (start, end) =
            (moment(&rules.zone, "start", &wish.start)?, moment(&rules.zone, "end", &wish.end)?);
        let channel = self.channel(wish.channel.as_deref())?;
        let car = self.car(vehicle.clone())?;
        let pickup = self.pickup(wish.pickup.as_deref(), &car, start)?;
        let dropoff = match &wish.dropoff {
            Some(name) => self.place_named("dropoff", name)?,
            None => pickup,
        };
        let category = wish.category.clone().or_else(|| vehicle.category.clone());
        let asked = Book {
            booking: BookingId(0),
            vehicle: vehicle.id,
            category: category.as_deref(),
            start,
            end,
            pickup,
            dropoff,
            channel,
        };
        let answer = decide(&Now { rules, at }, &asked, member, &car.calendar)?;
        let outcome = match answer {
            Answer::Refused(refusal, _) => return Ok(Err(self.refused(refusal, rules, at))),
            Answer::Done(outcome) => outcome,
        };
        let Some(BookingEvent::Booked(mut booking)) = outcome.booking else {
            return Err(Trouble::NotFound("booking"));
        };
        let mut lines = outcome.lines;
        booking.apply(&BookingEvent::Opened);
        lines.append(returned(rules, &booking, member, booking.end)?);
        Ok(Ok((*booking, lines)))
    }

    fn show_quote(
        &mut self,
        booking: &Booking,
        vehicle: &VehicleRow,
        lines: &Lines,
    ) -> Result<Quote, Trouble> {
        let book = self.operator.book_at(booking.made);
        let rules = &book.rules;
        let explainer = Explainer { rulebook: book, language: self.language };
        let (shown, total) = show_lines(&explainer, lines);
        Ok(Quote {
            vehicle: vehicle.code.clone(),
            category: bookings::category_word(rules, booking.category).map(str::to_owned),
            start: show_moment(booking.start),
            end: show_moment(booking.end),
            reserved_from: show_moment(booking.reserved_start()),
            pickup: self.place_code(booking.pickup)?,
            dropoff: self.place_code(booking.dropoff)?,
            currency: rules.currency.to_string(),
            total,
            lines: shown,
            guaranteed: self.guaranteed(booking),
        })
    }
}

/// Lines that are not kept, in words, and their sum.
pub(crate) fn show_lines(explainer: &Explainer<'_>, lines: &Lines) -> (Vec<QuoteLine>, String) {
    let rules = &explainer.rulebook.rules;
    let mut total = 0_i64;
    let shown = lines.iter().map(|line| {
        total = total.saturating_add(line.amount.0);
        let words = explainer.line(lines, line);
        QuoteLine {
            title: words.title,
            amount: line.amount.to_string(),
            steps: words.steps,
            clause: line.clause.map_or("", |clause| rules.clause(clause)).to_owned(),
            basis: words.basis,
        }
    });
    (shown.collect(), Money(total).to_string())
}

/// The lines of bringing it back at `at`, where it was booked to be.
pub(crate) fn returned(
    rules: &Rules,
    booking: &Booking,
    member: &Member,
    at: Instant,
) -> Result<Lines, Trouble> {
    let back = GiveBack {
        place: None,
        distance_mm: 0,
        fuel: None,
        plugged_in: true,
        procedure_complete: true,
        checked: None,
        costs: &[],
    };
    let now = Now { rules, at };
    match give_back(&now, &back, Some(booking), member)? {
        Answer::Done(outcome) => Ok(outcome.lines),
        Answer::Refused(..) => Ok(Lines::default()),
    }
}
