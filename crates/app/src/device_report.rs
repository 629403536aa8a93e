//! What devices report: counted once however often and in whatever order it comes, kept by the time at
//! which it happened, decided when it arrives.

use rimessa_domain::ids::VehicleId;
use rimessa_domain::time::{Instant, Span};
use rimessa_store::access;
use rimessa_store::equipment::{self, Hook};
use rimessa_store::reports::{self, NewEvent, Progress};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::event::Event;
use crate::kiosk::Back;
use crate::readings::{ANOMALY, CHARGE, DOORS, FUEL, KEY, ODOMETER, PLUGGED, POSITION};
use crate::reply::Reply;
use crate::scene::{Actor, Concerns, Scene};
use crate::trouble::{Invalid, Trouble};
use crate::when::moment;

/// A clock that is wrong by more is noticed.
const CLOCK_TOLERANCE: Span = Span::minutes(10);
/// So many are taken in one call.
pub const MOST: usize = 500;
/// So many gaps are named.
const MOST_GAPS: usize = 20;
/// So many numbers beyond a gap are looked at.
const LOOK_AHEAD: i64 = 10_000;

/// Something that a device reports.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DeviceEvent)]
pub struct Reported {
    /// The device's own number for it: 1, 2, 3 …
    pub sequence: i64,
    /// When it happened, by the device's clock.
    pub at: String,
    /// When it is sent, by the same clock: it shows whether that clock is right.
    pub sent: Option<String>,
    /// `open`, `close`, `doors`, `check`, `report`, `key-taken`, `key-returned`, `plugged`,
    /// `unplugged`, `position`, `odometer`, `charge`, `fuel`, `anomaly-light` or `call`.
    pub kind: String,
    /// The vehicle, by fleet number or id.
    pub vehicle: String,
    /// How it was opened, like `key` or `card`.
    pub method: Option<String>,
    /// Of doors and lights: whether they are open, or on.
    pub on: Option<bool>,
    /// Of charge and fuel.
    pub percent: Option<u8>,
    /// Of the odometer, in metres.
    pub metres: Option<u32>,
    /// Of a position: latitude in 10⁻⁷ degrees.
    pub lat_e7: Option<i64>,
    /// Longitude in 10⁻⁷ degrees.
    pub lon_e7: Option<i64>,
    /// Of a check or a report: what was found, in a word.
    pub found: Option<String>,
    /// Of a key that came back: the number of the slot in which it hangs.
    pub slot: Option<i64>,
    /// The kiosk that has the slot, by code; left out: the one that has such a slot.
    pub kiosk: Option<String>,
}

/// What was taken.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct TakenEvents {
    /// So many were new.
    pub taken: usize,
    /// So many had come before.
    pub repeated: usize,
    /// All numbers up to this one have come.
    pub up_to: i64,
    /// Numbers that are missing, from – to: to be sent again.
    pub missing: Vec<(i64, i64)>,
    /// The device's clock is wrong by more than ten minutes: it should be set.
    pub clock_wrong: bool,
    /// What is said on the spot about a return.
    pub said: Vec<Said>,
}

/// What is said to whoever stands at the device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = SaidAtDevice)]
pub struct Said {
    /// The fleet number of the vehicle.
    pub vehicle: String,
    /// `over`, `call`, or the code of a refusal: the trip runs on.
    pub code: String,
    /// In words.
    pub words: String,
}

/// The kinds that say no more than themselves.
const PLAIN: [&str; 9] = [
    "open",
    "close",
    "check",
    "report",
    "key-taken",
    "key-returned",
    "plugged",
    "unplugged",
    "call",
];

/// What is read, with one value or two.
type Reads = (&'static str, i64, i64);
/// The field that is wrong, and how.
type Wrong = (&'static str, &'static str);

impl Reported {
    /// What it reads, with a second value of positions; an error if something is missing.
    fn reading(&self) -> Result<Option<Reads>, Wrong> {
        let flag = self.on.map(i64::from).ok_or(("on", "missing"));
        let percent = || match self.percent {
            None => Err(("percent", "missing")),
            Some(percent) if percent > 100 => Err(("percent", "beyond-100")),
            Some(percent) => Ok(i64::from(percent)),
        };
        Ok(Some(match self.kind.as_str() {
            "open" => (DOORS, 1, 0),
            "close" => (DOORS, 0, 0),
            "doors" => (DOORS, flag?, 0),
            "key-taken" => (KEY, 0, 0),
            "key-returned" => (KEY, 1, 0),
            "plugged" => (PLUGGED, 1, 0),
            "unplugged" => (PLUGGED, 0, 0),
            "anomaly-light" => (ANOMALY, flag?, 0),
            "charge" => (CHARGE, percent()?, 0),
            "fuel" => (FUEL, percent()?, 0),
            "odometer" => (ODOMETER, self.metres.ok_or(("metres", "missing"))?.into(), 0),
            "position" => {
                let lat = self.lat_e7.filter(|lat| lat.abs() <= 900_000_000);
                let lon = self.lon_e7.filter(|lon| lon.abs() <= 1_800_000_000);
                let lat = lat.ok_or(("lat_e7", "not-a-position"))?;
                (POSITION, lat, lon.ok_or(("lon_e7", "not-a-position"))?)
            }
            kind if PLAIN.contains(&kind) => return Ok(None),
            _ => return Err(("kind", "no-such-event")),
        }))
    }
}

/// Takes what a device reports. What came before changes nothing.
///
/// # Errors
/// [`Trouble::Invalid`] names all that is wrong, and nothing is taken; [`Trouble`].
pub fn report(scene: &mut Scene<'_, '_>, all: &[Reported]) -> Result<Reply<TakenEvents>, Trouble> {
    let Actor::Device(device) = scene.actor else { return Err(Trouble::Forbidden) };
    if all.len() > MOST {
        return Err(Trouble::invalid("events", "too-many-events", ""));
    }
    let op = scene.operator.id;
    let read = scene.read_reports(all)?;
    let known = reports::progress(scene.tx, op, device)?;
    let now = scene.now();
    let mut taken = TakenEvents::default();
    let mut off_ms = known.clock_off_ms;
    let mut back = Vec::new();
    for (report, at, sent, vehicle, hook) in read {
        let (at, off) = by_our_clock(now, at, sent);
        off_ms = off.0;
        let wrong = off.0.abs() > CLOCK_TOLERANCE.0;
        taken.clock_wrong |= wrong;
        if !scene.keep_report(device, report, (at, now, wrong), vehicle)? {
            taken.repeated += 1;
            continue;
        }
        taken.taken += 1;
        if let Ok(Some((kind, value, second))) = report.reading() {
            scene.note_reading(vehicle, kind, at, (value, second))?;
        }
        if let Some(hook) = hook {
            scene.hang(vehicle, &hook)?;
        }
        match report.kind.as_str() {
            kind @ ("key-returned" | "plugged") => back.push((vehicle, kind == "key-returned")),
            "call" => taken.said.push(Said {
                vehicle: report.vehicle.clone(),
                code: "call".to_owned(),
                words: scene.spoken("call-us"),
            }),
            _ => {}
        }
    }
    scene.keep_progress(device, known.sequence, off_ms, &mut taken)?;
    if taken.taken > 0 {
        let event = Event { kind: "device", ..Event::default() };
        let concerns = Concerns { subject: Some(device), ..Concerns::default() };
        scene.note(now, &event, None, concerns)?;
    }
    // A key and a plug of one call end a trip together.
    back.sort_unstable_by_key(|(vehicle, key)| (*vehicle, !*key));
    back.dedup_by_key(|(vehicle, _)| *vehicle);
    for (vehicle, key) in back {
        scene.say_back(vehicle, key, &mut taken)?;
    }
    Ok(Reply::Done(taken))
}

/// When something happened by our clock, and by how much the device's clock is off. Without a moment of
/// sending only a moment to come is known to be wrong: what lies behind may just be late.
fn by_our_clock(now: Instant, at: Instant, sent: Option<Instant>) -> (Instant, Span) {
    let off = match sent {
        Some(sent) => sent.since(now),
        None => Span(at.since(now).0.max(0)),
    };
    let wrong = off.0.abs() > CLOCK_TOLERANCE.0;
    (if wrong { at.minus(off) } else { at }.min(now), off)
}

type Read<'r> = (&'r Reported, Instant, Option<Instant>, VehicleId, Option<Hook>);

impl Scene<'_, '_> {
    /// Reads all reports, or names all that is wrong with them.
    fn read_reports<'r>(&mut self, all: &'r [Reported]) -> Result<Vec<Read<'r>>, Trouble> {
        let (mut read, mut wrong) = (Vec::with_capacity(all.len()), Vec::new());
        for (index, report) in all.iter().enumerate() {
            match self.read_report(report) {
                Ok(one) => read.push(one),
                Err(Trouble::Invalid(errors)) => wrong.extend(
                    errors
                        .into_iter()
                        .map(|one| Invalid { field: format!("{index}.{}", one.field), ..one }),
                ),
                Err(other) => return Err(other),
            }
        }
        if wrong.is_empty() { Ok(read) } else { Err(Trouble::Invalid(wrong)) }
    }

    fn read_report<'r>(&mut self, report: &'r Reported) -> Result<Read<'r>, Trouble> {
        if report.sequence < 1 {
            return Err(Trouble::invalid("sequence", "not-a-sequence", ""));
        }
        let long = |text: &Option<String>| text.as_ref().is_some_and(|text| text.len() > 200);
        if long(&report.found) || long(&report.method) || long(&report.kiosk) {
            return Err(Trouble::invalid("found", "too-long-here", ""));
        }
        if let Err((field, code)) = report.reading() {
            return Err(Trouble::invalid(field, code, &report.kind));
        }
        let zone = &self.operator.versions.at(self.now()).zone;
        let at = moment(zone, "at", &report.at)?;
        let sent = report.sent.as_deref().map(|text| moment(zone, "sent", text)).transpose()?;
        let vehicle = match self.vehicle_named(&report.vehicle) {
            Err(Trouble::NotFound(_)) => {
                return Err(Trouble::invalid("vehicle", "no-such-vehicle-here", &report.vehicle));
            }
            other => other?.id,
        };
        if !self.reports_of(vehicle)? {
            return Err(Trouble::invalid("vehicle", "no-such-vehicle-here", &report.vehicle));
        }
        let hook = self.slot_reported(report)?;
        Ok((report, at, sent, vehicle, hook))
    }

    /// The slot of the device's own station in which a key is said to hang.
    fn slot_reported(&mut self, report: &Reported) -> Result<Option<Hook>, Trouble> {
        let Some(no) = report.slot else { return Ok(None) };
        let no_such = || Trouble::invalid("slot", "no-such-slot", &no.to_string());
        if report.kind != "key-returned" {
            return Err(Trouble::invalid("slot", "says-nothing", ""));
        }
        let station = self.device()?.and_then(|device| device.station).ok_or_else(no_such)?;
        let mut hooks = equipment::slots_numbered(self.tx, self.operator.id, station, no)?;
        hooks.retain(|hook| report.kiosk.as_ref().is_none_or(|code| *code == hook.code));
        match hooks.len() {
            1 => Ok(hooks.pop()),
            _ => Err(no_such()),
        }
    }

    /// Whether the device that acts may report of a vehicle: of its own one, or of one that belongs to or
    /// comes back to its station.
    fn reports_of(&mut self, vehicle: VehicleId) -> Result<bool, Trouble> {
        if self.is_near_vehicle(vehicle)? {
            return Ok(true);
        }
        let (op, versions) = (self.operator.id, &self.operator.versions);
        match access::driving(self.tx, op, versions, vehicle)? {
            Some(booking) => self.is_near(&booking),
            None => Ok(false),
        }
    }

    fn keep_report(
        &mut self,
        device: u128,
        report: &Reported,
        (at, received, clock_wrong): (Instant, Instant, bool),
        vehicle: VehicleId,
    ) -> Result<bool, Trouble> {
        let data = json!({
            "method": report.method,
            "on": report.on,
            "percent": report.percent,
            "metres": report.metres,
            "lat_e7": report.lat_e7,
            "lon_e7": report.lon_e7,
            "found": report.found,
            "slot": report.slot,
            "kiosk": report.kiosk,
        });
        let data = data.to_string();
        let event = NewEvent {
            sequence: report.sequence,
            at,
            received,
            clock_wrong,
            kind: &report.kind,
            vehicle,
            data: &data,
        };
        Ok(reports::insert_event(self.tx, self.operator.id, device, &event)?)
    }

    /// Keeps how far a device has come, and names what is missing.
    fn keep_progress(
        &mut self,
        device: u128,
        before: i64,
        clock_off_ms: i64,
        taken: &mut TakenEvents,
    ) -> Result<(), Trouble> {
        let (op, now) = (self.operator.id, self.now());
        let mut expected = before.saturating_add(1);
        for number in reports::numbers_after(self.tx, op, device, before, LOOK_AHEAD)? {
            if number > expected && taken.missing.len() < MOST_GAPS {
                taken.missing.push((expected, number - 1));
            }
            if taken.missing.is_empty() {
                taken.up_to = number;
            }
            expected = number.saturating_add(1);
        }
        taken.up_to = taken.up_to.max(before);
        let progress = Progress { sequence: taken.up_to, clock_off_ms };
        Ok(reports::put_progress(self.tx, op, device, now, progress)?)
    }

    /// Says at once whether a trip is over.
    fn say_back(
        &mut self,
        vehicle: VehicleId,
        key: bool,
        taken: &mut TakenEvents,
    ) -> Result<(), Trouble> {
        let said = match self.came_back(vehicle, key)? {
            Back::Nothing => return Ok(()),
            Back::Over(view) => Said {
                vehicle: view.vehicle,
                code: "over".to_owned(),
                words: self.spoken("returned-here"),
            },
            Back::Not(refused) => {
                let row = rimessa_store::vehicles::get(self.tx, self.operator.id, vehicle)?;
                let vehicle = row.map_or_else(String::new, |row| row.code);
                Said { vehicle, code: refused.code, words: refused.words }
            }
        };
        taken.said.push(said);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_clock_is_told_from_a_late_message() {
        let now = Instant(1_000_000_000_000);
        let (hour, two) = (Span::HOUR, Span::hours(2));
        // Late, with a clock that is right.
        let (at, off) = by_our_clock(now, now.minus(two), Some(now));
        assert_eq!((at, off), (now.minus(two), Span::ZERO));
        assert_eq!(by_our_clock(now, now.minus(two), None).1, Span::ZERO);
        // An hour slow, and an hour fast.
        let (at, off) = by_our_clock(now, now.minus(two), Some(now.minus(hour)));
        assert_eq!((at, off), (now.minus(hour), Span::hours(-1)));
        let (at, off) = by_our_clock(now, now.plus(hour), None);
        assert_eq!((at, off), (now, hour));
    }
}
