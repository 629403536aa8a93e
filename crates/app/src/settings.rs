//! What an operator sets that its regulation does not say: shown, and changed.

use std::collections::BTreeMap;
use std::sync::Arc;

use rimessa_rulebook::Rulebook;
use rimessa_store::operators;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::App;
use crate::event::Event;
use crate::operator::{Operator, Settings};
use crate::scene::{Actor, Concerns};
use crate::tag::unchanged;
use crate::trouble::{Invalid, Trouble};

/// No text is longer.
const LONGEST: usize = 200;
/// Nobody is reminded more than a week before, or after.
const MOST_MINUTES: u16 = 7 * 24 * 60;
/// The last hue of the wheel, in degrees.
const LAST_HUE: u16 = 359;
/// No car emits more on a kilometre, in grams of CO₂.
const MOST_GRAMS: u16 = 2000;
/// Nothing of this takes longer, in days.
const MOST_DAYS: u16 = 3650;

/// What an operator sets. What is left out has its default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = OperatorSettings)]
pub struct View {
    /// The number of the assistance, around the clock.
    pub assistance_phone: String,
    /// The number to which members send text messages.
    pub vehicle_phone: String,
    /// The sender of e-mails.
    pub mail_from: String,
    /// The operator's own site.
    pub site: String,
    /// Staff must have a second factor.
    pub staff_second_factor: bool,
    /// Leaving a vehicle elsewhere than it was picked up is only for members who were authorised.
    pub one_way_needs_authorisation: bool,
    /// Days in which a member can object to an indemnity.
    pub objection_days: Option<u16>,
    /// Days after which scans of documents are deleted once they were verified; 30 by default.
    pub scan_days: Option<u16>,
    /// Where members reach their pages, like `https://…`: links in messages begin with it.
    pub pages_url: String,
    /// Minutes before the start at which members are reminded of it; 60 by default, 0: never.
    pub remind_start_minutes: Option<u16>,
    /// Minutes before the end; 30 by default, 0: never.
    pub remind_end_minutes: Option<u16>,
    /// Minutes after the end of a booking whose trip still runs; 15 by default, 0: never.
    pub remind_late_minutes: Option<u16>,
    /// Minutes after which a vehicle that was not heard of is off line; left out or 0: nobody watches.
    pub off_line_minutes: Option<u16>,
    /// Grams of CO₂ for each kilometre, by the rulebook's name of the category; empty: of all.
    pub co2_grams_per_km: BTreeMap<String, u16>,
    /// Grams of CO₂ for each kilometre in an average car, to compare with; left out: it is not compared.
    pub co2_average_car: Option<u16>,
    /// Where these grams come from, in words.
    pub co2_source: String,
    /// They are assumed, not measured or published.
    pub co2_assumed: bool,
    /// The hue of the pages, in degrees of OKLCH, 0 to 359; left out: one made of the name.
    #[schema(maximum = 359)]
    pub brand_hue: Option<u16>,
}

impl From<&Settings> for View {
    fn from(set: &Settings) -> Self {
        Self {
            assistance_phone: set.assistance_phone.clone(),
            vehicle_phone: set.vehicle_phone.clone(),
            mail_from: set.mail_from.clone(),
            site: set.site.clone(),
            staff_second_factor: set.staff_second_factor,
            one_way_needs_authorisation: set.one_way_needs_authorisation,
            objection_days: set.objection_days,
            scan_days: set.scan_days,
            pages_url: set.pages_url.clone(),
            remind_start_minutes: set.remind_start_minutes,
            remind_end_minutes: set.remind_end_minutes,
            remind_late_minutes: set.remind_late_minutes,
            off_line_minutes: set.off_line_minutes,
            co2_grams_per_km: set.co2_grams_per_km.clone(),
            co2_average_car: set.co2_average_car,
            co2_source: set.co2_source.clone(),
            co2_assumed: set.co2_assumed,
            brand_hue: set.brand_hue,
        }
    }
}

impl From<View> for Settings {
    fn from(view: View) -> Self {
        Self {
            assistance_phone: view.assistance_phone,
            vehicle_phone: view.vehicle_phone,
            mail_from: view.mail_from,
            site: view.site,
            staff_second_factor: view.staff_second_factor,
            one_way_needs_authorisation: view.one_way_needs_authorisation,
            objection_days: view.objection_days,
            scan_days: view.scan_days,
            pages_url: view.pages_url,
            remind_start_minutes: view.remind_start_minutes,
            remind_end_minutes: view.remind_end_minutes,
            remind_late_minutes: view.remind_late_minutes,
            off_line_minutes: view.off_line_minutes,
            co2_grams_per_km: view.co2_grams_per_km,
            co2_average_car: view.co2_average_car,
            co2_source: view.co2_source,
            co2_assumed: view.co2_assumed,
            brand_hue: view.brand_hue,
        }
    }
}

/// What an operator has set.
#[must_use]
pub fn show(operator: &Operator) -> View {
    View::from(&operator.settings)
}

/// Sets all of it anew; with a tag only if it is still as it was looked at. It holds at once.
///
/// # Errors
/// [`Trouble::Invalid`] names all that is wrong; [`Trouble::Stale`].
pub fn put(
    app: &App,
    operator: &Arc<Operator>,
    actor: Actor,
    wish: &View,
    seen: Option<&str>,
) -> Result<View, Trouble> {
    let mut wrong = wrong(wish);
    wrong.extend(wrong_grams(operator.book_at(app.clock().now()), wish));
    if !wrong.is_empty() {
        return Err(Trouble::Invalid(wrong));
    }
    let (settings, seen) = (Settings::from(wish.clone()), seen.map(str::to_owned));
    let json = serde_json::to_string(&settings).unwrap_or_default();
    app.command_now(operator, actor, move |scene| {
        let op = scene.operator.id;
        let current = operators::lock(scene.tx, op)?.ok_or(Trouble::NotFound("operator"))?;
        let current: Settings = serde_json::from_str(&current).unwrap_or_default();
        unchanged(seen.as_deref(), Some(&View::from(&current)))?;
        let at = scene.now();
        operators::set(scene.tx, op, &json)?;
        let event = Event { kind: "settings", ..Event::default() };
        scene.note(at, &event, None, Concerns::default())
    })?;
    app.refresh()?;
    Ok(View::from(&settings))
}

/// What is wrong with the grams by category.
fn wrong_grams(book: &Rulebook, wish: &View) -> Option<Invalid> {
    let is_known = |name: &str| name.is_empty() || book.rules.find_category(name).is_some();
    let wrong = wish.co2_grams_per_km.iter().find_map(|(name, grams)| {
        let unknown = (!is_known(name)).then_some(("no-such-category", name.clone()));
        let many = *grams > MOST_GRAMS;
        unknown.or_else(|| many.then(|| ("not-a-count", grams.to_string())))
    });
    let field = "co2_grams_per_km".to_owned();
    wrong.map(|(code, found)| Invalid { field, code, found: found.chars().take(80).collect() })
}

/// All that is wrong.
fn wrong(wish: &View) -> Vec<Invalid> {
    let mut all = Vec::new();
    let mut says = |field: &str, code, found: &str| {
        let found = found.chars().take(80).collect();
        all.push(Invalid { field: field.to_owned(), code, found });
    };
    let texts = [
        ("assistance_phone", &wish.assistance_phone, false),
        ("vehicle_phone", &wish.vehicle_phone, false),
        ("mail_from", &wish.mail_from, false),
        ("site", &wish.site, true),
        ("pages_url", &wish.pages_url, true),
        ("co2_source", &wish.co2_source, false),
    ];
    for (field, text, is_link) in texts {
        let link = text.strip_prefix("https://").or(text.strip_prefix("http://"));
        let well = |rest: &str| !rest.is_empty() && !rest.contains(char::is_whitespace);
        if text.chars().count() > LONGEST {
            says(field, "too-long", text);
        } else if text.chars().any(char::is_control) {
            says(field, "not-a-text", "");
        } else if is_link && !text.is_empty() && !link.is_some_and(well) {
            says(field, "not-a-link", text);
        }
    }
    let numbers = [
        ("objection_days", wish.objection_days, 1, MOST_DAYS),
        ("scan_days", wish.scan_days, 0, MOST_DAYS),
        ("remind_start_minutes", wish.remind_start_minutes, 0, MOST_MINUTES),
        ("remind_end_minutes", wish.remind_end_minutes, 0, MOST_MINUTES),
        ("remind_late_minutes", wish.remind_late_minutes, 0, MOST_MINUTES),
        ("off_line_minutes", wish.off_line_minutes, 0, MOST_MINUTES),
        ("co2_average_car", wish.co2_average_car, 0, MOST_GRAMS),
        ("brand_hue", wish.brand_hue, 0, LAST_HUE),
    ];
    for (field, number, least, most) in numbers {
        if let Some(number) = number.filter(|number| !(least..=most).contains(number)) {
            says(field, "not-a-count", &number.to_string());
        }
    }
    all
}
