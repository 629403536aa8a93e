//! Identities of the things that Rimessa knows.
//!
//! Every id is made outside the domain (a UUID in the store, a counter in a replay) and only
//! compared here. Rules are found by their place in the compiled rulebook.

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident($inner:ty);)*) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub $inner);
    )*};
}

ids! {
    /// A person or organisation that books, drives or pays.
    MemberId(u128);
    /// A booking, and the trip that comes of it.
    BookingId(u128);
    /// A vehicle of the fleet.
    VehicleId(u128);
    /// A contract that is billed by itself (parking by the month).
    ContractId(u128);
    /// A station: a named place where vehicles are picked up and left.
    StationId(u128);
    /// A plan of the rulebook, by its place there.
    PlanId(u16);
    /// A vehicle category of the rulebook, by its place there.
    CategoryId(u16);
    /// A clause of the regulation, by its place in the rulebook's list of clauses.
    ClauseId(u16);
    /// A name that rules use (a kind of assessment, a cost, a report), by its place in the rulebook.
    NameId(u16);
}

/// Where a vehicle is, is picked up, or is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// At a station of the operator's network.
    Station(StationId),
    /// Anywhere else: nobody can pick a vehicle up there until staff have moved it.
    OffNetwork,
}
