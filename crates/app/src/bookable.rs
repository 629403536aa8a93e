//! Whether a vehicle can be booked as wished: by the regulation, and by what else stands in the way. Booking
//! asks it with everything locked, a quote without a lock: what is shown with its price is refused on
//! confirming only if somebody was quicker.

use rimessa_domain::booking::{Booking, BookingEvent};
use rimessa_domain::decide::book::{Book, book as decide};
use rimessa_domain::decide::{Answer, Now, Outcome};
use rimessa_domain::ids::{BookingId, Place, StationId, VehicleId};
use rimessa_domain::member::Member;
use rimessa_domain::refusal::RefusalCode;
use rimessa_domain::rules::when::Channel;
use rimessa_domain::time::{Instant, Span};
use rimessa_store::vehicles;
use rimessa_store::vehicles::VehicleRow;

use crate::book::Wish;
use crate::gates::Stopped;
use crate::gather::Car;
use crate::reply::RefusedView;
use crate::scene::Scene;
use crate::trouble::Trouble;
use crate::when::moment;

/// How far back it counts how much a vehicle was used.
const WINDOW_OF_USE: Span = Span::days(14);

/// A wish whose words have been read, of one vehicle.
pub(crate) struct Asked {
    vehicle: VehicleId,
    category: Option<String>,
    start: Instant,
    end: Instant,
    pub(crate) pickup: Place,
    pub(crate) dropoff: Place,
    channel: Channel,
}

impl Asked {
    /// What is asked of the regulation, for a booking of this id.
    pub(crate) fn book(&self, booking: BookingId) -> Book<'_> {
        let Self { vehicle, start, end, pickup, dropoff, channel, .. } = *self;
        let category = self.category.as_deref();
        Book { booking, vehicle, category, start, end, pickup, dropoff, channel }
    }
}

/// A booking that can be made, and what comes of it at once.
pub(crate) type Bookable = (Box<Booking>, Outcome);

/// Why a vehicle cannot be booked as wished.
pub(crate) enum Not {
    /// The regulation refuses it.
    Refused(RefusalCode, Stopped),
    /// The regulation allows it, and something else stands in the way.
    Gated(Stopped),
}

impl Not {
    /// Whether another vehicle might be had where this one cannot.
    pub(crate) fn may_try_another(&self) -> bool {
        match self {
            Self::Refused(code, _) => matches!(
                code,
                RefusalCode::VehicleTaken | RefusalCode::VehicleElsewhere | RefusalCode::NotEnabled
            ),
            Self::Gated(stopped) => stopped.code == "vehicle-taken",
        }
    }

    /// The answer.
    pub(crate) fn view(self) -> RefusedView {
        match self {
            Self::Refused(_, stopped) | Self::Gated(stopped) => stopped.view,
        }
    }
}

impl Scene<'_, '_> {
    /// The calendar of a vehicle, as far as it matters to a wish.
    ///
    /// # Errors
    /// [`Trouble::Invalid`]: a time that there is not; [`Trouble`].
    pub(crate) fn car_wanted(&mut self, row: VehicleRow, wish: &Wish) -> Result<Car, Trouble> {
        let now = self.now();
        let rules = self.operator.versions.at(now);
        let start = moment(&rules.zone, "start", &wish.start)?;
        let end = moment(&rules.zone, "end", &wish.end)?;
        self.car_around(row, (rules, now), (start, end))
    }

    /// Reads what is wished of a vehicle.
    ///
    /// # Errors
    /// [`Trouble::Invalid`]: a time, a place or a channel that there is not; [`Trouble`].
    pub(crate) fn asked_of(&mut self, wish: &Wish, car: &Car) -> Result<Asked, Trouble> {
        let zone = &self.operator.versions.at(self.now()).zone;
        let start = moment(zone, "start", &wish.start)?;
        let end = moment(zone, "end", &wish.end)?;
        let channel = self.channel(wish.channel.as_deref())?;
        let pickup = self.pickup(wish.pickup.as_deref(), car, start)?;
        let dropoff = match &wish.dropoff {
            Some(name) => self.place_named("dropoff", name)?,
            None => pickup,
        };
        let category = wish.category.clone().or_else(|| car.row.category.clone());
        Ok(Asked { vehicle: car.row.id, category, start, end, pickup, dropoff, channel })
    }

    /// Whether a member can book it. Nothing is locked here: whoever books has locked member, vehicle and
    /// bays before.
    pub(crate) fn bookable(
        &mut self,
        book: &Book<'_>,
        member: &Member,
        car: &Car,
        at: Instant,
    ) -> Result<Result<Bookable, Not>, Trouble> {
        let rules = self.operator.versions.at(at);
        let outcome = match decide(&Now { rules, at }, book, member, &car.calendar)? {
            Answer::Refused(refusal, _) => {
                let stopped = Stopped::by(refusal, self.refused(refusal, rules, at));
                return Ok(Err(Not::Refused(refusal.code, stopped)));
            }
            Answer::Done(outcome) => outcome,
        };
        let Some(BookingEvent::Booked(booking)) = &outcome.booking else {
            return Err(Trouble::NotFound("booking"));
        };
        let booking = booking.clone();
        match self.gate(rules, &car.row, &booking, at)? {
            Some(stopped) => Ok(Err(Not::Gated(stopped))),
            None => Ok(Ok((booking, outcome))),
        }
    }

    /// The vehicles that come into question for a wish, in the order in which they are tried: the one that
    /// is named, or those of a category that may be at a station.
    ///
    /// # Errors
    /// [`Trouble::NotFound`]; [`Trouble::Invalid`] if neither is named, or there is no such thing.
    pub(crate) fn in_question(&mut self, wish: &Wish) -> Result<Vec<VehicleRow>, Trouble> {
        if let Some(name) = &wish.vehicle {
            return Ok(vec![self.vehicle_named(name)?]);
        }
        let Some(pickup) = &wish.pickup else {
            return Err(Trouble::invalid("pickup", "missing", ""));
        };
        let Place::Station(station) = self.place_named("pickup", pickup)? else {
            return Err(Trouble::invalid("pickup", "no-such-station", pickup));
        };
        let rules = self.operator.versions.at(self.now());
        if let Some(name) = &wish.category
            && rules.find_category(name).is_none()
        {
            return Err(Trouble::invalid("category", "no-such-category", name));
        }
        self.candidates(station, wish.category.as_deref())
    }

    /// The vehicles of a category that may be at a station: those used least come first.
    pub(crate) fn candidates(
        &mut self,
        station: StationId,
        category: Option<&str>,
    ) -> Result<Vec<VehicleRow>, Trouble> {
        let (op, since) = (self.operator.id, self.now().minus(WINDOW_OF_USE));
        let mut all = Vec::new();
        for row in vehicles::around(self.tx, op, station)? {
            if category.is_none_or(|name| row.category.as_deref() == Some(name)) {
                all.push((vehicles::uses(self.tx, op, row.id, since)?, row));
            }
        }
        all.sort_by(|(one, a), (other, b)| (one, &a.code).cmp(&(other, &b.code)));
        Ok(all.into_iter().map(|(_, row)| row).collect())
    }
}
