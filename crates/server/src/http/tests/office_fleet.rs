//! The back office of the fleet: vehicles, stations, the timeline; and staff, and what is set.

use axum::http::StatusCode;

use super::browser::{Browser, Page};
use super::cast::at;
use super::kit::Server;
use super::office::press;

pub(super) struct Office<'s> {
    pub(super) browser: Browser<'s>,
    slug: String,
}

impl<'s> Office<'s> {
    pub(super) fn of(server: &'s Server, role: &'static str) -> Self {
        Self { browser: Browser::of_staff(server, role), slug: server.operator.slug.clone() }
    }

    pub(super) fn get(&mut self, rest: &str) -> Page {
        self.browser.get(&format!("/desk/{}/{rest}", self.slug))
    }

    pub(super) fn press(&mut self, page: &Page, rest: &str, fields: &[(&str, &str)]) -> Page {
        press(&mut self.browser, page, &format!("/desk/{}/{rest}", self.slug), fields)
    }

    #[track_caller]
    pub(super) fn leads_to(&self, page: &Page, rest: &str) {
        assert_eq!(page.location, format!("/desk/{}/{rest}", self.slug), "{}", page.html);
    }
}

#[test]
fn vehicles_and_stations_are_entered_and_changed_as_they_were_looked_at() {
    let server = Server::of("carcityclub");
    let mut office = Office::of(&server, "manager");
    let page = office.get("new-station");
    let station = [("code", "C"), ("name", "Corso"), ("lat", "far"), ("lon", "7.68")];
    let wrong = office.press(&page, "new-station", &station);
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.shows("id=\"e-lat\"").shows("value=\"far\"").shows("value=\"Corso\"");
    let station = [("code", "C"), ("name", "Corso"), ("lat", "45.07"), ("lon", "7.68")];
    let done = office.press(&wrong, "new-station", &station);
    office.leads_to(&done, "stations?told=kept");
    office.get("stations").shows("Corso").shows("<svg class=\"map\"");
    let category = server.operator.versions.at(at(9, 0)).categories[0].id.to_string();
    let kind = ("category", category.as_str());
    let page = office.get("new-vehicle");
    page.shows("Corso (C)");
    let taken = office.press(&page, "new-vehicle", &[("code", "1"), ("station", "C"), kind]);
    taken.shows("id=\"e-code\"");
    let new = [("code", "77"), ("station", "C"), ("plate", "TO 123"), kind];
    let done = office.press(&taken, "new-vehicle", &new);
    office.leads_to(&done, "vehicles/77?told=kept");
    // Two look at the same; the second is told that it has changed.
    let (first, second) = (office.get("vehicles/77"), office.get("vehicles/77"));
    let change = [("station", "C"), ("plate", "TO 124"), kind];
    let done = office.press(&first, "vehicles/77/edit", &change);
    office.leads_to(&done, "vehicles/77?told=kept");
    let stale = office.press(&second, "vehicles/77/edit", &[("station", "C"), ("plate", "XX")]);
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    stale.shows("value=\"XX\"").shows("It has changed since");
    office.get("vehicles").shows("TO 124");
    let page = Office::of(&server, "field").get("vehicles/77");
    page.shows("TO 124");
    assert!(!page.html.contains("/edit\""), "{}", page.html);
}

#[test]
fn a_vehicle_out_of_service_names_whom_it_strands_and_whom_it_moves() {
    let server = Server::of("carcityclub");
    let (anna, bea) = (server.anna(), server.member_called("bea"));
    server.booked(&anna, at(12, 0), at(13, 0));
    server.booked(&bea, at(14, 0), at(15, 0));
    let mut office = Office::of(&server, "field");
    let page = office.get("vehicles/1");
    let wrong = office.press(&page, "vehicles/1/out", &[("from", "someday")]);
    wrong.shows("id=\"e-from\"");
    let done = office.press(&page, "vehicles/1/out", &[("from", "")]);
    assert_eq!(done.status, StatusCode::OK);
    done.shows("Have another vehicle").shows("Vehicle 2</strong>");
    let again = office.press(&page, "vehicles/1/out", &[("from", "")]);
    again.shows("Have another vehicle");
    let page = office.get("vehicles/2");
    let done = office.press(&page, "vehicles/2/out", &[("from", "")]);
    done.shows("Left without a vehicle").shows("100001");
    office.get("vehicles").shows("Out of service since");
    let page = office.get("vehicles/2");
    let done = office.press(&page, "vehicles/2/back", &[]);
    office.leads_to(&done, "vehicles/2?told=back");
}

/// J6.2: a booking is moved on the timeline; every rule is asked again.
#[test]
fn j6_2_a_booking_is_moved_on_the_timeline_if_the_rules_let_it() {
    let server = Server::of("carcityclub");
    let (anna, bea) = (server.anna(), server.member_called("bea"));
    let booking = server.booked(&anna, at(12, 0), at(13, 0));
    let mut office = Office::of(&server, "agent");
    let page = office.get("timeline?day=2026-03-02");
    let path = format!("bookings/{booking}/vehicle");
    page.shows(&format!("/desk/carcityclub/{path}\"")).shows("13:00–14:00");
    office.get("timeline?day=never").shows("value=\"2026-03-02\"");
    let page = office.get(&format!("{path}?vehicle=2"));
    page.shows("<option value=\"2\" selected>");
    let done = office.press(&page, &path, &[("vehicle", "2")]);
    office.leads_to(&done, "timeline?day=2026-03-02&told=moved");
    // Now that vehicle 1 is somebody else's at that time, there is no way back.
    server.booked(&bea, at(12, 30), at(13, 30));
    let page = office.get(&path);
    let refused = office.press(&page, &path, &[("vehicle", "1")]);
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.shows("role=\"alert\"").shows("<option value=\"1\" selected>");
    let missing = office.press(&refused, &path, &[("vehicle", "99")]);
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    missing.shows("class=\"error\"");
}

#[test]
fn staff_are_hired_with_a_password_that_is_shown_once() {
    let server = Server::of("carcityclub");
    let mut office = Office::of(&server, "administrator");
    let page = office.get("staff");
    let none = office.press(&page, "staff", &[("name", "carla")]);
    none.shows("id=\"e-roles\"").shows("value=\"carla\"");
    let new = [("name", "carla"), ("role-agent", "yes"), ("role-field", "yes")];
    let done = office.press(&none, "staff", &new);
    let password = done.html.split("<code>").nth(1).unwrap().split('<').next().unwrap();
    let mut carla = Browser::new(&server);
    let who = [("login", "carla"), ("password", password)];
    assert_eq!(carla.post("/desk/log-in", &who).status, StatusCode::SEE_OTHER);
    let list = office.get("staff");
    assert!(!list.html.contains(password));
    let id = list.html.split("carla</a>").next().unwrap().rsplit("/staff/").next().unwrap();
    let id = id.split('"').next().unwrap();
    let path = format!("staff/{id}");
    let page = office.get(&path);
    page.shows("revoke:agent").shows("grant:billing").shows("Must change");
    let done = office.press(&page, &path, &[("act", "revoke:agent")]);
    office.leads_to(&done, &format!("{path}?told=kept"));
    office.get(&path).shows("grant:agent");
    let page = office.get(&path);
    let renewed = office.press(&page, &path, &[("act", "password")]);
    assert!(renewed.html.contains("<code>") && !renewed.html.contains(password));
    let page = office.get(&path);
    office.press(&page, &path, &[("act", "disable")]);
    office.get(&path).shows("Access taken away").shows("value=\"enable\"");
    let page = office.get(&path);
    let wrong = office.press(&page, &path, &[("act", "second-factor")]);
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[test]
fn settings_are_kept_by_administrators_if_they_are_as_they_were() {
    let server = Server::of("carcityclub");
    let mut office = Office::of(&server, "administrator");
    let page = office.get("settings");
    page.shows("value=\"&#43;390110000\"".replace("&#43;", "+").as_str());
    let set = [("assistance_phone", "+39011999"), ("objection_days", "many")];
    let wrong = office.press(&page, "settings/change", &set);
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.shows("id=\"e-objection_days\"").shows("value=\"+39011999\"").shows("value=\"many\"");
    let set = [("assistance_phone", "+39011999"), ("objection_days", "21")];
    let done = office.press(&wrong, "settings/change", &set);
    office.leads_to(&done, "settings?told=kept");
    office.get("settings").shows("value=\"21\"");
    let stale = office.press(&page, "settings/change", &[("assistance_phone", "+1")]);
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = Office::of(&server, "manager").get("settings");
    page.shows("Only administrators");
}
