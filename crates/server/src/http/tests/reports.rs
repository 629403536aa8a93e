//! What devices report: once, in any order, with a clock that may be wrong, and for their operator only.

use rimessa_app::device;
use rimessa_domain::time::{Instant, Span};
use serde_json::{Value, json};

use super::access::booked;
use super::kit::Server;

const NOTHING: Value = Value::Null;

fn at(at: Instant) -> String {
    rimessa_app::show_moment(at)
}

fn readings(server: &Server, token: &str) -> Vec<(String, i64)> {
    let known = server.call(token, "GET", "/vehicles/1/readings", &NOTHING).expect(200);
    let read =
        |one: &Value| (one["kind"].as_str().unwrap().to_owned(), one["value"].as_i64().unwrap());
    known["readings"].as_array().unwrap().iter().map(read).collect()
}

#[test]
fn a_report_counts_once_in_whatever_order_it_comes() {
    let server = Server::of("family");
    let (device, field) = (server.unit("on-board"), server.staff("field"));
    let now = server.app.clock().now();
    let event = |sequence: i64, percent: u8| {
        let at = at(now.minus(Span::minutes(60 - sequence)));
        json!({ "sequence": sequence, "at": at, "kind": "charge", "vehicle": "1", "percent": percent })
    };
    let send = |body: Value| server.call(&device, "POST", "/device/events", &body).expect(200);
    let first = send(json!([event(1, 90), event(5, 60)]));
    assert_eq!((&first["taken"], &first["up_to"]), (&json!(2), &json!(1)));
    assert_eq!(first["missing"], json!([[2, 4]]));
    assert_eq!(first["clock_wrong"], false, "late is not wrong");
    let again = send(json!([event(5, 10), event(3, 75), event(3, 75)]));
    assert_eq!((&again["taken"], &again["repeated"]), (&json!(1), &json!(2)));
    assert_eq!(again["missing"], json!([[2, 2], [4, 4]]));
    assert_eq!(readings(&server, &field), [("charge".to_owned(), 60)], "the latest holds");
    let rest = send(json!([event(2, 80), event(4, 70)]));
    assert_eq!((&rest["up_to"], &rest["missing"]), (&json!(5), &json!([])));
    assert_eq!(readings(&server, &field), [("charge".to_owned(), 60)]);
}

#[test]
fn a_clock_that_is_wrong_is_noticed_and_corrected() {
    let server = Server::of("family");
    let (device, field) = (server.unit("on-board"), server.staff("field"));
    let now = server.app.clock().now();
    let report = |sequence: i64, happened: Instant, sent: Option<Instant>, percent: u8| {
        let event = json!({
            "sequence": sequence, "at": at(happened), "sent": sent.map(at), "kind": "charge",
            "vehicle": "1", "percent": percent,
        });
        server.call(&device, "POST", "/device/events", &event).expect(200)["clock_wrong"].clone()
    };
    assert_eq!(report(1, now, Some(now.plus(Span::minutes(9))), 50), false);
    // Two days ahead: it happened now, and what comes after it is not lost.
    let ahead = now.plus(Span::days(2));
    assert_eq!(report(2, ahead, Some(ahead), 40), true);
    assert_eq!(report(3, ahead, None, 39), true);
    server.pass(Span::minutes(1));
    let now = server.app.clock().now();
    assert_eq!(report(4, now, Some(now), 30), false);
    assert_eq!(readings(&server, &field), [("charge".to_owned(), 30)]);
}

#[test]
fn reports_that_cannot_be_are_all_named_and_nothing_is_taken() {
    let server = Server::of("family");
    let device = server.unit("on-board");
    let good = json!({ "sequence": 1, "at": at(server.app.clock().now()), "kind": "plugged",
        "vehicle": "1" });
    let with = |field: &str, value: Value| {
        let mut event = good.clone();
        event[field] = value;
        event
    };
    let all = json!([
        good,
        with("kind", json!("explode")),
        with("vehicle", json!("99")),
        with("at", json!("soon")),
        with("sequence", json!(0)),
        with("kind", json!("charge")),
        with("kind", json!("position")),
        with("found", json!("x".repeat(201))),
    ]);
    let wrong = server.call(&device, "POST", "/device/events", &all).expect(422);
    let codes: Vec<_> = wrong["errors"].as_array().unwrap().iter().map(|e| &e["code"]).collect();
    let wanted = [
        "no-such-event",
        "no-such-vehicle-here",
        "not-a-time",
        "not-a-sequence",
        "missing",
        "not-a-position",
        "too-long-here",
    ];
    assert_eq!(codes, wanted);
    assert_eq!(wrong["errors"][0]["field"], "1.kind");
    let too_many: Vec<_> = (0..501).map(|_| good.clone()).collect();
    server.call(&device, "POST", "/device/events", &json!(too_many)).expect(422);
    for body in [json!("plugged"), json!(7), json!([{ "sequence": 1 }]), with("lat", json!(1))] {
        server.call(&device, "POST", "/device/events", &body).expect(422);
    }
    let field = server.staff("field");
    assert!(readings(&server, &field).is_empty());
}

#[test]
fn devices_of_another_operator_and_people_are_refused() {
    let server = Server::of("family");
    let other = server.another("other");
    let register = |scene: &mut rimessa_app::Scene<'_, '_>| {
        let (kind, label) = ("sms-gateway".to_owned(), "gateway".to_owned());
        device::register(scene, &device::NewDevice { kind, label, station: None, vehicle: None })
    };
    let keyed = server.app.command_now(&other, rimessa_app::Actor::System, register);
    let keyed = keyed.unwrap().done().unwrap();
    let other = format!("device {} {}", keyed.device.id, keyed.key);
    let event = json!({ "sequence": 1, "at": at(server.app.clock().now()), "kind": "plugged",
        "vehicle": "1" });
    let card = json!({ "vehicle": "1", "card": "04A2245B" });
    let code = json!({ "station": "A", "code": "123456" });
    let sms = json!({ "id": "1", "number": "+393330000001", "text": "123456" });
    for (path, body) in [
        ("/device/events", &event),
        ("/device/cards", &card),
        ("/device/codes", &code),
        ("/sms", &sms),
    ] {
        server.call(&other, "POST", path, body).expect(401);
        server.call(&server.anna(), "POST", path, body).expect(403);
        server.call(&server.staff("manager"), "POST", path, body).expect(403);
        server.call("", "POST", path, body).expect(401);
    }
    server.call(&other, "GET", "/device/commands?vehicle=1", &NOTHING).expect(401);
    // Nor does an on-board unit hand on text messages.
    let unit = server.unit("on-board");
    server.call(&unit, "POST", "/sms", &sms).expect(403);
}

#[test]
fn ccc_20_a_return_goes_by_what_the_vehicle_reported() {
    let server = Server::of("evai");
    let (anna, device) = (server.anna(), server.unit("on-board"));
    let (about, _) = booked(&server, &anna);
    let mut sequence = 0;
    let mut tell = |kind: &str, metres: Option<u32>, percent: Option<u8>| {
        sequence += 1;
        let event = json!({ "sequence": sequence, "at": at(server.app.clock().now()), "kind": kind,
            "vehicle": "1", "metres": metres, "percent": percent });
        server.call(&device, "POST", "/device/events", &event).expect(200);
    };
    tell("odometer", Some(1_000_000), None);
    server.pass(Span::minutes(125));
    server.call(&anna, "POST", &format!("{about}/unlock"), &NOTHING).expect(200);
    server.pass(Span::minutes(50));
    tell("odometer", Some(1_030_000), None);
    tell("fuel", None, Some(10));
    let back = server.call(&anna, "POST", &format!("{about}/return"), &NOTHING).expect(200);
    let manager = server.staff("manager");
    let told = server.call(&manager, "GET", "/history", &NOTHING).expect(200);
    let event = told["events"].as_array().unwrap().iter().find(|e| e["type"] == "return").unwrap();
    assert_eq!((&event["km"], &event["fuel"]), (&json!(30), &json!(0.1)), "{event}");
    assert!(!back["lines"].as_array().unwrap().is_empty());
    super::life::replays(&server, &told);
}

/// EVAI-3.3, and the light of CCC-11.
#[test]
fn evai_3_3_too_little_charge_or_fuel_is_said_when_the_vehicle_is_taken() {
    let server = Server::of("evai");
    let (anna, device) = (server.anna(), server.unit("on-board"));
    let (about, _) = booked(&server, &anna);
    server.pass(Span::minutes(125));
    for (sequence, kind) in [(1, "fuel"), (2, "charge")] {
        let event = json!({ "sequence": sequence, "at": at(server.app.clock().now()),
            "kind": kind, "vehicle": "1", "percent": 20 });
        server.call(&device, "POST", "/device/events", &event).expect(200);
    }
    let light = json!({ "sequence": 3, "at": at(server.app.clock().now()),
        "kind": "anomaly-light", "vehicle": "1", "on": true });
    server.call(&device, "POST", "/device/events", &light).expect(200);
    let open = server.call(&anna, "POST", &format!("{about}/unlock"), &NOTHING).expect(200);
    let hints = open["hints"].as_array().unwrap();
    assert_eq!(hints.len(), 2, "the light, and what this vehicle drives with: {hints:?}");
    assert!(hints[1].as_str().unwrap().contains("20 %"), "{hints:?}");
}

/// CCC-18.
#[test]
fn ccc_18_the_button_on_board_calls_the_centre() {
    let server = Server::of("carcityclub");
    let device = server.unit("on-board");
    let call = json!({ "sequence": 1, "at": at(server.app.clock().now()), "kind": "call",
        "vehicle": "1" });
    let said = server.call(&device, "POST", "/device/events", &call).expect(200);
    assert!(said["said"][0]["words"].as_str().unwrap().contains("+390110000"), "{said}");
}
