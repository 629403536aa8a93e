//! What the operator sets that its regulation does not say.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use rimessa_app::settings::{self, View};
use rimessa_app::tag::tag;
use rimessa_app::{Invalid, Trouble};
use rimessa_pages::Errors;
use rimessa_pages::office::{SettingsForm, SettingsPage};
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::{at, stale, status};
use crate::http::pages::answered::{Stopped, outcome};
use crate::http::pages::desk::Desk;
use crate::http::pages::sent::{Sent, asked};
use crate::http::pages::{gate, html};
use crate::http::web::Web;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    told: String,
}

pub(super) async fn look(
    State(web): State<Web>,
    desk: Desk,
    RawQuery(query): RawQuery,
) -> Response {
    let Asked { told } = asked(query.as_deref());
    show(&web, &desk, None, told == "kept", Errors::default())
}

/// The settings as they are typed: all of them are words.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    assistance_phone: String,
    vehicle_phone: String,
    mail_from: String,
    site: String,
    staff_second_factor: String,
    one_way_needs_authorisation: String,
    objection_days: String,
    scan_days: String,
    pages_url: String,
    remind_start_minutes: String,
    remind_end_minutes: String,
    remind_late_minutes: String,
    brand_hue: String,
    off_line_minutes: String,
    /// Like `city 118, electric 40`; a number alone is that of all.
    co2_grams_per_km: String,
    co2_average_car: String,
    co2_source: String,
    co2_assumed: String,
    seen: String,
}

impl Typed {
    fn of(view: &View) -> Self {
        let number = |number: Option<u16>| number.map_or_else(String::new, |n| n.to_string());
        let ticked = |is_set: bool| if is_set { "yes".to_owned() } else { String::new() };
        Self {
            assistance_phone: view.assistance_phone.clone(),
            vehicle_phone: view.vehicle_phone.clone(),
            mail_from: view.mail_from.clone(),
            site: view.site.clone(),
            staff_second_factor: ticked(view.staff_second_factor),
            one_way_needs_authorisation: ticked(view.one_way_needs_authorisation),
            objection_days: number(view.objection_days),
            scan_days: number(view.scan_days),
            pages_url: view.pages_url.clone(),
            remind_start_minutes: number(view.remind_start_minutes),
            remind_end_minutes: number(view.remind_end_minutes),
            remind_late_minutes: number(view.remind_late_minutes),
            brand_hue: number(view.brand_hue),
            off_line_minutes: number(view.off_line_minutes),
            co2_grams_per_km: typed_grams(&view.co2_grams_per_km),
            co2_average_car: number(view.co2_average_car),
            co2_source: view.co2_source.clone(),
            co2_assumed: ticked(view.co2_assumed),
            seen: String::new(),
        }
    }

    fn view(&self) -> Result<View, Trouble> {
        let mut wrong = Vec::new();
        let mut number = |field: &str, text: &str| {
            let text = text.trim();
            let read = text.parse().ok();
            if !text.is_empty() && read.is_none() {
                let found = text.chars().take(80).collect();
                wrong.push(Invalid { field: field.to_owned(), code: "not-a-count", found });
            }
            read
        };
        let view = View {
            objection_days: number("objection_days", &self.objection_days),
            scan_days: number("scan_days", &self.scan_days),
            remind_start_minutes: number("remind_start_minutes", &self.remind_start_minutes),
            remind_end_minutes: number("remind_end_minutes", &self.remind_end_minutes),
            remind_late_minutes: number("remind_late_minutes", &self.remind_late_minutes),
            brand_hue: number("brand_hue", &self.brand_hue),
            off_line_minutes: number("off_line_minutes", &self.off_line_minutes),
            co2_average_car: number("co2_average_car", &self.co2_average_car),
            co2_grams_per_km: grams(&self.co2_grams_per_km).unwrap_or_else(|found| {
                let field = "co2_grams_per_km".to_owned();
                wrong.push(Invalid { field, code: "not-grams", found });
                BTreeMap::new()
            }),
            co2_source: self.co2_source.trim().to_owned(),
            co2_assumed: !self.co2_assumed.is_empty(),
            assistance_phone: self.assistance_phone.trim().to_owned(),
            vehicle_phone: self.vehicle_phone.trim().to_owned(),
            mail_from: self.mail_from.trim().to_owned(),
            site: self.site.trim().to_owned(),
            pages_url: self.pages_url.trim().to_owned(),
            staff_second_factor: !self.staff_second_factor.is_empty(),
            one_way_needs_authorisation: !self.one_way_needs_authorisation.is_empty(),
        };
        if wrong.is_empty() { Ok(view) } else { Err(Trouble::Invalid(wrong)) }
    }
}

/// Grams by category as they are typed.
fn typed_grams(grams: &BTreeMap<String, u16>) -> String {
    let all = grams.iter().map(|(name, grams)| format!("{name} {grams}").trim().to_owned());
    all.collect::<Vec<_>>().join(", ")
}

/// Grams by category as they were typed; what cannot be read.
fn grams(typed: &str) -> Result<BTreeMap<String, u16>, String> {
    let parts = typed.split([',', ';', '\n']).map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let (name, grams) = part.rsplit_once(char::is_whitespace).unwrap_or(("", part));
            let grams = grams.parse().map_err(|_| part.chars().take(80).collect::<String>())?;
            Ok((name.trim().to_owned(), grams))
        })
        .collect()
}

fn show(web: &Web, desk: &Desk, typed: Option<Typed>, told: bool, errors: Errors) -> Response {
    // What was set a moment ago is in the directory, not in what this request began with.
    let directory = web.app().directory();
    let operator = directory.by_id(desk.caller.operator.id);
    let view = settings::show(operator.unwrap_or(&desk.caller.operator));
    let seen = tag(&view);
    let typed = typed.unwrap_or_else(|| Typed::of(&view));
    let text = |name, label, value: &str| SettingsForm::text(name, label, value);
    let ticked = |name, label, value: &str| SettingsForm::box_of(name, label, value);
    let fields = vec![
        text("assistance_phone", "office-set-assistance", &typed.assistance_phone),
        text("vehicle_phone", "office-set-vehicle-phone", &typed.vehicle_phone),
        text("mail_from", "office-set-mail-from", &typed.mail_from),
        text("site", "office-set-site", &typed.site),
        text("pages_url", "office-set-pages-url", &typed.pages_url),
        text("objection_days", "office-set-objection-days", &typed.objection_days),
        text("scan_days", "office-set-scan-days", &typed.scan_days),
        text("remind_start_minutes", "office-set-remind-start", &typed.remind_start_minutes),
        text("remind_end_minutes", "office-set-remind-end", &typed.remind_end_minutes),
        text("remind_late_minutes", "office-set-remind-late", &typed.remind_late_minutes),
        text("brand_hue", "office-set-hue", &typed.brand_hue),
        text("off_line_minutes", "register-set-off-line", &typed.off_line_minutes),
        text("co2_grams_per_km", "register-set-co2", &typed.co2_grams_per_km),
        text("co2_average_car", "register-set-co2-average", &typed.co2_average_car),
        text("co2_source", "register-set-co2-source", &typed.co2_source),
        ticked("co2_assumed", "register-set-co2-assumed", &typed.co2_assumed),
        ticked("staff_second_factor", "office-set-second-factor", &typed.staff_second_factor),
        ticked(
            "one_way_needs_authorisation",
            "office-set-one-way",
            &typed.one_way_needs_authorisation,
        ),
    ];
    let (frame, status) = (desk.frame(web), status(&errors));
    (status, html(&SettingsPage { frame, fields, seen, told, errors })).into_response()
}

/// Sets all of it anew, if it is still as it was looked at.
pub(super) async fn put(State(web): State<Web>, desk: Desk, sent: Sent<Typed>) -> Response {
    let (once, typed) = (sent.once(&desk.caller), sent.fields);
    let (operator, actor) = (Arc::clone(&desk.caller.operator), desk.caller.actor);
    let wanted = typed.clone();
    let done = web.beside(move |app| {
        let wish = wanted.view()?;
        app.apart(&operator, once, |app| {
            settings::put(app, &operator, actor, &wish, Some(&wanted.seen))
        })
    });
    match outcome::<IgnoredAny>(done.await, &desk.caller.language) {
        Ok(_) => gate::onwards(&at(&desk, "settings?told=kept")),
        Err(Stopped::AtForm(errors)) => show(&web, &desk, Some(typed), false, errors),
        Err(Stopped::Apart(Trouble::Stale)) => show(&web, &desk, Some(typed), false, stale(&desk)),
        Err(Stopped::Apart(trouble)) => desk.wrong(&web, &trouble),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grams_are_read_as_they_are_written() {
        let read = grams("city 118, electric 40").unwrap();
        assert_eq!((read["city"], read["electric"]), (118, 40));
        assert_eq!(grams(&typed_grams(&read)).unwrap(), read);
        assert_eq!(typed_grams(&grams("40").unwrap()), "40");
        assert_eq!(grams("city much").unwrap_err(), "city much");
    }
}
