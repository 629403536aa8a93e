//! Finding a vehicle, booking one of a category, and another one in its place, over HTTP.

use rimessa_domain::time::Span;
use serde_json::{Value, json};

use super::kit::Server;

const NOTHING: Value = Value::Null;

fn ready(name: &str) -> Server {
    let server = Server::of(name);
    server.app.search().catch_up(&server.app).unwrap();
    server
}

fn codes(all: &Value) -> Vec<&str> {
    all.as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect()
}

const FREE: &str = "/vehicles/free?from=2026-03-03T10:00&until=2026-03-03T12:00";

#[test]
fn clem_06_vehicles_are_found_near_a_place_or_a_station() {
    let server = ready("clem");
    let near = server.call("", "GET", &format!("{FREE}&lat=49.70&lon=4.70"), &NOTHING).expect(200);
    assert_eq!(codes(&near), ["1", "2"]);
    assert_eq!((&near[0]["station"], &near[0]["distance_m"]), (&json!("A"), &json!(0)));
    let at = server.call("", "GET", &format!("{FREE}&station=B&limit=1"), &NOTHING).expect(200);
    assert_eq!(codes(&at), ["1"]);
    let there = "/stations/A/availability?from=2026-03-03T10:00&until=2026-03-03T12:00";
    let there = server.call("", "GET", there, &NOTHING).expect(200);
    assert_eq!(codes(&there["free"]), ["1", "2"]);
    assert_eq!((&there["standing"], &there["bays"]), (&json!(2), &json!(4)));
}

#[test]
fn what_cannot_be_asked_is_said_field_by_field() {
    let server = ready("clem");
    let wrong = [
        ("&lat=49,7&lon=4.7", "lat", "not-degrees"),
        ("&lat=91&lon=4.7", "lat", "not-degrees"),
        ("&lat=49.7&lon=1e2", "lon", "not-degrees"),
        ("&lat=49.7", "lon", "missing"),
        ("", "lat", "missing"),
        ("&station=Z", "station", "no-such-station"),
        ("&station=A&lat=1&lon=1", "station", "says-nothing"),
        ("&station=A&limit=0", "limit", "not-1-to-100"),
        ("&station=A&category=lorry", "category", "no-such-category"),
    ];
    for (rest, field, code) in wrong {
        let answer = server.call("", "GET", &format!("{FREE}{rest}"), &NOTHING).expect(422);
        let error = &answer["errors"][0];
        assert_eq!((&error["field"], &error["code"]), (&json!(field), &json!(code)), "{rest}");
        assert!(error["detail"].as_str().unwrap().len() > 12, "{rest}: {error}");
    }
    let back = "/vehicles/free?from=2026-03-03T10:00&until=2026-03-03T09:00&station=A";
    assert_eq!(server.call("", "GET", back, &NOTHING).expect(422)["errors"][0]["field"], "until");
    server.call("", "GET", "/stations/Z/availability", &NOTHING).expect(404);
    server.call("", "GET", "/vehicles/99/calendar", &NOTHING).expect(404);
    server.call("", "GET", "/vehicles/99/alternatives", &NOTHING).expect(404);
}

#[test]
fn clem_07_fam_01_the_calendar_names_ones_own_and_shows_others_as_taken() {
    let server = ready("family");
    let anna = server.anna();
    let wish = json!({ "vehicle": "1", "start": "2026-03-03T12:00", "end": "2026-03-03T14:00" });
    let booked = server.call(&anna, "POST", "/bookings", &wish).expect(201);
    let of = "/vehicles/1/calendar?from=2026-03-03T00:00&until=2026-03-04T00:00";
    let own = server.call(&anna, "GET", of, &NOTHING).expect(200);
    let kinds = |all: &Value| -> Vec<String> {
        let all = all.as_array().unwrap().iter();
        all.map(|taken| taken["kind"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(kinds(&own), ["charging", "own"]);
    assert_eq!(own[1]["booking"], booked["id"]);
    assert_eq!(own[0]["until"], own[1]["from"]);
    let others = server.call("", "GET", of, &NOTHING).expect(200);
    assert_eq!(kinds(&others), ["charging", "taken"]);
    assert_eq!(others[1]["booking"], NOTHING);
    assert!(!others.to_string().contains(booked["member"].as_str().unwrap()));
    let agent = server.staff("agent");
    let staff = server.call(&agent, "GET", of, &NOTHING).expect(200);
    assert_eq!(staff[1]["booking"], booked["id"]);
    let mine = server.call(&anna, "GET", "/me/vehicles", &NOTHING).expect(200);
    assert_eq!(codes(&mine), ["1", "2"]);
    let long = "/vehicles/1/calendar?from=2026-03-03T00:00&until=2026-08-04T00:00";
    server.call("", "GET", long, &NOTHING).expect(422);
}

#[test]
fn bookings_are_seen_by_the_search() {
    let server = ready("carcityclub");
    let anna = server.anna();
    let wish = json!({ "vehicle": "1", "start": "2026-03-03T11:00", "end": "2026-03-03T14:00" });
    let booked = server.call(&anna, "POST", "/bookings", &wish).expect(201);
    let free = || {
        server.app.search().catch_up(&server.app).unwrap();
        server.call("", "GET", &format!("{FREE}&station=A"), &NOTHING).expect(200)
    };
    assert_eq!(codes(&free()), ["2"]);
    let instead = "/vehicles/1/alternatives?from=2026-03-03T12:00&until=2026-03-03T13:00";
    let instead = server.call(&anna, "GET", instead, &NOTHING).expect(200);
    assert_eq!(codes(&instead["here"]), ["2"]);
    assert_eq!(instead["later"][0]["from"], "2026-03-03T13:00:00Z");
    let times = "/vehicles/1/free-times?from=2026-03-03T08:00&until=2026-03-03T09:00";
    let times = server.call("", "GET", times, &NOTHING).expect(200);
    assert_eq!(times[0]["until"], "2026-03-03T10:00:00Z");
    let about = format!("/bookings/{}/cancel", booked["id"].as_str().unwrap());
    server.call(&anna, "POST", &about, &NOTHING).expect(200);
    assert_eq!(codes(&free()), ["1", "2"]);
}

#[test]
fn evai_1_1_a_booking_by_category_over_http_and_its_exchange() {
    let server = ready("evai");
    let (anna, agent) = (server.anna(), server.staff("agent"));
    let rules = server.operator.versions.at(super::kit::MORNING);
    let category = rules.categories[0].id.to_string();
    let wish = json!({ "category": category, "pickup": "A", "start": "2026-03-03T12:00",
        "end": "2026-03-03T14:00" });
    let booked = server.call(&anna, "POST", "/bookings", &wish).expect(201);
    assert_eq!((&booked["vehicle"], &booked["guaranteed"]), (&json!("1"), &json!(true)));
    let about = format!("/bookings/{}/exchange", booked["id"].as_str().unwrap());
    server.call(&anna, "POST", &about, &json!({ "vehicle": "2" })).expect(403);
    let swapped = server.call(&agent, "POST", &about, &json!({ "vehicle": "2" })).expect(200);
    assert_eq!(swapped["vehicle"], "2");
    assert_eq!(swapped["member"], rimessa_app::show_id(server.anna.0));
    server.call(&agent, "POST", &about, &json!({ "vehicle": "9" })).expect(404);
    let manager = server.staff("manager");
    let told = server.call(&manager, "GET", "/history", &NOTHING).expect(200);
    super::life::replays(&server, &told);
}

#[test]
fn j4_3_a_missing_vehicle_and_one_out_of_service_over_http() {
    let server = ready("carcityclub");
    let (anna, agent) = (server.anna(), server.staff("agent"));
    let wish = json!({ "vehicle": "1", "start": "2026-03-02T11:00", "end": "2026-03-02T14:00" });
    let booked = server.call(&anna, "POST", "/bookings", &wish).expect(201);
    let about = format!("/bookings/{}/no-vehicle", booked["id"].as_str().unwrap());
    server.call(&anna, "POST", &about, &NOTHING).expect(409);
    server.pass(Span::minutes(70));
    server.app.search().catch_up(&server.app).unwrap();
    let found = server.call(&anna, "POST", &about, &NOTHING).expect(200);
    assert_eq!(codes(&found["here"]), ["2"]);
    let taken = server.call(&agent, "POST", &about, &json!({ "vehicle": "2" })).expect(200);
    assert_eq!(taken["booking"]["vehicle"], "2");
    server.call(&anna, "PUT", "/vehicles/2/out-of-service", &json!({})).expect(403);
    let field = server.staff("field");
    let out = server.call(&field, "PUT", "/vehicles/2/out-of-service", &json!({})).expect(200);
    assert_eq!(out["moved"][0]["vehicle"], "1");
    let vehicles = server.call("", "GET", "/vehicles", &NOTHING).expect(200);
    assert!(vehicles[1]["out_of_service"].is_string(), "{vehicles}");
    server.call(&field, "DELETE", "/vehicles/2/out-of-service", &NOTHING).expect(200);
    let wish = json!({ "vehicle": "2", "start": "2026-03-02T12:00", "end": "2026-03-02T13:00" });
    server.call(&anna, "POST", "/bookings", &wish).expect(201);
}
