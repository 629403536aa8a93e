//! Conditions of rules, and the facts that they are held against.

use crate::ids::{CategoryId, NameId, PlanId};
use crate::time::Span;

/// What drives a vehicle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Energy {
    /// A battery that is charged from outside.
    Electric,
    /// A tank.
    Fuel,
}

/// How somebody reaches the operator. Self-service, or through people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// The web site.
    Web,
    /// The app.
    App,
    /// The call centre.
    Phone,
    /// The computer on board.
    OnBoard,
    /// The kiosk at the station.
    Kiosk,
    /// The operator's office.
    Office,
}

impl Channel {
    /// All channels, with their names.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Web, "web"),
        (Self::App, "app"),
        (Self::Phone, "phone"),
        (Self::OnBoard, "on-board"),
        (Self::Kiosk, "kiosk"),
        (Self::Office, "office"),
    ];

    /// This channel as a set of one.
    #[must_use]
    pub const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// Where a vehicle was left, against what was booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// At the station booked for the return.
    AsBooked,
    /// Off the network, as booked.
    OffNetworkAsBooked,
    /// Off the network, though a station was booked.
    OffNetworkUnbooked,
    /// At another station than the booked place.
    OtherStation,
}

impl Left {
    /// All cases, with their names.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::AsBooked, "as-booked"),
        (Self::OffNetworkAsBooked, "off-network-as-booked"),
        (Self::OffNetworkUnbooked, "off-network-unbooked"),
        (Self::OtherStation, "other-station"),
    ];

    /// This case as a set of one.
    #[must_use]
    pub const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// A condition: all of what is `Some` must hold, and one of `any` if there is any.
///
/// A fact that the occasion does not have (the fuel of a booking that was cancelled) makes its
/// condition false.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct When {
    /// By one of these channels (set of [`Channel::bit`]).
    pub channels: Option<u8>,
    /// For a vehicle of one of these categories.
    pub categories: Option<Vec<CategoryId>>,
    /// For a booking made under one of these plans.
    pub plans: Option<Vec<PlanId>>,
    /// For a vehicle that is driven so.
    pub energy: Option<Energy>,
    /// Returned later than the booked end, as extended, by more than this.
    pub late_more_than: Option<Span>,
    /// Left so (set of [`Left::bit`]).
    pub left: Option<u8>,
    /// Returned with less fuel than this, in millionths of a full tank. Not judged if not measured.
    pub fuel_below: Option<i64>,
    /// Returned plugged in, or not.
    pub plugged_in: Option<bool>,
    /// The return procedure was carried out, or not.
    pub procedure_complete: Option<bool>,
    /// One of these was reported during the trip.
    pub reported: Option<Vec<NameId>>,
    /// An extension was ever refused because it was too late or a booking followed.
    pub extension_refused: Option<bool>,
    /// The vehicle has been opened.
    pub opened: Option<bool>,
    /// Less than this before the start as it stands.
    pub notice_less_than: Option<Span>,
    /// The time reserved before the start has begun.
    pub reserved_time_begun: Option<bool>,
    /// At least one of these.
    pub any: Vec<When>,
}

/// What is known on an occasion. `None`: the occasion has no such fact.
#[derive(Clone, Copy, Debug, Default)]
pub struct Facts<'a> {
    /// The channel of the command, or of the booking where a command has none.
    pub channel: Option<Channel>,
    /// The category booked.
    pub category: Option<CategoryId>,
    /// The plan when booking.
    pub plan: Option<PlanId>,
    /// What drives the vehicle.
    pub energy: Option<Energy>,
    /// From the booked end, as extended, to the return.
    pub late: Option<Span>,
    /// Where the vehicle was left.
    pub left: Option<Left>,
    /// Fuel at return, in millionths of a full tank.
    pub fuel: Option<i64>,
    /// Whether the vehicle was plugged in.
    pub plugged_in: Option<bool>,
    /// Whether the return procedure was carried out.
    pub procedure_complete: Option<bool>,
    /// What was reported during the trip.
    pub reported: &'a [NameId],
    /// Whether an extension was refused.
    pub extension_refused: bool,
    /// Whether the vehicle has been opened.
    pub opened: bool,
    /// From now to the start.
    pub notice: Option<Span>,
    /// Whether the reserved time has begun.
    pub reserved_time_begun: Option<bool>,
}

/// The condition of a rule that has none.
pub static ALWAYS: When = When {
    channels: None,
    categories: None,
    plans: None,
    energy: None,
    late_more_than: None,
    left: None,
    fuel_below: None,
    plugged_in: None,
    procedure_complete: None,
    reported: None,
    extension_refused: None,
    opened: None,
    notice_less_than: None,
    reserved_time_begun: None,
    any: Vec::new(),
};

impl When {
    /// Whether the condition holds.
    #[must_use]
    pub fn holds(&self, facts: &Facts<'_>) -> bool {
        self.booking_holds(facts)
            && self.trip_holds(facts)
            && (self.any.is_empty() || self.any.iter().any(|when| when.holds(facts)))
    }

    fn booking_holds(&self, facts: &Facts<'_>) -> bool {
        let among =
            |set: Option<u8>, bit: Option<u8>| set.is_none_or(|s| bit.is_some_and(|b| s & b != 0));
        among(self.channels, facts.channel.map(Channel::bit))
            && member(self.categories.as_deref(), facts.category)
            && member(self.plans.as_deref(), facts.plan)
            && equal(self.energy, facts.energy)
            && self.notice_less_than.is_none_or(|limit| facts.notice.is_some_and(|n| n < limit))
            && equal(self.reserved_time_begun, facts.reserved_time_begun)
            && self.opened.is_none_or(|opened| opened == facts.opened)
            && self.extension_refused.is_none_or(|refused| refused == facts.extension_refused)
    }

    fn trip_holds(&self, facts: &Facts<'_>) -> bool {
        self.late_more_than.is_none_or(|limit| facts.late.is_some_and(|late| late > limit))
            && self.left.is_none_or(|set| facts.left.is_some_and(|left| set & left.bit() != 0))
            && self.fuel_below.is_none_or(|limit| facts.fuel.is_some_and(|fuel| fuel < limit))
            && equal(self.plugged_in, facts.plugged_in)
            && equal(self.procedure_complete, facts.procedure_complete)
            && self
                .reported
                .as_ref()
                .is_none_or(|any| any.iter().any(|r| facts.reported.contains(r)))
    }
}

fn equal<T: PartialEq + Copy>(wanted: Option<T>, fact: Option<T>) -> bool {
    wanted.is_none() || wanted == fact
}

fn member<T: PartialEq + Copy>(wanted: Option<&[T]>, fact: Option<T>) -> bool {
    wanted.is_none_or(|set| fact.is_some_and(|fact| set.contains(&fact)))
}
