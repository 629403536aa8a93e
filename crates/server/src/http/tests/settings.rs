//! What an operator sets, over HTTP, and when its members are reminded.

use axum::body::Body;
use axum::http::Request;
use rimessa_domain::time::Span;
use serde_json::{Value, json};

use super::cast::NOTHING;
use super::kit::Server;

#[test]
fn an_administrator_sets_what_the_regulation_does_not_say() {
    let server = Server::of("clem");
    let (manager, administrator) = (server.staff("manager"), server.staff("administrator"));
    let seen = server.call(&manager, "GET", "/settings", &NOTHING);
    let tag = seen.headers["etag"].to_str().unwrap().to_owned();
    assert_eq!(seen.body["assistance_phone"], "+390110000");
    let mut wish = seen.expect(200);
    (wish["vehicle_phone"], wish["remind_start_minutes"]) = (json!("+33 6 00"), json!(45));
    server.call(&manager, "PUT", "/settings", &wish).expect(403);
    server.call(&server.anna(), "GET", "/settings", &NOTHING).expect(403);
    let put = |tag: &str, wish: &Value| {
        let request = Request::builder().method("PUT").uri(server.path("/settings"));
        let request = request.header("authorization", format!("Bearer {administrator}"));
        let request = request.header("content-type", "application/json").header("if-match", tag);
        server.send(request.body(Body::from(wish.to_string())).unwrap())
    };
    assert_eq!(put(&tag, &wish).expect(200)["vehicle_phone"], "+33 6 00");
    assert_eq!(put(&tag, &wish).expect(412)["code"], "stale");
    // As long as before, and yet it is noticed.
    wish["remind_start_minutes"] = json!(46);
    put("*", &wish).expect(200);
    let seen = server.call(&manager, "GET", "/settings", &NOTHING).expect(200);
    assert_eq!(seen["remind_start_minutes"], 46);
    let bad = json!({ "mail_from": "a\nb", "site": "clem.mobi", "pages_url": "https://",
        "objection_days": 0, "remind_late_minutes": 60_000, "assistance_phone": "9".repeat(201) });
    let wrong = put("*", &bad).expect(422);
    let wrong = wrong["errors"].as_array().unwrap().iter();
    let wrong: Vec<_> = wrong.map(|e| (e["field"].as_str(), e["code"].as_str())).collect();
    let expected = [
        ("assistance_phone", "too-long"),
        ("mail_from", "not-a-text"),
        ("site", "not-a-link"),
        ("pages_url", "not-a-link"),
        ("objection_days", "not-a-count"),
        ("remind_late_minutes", "not-a-count"),
    ];
    assert_eq!(wrong, expected.map(|(field, code)| (Some(field), Some(code))));
    put("*", &json!({ "colour": "green" })).expect(422);
}

#[test]
fn fam_14_the_operator_says_when_members_are_reminded() {
    let server = Server::of("family");
    let administrator = server.staff("administrator");
    let set = json!({ "remind_start_minutes": 120, "remind_end_minutes": 0,
        "remind_late_minutes": 5 });
    server.call(&administrator, "PUT", "/settings", &set).expect(200);
    let anna = server.anna();
    let start = super::cast::at(13, 0);
    let id = server.booked(&anna, start, start.plus(Span::HOUR));
    let mut reminded = Vec::new();
    for minute in (0..400).step_by(5) {
        server.until(super::cast::at(9, minute));
        let now = server.app.clock().now();
        rimessa_app::remind::remind_all(&server.app, now).unwrap();
        let told = server.letters();
        let latest = told.first().map(|(kind, _)| kind.clone()).unwrap_or_default();
        if reminded.last().is_none_or(|(_, before)| *before != latest) {
            reminded.push((minute, latest));
        }
        if now == start {
            server.opened(&anna, &id);
        }
    }
    let reminded: Vec<(i64, &str)> =
        reminded.iter().map(|(minute, kind)| (*minute, kind.as_str())).collect();
    assert_eq!(reminded[1..], [(120, "start"), (305, "late")], "and never of the end");
}
