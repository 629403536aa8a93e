//! Booking, its limits and requirements, as they are written.

use rimessa_domain::refusal::RefusalCode;
use rimessa_domain::rules::booking::{LimitKind, Required, RequiredOn};
use rimessa_domain::rules::when::{Channel, Energy};
use rimessa_domain::time::Span;

use crate::finding::{Code, Finding};
use crate::reader::scalar::YEAR;
use crate::reader::{At, Table};
use crate::syntax::condition::ENERGIES;
use crate::syntax::head::{Basis, Dates, Head};

/// `[booking]`.
pub(crate) struct BookingBlock {
    pub(crate) head: Head,
    pub(crate) energy: Option<At<Energy>>,
    pub(crate) round_trip: bool,
    pub(crate) channels: Vec<At<Channel>>,
    pub(crate) guaranteed_before: Option<At<Span>>,
}

/// `[[limit]]`.
pub(crate) struct LimitBlock {
    pub(crate) head: Head,
    /// Set of channels.
    pub(crate) channels: Option<At<u8>>,
    pub(crate) kind: At<LimitKind>,
}

/// `[[require]]`.
pub(crate) struct RequireBlock {
    pub(crate) head: Head,
    pub(crate) on: At<RequiredOn>,
    pub(crate) what: At<Required>,
}

/// `[[waiver]]`.
pub(crate) struct WaiverBlock {
    pub(crate) head: Head,
    pub(crate) after: Vec<At<RefusalCode>>,
}

/// `[[refusal]]`.
pub(crate) struct RefusalBlock {
    pub(crate) head: Head,
    pub(crate) code: Option<RefusalCode>,
}

/// A maker of a kind of limit, with its key.
type LimitWord = (&'static str, fn(Span) -> LimitKind);

const LIMITS: [LimitWord; 7] = [
    ("grid", LimitKind::Grid),
    ("shortest", LimitKind::Shortest),
    ("longest", LimitKind::Longest),
    ("reserve_before", LimitKind::ReserveBefore),
    ("extend_before", LimitKind::ExtendBefore),
    ("suspend_after", LimitKind::SuspendAfter),
    ("overdue_holds", LimitKind::OverdueHolds),
];

const REQUIRED_ON: [(RequiredOn, &str); 3] =
    [(RequiredOn::Book, "book"), (RequiredOn::Unlock, "unlock"), (RequiredOn::Return, "return")];

const REQUIRED: [(Required, &str); 4] = [
    (Required::Validated, "validated"),
    (Required::VehicleEnabled, "vehicle-enabled"),
    (Required::PickupStation, "pickup-station"),
    (Required::PluggedIn, "plugged-in"),
];

fn refusal_codes() -> Vec<(RefusalCode, &'static str)> {
    RefusalCode::ALL.iter().map(|code| (*code, code.code())).collect()
}

impl BookingBlock {
    /// Reads the table.
    pub(crate) fn read(t: &Table<'_>) -> Self {
        let id = At { value: "booking".to_owned(), place: t.place };
        Self {
            head: Head {
                what: t.what,
                id,
                basis: Basis::required(t),
                dates: Dates::default(),
                place: t.place,
            },
            energy: t.choice("energy", &ENERGIES),
            round_trip: t.flag("round_trip").is_some_and(|flag| flag.value),
            channels: t.choices("channels", &Channel::ALL).unwrap_or_default(),
            guaranteed_before: t.duration("guaranteed_before", YEAR),
        }
    }
}

impl LimitBlock {
    /// Reads the block.
    pub(crate) fn read(t: &Table<'_>) -> Self {
        let found = LIMITS.iter().filter_map(|(key, make)| {
            let span = t.duration(key, YEAR)?;
            Some((*key, At { value: make(span.value), place: span.place }))
        });
        let found: Vec<_> = found.collect();
        let count = LIMITS.iter().filter(|(key, _)| t.has(key)).count();
        if count != 1 {
            let keys = crate::similar::listed(LIMITS.iter().map(|(key, _)| *key));
            let message = format!("[[limit]] needs exactly one of {keys}");
            t.report(Finding::error(Code::OneOf, t.place, message));
        }
        let channels = t.choices("channels", &Channel::ALL).map(|set| At {
            value: set.iter().fold(0, |set, channel| set | channel.value.bit()),
            place: t.place_of("channels"),
        });
        let nothing = At { value: LimitKind::Grid(Span::minutes(1)), place: t.place };
        let (key, kind) = found.first().copied().unwrap_or(("grid", nothing));
        if let (LimitKind::Grid(grid), "grid") = (kind.value, key)
            && (grid.0 % 60_000 != 0 || Span::days(1).0 % grid.0.max(1) != 0)
        {
            let message = "a grid is a number of whole minutes that divides the day";
            let finding = Finding::error(Code::BadDuration, kind.place, message);
            t.report(finding.meant(Some("{ minutes = 15 }")));
        }
        if let (Some(channels), true) = (channels, WITHOUT_CHANNEL.contains(&key)) {
            let message = format!("`{key}` holds for all channels");
            let finding = Finding::error(Code::Contradiction, channels.place, message);
            t.report(finding.help("leave `channels` out"));
        }
        Self { head: Head::read(t), channels, kind }
    }
}

/// Limits that the engine applies whatever the channel is.
const WITHOUT_CHANNEL: [&str; 3] = ["reserve_before", "suspend_after", "overdue_holds"];

impl RequireBlock {
    /// Reads the block.
    pub(crate) fn read(t: &Table<'_>) -> Self {
        let on = t.choice("on", &REQUIRED_ON);
        let what = t.choice("what", &REQUIRED);
        let block = Self {
            head: Head::read(t),
            on: t.required("on", on, "\"book\"", RequiredOn::Book),
            what: t.required("what", what, "\"validated\"", Required::Validated),
        };
        let at_return = matches!(block.what.value, Required::PickupStation | Required::PluggedIn);
        let returned = matches!(block.on.value, RequiredOn::Return);
        if on.is_some() && what.is_some() && at_return != returned {
            let message = "this can never be required on that occasion";
            let finding = Finding::error(Code::Contradiction, block.what.place, message);
            t.report(finding.help(
                "`validated` and `vehicle-enabled` go with \"book\" and \"unlock\", \
                 `pickup-station` and `plugged-in` with \"return\"",
            ));
        }
        block
    }
}

impl WaiverBlock {
    /// Reads the block.
    pub(crate) fn read(t: &Table<'_>) -> Self {
        let after = t.choices("after", &refusal_codes());
        if after.is_none() {
            t.required::<()>("after", None, "[\"vehicle-away\"]", ());
        }
        Self { head: Head::read(t), after: after.unwrap_or_default() }
    }
}

impl RefusalBlock {
    /// Reads the block; it is named by its reason.
    pub(crate) fn read(t: &Table<'_>) -> Self {
        let code = t.choice("reason", &refusal_codes());
        let name = t.required_text("reason", "\"vehicle-taken\"");
        Self { head: Head::named(t, name), code: code.map(|code| code.value) }
    }
}
