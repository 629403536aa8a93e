//! What a booking would cost, and whether it would be accepted, before it is made.

use rimessa_domain::booking::{Booking, BookingEvent};
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
use rimessa_store::{bookings, members};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::book::Wish;
use crate::bookable::Not;
use crate::reply::{RefusedView, Reply};
use crate::scene::Scene;
use crate::trouble::Trouble;
use crate::when::show_moment;

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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
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
    match scene.first_bookable(&member, wish)? {
        Err(refused) => Ok(Reply::Refused(refused)),
        Ok((vehicle, mut booking, mut lines)) => {
            booking.apply(&BookingEvent::Opened);
            lines.append(returned(rules, &booking, &member, booking.end)?);
            scene.show_quote(&booking, &vehicle, &lines).map(Reply::Done)
        }
    }
}

impl Scene<'_, '_> {
    /// The wish with a vehicle that can be had, if it names only a category; or why none can.
    pub(crate) fn any_vehicle(
        &mut self,
        member: &Member,
        wish: Wish,
    ) -> Result<Result<Wish, RefusedView>, Trouble> {
        let found = self.first_bookable(member, &wish)?;
        Ok(found.map(|(row, ..)| Wish { vehicle: Some(row.code), ..wish }))
    }

    /// The first vehicle in question that can be booked, the booking, and the lines it makes at once; or why
    /// none can.
    fn first_bookable(
        &mut self,
        member: &Member,
        wish: &Wish,
    ) -> Result<Result<(VehicleRow, Booking, Lines), RefusedView>, Trouble> {
        let at = self.now();
        let mut first = None;
        for row in self.in_question(wish)? {
            let car = self.car_wanted(row, wish)?;
            let asked = self.asked_of(wish, &car)?;
            match self.bookable(&asked.book(BookingId(0)), member, &car, at)? {
                Ok((booking, outcome)) => return Ok(Ok((car.row, *booking, outcome.lines))),
                Err(not) if not.may_try_another() => first = first.or(Some(not)),
                Err(not) => return Ok(Err(not.view())),
            }
        }
        let none = self.taken(self.operator.versions.at(at), at).view;
        Ok(Err(first.map_or(none, Not::view)))
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
