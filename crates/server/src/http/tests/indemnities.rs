//! Indemnities over HTTP: found, proposed, heard, decided; and services billed at once.

use rimessa_app::overdue;
use rimessa_domain::time::Span;
use serde_json::{Value, json};

use super::cast::{NOTHING, at, text};
use super::kit::Server;

/// Anna had vehicle `1`; bea took it over and found damage. The server, bea's booking, and the proposal.
struct Found {
    server: Server,
    anna: String,
    bea: String,
    booking: String,
    proposal: String,
    billing: String,
}

impl Found {
    fn something(what: &str) -> Self {
        let server = Server::of("carcityclub");
        let (anna, bea) = (server.anna(), server.member_called("bea"));
        let billing = server.staff("billing");
        server.trip(&anna, at(10, 0), at(11, 0));
        let booking = server.booked(&bea, at(12, 0), at(14, 0));
        server.until(at(12, 0));
        server.opened(&bea, &booking);
        let report = json!({ "what": what, "text": "dent in the left door, Via Roma" });
        let about = format!("/bookings/{booking}/findings");
        let case = server.call(&bea, "POST", &about, &report).expect(201);
        assert_eq!(case["kind"], what);
        let again = server.call(&bea, "POST", &about, &report).expect(201);
        assert_eq!((&again["id"], &again["entries"]), (&case["id"], &case["entries"]));
        let proposed = server.call(&billing, "GET", "/indemnities", &NOTHING).expect(200);
        let all = proposed["indemnities"].as_array().unwrap();
        assert_eq!(all.len(), 1, "a report that comes twice is one: {proposed}");
        let proposal = text(&all[0]["id"]);
        Self { server, anna, bea, booking, proposal, billing }
    }

    #[track_caller]
    fn post(&self, token: &str, rest: &str, body: &Value, status: u16) -> Value {
        let path = format!("/indemnities/{}{rest}", self.proposal);
        let method = if rest == "/recorded" { "PUT" } else { "POST" };
        self.server.call(token, method, &path, body).expect(status)
    }

    #[track_caller]
    fn seen_by(&self, token: &str, status: u16) -> Value {
        let path = format!("/indemnities/{}", self.proposal);
        self.server.call(token, "GET", &path, &NOTHING).expect(status)
    }
}

/// CCC-12.
#[test]
fn ccc_12_damage_lands_on_the_previous_users_file() {
    let found = Found::something("damage");
    let proposed = found.seen_by(&found.billing, 200);
    assert_eq!(proposed["member"], rimessa_app::show_id(found.server.anna.0));
    assert_eq!((&proposed["clause"], &proposed["amount"]), (&json!("CCC-35"), &json!("25.00")));
    assert_eq!(proposed["evidence"]["found_by_booking"], found.booking);
    // Nobody has told her: she sees nothing, and pays nothing.
    found.seen_by(&found.anna, 404);
    assert_eq!(found.server.billed(&found.anna, "CCC-35"), Vec::<String>::new());
    found.seen_by(&found.bea, 404);
    // Who reports sees his case, and not whom it concerns.
    let mine = found.server.call(&found.bea, "GET", "/me/cases", &NOTHING).expect(200);
    let case = text(&mine["cases"][0]["id"]);
    let path = format!("/cases/{case}");
    let shown = found.server.call(&found.bea, "GET", &path, &NOTHING).expect(200);
    assert_eq!(shown["indemnities"], json!([]));
    found.server.call(&found.anna, "GET", &path, &NOTHING).expect(404);
    let desk = found.server.call(&found.billing, "GET", &path, &NOTHING).expect(200);
    assert_eq!(desk["indemnities"], json!([found.proposal]));
    found.server.told_again();
}

#[test]
fn ccc_35_nothing_is_billed_before_the_member_was_heard() {
    let found = Found::something("damage");
    let (anna, billing) = (&found.anna, &found.billing);
    let why = json!({ "reason": "photos before and after" });
    assert_eq!(found.post(billing, "/uphold", &why, 409)["code"], "member-not-heard");
    let agent = found.server.staff("agent");
    found.post(&agent, "/notify", &json!({}), 403);
    let costs = json!({ "costs": { "repair": "80.00" } });
    assert_eq!(found.post(billing, "/recorded", &costs, 200)["amount"], "105.00");
    let told = found.post(billing, "/notify", &json!({}), 200);
    assert_eq!(told["object_until"], "2026-03-16T12:00:00Z");
    found.post(billing, "/notify", &json!({}), 200);
    let letters = found.server.letters();
    let sent: Vec<_> = letters.iter().filter(|(kind, _)| kind == "indemnity-proposed").collect();
    assert_eq!(sent.len(), 1, "{letters:?}");
    assert!(sent[0].1.starts_with("to anna@example.org"), "{sent:?}");
    assert!(sent[0].1.contains("CCC-35") && sent[0].1.contains("105.00 EUR"), "{sent:?}");
    assert_eq!(found.post(billing, "/recorded", &costs, 422)["errors"][0]["code"], "already-told");
    assert_eq!(found.post(billing, "/uphold", &why, 409)["code"], "member-not-heard");
    // She may not learn who found it, and nobody else may object for her.
    assert_eq!(found.seen_by(anna, 200)["evidence"]["found_by_booking"], Value::Null);
    let words = json!({ "text": "It was there before me." });
    found.post(&found.bea, "/objection", &words, 404);
    let blank = json!({ "text": " " });
    assert_eq!(found.post(anna, "/objection", &blank, 422)["errors"][0]["code"], "missing");
    assert_eq!(found.post(anna, "/objection", &words, 200)["state"], "objected");
    found.post(anna, "/objection", &words, 200);
    let queue = found.server.call(billing, "GET", "/cases?kind=objection", &NOTHING).expect(200);
    assert_eq!(queue["cases"].as_array().unwrap().len(), 1, "{queue}");
    assert_eq!(found.server.billed(anna, "CCC-35"), Vec::<String>::new());
    let upheld = found.post(billing, "/uphold", &why, 200);
    assert_eq!((&upheld["state"], &upheld["amount"]), (&json!("upheld"), &json!("105.00")));
    assert_eq!(found.seen_by(anna, 200)["reason"], "photos before and after");
    assert_eq!(found.server.billed(anna, "CCC-35"), ["105.00"]);
    assert_eq!(found.post(billing, "/uphold", &why, 422)["errors"][0]["code"], "decided");
    let queue = found.server.call(billing, "GET", "/cases?kind=objection", &NOTHING).expect(200);
    assert_eq!(queue["cases"], json!([]), "the objection is settled");
    found.server.told_again();
}

#[test]
fn ccc_40_dirt_can_be_waived_with_a_reason() {
    let found = Found::something("dirt");
    let nothing = json!({ "reason": "" });
    found.post(&found.billing, "/notify", &json!({}), 200);
    let refused = found.post(&found.billing, "/waive", &nothing, 422);
    assert_eq!(refused["errors"][0]["code"], "missing");
    let why = json!({ "reason": "it had snowed" });
    let waived = found.post(&found.billing, "/waive", &why, 200);
    assert_eq!((&waived["clause"], &waived["state"]), (&json!("CCC-40"), &json!("waived")));
    assert_eq!(found.seen_by(&found.anna, 200)["reason"], "it had snowed");
    found.server.pass(Span::days(30));
    let now = found.server.app.clock().now();
    assert_eq!(overdue::objections_due(&found.server.app, now), Ok(0));
    assert_eq!(found.server.billed(&found.server.anna(), "CCC-40"), Vec::<String>::new());
    found.server.told_again();
}

#[test]
fn ccc_35_what_nobody_objects_to_falls_due_after_the_deadline_once() {
    let found = Found::something("damage");
    found.post(&found.billing, "/notify", &json!({}), 200);
    let (app, due) = (&found.server.app, at(12, 0).plus(Span::days(14)));
    found.server.until(due.minus(Span(1)));
    assert_eq!(overdue::objections_due(app, app.clock().now()), Ok(0));
    found.server.until(due);
    let late = json!({ "text": "no" });
    let refused = found.post(&found.server.anna(), "/objection", &late, 409);
    assert_eq!(refused["code"], "objection-too-late");
    assert_eq!(overdue::objections_due(app, due), Ok(1));
    assert_eq!(overdue::objections_due(app, due), Ok(0));
    let anna = found.server.anna();
    assert_eq!(found.seen_by(&anna, 200)["state"], "unopposed");
    assert_eq!(found.server.billed(&anna, "CCC-35"), ["25.00"]);
    found.server.told_again();
}

#[test]
fn a_first_user_has_nobody_before_him() {
    let server = Server::of("carcityclub");
    let (anna, agent) = (server.anna(), server.staff("agent"));
    let booking = server.booked(&anna, at(10, 0), at(11, 0));
    let about = format!("/bookings/{booking}/findings");
    let report = json!({ "what": "damage", "text": "scratched" });
    server.call(&anna, "POST", &about, &report).expect(201);
    let proposed = server.call(&agent, "GET", "/indemnities", &NOTHING).expect(200);
    assert_eq!(proposed["indemnities"], json!([]));
    let wrong = json!({ "what": "ghosts", "text": "boo" });
    let wrong = server.call(&anna, "POST", &about, &wrong).expect(422);
    assert_eq!(wrong["errors"][0]["code"], "no-such-case");
    let bea = server.member_called("bea");
    server.call(&bea, "POST", &about, &report).expect(404);
}

#[test]
fn evai_3_4_pickup_checks_not_done_cost_the_hours_and_kilometres_until_the_check() {
    let server = Server::of("evai");
    let (anna, field) = (server.anna(), server.staff("field"));
    let trip = server.trip(&anna, at(10, 0), at(11, 0));
    let wish = json!({ "kind": "pickup-checks-missed", "booking": trip });
    let wrong = server.call(&field, "POST", "/indemnities", &wish).expect(422);
    assert_eq!(wrong["errors"].as_array().unwrap().len(), 3, "{wrong}");
    let recorded =
        json!({ "from": "2026-03-02T11:00Z", "until": "2026-03-02T13:00Z", "distance_m": 10_000 });
    let wish = json!({ "kind": "pickup-checks-missed", "booking": trip, "recorded": recorded });
    let proposed = server.call(&field, "POST", "/indemnities", &wish).expect(201);
    let category = server.operator.versions.at(at(9, 0)).categories[0].id.to_string();
    let amount = if category == "petrol" { "39.60" } else { "40.00" };
    assert_eq!((&proposed["clause"], &proposed["amount"]), (&json!("EVAI-3.4"), &json!(amount)));
    let id = text(&proposed["id"]);
    let billing = server.staff("billing");
    server.call(&billing, "POST", &format!("/indemnities/{id}/notify"), &json!({})).expect(200);
    server.pass(Span::days(15));
    assert_eq!(overdue::objections_due(&server.app, server.app.clock().now()), Ok(1));
    assert_eq!(server.billed(&server.anna(), "EVAI-3.4"), [amount]);
    server.told_again();
}

#[test]
fn ccc_26_27_28_services_are_billed_at_once() {
    let server = Server::of("carcityclub");
    let (anna, agent) = (server.anna(), server.staff("agent"));
    let me = rimessa_app::show_id(server.anna.0);
    let trip = server.trip(&anna, at(10, 0), at(11, 0));
    let serve =
        |wish: &Value, status| server.call(&agent, "POST", "/services", wish).expect(status);
    serve(&json!({ "kind": "remote-door", "booking": trip }), 200);
    serve(&json!({ "kind": "card-replaced", "member": me }), 200);
    serve(&json!({ "kind": "traffic-fine", "booking": trip, "costs": { "fine": "41.00" } }), 200);
    let held = serve(&json!({ "kind": "wrong-fuel", "booking": trip }), 422);
    assert_eq!(held["errors"][0]["code"], "hear-first");
    assert_eq!(serve(&json!({ "kind": "haircut", "booking": trip }), 409)["code"], "not-offered");
    let door = json!({ "kind": "remote-door", "booking": trip });
    server.call(&anna, "POST", "/services", &door).expect(403);
    let booking = server.booked(&anna, at(12, 0), at(20, 0));
    let restore = json!({ "kind": "restored", "booking": booking });
    server.until(at(15, 0));
    assert_eq!(serve(&restore, 409)["code"], "not-suspended");
    server.until(at(16, 30));
    let unlock = format!("/bookings/{booking}/unlock");
    assert_eq!(server.call(&anna, "POST", &unlock, &NOTHING).expect(409)["code"], "suspended");
    serve(&restore, 200);
    server.call(&anna, "POST", &unlock, &NOTHING).expect(200);
    for (clause, amount) in
        [("CCC-27", "2.50"), ("CCC-26", "25.00"), ("CCC-28", "3.00"), ("CCC-44", "56.00")]
    {
        assert_eq!(server.billed(&anna, clause), [amount], "{clause}");
    }
    let back = format!("/bookings/{booking}/return");
    server.call(&anna, "POST", &back, &NOTHING).expect(200);
    server.told_again();
}

/// What is restored after its end has passed is settled first: nothing is restored any more.
#[test]
fn ccc_28_what_is_over_is_not_restored() {
    let server = Server::of("carcityclub");
    let (anna, agent) = (server.anna(), server.staff("agent"));
    let booking = server.booked(&anna, at(10, 0), at(16, 0));
    server.until(at(17, 0));
    let restore = json!({ "kind": "restored", "booking": booking });
    let refused = server.call(&agent, "POST", "/services", &restore).expect(409);
    assert_eq!(refused["code"], "not-suspended");
    let shown = server.call(&anna, "GET", &format!("/bookings/{booking}"), &NOTHING).expect(200);
    assert_eq!(shown["state"], "never-opened");
    server.told_again();
}
