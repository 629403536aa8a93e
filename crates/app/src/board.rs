//! Today's board: what is under way, what begins, what is late, and what waits for somebody.

use rimessa_domain::booking::Booking;
use rimessa_domain::time::Span;
use rimessa_store::board::{self as stored, Waiting};
use rimessa_store::{bookings, fleet, members, vehicles};

use crate::identity::show_id;
use crate::off_line::{Silent, silent};
use crate::scene::Scene;
use crate::trouble::Trouble;
use crate::view::VehicleView;
use crate::when::show_moment;

/// What ends so soon is due.
const SOON: Span = Span::minutes(60);
/// So many of each are named.
const MOST: usize = 100;
/// So far is counted what waits.
const COUNTED: i64 = 1000;

/// A trip on the board. It names nobody: the customer number leads to who it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trip {
    /// The booking's id.
    pub booking: String,
    /// The id of the member who pays.
    pub member: String,
    /// The customer number.
    pub number: String,
    /// The fleet number of the vehicle.
    pub vehicle: String,
    /// Its plate.
    pub plate: Option<String>,
    /// The start, RFC 3339.
    pub start: String,
    /// The end, RFC 3339.
    pub end: String,
    /// Where it is picked up.
    pub pickup: String,
    /// Where it is left.
    pub dropoff: String,
    /// It should have begun, or ended, by now.
    pub is_late: bool,
}

/// Trips of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trips {
    /// The first of them.
    pub named: Vec<Trip>,
    /// How many there are besides.
    pub more: usize,
}

/// Today's board.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Board {
    /// Trips that should have ended.
    pub late: Trips,
    /// Trips that end soon.
    pub due: Trips,
    /// Other trips under way.
    pub under_way: Trips,
    /// Bookings to be opened today, and those that nobody has opened though they have begun.
    pub starting: Trips,
    /// Vehicles out of service.
    pub out_of_service: Vec<VehicleView>,
    /// Vehicles off line, the longest silent first.
    pub off_line: Vec<Silent>,
    /// What waits for somebody.
    pub waiting: Waiting,
}

impl Trips {
    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.named.len() + self.more
    }
}

/// The board as it stands now.
///
/// # Errors
/// [`Trouble`].
pub fn board(scene: &mut Scene<'_, '_>) -> Result<Board, Trouble> {
    let (op, versions, now) = (scene.operator.id, &scene.operator.versions, scene.now());
    let driving = fleet::driving(scene.tx, op, versions)?;
    let (late, running): (Vec<_>, Vec<_>) = driving.into_iter().partition(|one| one.end <= now);
    let soon = now.plus(SOON);
    let (due, under_way): (Vec<_>, Vec<_>) = running.into_iter().partition(|one| one.end <= soon);
    let zone = &versions.at(now).zone;
    let tomorrow = zone.date(now).tomorrow().map_or(soon, |day| zone.start_of(day));
    let starting = stored::starting(scene.tx, op, versions, tomorrow, COUNTED)?;
    let mut out = vehicles::all(scene.tx, op)?;
    out.retain(|row| row.removed.is_none() && row.out_of_service.is_some_and(|at| at <= now));
    let out_of_service =
        out.into_iter().map(|row| scene.show_vehicle(row)).collect::<Result<_, _>>()?;
    Ok(Board {
        late: scene.trips(&late)?,
        due: scene.trips(&due)?,
        under_way: scene.trips(&under_way)?,
        starting: scene.trips(&starting)?,
        out_of_service,
        off_line: silent(scene)?,
        waiting: stored::waiting(scene.tx, op, now, COUNTED)?,
    })
}

impl Scene<'_, '_> {
    fn trips(&mut self, all: &[Booking]) -> Result<Trips, Trouble> {
        let named = all.iter().take(MOST).map(|booking| self.show_trip(booking));
        let named = named.collect::<Result<Vec<_>, _>>()?;
        Ok(Trips { more: all.len() - named.len(), named })
    }

    /// A booking as the board names it.
    pub(crate) fn show_trip(&mut self, booking: &Booking) -> Result<Trip, Trouble> {
        let op = self.operator.id;
        let vehicle = vehicles::get(self.tx, op, booking.vehicle)?;
        let (vehicle, plate) = vehicle.map_or_else(
            || (show_id(booking.vehicle.0), None),
            |vehicle| (vehicle.code, vehicle.plate),
        );
        let member = members::get(self.tx, op, booking.member)?;
        let now = self.now();
        Ok(Trip {
            booking: show_id(booking.id.0),
            member: show_id(booking.member.0),
            number: member.map_or_else(String::new, |member| member.number),
            vehicle,
            plate,
            start: show_moment(booking.start),
            end: show_moment(booking.end),
            pickup: self.place_name(booking.pickup)?,
            dropoff: self.place_name(booking.dropoff)?,
            is_late: match bookings::state_word(booking.state) {
                "planned" => booking.start <= now,
                _ => booking.end <= now,
            },
        })
    }
}
