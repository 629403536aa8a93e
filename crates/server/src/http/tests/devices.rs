//! Devices that sign their calls, and programs with tokens.

use rimessa_domain::time::Span;
use serde_json::{Value, json};

use super::kit::Server;

const NOTHING: Value = Value::Null;

fn code(answer: &Value) -> &str {
    answer["code"].as_str().unwrap()
}

/// A booking of anna for the vehicle 1 from station A, which begins now.
fn booking(server: &Server) -> String {
    let wish = json!({ "vehicle": "1", "start": "2026-03-02T12:00", "end": "2026-03-02T14:00" });
    let booked = server.call(&server.anna(), "POST", "/bookings", &wish).expect(201);
    server.pass(Span::minutes(125));
    booked["id"].as_str().unwrap().to_owned()
}

#[test]
fn a_signed_call_acts_for_the_device() {
    let server = Server::of("clem");
    let (id, key) = server.device(&json!({ "kind": "on-board", "label": "1", "vehicle": "1" }));
    let about = format!("/bookings/{}/unlock", booking(&server));
    let open = server.call_signed((&id, &key), ("POST", &about), &json!({ "method": "card" }));
    assert_eq!(open.expect(200)["state"], "driving");
}

#[test]
fn a_forged_changed_or_old_call_is_refused() {
    let server = Server::of("clem");
    let (id, key) = server.device(&json!({ "kind": "kiosk", "label": "hall", "station": "A" }));
    let path = server.path(&format!("/bookings/{}", booking(&server)));
    let good = || server.signed((&id, &key), ("GET", &path), &NOTHING);
    server.send(good()).expect(200);
    let other_key = "ab".repeat(32);
    let forged = server.send(server.signed((&id, &other_key), ("GET", &path), &NOTHING));
    assert_eq!(code(&forged.expect(401)), "signature-wrong");
    let mut other_path = good();
    *other_path.uri_mut() = format!("{path}/code?").parse().unwrap();
    assert_eq!(code(&server.send(other_path).expect(401)), "signature-wrong");
    let mut other_body = good();
    *other_body.body_mut() = "{}".into();
    assert_eq!(code(&server.send(other_body).expect(401)), "signature-wrong");
    for broken in ["", "zz", "é", "12"] {
        let mut request = good();
        let value = axum::http::HeaderValue::from_bytes(broken.as_bytes()).unwrap();
        request.headers_mut().insert("rimessa-signature", value);
        assert_eq!(code(&server.send(request).expect(401)), "signature-wrong", "{broken}");
    }
    for broken in ["", "-1", "9999999999999999999", "12.5", "now"] {
        let mut request = good();
        let headers = request.headers_mut();
        headers.insert("rimessa-timestamp", broken.parse().unwrap());
        assert_eq!(server.send(request).status.as_u16(), 401, "{broken}");
    }
    let (early, late) = (good(), good());
    server.pass(Span(299_000));
    server.send(early).expect(200);
    server.pass(Span(2_000));
    assert_eq!(code(&server.send(late).expect(401)), "signature-too-old");
}

#[test]
fn a_device_acts_only_where_it_belongs() {
    let server = Server::of("clem");
    let about = format!("/bookings/{}", booking(&server));
    let place = |kind: &str, field: &str, value: &str| {
        let (id, key) = server.device(&json!({ "kind": kind, "label": "x", field: value }));
        server.call_signed((&id, &key), ("GET", &about), &NOTHING).status.as_u16()
    };
    assert_eq!(place("on-board", "vehicle", "1"), 200);
    assert_eq!(place("on-board", "vehicle", "2"), 404);
    assert_eq!(place("kiosk", "station", "A"), 200);
    assert_eq!(place("kiosk", "station", "B"), 404);
    let (id, key) = server.device(&json!({ "kind": "sms-gateway", "label": "x" }));
    let open = format!("{about}/unlock");
    server.call_signed((&id, &key), ("POST", &open), &json!({})).expect(404);
}

#[test]
fn what_a_device_is_registered_with_must_go_together() {
    let server = Server::of("clem");
    let administrator = server.staff("administrator");
    for (body, code) in [
        (json!({ "kind": "toaster", "label": "x" }), "no-such-device-kind"),
        (json!({ "kind": "kiosk", "label": "x" }), "missing"),
        (json!({ "kind": "kiosk", "label": "x", "station": "Z" }), "no-such-station"),
        (json!({ "kind": "on-board", "label": "x", "vehicle": "9" }), "no-such-vehicle-here"),
        (json!({ "kind": "sms-gateway", "label": "x", "station": "A" }), "says-nothing"),
        (json!({ "kind": "sms-gateway", "label": " " }), "not-a-label"),
    ] {
        let answer = server.call(&administrator, "POST", "/devices", &body).expect(422);
        assert_eq!(answer["errors"][0]["code"], code, "{body}");
    }
}

#[test]
fn an_old_key_holds_for_a_while_and_a_disabled_device_not_at_all() {
    let server = Server::of("clem");
    let (id, old) = server.device(&json!({ "kind": "kiosk", "label": "x", "station": "A" }));
    let administrator = server.staff("administrator");
    let about = format!("/bookings/{}", booking(&server));
    let look =
        |key: &str| server.call_signed((&id, key), ("GET", &about), &NOTHING).status.as_u16();
    let rotate = |body: &Value| {
        let path = format!("/devices/{id}/keys");
        let made = server.call(&administrator, "POST", &path, body).expect(201);
        made["key"].as_str().unwrap().to_owned()
    };
    let new = rotate(&json!({}));
    assert_eq!((look(&old), look(&new)), (200, 200));
    let newest = rotate(&json!({ "at_once": true }));
    assert_eq!((look(&old), look(&new), look(&newest)), (401, 401, 200));
    let last = rotate(&json!({}));
    server.pass(Span::days(7));
    assert_eq!((look(&newest), look(&last)), (401, 200));
    let administrator = server.staff("administrator");
    server.call(&administrator, "DELETE", &format!("/devices/{id}"), &NOTHING).expect(204);
    assert_eq!(look(&last), 401);
    let listed = server.call(&administrator, "GET", "/devices", &NOTHING).expect(200);
    assert!(listed[0]["disabled"].is_string() && listed[0]["key"].is_null(), "{listed}");
    assert!(!listed.to_string().contains(&last));
}

#[test]
fn the_example_of_the_manual_is_right() {
    let manual = include_str!("../../../../../docs/devices.md");
    let key = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    let call = rimessa_app::device::Signed {
        device: String::new(),
        timestamp: "1772442000".to_owned(),
        signature: String::new(),
        method: "POST".to_owned(),
        path: "/api/v1/clem/bookings/0197f0c2-7a5e-7c31-9d7a-2f0a4c1b9e55/unlock".to_owned(),
        body: rimessa_app::digest(br#"{"method":"card"}"#),
    };
    let signature = call.sign(key).unwrap();
    for part in [key, &call.timestamp, &call.path, &signature] {
        assert!(manual.contains(part), "{part}");
    }
}

#[test]
fn a_program_does_what_its_scopes_say_until_its_token_is_taken_away() {
    let server = Server::of("clem");
    let administrator = server.staff("administrator");
    let make = |body: &Value| server.call(&administrator, "POST", "/programs", body);
    let made = make(&json!({ "label": "Büro", "scopes": ["bookings"], "days": 2 })).expect(201);
    let token = made["token"].as_str().unwrap();
    let (bookings, statement) = ("/bookings?member=100001", "/members/100001/statement");
    server.call(token, "GET", bookings, &NOTHING).expect(200);
    server.call(token, "GET", statement, &NOTHING).expect(403);
    assert!(made["program"]["used"].is_null());
    // Writes are done in their order: once this one is, the use of the first is noted.
    make(&json!({ "label": "other", "scopes": ["bills"] })).expect(201);
    let listed = server.call(&administrator, "GET", "/programs", &NOTHING).expect(200);
    assert_eq!(listed[0]["label"], "Büro");
    assert!(listed[0]["used"].is_string() && listed[1]["used"].is_null(), "{listed}");
    assert!(!listed.to_string().contains(token), "a token is shown once");
    let about = format!("/programs/{}", made["program"]["id"].as_str().unwrap());
    server.call(&administrator, "DELETE", &about, &NOTHING).expect(204);
    server.call(token, "GET", bookings, &NOTHING).expect(401);
    server.call(&administrator, "DELETE", &about, &NOTHING).expect(404);
    let short = make(&json!({ "label": "x", "scopes": ["bookings", "bills"], "days": 1 }));
    let short = short.expect(201)["token"].as_str().unwrap().to_owned();
    server.call(&short, "GET", statement, &NOTHING).expect(200);
    server.pass(Span::days(1));
    server.call(&short, "GET", statement, &NOTHING).expect(401);
}

#[test]
fn a_token_is_not_made_for_nothing_or_for_what_is_not_there() {
    let server = Server::of("clem");
    let administrator = server.staff("administrator");
    for (body, code) in [
        (json!({ "label": "x", "scopes": [] }), "missing"),
        (json!({ "label": "x", "scopes": ["everything"] }), "no-such-scope"),
        (json!({ "label": "x", "scopes": ["bookings bills"] }), "no-such-scope"),
        (json!({ "label": "x", "scopes": ["bookings"], "days": 0 }), "beyond-3650"),
        (json!({ "label": "", "scopes": ["bookings"] }), "not-a-label"),
    ] {
        let answer = server.call(&administrator, "POST", "/programs", &body).expect(422);
        assert_eq!(answer["errors"][0]["code"], code, "{body}");
    }
}
