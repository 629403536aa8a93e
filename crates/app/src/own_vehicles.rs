//! The vehicles that were enabled for a member one by one, and until when each can be had.

use rimessa_domain::ids::MemberId;
use rimessa_domain::time::{Instant, Span};
use rimessa_store::members;

use crate::calendar::{self, Taken};
use crate::scene::Scene;
use crate::trouble::Trouble;
use crate::view::VehicleView;
use crate::when::show_moment;
use crate::{enable, show};

/// So far ahead it is looked when a vehicle is taken.
const AHEAD: Span = Span::days(1);
/// So many vehicles are looked at; a member who may have more looks for them.
const MOST: usize = 40;

/// A vehicle that is enabled for a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnVehicle {
    /// The vehicle.
    pub vehicle: VehicleView,
    /// The name of its station.
    pub station_name: String,
    /// Why it cannot be had now: `own`, `taken`, `charging`, `out-of-service`; `null`: it can.
    pub now: Option<String>,
    /// Until when that stays so, RFC 3339; `null`: nobody knows, or for a day at least.
    pub until: Option<String>,
}

/// The vehicles that were enabled for a member one by one, by fleet number; `None`: every vehicle may be had.
///
/// # Errors
/// [`Trouble`].
pub fn list(
    scene: &mut Scene<'_, '_>,
    member: MemberId,
) -> Result<Option<Vec<OwnVehicle>>, Trouble> {
    let op = scene.operator.id;
    let gone = || Trouble::NotFound("member");
    let mut row = members::get(scene.tx, op, member)?.ok_or_else(gone)?;
    if let Some(payer) = row.payer {
        row = members::get(scene.tx, op, payer)?.ok_or_else(gone)?;
    }
    if !row.vehicles_limited {
        return Ok(None);
    }
    let mut all = enable::list(scene, member)?;
    all.truncate(MOST);
    all.into_iter().map(|vehicle| scene.own_vehicle(vehicle)).collect::<Result<_, _>>().map(Some)
}

impl Scene<'_, '_> {
    fn own_vehicle(&mut self, vehicle: VehicleView) -> Result<OwnVehicle, Trouble> {
        let now = self.now();
        let wish = calendar::Wish {
            from: Some(show_moment(now)),
            until: Some(show_moment(now.plus(AHEAD))),
        };
        let taken = calendar::calendar(self, &vehicle.code, &wish)?;
        let station_name = show::station_called(self, &vehicle.station)?;
        let stretch = |one: Taken| -> Result<Stretch, Trouble> {
            let from = self.moment("from", Some(&one.from))?.unwrap_or(now);
            Ok((from, self.moment("until", one.until.as_deref())?, one.kind))
        };
        let mut all: Vec<Stretch> = taken.into_iter().map(stretch).collect::<Result<_, _>>()?;
        // Of a booking under way, what was reserved before it is over.
        all.retain(|(_, until, _)| until.is_none_or(|until| until > now));
        let (kind, until) = state(now, &all);
        Ok(OwnVehicle { vehicle, station_name, now: kind, until: until.map(show_moment) })
    }
}

/// From when until when a vehicle cannot be had, and why; `None`: nobody knows until when.
type Stretch = (Instant, Option<Instant>, String);

/// What a vehicle is now, and until when. Stretches that follow each other are one.
fn state(now: Instant, taken: &[Stretch]) -> (Option<String>, Option<Instant>) {
    let Some((_, first, kind)) = taken.iter().find(|(from, ..)| *from <= now) else {
        return (None, taken.first().map(|(from, ..)| *from));
    };
    let mut until = *first;
    for (from, end, _) in taken {
        if until.is_some_and(|until| *from <= until && end.is_none_or(|end| end > until)) {
            until = *end;
        }
    }
    (Some(kind.clone()), until)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_without_a_gap_is_one_stretch() {
        let stretch = |from, until: Option<i64>, kind: &str| {
            (Instant(from), until.map(Instant), kind.to_owned())
        };
        let day = [
            stretch(945, Some(1000), "charging"),
            stretch(1000, Some(1100), "taken"),
            stretch(1115, Some(1200), "own"),
        ];
        assert_eq!(state(Instant(950), &day), (Some("charging".to_owned()), Some(Instant(1100))));
        assert_eq!(state(Instant(900), &day), (None, Some(Instant(945))));
        let open = [stretch(800, None, "out-of-service")];
        assert_eq!(state(Instant(900), &open), (Some("out-of-service".to_owned()), None));
        assert_eq!(state(Instant(900), &[]), (None, None));
    }
}
