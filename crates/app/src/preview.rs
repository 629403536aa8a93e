//! What the next bill will say, so far: the trips as they were recorded, the lines with their running
//! sum, and what is left of the free time.

use rimessa_domain::booking::{Booking, State};
use rimessa_domain::ids::{BookingId, MemberId};
use rimessa_domain::line::{Lines, Source, What};
use rimessa_domain::member::Member;
use rimessa_domain::money::Money;
use rimessa_domain::rules::Rules;
use rimessa_domain::rules::billing::{PartKind, Point, SpanRule, TimePart, Unit};
use rimessa_domain::subscription::Month;
use rimessa_domain::time::{Instant, Span};
use rimessa_rulebook::wording;
use rimessa_store::lines::LineRow;
use rimessa_store::{bookings, lines, subscriptions, vehicles};
use serde::Serialize;
use utoipa::ToSchema;

use crate::identity::show_id;
use crate::items;
use crate::quote::returned;
use crate::scene::Scene;
use crate::trouble::Trouble;
use crate::view::LineView;
use crate::when::show_moment;

/// So many lines of a month are shown.
const MOST: i64 = 2000;

/// What the next bill will say, so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = BillPreview)]
pub struct Preview {
    /// The currency, ISO 4217.
    pub currency: String,
    /// The begin of the month, RFC 3339.
    pub from: String,
    /// Its end: until then a recorded trip can be queried, RFC 3339.
    pub until: String,
    /// The trips of the month, and those under way.
    pub trips: Vec<TripView>,
    /// The lines of the month, in the order in which they were made.
    pub lines: Vec<Summed>,
    /// Their sum, like `12.50`.
    pub total: String,
    /// What is left of the free time.
    pub free: Vec<FreeView>,
}

/// A line with the sum up to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = PreviewSum)]
pub struct Summed {
    /// The line.
    pub line: LineView,
    /// The sum of this line and all before it.
    pub sum: String,
}

/// A trip as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TripView {
    /// The booking's id.
    pub booking: String,
    /// The fleet number.
    pub vehicle: String,
    /// The id of the member who drove, if another pays.
    pub driver: Option<String>,
    /// `driving`, `returned`, `cancelled`, `never-opened`, `planned`.
    pub state: String,
    /// The booked start, RFC 3339.
    pub start: String,
    /// The booked end, RFC 3339.
    pub end: String,
    /// When the vehicle was first opened, RFC 3339.
    pub opened: Option<String>,
    /// When it was brought back, RFC 3339.
    pub closed: Option<String>,
    /// From when on time is billed, RFC 3339; `null`: none is, or the trip is under way.
    pub billed_from: Option<String>,
    /// Until when, RFC 3339.
    pub billed_until: Option<String>,
    /// The sum of its lines, like `12.50`.
    pub amount: String,
}

/// Free time that is left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = FreeUse)]
pub struct FreeView {
    /// Its name in the rulebook.
    pub allowance: String,
    /// How much is left, in milliseconds.
    pub left_ms: i64,
    /// How much is left, in words.
    pub left: String,
    /// When it lapses, RFC 3339.
    pub until: String,
}

/// What a member's next bill will say, so far.
///
/// # Errors
/// [`Trouble`].
pub fn preview(scene: &mut Scene<'_, '_>, member: MemberId) -> Result<Preview, Trouble> {
    let (op, at) = (scene.operator.id, scene.now());
    let rules = scene.operator.versions.at(at);
    let month = Month::of(&rules.zone, at);
    let (from, until) = (begin_of(month, rules), Instant(month.last_moment(&rules.zone).0 + 1));
    let rows = lines::since(scene.tx, op, member, from, MOST)?;
    let mut shown = Vec::with_capacity(rows.len());
    let mut sum = 0_i64;
    for row in &rows {
        sum = sum.saturating_add(row.amount);
        shown.push(Summed { line: scene.show_line(row)?, sum: Money(sum).to_string() });
    }
    let mut ids: Vec<BookingId> = Vec::new();
    let of_bookings = rows.iter().filter(|row| row.about == "booking");
    for id in of_bookings.filter_map(|row| row.about_id).map(BookingId) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let versions = &scene.operator.versions;
    let recorded = bookings::recorded_of(scene.tx, op, versions, member, from)?;
    for booking in recorded {
        if !ids.contains(&booking.id) {
            ids.push(booking.id);
        }
    }
    let mut trips = Vec::with_capacity(ids.len());
    for id in ids {
        trips.push(scene.trip(id)?);
    }
    Ok(Preview {
        currency: rules.currency.to_string(),
        from: show_moment(from),
        until: show_moment(until),
        trips,
        lines: shown,
        total: Money(sum).to_string(),
        free: scene.free_left(member)?,
    })
}

fn begin_of(month: Month, rules: &Rules) -> Instant {
    let before = match month.month {
        1 => Month { year: month.year - 1, month: 12 },
        later => Month { year: month.year, month: later - 1 },
    };
    Instant(before.last_moment(&rules.zone).0 + 1)
}

impl Scene<'_, '_> {
    /// A trip as it was recorded, if who acts may see it.
    ///
    /// # Errors
    /// [`Trouble::NotFound`]; [`Trouble`].
    pub fn trip(&mut self, id: BookingId) -> Result<TripView, Trouble> {
        let (op, versions) = (self.operator.id, &self.operator.versions);
        let stored = bookings::get(self.tx, op, versions, id)?;
        let stored = stored.filter(|stored| self.may_use(stored));
        let stored = stored.ok_or(Trouble::NotFound("booking"))?;
        let booking = &stored.booking;
        let vehicle = vehicles::get(self.tx, op, booking.vehicle)?;
        let rows = lines::about(self.tx, op, id.0)?;
        let amount = rows.iter().fold(0_i64, |sum, row| sum.saturating_add(row.amount));
        let billed = self.billed(booking, &rows)?;
        Ok(TripView {
            booking: show_id(id.0),
            vehicle: vehicle.map_or_else(|| show_id(booking.vehicle.0), |row| row.code),
            driver: stored.driver.map(|driver| show_id(driver.0)),
            state: bookings::state_word(booking.state).to_owned(),
            start: show_moment(booking.start),
            end: show_moment(booking.end),
            opened: stored.opened.map(show_moment),
            closed: match booking.state {
                State::Returned(at) => Some(show_moment(at)),
                _ => None,
            },
            billed_from: billed.map(|(from, _)| show_moment(from)),
            billed_until: billed.map(|(_, until)| show_moment(until)),
            amount: Money(amount).to_string(),
        })
    }

    /// From when to when time is billed: the started units of its usual lines, from the booked start on.
    /// Free time counts as billed, so a trip that was brought back is rated as if there were none.
    fn billed(
        &self,
        booking: &Booking,
        rows: &[LineRow],
    ) -> Result<Option<(Instant, Instant)>, Trouble> {
        let mut billed = Span(0);
        if let State::Returned(at) = booking.state {
            let rules = self.operator.versions.at(booking.made);
            let open = Booking { state: State::Driving, ..booking.clone() };
            let lines = returned(rules, &open, &Member::plain(booking.member), at)?;
            billed.0 = usual_time(&lines, rules);
        } else {
            for row in rows {
                let rules = &self.operator.book_at(row.rulebook_at).rules;
                billed.0 += usual_time(&items::restore(row, rules)?, rules);
            }
        }
        let from = self.billed_from(booking);
        Ok((billed.0 > 0).then_some((from, from.plus(billed))))
    }

    /// Where billed time begins: where reserved time is billed, with it.
    fn billed_from(&self, booking: &Booking) -> Instant {
        let rules = self.operator.versions.at(booking.made);
        let parts = rules.charges.iter().filter(|charge| charge.bill).flat_map(|one| &one.parts);
        let mut begins = parts.filter_map(|part| match &part.what {
            PartKind::Time(TimePart { span: SpanRule::Between { begin, .. }, .. }) => Some(*begin),
            _ => None,
        });
        let reserved = begins.any(|begin| begin == Point::ReservedStart);
        if reserved { booking.reserved_start() } else { booking.start }
    }

    /// The free time that is left to a member, and until when.
    pub(crate) fn free_left(&mut self, member: MemberId) -> Result<Vec<FreeView>, Trouble> {
        let (op, at) = (self.operator.id, self.now());
        let book = self.operator.book_at(at);
        let rules = &book.rules;
        let mut all = Vec::new();
        for one in subscriptions::of_member(self.tx, op, member, rules)? {
            let next = one.period_begin(rules, one.period(rules, at) + 1);
            let until = one.ends.map_or(next, |ends| ends.min(next));
            for free in one.free(rules, at) {
                let allowance = rules.allowances.get(usize::from(free.allowance));
                let left = Span(free.left.0.max(0));
                all.push(FreeView {
                    allowance: allowance.map_or_else(String::new, |one| one.id.to_string()),
                    left_ms: left.0,
                    left: wording::duration(&book.texts, self.language, left),
                    until: show_moment(until),
                });
            }
        }
        Ok(all)
    }
}

/// The time that the usual lines of a trip bill, in milliseconds; indemnities apart.
fn usual_time(all: &Lines, rules: &Rules) -> i64 {
    let mut time = 0_i64;
    for line in all.iter() {
        let Source::Charge(index) = line.source else { continue };
        if !rules.charges.get(usize::from(index)).is_some_and(|charge| charge.bill) {
            continue;
        }
        for item in all.items(line) {
            let What::Units { price, tick, .. } = &item.what else { continue };
            let unit = rules.prices.get(usize::from(*price)).map(|price| price.unit);
            if let Some(Unit::Time(_)) = unit {
                time = time.saturating_add(item.quantity.saturating_mul(*tick));
            }
        }
    }
    time
}
