//! What is shown of things: the answers of use cases.

use rimessa_domain::booking::{Booking, State};
use rimessa_domain::ids::Place;
use rimessa_domain::money::Money;
use rimessa_rulebook::explain::Explainer;
use rimessa_store::lines::LineRow;
use rimessa_store::stations::StationRow;
use rimessa_store::vehicles::VehicleRow;
use rimessa_store::{bookings, stations, vehicles};
use serde::Serialize;
use utoipa::ToSchema;

use crate::identity::show_id;
use crate::items;
use crate::scene::Scene;
use crate::trouble::Trouble;
use crate::when::show_moment;

/// A booking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct BookingView {
    /// Its id.
    pub id: String,
    /// The id of the member who pays.
    pub member: String,
    /// The id of the member who drives, if it is another one.
    pub driver: Option<String>,
    /// The fleet number of its vehicle.
    pub vehicle: String,
    /// The plate.
    pub plate: Option<String>,
    /// The category.
    pub category: Option<String>,
    /// The plan, as it was when booking.
    pub plan: String,
    /// By which channel it was made.
    pub channel: String,
    /// When it was made, RFC 3339.
    pub made: String,
    /// The start, RFC 3339.
    pub start: String,
    /// The end, RFC 3339; exclusive.
    pub end: String,
    /// The code of the station where the vehicle is picked up.
    pub pickup: String,
    /// The code of the station where it is left, or `off-network`.
    pub dropoff: String,
    /// `planned`, `driving`, `returned`, `cancelled` or `never-opened`.
    pub state: String,
    /// When it was brought back, RFC 3339.
    pub returned: Option<String>,
    /// Whether it was made so early that the regulation guarantees a vehicle; `null`: it knows no such thing.
    pub guaranteed: Option<bool>,
    /// What whoever is at the vehicle should know, in words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hints: Vec<String>,
    /// Its lines so far.
    pub lines: Vec<LineView>,
}

/// A line of a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LineView {
    /// Its id.
    pub id: String,
    /// The booking or contract it is about; `null`: the account.
    pub about: Option<String>,
    /// The clause; empty: the regulation is silent, it is assumed.
    pub clause: String,
    /// Gross, like `12.50`.
    #[schema(example = "12.50")]
    pub amount: String,
    /// The VAT class.
    pub vat: String,
    /// When it fell due, RFC 3339.
    pub due: String,
    /// What it is for, in words.
    pub title: String,
    /// Its arithmetic, a step each, in words.
    pub steps: Vec<String>,
    /// The clause with its title, in words.
    pub basis: String,
}

/// What a member has to pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Statement {
    /// The currency, ISO 4217.
    pub currency: String,
    /// What is owed, like `12.50`; negative: what is owed to the member.
    pub balance: String,
    /// The lines, in the order in which they were made.
    pub lines: Vec<LineView>,
    /// Where to go on reading; `null`: this is all.
    pub next: Option<String>,
}

/// A station.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct StationView {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Latitude in degrees, like `49.7596000`.
    pub lat: String,
    /// Longitude in degrees.
    pub lon: String,
    /// Where it is, for people.
    pub address: Option<String>,
    /// How many bays it has.
    pub bays: Option<i64>,
}

/// A vehicle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct VehicleView {
    /// Its fleet number.
    pub code: String,
    /// Its plate.
    pub plate: Option<String>,
    /// Make and model, or a nickname.
    pub name: Option<String>,
    /// Its category.
    pub category: Option<String>,
    /// The code of the station it belongs to.
    pub station: String,
    /// Since when it cannot be used, RFC 3339.
    pub out_of_service: Option<String>,
}

/// Degrees of 10⁻⁷.
#[must_use]
pub(crate) fn degrees(e7: i64) -> String {
    let sign = if e7 < 0 { "-" } else { "" };
    format!("{sign}{}.{:07}", e7.abs() / 10_000_000, e7.abs() % 10_000_000)
}

/// The word for a place off the network.
pub(crate) const OFF_NETWORK: &str = "off-network";

impl From<StationRow> for StationView {
    fn from(row: StationRow) -> Self {
        Self {
            code: row.code,
            name: row.name,
            lat: degrees(row.lat_e7),
            lon: degrees(row.lon_e7),
            address: row.address,
            bays: row.bays,
        }
    }
}

impl Scene<'_, '_> {
    /// The code of a station, or `off-network`.
    pub(crate) fn place_code(&mut self, place: Place) -> Result<String, Trouble> {
        match place {
            Place::OffNetwork => Ok(OFF_NETWORK.to_owned()),
            Place::Station(id) => {
                let row = stations::get(self.tx, self.operator.id, id)?;
                Ok(row.map_or_else(|| show_id(id.0), |row| row.code))
            }
        }
    }

    /// A vehicle as it is shown.
    pub(crate) fn show_vehicle(&mut self, row: VehicleRow) -> Result<VehicleView, Trouble> {
        Ok(VehicleView {
            station: self.place_code(Place::Station(row.home))?,
            code: row.code,
            plate: row.plate,
            name: row.name,
            category: row.category,
            out_of_service: row.out_of_service.map(show_moment),
        })
    }

    /// A booking as it is shown, with its lines.
    pub(crate) fn show_booking(&mut self, booking: &Booking) -> Result<BookingView, Trouble> {
        let vehicle = vehicles::get(self.tx, self.operator.id, booking.vehicle)?;
        let (code, plate) = vehicle.map_or_else(
            || (show_id(booking.vehicle.0), None),
            |vehicle| (vehicle.code, vehicle.plate),
        );
        let rows = rimessa_store::lines::about(self.tx, self.operator.id, booking.id.0)?;
        let lines = rows.iter().map(|row| self.show_line(row)).collect::<Result<_, _>>()?;
        let driver = bookings::driver_of(self.tx, self.operator.id, booking.id)?;
        let mut view = self.show_booking_with(booking, (code, plate), lines)?;
        view.driver = driver.map(|driver| show_id(driver.0));
        Ok(view)
    }

    /// A booking that was just made, whose vehicle is at hand; `count` lines came with it.
    pub(crate) fn show_new_booking(
        &mut self,
        booking: &Booking,
        vehicle: &VehicleRow,
        count: usize,
    ) -> Result<BookingView, Trouble> {
        let lines = match count {
            0 => Vec::new(),
            count => self.latest_lines(booking.member, count)?,
        };
        self.show_booking_with(booking, (vehicle.code.clone(), vehicle.plate.clone()), lines)
    }

    fn show_booking_with(
        &mut self,
        booking: &Booking,
        (code, plate): (String, Option<String>),
        lines: Vec<LineView>,
    ) -> Result<BookingView, Trouble> {
        let pickup = self.place_code(booking.pickup)?;
        let dropoff = match booking.dropoff == booking.pickup {
            true => pickup.clone(),
            false => self.place_code(booking.dropoff)?,
        };
        let rules = self.operator.versions.at(booking.made);
        let category = bookings::category_word(rules, booking.category);
        Ok(BookingView {
            id: show_id(booking.id.0),
            member: show_id(booking.member.0),
            driver: None,
            vehicle: code,
            plate,
            category: category.map(str::to_owned),
            plan: bookings::plan_word(rules, booking.plan).to_owned(),
            channel: bookings::channel_word(booking.channel).to_owned(),
            made: show_moment(booking.made),
            start: show_moment(booking.start),
            end: show_moment(booking.end),
            pickup,
            dropoff,
            state: bookings::state_word(booking.state).to_owned(),
            returned: match booking.state {
                State::Returned(at) => Some(show_moment(at)),
                _ => None,
            },
            guaranteed: self.guaranteed(booking),
            hints: Vec::new(),
            lines,
        })
    }

    /// Whether a booking was made so early that the regulation guarantees a vehicle.
    pub(crate) fn guaranteed(&self, booking: &Booking) -> Option<bool> {
        let book = self.operator.book_at(booking.made);
        let before = book.regulation.guaranteed_before?;
        Some(booking.start.since(booking.made) >= before)
    }

    /// A line as it is shown, in the language of whoever reads it.
    pub(crate) fn show_line(&self, row: &LineRow) -> Result<LineView, Trouble> {
        let book = self.operator.book_at(row.rulebook_at);
        let lines = items::restore(row, &book.rules)?;
        let explainer = Explainer { rulebook: book, language: self.language };
        let words = lines.iter().next().map(|line| explainer.line(&lines, line));
        let (title, steps, basis) =
            words.map_or_else(Default::default, |words| (words.title, words.steps, words.basis));
        Ok(LineView {
            id: show_id(row.id),
            about: row.about_id.map(show_id),
            clause: row.clause.clone(),
            amount: Money(row.amount).to_string(),
            vat: row.vat.clone(),
            due: show_moment(row.due),
            title,
            steps,
            basis,
        })
    }
}
