//! What an operator says of itself to anybody.

use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::operator::Operator;

/// An operator, as anybody may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OperatorView {
    /// Its name in addresses.
    #[schema(example = "anytown")]
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The time zone in which its times are read that say no offset.
    #[schema(example = "Europe/Paris")]
    pub zone: String,
    /// The currency of its amounts, ISO 4217.
    #[schema(example = "EUR")]
    pub currency: String,
    /// The languages it speaks, its own first.
    pub languages: Vec<String>,
    /// The version of the rulebook in force.
    pub rulebook: String,
    /// The number of its assistance, around the clock.
    pub assistance_phone: Option<String>,
    /// The number to which members send text messages.
    pub vehicle_phone: Option<String>,
    /// Its own site.
    pub site: Option<String>,
}

/// What an operator says of itself.
#[must_use]
pub fn about(app: &App, operator: &Operator) -> OperatorView {
    let now = app.clock().now();
    let book = operator.book_at(now);
    let said = |text: &String| Some(text).filter(|text| !text.is_empty()).cloned();
    OperatorView {
        slug: operator.slug.clone(),
        name: book.name.to_string(),
        zone: book.rules.zone.name().to_owned(),
        currency: book.rules.currency.to_string(),
        languages: book.languages.iter().map(ToString::to_string).collect(),
        rulebook: book.rules.version.to_string(),
        assistance_phone: said(&operator.settings.assistance_phone),
        vehicle_phone: said(&operator.settings.vehicle_phone),
        site: said(&operator.settings.site),
    }
}
