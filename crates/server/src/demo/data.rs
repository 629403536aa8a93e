//! What the demo is made of: data files, so that no operator stands in the code.

use std::collections::BTreeMap;

use rimessa_app::Settings;
use serde::Deserialize;

/// An operator of the demo, its fleet and the habits of its members.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OperatorOf {
    /// Its name in addresses, and the name of its shipped rulebook.
    pub(super) slug: String,
    /// Whose names its members have.
    pub(super) names: String,
    /// Where that is, for the list of addresses.
    pub(super) place: String,
    /// What it set.
    pub(super) settings: Settings,
    /// Its stations, with how many vehicles of each category (empty: it has none) belong there.
    pub(super) stations: Vec<StationOf>,
    /// Make and model, by category.
    pub(super) models: BTreeMap<String, Vec<String>>,
    /// The form of its plates; `#` is a digit.
    pub(super) plate: String,
    /// Categories that have a tank.
    pub(super) fuel: Vec<String>,
    /// How many members it has in the end.
    pub(super) members: usize,
    /// The form of their telephone numbers.
    pub(super) phone: String,
    /// Trips on an average day, × 1000.
    pub(super) trips_a_day_permille: u64,
    /// Weights of the hours in which trips start: of working days, of the week-end.
    pub(super) hours: [Vec<u32>; 2],
    /// Weights of the days of the week, Monday first; 100 is average.
    pub(super) weekdays: [u32; 7],
    /// By which channels they book.
    pub(super) channels: Vec<(String, u32)>,
    /// For how many minutes.
    pub(super) minutes: Vec<(i64, u32)>,
    /// How many of a hundred trips end elsewhere, as booked.
    pub(super) one_way_percent: u32,
    /// How many of a thousand trips end elsewhere, against what was booked.
    pub(super) drops_elsewhere_permille: u32,
    /// Plans of accounts, with how many of a hundred members subscribe.
    pub(super) plans: Vec<(String, u32)>,
    /// Contracts: every member has one of these at least.
    pub(super) contracts: Vec<(String, u32)>,
    /// How often in a week a contract is used.
    pub(super) exits_a_week: u32,
    /// What staff assess after a trip.
    pub(super) assessments: Vec<(Assessed, u32)>,
    /// What members advance during a trip.
    pub(super) refunds: Vec<(Advanced, u32)>,
}

/// A station with its fleet.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StationOf {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) lat_e7: i64,
    pub(super) lon_e7: i64,
    pub(super) bays: i64,
    pub(super) vehicles: BTreeMap<String, u32>,
}

/// What staff assess.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Assessed {
    pub(super) kind: String,
    pub(super) costs: BTreeMap<String, String>,
}

/// What a member advances.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Advanced {
    pub(super) kind: String,
    pub(super) amount: String,
}

/// Somebody of the staff.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StaffOf {
    pub(super) login: String,
    pub(super) role: String,
    /// For these operators; empty: for all.
    pub(super) operators: Vec<String>,
    /// What they are there for, where the role does not say it.
    pub(super) what: String,
}

/// Names of people and streets.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NamesOf {
    pub(super) given: Vec<String>,
    pub(super) family: Vec<String>,
    pub(super) streets: Vec<String>,
    pub(super) country: String,
}

/// All of it.
#[derive(Clone, Debug)]
pub(super) struct Data {
    pub(super) operators: Vec<OperatorOf>,
    pub(super) staff: Vec<StaffOf>,
    pub(super) names: BTreeMap<String, NamesOf>,
    /// What people write, by language and key.
    pub(super) said: BTreeMap<String, BTreeMap<String, String>>,
}

impl Data {
    /// As it was shipped.
    ///
    /// # Errors
    /// That a file is not of its form.
    pub(super) fn shipped() -> Result<Self, String> {
        fn read<T: serde::de::DeserializeOwned>(name: &str, text: &str) -> Result<T, String> {
            serde_json::from_str(text).map_err(|error| format!("demo/{name}.json: {error}"))
        }
        Ok(Self {
            operators: read("operators", include_str!("../../demo/operators.json"))?,
            staff: read("staff", include_str!("../../demo/staff.json"))?,
            names: read("names", include_str!("../../demo/names.json"))?,
            said: read("said", include_str!("../../demo/said.json"))?,
        })
    }
}
