//! What is shown with a price can be confirmed at it; what is refused says what it costs all the same.

use axum::http::StatusCode;
use rimessa_domain::time::Instant;
use serde_json::{Value, json};

use super::browser::{Browser, Page, form};
use super::cast::{NOTHING, at};
use super::kit::Server;

fn to_b() -> Value {
    json!({ "vehicle": "1", "start": "2026-03-04T10:00", "end": "2026-03-04T12:00", "dropoff": "B" })
}

/// Asked for its price, a wish is refused in the very words in which it is refused when it is booked.
#[track_caller]
fn refused_alike(server: &Server, token: &str, wish: &Value, code: &str) {
    let quote = server.call(token, "POST", "/quotes", wish).expect(409);
    let booking = server.call(token, "POST", "/bookings", wish).expect(409);
    assert_eq!(quote["code"], code);
    for part in ["code", "clause", "detail"] {
        assert_eq!(quote[part], booking[part], "{part}");
    }
}

#[test]
fn a_quote_stops_at_every_gate_at_which_a_booking_does() {
    let server = Server::of("evai");
    let (anna, agent) = (server.anna(), server.staff("agent"));
    server.call(&anna, "POST", "/quotes", &to_b()).expect(200);
    // Who may not go one way.
    server.configure(&server.operator, |settings| settings.one_way_needs_authorisation = true);
    refused_alike(&server, &anna, &to_b(), "one-way-not-authorised");
    let about = format!("/members/{}/one-way", rimessa_app::show_id(server.anna.0));
    server.call(&agent, "PUT", &about, &json!({})).expect(204);
    server.call(&anna, "POST", "/quotes", &to_b()).expect(200);
    // No bay where it ends.
    let station = json!({ "name": "B", "lat": "49.7", "lon": "4.7", "bays": 0 });
    let manager = server.staff("manager");
    server.call(&manager, "PUT", "/stations/B", &station).expect(200);
    refused_alike(&server, &anna, &to_b(), "no-free-bay");
    // A vehicle out of service, by its number and by its category.
    server.call(&agent, "PUT", "/vehicles/1/out-of-service", &json!({})).expect(200);
    let mut wish = to_b();
    wish["dropoff"] = json!("A");
    refused_alike(&server, &anna, &wish, "vehicle-taken");
    wish["vehicle"] = Value::Null;
    wish["pickup"] = json!("A");
    let quote = server.call(&anna, "POST", "/quotes", &wish).expect(200);
    let booked = server.call(&anna, "POST", "/bookings", &wish).expect(201);
    assert_eq!((&quote["vehicle"], &booked["vehicle"]), (&json!("2"), &json!("2")));
    // Nothing is left of the category there.
    refused_alike(&server, &anna, &wish, "vehicle-taken");
}

/// A browser of anna with a trip under way from 10:00 to 12:00 UTC (11:00 to 13:00 on the wall clock); the
/// address of the booking.
fn under_way(server: &Server) -> (Browser<'_>, String) {
    let anna = server.anna();
    let booking = server.booked(&anna, at(10, 0), at(12, 0));
    server.until(at(10, 0));
    server.opened(&anna, &booking);
    let path = format!("/{}/bookings/{booking}", server.operator.slug);
    (Browser::with(server, &anna), path)
}

fn send(browser: &mut Browser<'_>, page: &Page, to: &str, fields: &[(&str, &str)]) -> Page {
    let (token, key) = (page.hidden("form"), page.hidden("key"));
    let mut all = vec![("form", &*token), ("key", &*key)];
    all.extend_from_slice(fields);
    browser.post(to, &all)
}

/// Asks to extend, at a moment.
fn ask(browser: &mut Browser<'_>, booking: &str, now: Instant, end: &str) -> Page {
    browser.server.until(now);
    let page = browser.get(booking);
    send(browser, &page, &format!("{booking}/extend"), &[("end", end)])
}

/// J5.5: EVAI-5.7.
#[test]
fn evai_5_7_an_extension_is_priced_before_it_is_agreed_and_costs_what_was_said() {
    let server = Server::of("evai");
    let (mut browser, booking) = under_way(&server);
    // 40 minutes before the end: yes, at a price.
    let asked = ask(&mut browser, &booking, at(11, 20), "2026-03-02T14:00");
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.html);
    let page = browser.get(&asked.location);
    page.shows("EVAI-2.1").shows("€2.40 more").shows("name=\"agreed\" value=\"7.20\"");
    browser.get(&booking).shows("13:00");
    // At another price than the one that was shown nothing is agreed to.
    let to = format!("{booking}/extend");
    let typed = [("end", "2026-03-02T14:00"), ("agreed", "1.00")];
    let other = send(&mut browser, &page, &to, &typed);
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    other.shows("role=\"alert\"").shows("value=\"7.20\"");
    let typed = [("end", "2026-03-02T14:00"), ("agreed", "7.20")];
    let done = send(&mut browser, &other, &to, &typed);
    assert_eq!(done.location, format!("{booking}?told=extended"), "{}", done.html);
    let anna = server.anna();
    server.until(at(13, 0));
    let id = booking.rsplit('/').next().unwrap();
    server.call(&anna, "POST", &format!("/bookings/{id}/return"), &NOTHING).expect(200);
    assert_eq!(server.billed(&anna, "EVAI-2.1"), ["7.20"]);
}

/// J5.5: EVAI-5.7, EVAI-5.8.
#[test]
fn evai_5_7_a_refused_extension_says_what_coming_back_then_costs_and_it_does() {
    let server = Server::of("evai");
    let (mut browser, booking) = under_way(&server);
    // Who only looks is told the same as who asks in earnest.
    server.until(at(11, 40));
    let looked = browser.get(&format!("{booking}/extend?{}", form(&[("end", "2026-03-02T14:00")])));
    let asked = ask(&mut browser, &booking, at(11, 40), "2026-03-02T14:00");
    for page in [looked, asked] {
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.shows("role=\"alert\"").shows("EVAI-5.7").shows("€30.00").shows("€37.20");
        page.shows("value=\"2026-03-02T14:00\"").shows("In time it costs €4.80");
        assert!(!page.html.contains("name=\"agreed\""), "{}", page.html);
    }
    let anna = server.anna();
    server.until(at(13, 0));
    let id = booking.rsplit('/').next().unwrap();
    server.call(&anna, "POST", &format!("/bookings/{id}/return"), &NOTHING).expect(200);
    assert_eq!(server.billed(&anna, "EVAI-5.7"), ["30.00"]);
    assert_eq!(server.billed(&anna, "EVAI-5.8"), Vec::<String>::new());
}

/// J3.3: FAM-03, FAM-04.
#[test]
fn fam_03_where_somebody_is_next_the_page_offers_to_warn_without_a_name() {
    let server = Server::of("family");
    let bea = server.member_called("bea");
    server.booked(&bea, at(13, 0), at(14, 0));
    let (mut browser, booking) = under_way(&server);
    let page = ask(&mut browser, &booking, at(11, 30), "2026-03-02T14:00");
    page.shows("role=\"alert\"").shows("FAM-03").shows("Tell us that I will be late");
    assert!(!page.html.to_lowercase().contains("bea"), "{}", page.html);
    let told =
        send(&mut browser, &page, &format!("{booking}/late"), &[("until", "2026-03-02T14:00")]);
    assert_eq!(told.location, format!("{booking}?told=late-warned"), "{}", told.html);
}

/// CCC-29: members see the price of other times before they are set, as agents do.
#[test]
fn ccc_29_changing_times_shows_what_it_costs_first() {
    let server = Server::of("carcityclub");
    let anna = server.anna();
    let booking = server.booked(&anna, at(14, 0), at(18, 0));
    let path = format!("/carcityclub/bookings/{booking}/change");
    let mut browser = Browser::with(&server, &anna);
    let page = browser.get(&path);
    page.shows("value=\"2026-03-02T15:00\"").shows("Show the price");
    let typed = [("start", "2026-03-02T15:00"), ("end", "2026-03-02T17:00")];
    let asked = send(&mut browser, &page, &path, &typed);
    let page = browser.get(&asked.location);
    page.shows("CCC-29").shows("€2.40 less").shows("Agree: €7.20");
    let agreed = page.hidden("agreed");
    let mut typed = typed.to_vec();
    typed.push(("agreed", &*agreed));
    let done = send(&mut browser, &page, &path, &typed);
    assert_eq!(done.location, format!("/carcityclub/bookings/{booking}?told=changed"));
    assert_eq!(server.billed(&anna, "CCC-29").len(), 1);
    // What is no time is said at the field, and kept.
    let page = browser.get(&path);
    let wrong = send(&mut browser, &page, &path, &[("start", "soon"), ("end", "2026-03-02T17:00")]);
    wrong.shows("value=\"soon\"").shows("aria-invalid=\"true\"").shows("id=\"e-start\"");
}

/// The same over the API.
#[test]
fn programs_ask_what_other_times_and_delays_cost() {
    let server = Server::of("evai");
    let anna = server.anna();
    let booking = server.booked(&anna, at(10, 0), at(12, 0));
    server.until(at(10, 0));
    server.opened(&anna, &booking);
    server.until(at(11, 20));
    let about = format!("/bookings/{booking}");
    let cost = format!("{about}/cost-of-times?end=2026-03-02T14:00");
    let later = server.call(&anna, "GET", &cost, &NOTHING).expect(200);
    assert_eq!((&later["more"], &later["total"]), (&json!("2.40"), &json!("7.20")));
    server.until(at(11, 40));
    assert_eq!(server.call(&anna, "GET", &cost, &NOTHING).expect(409)["clause"], "EVAI-5.7");
    let delay = format!("{about}/cost-of-delay?until=");
    let late = format!("{delay}2026-03-02T14:00");
    let late = server.call(&anna, "GET", &late, &NOTHING).expect(200);
    assert_eq!((&late["total"], &late["in_time"]), (&json!("37.20"), &json!("4.80")));
    let early = server.call(&anna, "GET", &format!("{delay}2026-03-02T12:30"), &NOTHING);
    assert_eq!(early.expect(422)["errors"][0]["field"], "until");
    let bea = server.member_called("bea");
    server.call(&bea, "GET", &cost, &NOTHING).expect(404);
}
