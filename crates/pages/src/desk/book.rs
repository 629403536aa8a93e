//! Booking for somebody on the phone: where and when, what there is, what it costs.

use askama::Template;
use rimessa_app::find::FreeVehicle;
use rimessa_app::profile::ProfileView;

use super::DeskFrame;
use crate::book::{Offer, QuoteShown, Wanted};
use crate::find::Search;
use crate::form::Errors;

/// Somebody by name and number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Driver {
    /// The id.
    pub id: String,
    /// The customer number.
    pub number: String,
    /// The name, as far as it may be shown.
    pub name: String,
    /// The mobile number.
    pub mobile: String,
}

impl From<&ProfileView> for Driver {
    fn from(profile: &ProfileView) -> Self {
        let (mut name, mut mobile) = (String::new(), String::new());
        if let Some(person) = &profile.person {
            let names = [&person.given_name, &person.family_name];
            name = names.into_iter().flatten().cloned().collect::<Vec<_>>().join(" ");
            if let (true, Some(organisation)) = (name.is_empty(), &person.organisation) {
                name.clone_from(organisation);
            }
            mobile = person.mobile.clone().unwrap_or_default();
        }
        Self { id: profile.member.clone(), number: profile.number.clone(), name, mobile }
    }
}

impl Driver {
    /// The name, or the number of whoever has none.
    #[must_use]
    pub fn called(&self) -> &str {
        if self.name.is_empty() { &self.number } else { &self.name }
    }
}

/// Booking for somebody.
#[derive(Debug, Template)]
#[template(path = "desk/book.html")]
pub struct DeskBook {
    /// What stands around it.
    pub frame: DeskFrame,
    /// For whom.
    pub driver: Driver,
    /// Who pays, if it is another.
    pub payer: Option<Driver>,
    /// Where and when.
    pub search: Search,
    /// Something was looked for.
    pub asked: bool,
    /// The vehicles that can be had, the nearest first.
    pub free: Vec<FreeVehicle>,
    /// What is to be booked; its vehicle is empty: nothing yet.
    pub wanted: Wanted,
    /// What it will cost; `None`: nothing was chosen, or it cannot be booked so.
    pub shown: Option<QuoteShown>,
    /// What is wrong with what was chosen.
    pub errors: Errors,
    /// What there is instead.
    pub instead: Offer,
}

impl DeskBook {
    /// The address on which a vehicle's price stands.
    #[must_use]
    pub fn with(&self, vehicle: &str) -> String {
        let query = |text: &str| {
            askama::filters::urlencode_strict(text)
                .map_or_else(|_| String::new(), |text| text.to_string())
        };
        let Search { station, from, until, category, .. } = &self.search;
        format!(
            "{}?station={}&from={}&until={}&category={}&dropoff={}&vehicle={}#price",
            self.frame.at(&format!("members/{}/book", self.driver.id)),
            query(station),
            query(from),
            query(until),
            query(category),
            query(&self.wanted.dropoff),
            query(vehicle),
        )
    }

    /// How far a vehicle is, for people.
    #[must_use]
    pub fn distance(&self, metres: &u32) -> String {
        crate::find::distance(&self.frame.talk, *metres)
    }
}
