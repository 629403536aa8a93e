//! One booking's life over HTTP, for each operator, and its replay.

use rimessa_domain::time::Span;
use serde_json::{Value, json};

use super::kit::Server;

const NOTHING: Value = Value::Null;

#[test]
fn a_booking_lives_over_http_and_replays_to_the_same_statement() {
    for name in ["clem", "family", "carcityclub", "evai"] {
        let server = Server::of(name);
        let anna = server.anna();
        let wish =
            json!({ "vehicle": "1", "start": "2026-03-02T12:00", "end": "2026-03-02T14:00" });
        let booked = server.call(&anna, "POST", "/bookings", &wish).expect(201);
        let about = format!("/bookings/{}", booked["id"].as_str().unwrap());
        let taken = server.call(&anna, "POST", "/bookings", &wish).expect(409);
        assert_eq!(taken["code"], "vehicle-taken", "{name}");
        let early = server.call(&anna, "POST", &format!("{about}/unlock"), &NOTHING).expect(409);
        assert_eq!(early["code"], "before-start", "{name}");
        server.pass(Span::minutes(125));
        let open = server.call(&anna, "POST", &format!("{about}/unlock"), &NOTHING).expect(200);
        assert_eq!(open["state"], "driving");
        server.pass(Span::minutes(150));
        let back = json!({ "distance_m": 23_400, "plugged_in": true });
        let back = server.call(&anna, "POST", &format!("{about}/return"), &back).expect(200);
        assert_eq!(back["state"], "returned");
        let statement = server.call(&anna, "GET", "/me/statement", &NOTHING).expect(200);
        assert!(!statement["lines"].as_array().unwrap().is_empty(), "{name}: {statement}");
        let manager = server.staff("manager");
        let told = server.call(&manager, "GET", "/history", &NOTHING).expect(200);
        replays(&server, &told);
    }
}

#[test]
fn a_contract_lives_over_http_and_replays_to_the_same_statement() {
    let server = Server::of("saemes");
    assert!(server.call("", "GET", "/stations", &NOTHING).expect(200).is_array());
    let manager = server.staff("manager");
    let told = server.call(&manager, "GET", "/history", &NOTHING).expect(200);
    replays(&server, &told);
}

/// That a history, replayed, gives the statement that came of it live.
pub(super) fn replays(server: &Server, history: &Value) {
    let text = history.to_string();
    let scenario = rimessa_replay::scenario::Scenario::read(&text).unwrap();
    let rules = server.operator.versions.at(server.app.clock().now());
    let statement = rimessa_replay::check::run(rules, &scenario, &text).unwrap();
    let expect = scenario.expect.as_ref().unwrap();
    let differences = rimessa_replay::check::differences(&statement, expect);
    assert_eq!(differences, Vec::<String>::new(), "{text}");
}

#[test]
fn the_same_key_has_the_same_answer() {
    let server = Server::of("clem");
    let anna = server.anna();
    let ask = |key: &str, end: &str| {
        let wish = json!({ "vehicle": "1", "start": "2026-03-03T10:00", "end": end });
        let request = axum::http::Request::builder()
            .method("POST")
            .uri(server.path("/bookings"))
            .header("authorization", format!("Bearer {anna}"))
            .header("content-type", "application/json")
            .header("idempotency-key", key);
        server.send(request.body(axum::body::Body::from(wish.to_string())).unwrap())
    };
    let first = ask("k1", "2026-03-03T12:00");
    let again = ask("k1", "2026-03-03T12:00");
    assert_eq!(again.headers["idempotency-replayed"], "true");
    assert_eq!(first.expect(201), again.expect(201));
    let other = ask("k1", "2026-03-03T13:00").expect(422);
    assert_eq!(other["code"], "key-used");
    let refused = ask("k2", "2026-03-03T12:00").expect(409);
    assert_eq!(refused["clause"], "CLEM-07");
    assert_eq!(ask("k2", "2026-03-03T12:00").expect(409)["code"], refused["code"]);
}
