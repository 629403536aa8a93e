//! Refunds over HTTP: asked for, paid as far as the regulation goes, refused with a reason, overdue.

use rimessa_app::overdue;
use rimessa_domain::time::Span;
use serde_json::json;

use super::cast::{NOTHING, at, text};
use super::kit::Server;

#[test]
fn ccc_10_a_taxi_is_paid_back_up_to_its_limit_against_a_complete_receipt() {
    let server = Server::of("carcityclub");
    let (anna, bea) = (server.anna(), server.member_called("bea"));
    let (billing, agent) = (server.staff("billing"), server.staff("agent"));
    let booking = server.booked(&anna, at(10, 0), at(11, 0));
    let receipt = server.receipt(&anna);
    let wish = json!({ "kind": "taxi", "amount": "31.40", "booking": booking,
        "upload": receipt, "text": "no car in the bay" });
    server.call(&bea, "POST", "/refunds", &wish).expect(404);
    let claim = server.call(&anna, "POST", "/refunds", &wish).expect(201);
    assert_eq!((&claim["state"], &claim["upload"]), (&json!("asked"), &json!(receipt)));
    let path = format!("/refunds/{}", text(&claim["id"]));
    let pay = |complete| {
        let checked = json!({ "receipt_complete": complete, "receipt_in_name": false });
        server.call(&billing, "POST", &format!("{path}/pay"), &checked)
    };
    let incomplete = pay(false).expect(409);
    assert_eq!(
        (&incomplete["code"], &incomplete["clause"]),
        (&json!("incomplete-receipt"), &json!("CCC-10"))
    );
    let nothing = json!({ "receipt_complete": true, "receipt_in_name": true });
    server.call(&agent, "POST", &format!("{path}/pay"), &nothing).expect(403);
    assert_eq!(pay(true).expect(200)["state"], "paid");
    assert_eq!(server.billed(&anna, "CCC-10"), ["-25.00"]);
    assert_eq!(pay(true).expect(422)["errors"][0]["code"], "decided");
    let (_, letter) = &server.letters()[0];
    assert!(letter.contains("25.00 EUR"), "{letter}");
    let theirs = server.call(&bea, "GET", "/me/refunds", &NOTHING).expect(200);
    assert_eq!(theirs["claims"], json!([]));
    let mine = server.call(&anna, "GET", "/me/refunds", &NOTHING).expect(200);
    assert_eq!(mine["claims"][0]["state"], "paid");
    server.told_again();
}

#[test]
fn ccc_15_a_refusal_has_a_reason_and_bad_claims_are_told() {
    let server = Server::of("carcityclub");
    let (anna, manager) = (server.anna(), server.staff("manager"));
    let theirs = server.receipt(&server.member_called("bea"));
    let wish = json!({ "kind": "fuel", "amount": "20.00", "text": "no partner station" });
    let claim = server.call(&anna, "POST", "/refunds", &wish).expect(201);
    let path = format!("/refunds/{}/refuse", text(&claim["id"]));
    server.call(&manager, "POST", &path, &json!({ "reason": "" })).expect(422);
    let why = json!({ "reason": "The receipt bears another name." });
    let refused = server.call(&manager, "POST", &path, &why).expect(200);
    assert_eq!(refused["reason"], "The receipt bears another name.");
    assert_eq!(server.billed(&anna, "CCC-15"), Vec::<String>::new());
    for (body, field) in [
        (json!({ "kind": "fuel", "amount": "0", "text": "x" }), "amount"),
        (json!({ "kind": "fuel", "amount": "-5", "text": "x" }), "amount"),
        (json!({ "kind": "fuel", "amount": "5", "text": "" }), "text"),
        (json!({ "kind": "fuel", "amount": "5", "text": "x", "upload": "me.jpg" }), "upload"),
        (json!({ "kind": "fuel", "amount": "5", "text": "x", "upload": theirs }), "upload"),
    ] {
        let wrong = server.call(&anna, "POST", "/refunds", &body).expect(422);
        assert_eq!(wrong["errors"][0]["field"], field, "{body}");
    }
    let unknown = json!({ "kind": "ice-cream", "amount": "5", "text": "x" });
    let unknown = server.call(&anna, "POST", "/refunds", &unknown).expect(409);
    assert_eq!(unknown["code"], "not-offered");
    server.told_again();
}

#[test]
fn evai_7_5_a_claim_that_waits_for_30_days_becomes_a_case_once() {
    let server = Server::of("evai");
    let anna = server.anna();
    let wish = json!({ "kind": "fuel", "amount": "30.00", "text": "tank empty" });
    let claim = server.call(&anna, "POST", "/refunds", &wish).expect(201);
    assert_eq!(claim["due"], "2026-04-01T09:00:00Z");
    let due = at(9, 0).plus(Span::days(30));
    server.until(due.minus(Span(1)));
    assert_eq!(overdue::refunds_due(&server.app, due.minus(Span(1))), Ok(0));
    server.until(due);
    assert_eq!(overdue::refunds_due(&server.app, due), Ok(1));
    assert_eq!(overdue::refunds_due(&server.app, due), Ok(0));
    let agent = server.staff("agent");
    let queue = server.call(&agent, "GET", "/cases?kind=claim", &NOTHING).expect(200);
    assert_eq!(queue["cases"].as_array().unwrap().len(), 1);
    let waiting = server.call(&agent, "GET", "/refunds", &NOTHING).expect(200);
    assert_eq!(waiting["claims"][0]["overdue"], true);
}
