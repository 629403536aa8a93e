//! Refusals: ordinary answers to what cannot be done, with a stable code and the clause behind it.

use crate::ids::ClauseId;

macro_rules! codes {
    ($($(#[$meta:meta])* $name:ident = $code:literal,)*) => {
        /// Why something was refused. The code is stable; the words for it are the rulebook's.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum RefusalCode { $($(#[$meta])* $name,)* }

        impl RefusalCode {
            /// All codes.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The stable code.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }
        }
    };
}

codes! {
    /// The rulebook has no such category, plan, kind or sort of event.
    NotOffered = "not-offered",
    /// The account is locked: no more bookings.
    AccountLocked = "account-locked",
    /// The member's documents are not verified.
    NotValidated = "not-validated",
    /// The vehicle is not enabled for this member.
    NotEnabled = "not-enabled",
    /// The start lies before now.
    InThePast = "in-the-past",
    /// Start or end do not stand on the local grid.
    OffGrid = "off-grid",
    /// The end is not after the start.
    EndBeforeStart = "end-before-start",
    /// Shorter than a booking may be.
    TooShort = "too-short",
    /// Longer than a booking may be by this channel.
    TooLong = "too-long",
    /// The vehicle is taken at that time.
    VehicleTaken = "vehicle-taken",
    /// The vehicle is not, or will not be, at the pick-up; or would be missing for the next booking.
    VehicleElsewhere = "vehicle-elsewhere",
    /// There is no such booking.
    NoSuchBooking = "no-such-booking",
    /// The booking has begun, was used or cancelled.
    BookingStarted = "booking-started",
    /// The booking is over, was used or cancelled.
    BookingExpired = "booking-expired",
    /// The new end is not later.
    NotAnExtension = "not-an-extension",
    /// Asked for too late.
    TooLate = "too-late",
    /// Another booking or an overdue trip lies in the added time.
    NextBooking = "next-booking",
    /// The booked start has not come.
    BeforeStart = "before-start",
    /// The booking is suspended.
    Suspended = "suspended",
    /// Another trip still has the vehicle.
    VehicleAway = "vehicle-away",
    /// The vehicle was not opened, or is back already.
    NotDriving = "not-driving",
    /// Not the station where the vehicle must come back.
    WrongStation = "wrong-station",
    /// The vehicle is not plugged in.
    NotPluggedIn = "not-plugged-in",
    /// The booking is not suspended.
    NotSuspended = "not-suspended",
    /// The member has a subscription, or the contract runs.
    AlreadySubscribed = "already-subscribed",
    /// The member has no subscription, or left it.
    NotSubscribed = "not-subscribed",
    /// There is no such contract, or it has ended.
    NoSuchContract = "no-such-contract",
    /// The receipt lacks something.
    IncompleteReceipt = "incomplete-receipt",
}

/// An ordinary answer: no, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The reason.
    pub code: RefusalCode,
    /// The clause it rests on; `None`: assumed.
    pub clause: Option<ClauseId>,
}
