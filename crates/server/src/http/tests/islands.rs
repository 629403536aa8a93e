//! What the livelier parts of pages are told: no more than the pages say to whoever looks at them.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use rimessa_pages::Tiles;
use serde_json::{Value, json};

use super::browser::Browser;
use super::cast::at;
use super::kit::Server;
use super::office_fleet::Office;
use crate::http::harden::with_pictures;

/// The day of vehicle 1, as a member's calendar asks for it.
fn day_of(server: &Server, token: &str) -> Value {
    let path = "/carcityclub/vehicles/1/calendar?from=2026-03-02T00:00&until=2026-03-03T00:00";
    let request = Request::get(path).header(header::COOKIE, format!("rimessa={token}"));
    server.send(request.body(Body::empty()).unwrap()).expect(200)
}

/// J3.1: own bookings by name, others' only as taken.
#[test]
fn j3_1_a_calendar_names_ones_own_bookings_alone() {
    let server = Server::of("carcityclub");
    let (anna, bea) = (server.anna(), server.member_called("bea"));
    let booking = server.booked(&bea, at(12, 0), at(13, 0));
    let own = json!([{
        "from": "2026-03-02T13:00", "until": "2026-03-02T14:00", "kind": "own",
        "title": "Your booking", "href": format!("/carcityclub/bookings/{booking}"),
    }]);
    let mut told = day_of(&server, &bea);
    // The words are those of the operator's language.
    told[0]["title"] = own[0]["title"].clone();
    assert_eq!(told, own);
    let told = day_of(&server, &anna);
    assert_eq!((&told[0]["kind"], &told[0]["href"]), (&json!("taken"), &Value::Null));
    assert!(!told.to_string().contains(&booking), "{told}");
}

#[test]
fn a_map_takes_its_pictures_from_the_server_that_is_set_and_no_other_page_does() {
    let response = || axum::response::Response::new(Body::empty());
    let policy = |response: axum::response::Response| {
        let policy = response.headers().get(header::CONTENT_SECURITY_POLICY).cloned();
        policy.map(|policy| policy.to_str().unwrap().to_owned())
    };
    assert_eq!(policy(with_pictures(response(), None)), None);
    let url = "https://tiles.example.org/{z}/{x}/{y}.png".to_owned();
    let tiles = Tiles { url, credit: String::new() };
    let set = policy(with_pictures(response(), Some(&tiles))).unwrap();
    assert!(set.contains("img-src 'self' data: https://tiles.example.org;"), "{set}");
    assert!(!set.contains("unsafe"), "{set}");
}

#[test]
fn stations_are_listed_with_what_is_free_for_the_time_that_is_asked_for() {
    let server = Server::of("carcityclub");
    let (anna, bea) = (server.anna(), server.member_called("bea"));
    let page = |from: &str, until: &str| {
        let path = format!("/carcityclub/find?station=A&from={from}&until={until}");
        let page = Browser::with(&server, &anna).get(&path);
        let first = page.html.split("data-count=\"").nth(1).unwrap_or_default().to_owned();
        first.split('"').next().unwrap_or_default().parse::<usize>().unwrap()
    };
    server.app.search().catch_up(&server.app).unwrap();
    let before = page("2026-03-02T13:00", "2026-03-02T14:00");
    server.booked(&bea, at(12, 0), at(13, 0));
    server.app.search().catch_up(&server.app).unwrap();
    assert_eq!(page("2026-03-02T13:00", "2026-03-02T14:00"), before - 1);
    assert_eq!(page("2026-03-02T16:00", "2026-03-02T17:00"), before);
}

#[test]
fn the_timeline_shows_a_week_of_the_vehicles_that_are_asked_for() {
    let server = Server::of("carcityclub");
    let anna = server.anna();
    let booking = server.booked(&anna, at(12, 0), at(13, 0));
    let mut office = Office::of(&server, "agent");
    let week = office.get("timeline?day=2026-02-27&days=7");
    week.shows(&format!("/bookings/{booking}/vehicle")).shows("viewBox=\"0 0 10080 44\"");
    let later = office.get("timeline?day=2026-03-03&days=7");
    assert!(!later.html.contains(&booking), "it is not of that week");
    let none = office.get("timeline?day=2026-03-02&category=no-such");
    assert!(!none.html.contains("data-vehicle="), "{}", none.html);
    let wrong = office.get("timeline?day=2026-03-02&station=NOWHERE");
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}
