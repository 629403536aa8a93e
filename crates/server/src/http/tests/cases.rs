//! Cases over HTTP: who opens, sees, takes and closes them.

use rimessa_domain::time::{Instant, Span};
use serde_json::{Value, json};

use super::cast::{NOTHING, at, text};
use super::kit::Server;

fn accident() -> Value {
    json!({
        "at": "2026-03-02T09:30Z",
        "place": "Corso Francia 100",
        "description": "Rear-ended at the lights",
        "injured": false,
        "others": [{ "name": "Mario Rossi, +39 011 1", "plate": "AB123CD" }],
        "witnesses": [],
        "police": "Polizia Municipale 77/2026",
    })
}

/// CCC-17.
#[test]
fn ccc_17_an_accident_comes_with_its_form() {
    let server = Server::of("carcityclub");
    let (anna, bea, agent) = (server.anna(), server.member_called("bea"), server.staff("agent"));
    let booking = server.booked(&anna, at(10, 0), at(11, 0));
    server.until(at(10, 0));
    let report = |form: &Value| {
        let wish = json!({ "kind": "accident", "booking": booking, "accident": form });
        server.call(&anna, "POST", "/cases", &wish)
    };
    let bare = json!({ "kind": "accident", "booking": booking, "text": "crash" });
    let bare = server.call(&anna, "POST", "/cases", &bare).expect(422);
    assert_eq!(bare["errors"][0]["field"], "accident");
    for (field, value, code) in [
        ("place", json!("  "), "missing"),
        ("description", json!(""), "missing"),
        ("description", json!("x".repeat(10_001)), "too-long"),
        ("at", json!("2026-03-02T11:00Z"), "not-yet"),
        ("at", json!("yesterday"), "not-a-time"),
        ("witnesses", json!([""]), "missing"),
        ("others", json!([{ "name": "" }]), "missing"),
    ] {
        let mut form = accident();
        form[field] = value;
        let wrong = report(&form).expect(422);
        let found = (&wrong["errors"][0]["field"], &wrong["errors"][0]["code"]);
        assert_eq!(found, (&json!(format!("accident.{field}")), &json!(code)));
    }
    for field in ["injured", "others", "witnesses", "police", "place", "at"] {
        let mut form = accident();
        form.as_object_mut().unwrap().remove(field);
        assert_eq!(report(&form).expect(422)["errors"][0]["code"], "not-of-the-form", "{field}");
    }
    let case = report(&accident()).expect(201);
    assert_eq!(case["entries"][0]["accident"]["police"], "Polizia Municipale 77/2026");
    assert_eq!(report(&accident()).expect(201)["id"], case["id"], "reported twice, it is one");
    assert_eq!(case["due"], "2026-03-02T12:00:00Z");
    let path = format!("/cases/{}", text(&case["id"]));
    server.call(&bea, "GET", &path, &NOTHING).expect(404);
    server.call(&bea, "POST", &format!("{path}/accident"), &accident()).expect(404);
    server.call(&bea, "POST", &format!("{path}/replies"), &json!({ "text": "hi" })).expect(404);
    let seen = server.call(&agent, "GET", &path, &NOTHING).expect(200);
    assert_eq!(seen["entries"].as_array().unwrap().len(), 1);
    server.told_again();
}

#[test]
fn ccc_17_on_board_it_is_reported_at_once_and_the_form_follows() {
    let server = Server::of("carcityclub");
    let (anna, device) = (server.anna(), server.on_board());
    let booking = server.booked(&anna, at(10, 0), at(11, 0));
    let wish = json!({ "kind": "accident", "booking": booking, "text": "button pressed" });
    let case = device.call("POST", "/cases", &wish).expect(201);
    assert_eq!(case["opened_by"], "device");
    let path = format!("/cases/{}/accident", text(&case["id"]));
    server.until(at(10, 0));
    let filled = server.call(&anna, "POST", &path, &accident()).expect(200);
    assert_eq!(filled["entries"][1]["accident"]["injured"], false);
    assert_eq!(filled["entries"][1]["who"], Value::Null, "who it was is for the staff");
}

#[test]
fn what_is_said_stands_nowhere_in_the_clear() {
    let server = Server::of("carcityclub");
    let anna = server.anna();
    let wish = json!({ "kind": "other", "text": "My neighbour Giacomo saw it" });
    let case = server.call(&anna, "POST", "/cases", &wish).expect(201);
    assert_eq!(case["entries"][0]["text"], "My neighbour Giacomo saw it");
    let op = server.operator.id;
    let kept = server.app.store().read_now(move |tx| {
        let id = rimessa_app::parse_id(case["id"].as_str().unwrap()).unwrap();
        let entries = rimessa_store::cases::entries(tx, op, id)?;
        let journal = rimessa_store::journal::page(tx, op, 0, 1000)?;
        Ok::<_, rimessa_store::Failure>((entries, journal))
    });
    let (entries, journal) = kept.unwrap();
    assert!(!String::from_utf8_lossy(&entries[0].sealed).contains("Giacomo"));
    assert!(journal.iter().any(|entry| entry.kind == "case-open"));
    assert!(!format!("{journal:?}").contains("Giacomo"));
}

#[test]
fn a_case_is_taken_handed_over_answered_and_closed() {
    let server = Server::of("carcityclub");
    let (anna, agent, field) = (server.anna(), server.staff("agent"), server.staff("field"));
    let lost = json!({ "kind": "lost-property", "vehicle": "1", "text": "a red scarf" });
    let case = text(&server.call(&anna, "POST", "/cases", &lost).expect(201)["id"]);
    let act = |token: &str, what: &str, body: Value| {
        server.call(token, "POST", &format!("/cases/{case}/{what}"), &body)
    };
    assert_eq!(act(&anna, "take", json!({})).status, 403);
    act(&agent, "take", json!({})).expect(200);
    act(&agent, "take", json!({})).expect(200);
    let taken = act(&field, "take", json!({})).expect(422);
    assert_eq!(taken["errors"][0]["code"], "has-an-owner");
    let nobody = act(&agent, "hand-over", json!({ "to": "nobody", "note": "please" })).expect(422);
    assert_eq!(nobody["errors"][0]["code"], "no-such-colleague");
    act(&agent, "hand-over", json!({ "note": "look under the seat" })).expect(200);
    let taken = act(&field, "take", json!({})).expect(200);
    assert!(taken["owner"].is_string());
    act(&field, "replies", json!({ "text": "not there", "internal": true })).expect(200);
    let answered = act(&field, "replies", json!({ "text": "Which colour?" })).expect(200);
    assert_eq!(answered["state"], "waiting");
    assert!(server.letters().iter().any(|(kind, _)| kind == "case-answered"));
    let seen = server.call(&anna, "GET", &format!("/cases/{case}"), &NOTHING).expect(200);
    let texts: Vec<_> =
        seen["entries"].as_array().unwrap().iter().map(|e| text(&e["text"])).collect();
    assert_eq!(texts, ["a red scarf", "Which colour?"]);
    assert_eq!(seen["owner"], Value::Null);
    let internal = act(&anna, "replies", json!({ "text": "red", "internal": true })).expect(422);
    assert_eq!(internal["errors"][0]["field"], "internal");
    assert_eq!(act(&anna, "replies", json!({ "text": "Red." })).expect(200)["state"], "open");
    let wrong = act(&field, "close", json!({ "outcome": "whatever" })).expect(422);
    assert_eq!(wrong["errors"][0]["code"], "no-such-outcome");
    let closing = json!({ "outcome": "settled", "text": "At the office." });
    assert_eq!(act(&field, "close", closing.clone()).expect(200)["state"], "closed");
    assert_eq!(act(&field, "close", closing).expect(422)["errors"][0]["code"], "closed");
    assert_eq!(act(&anna, "replies", json!({ "text": "Closed!" })).expect(200)["state"], "open");
}

#[test]
fn the_queue_shows_first_what_is_overdue() {
    let server = Server::of("carcityclub");
    let (anna, agent) = (server.anna(), server.staff("agent"));
    for kind in ["other", "breakdown", "lost-property", "vehicle-missing"] {
        let wish = json!({ "kind": kind, "text": "something" });
        server.call(&anna, "POST", "/cases", &wish).expect(201);
    }
    server.pass(Span::minutes(90));
    let read = |query: &str| {
        let page = server.call(&agent, "GET", &format!("/cases{query}"), &NOTHING).expect(200);
        let kinds = page["cases"].as_array().unwrap().iter().map(|case| text(&case["kind"]));
        (kinds.collect::<Vec<_>>(), page["next"].as_str().map(str::to_owned), page)
    };
    let (first, next, page) = read("?limit=3");
    assert_eq!(first, ["vehicle-missing", "breakdown", "lost-property"]);
    assert_eq!(
        (&page["cases"][0]["overdue"], &page["cases"][1]["overdue"]),
        (&true.into(), &false.into())
    );
    let (rest, end, _) = read(&format!("?limit=3&after={}", next.unwrap()));
    assert_eq!((rest.as_slice(), end), (["other".to_owned()].as_slice(), None));
    assert_eq!(read("?kind=breakdown").0, ["breakdown"]);
    let (_, _, all) = read("?kind=breakdown");
    let id = text(&all["cases"][0]["id"]);
    server.call(&agent, "POST", &format!("/cases/{id}/take"), &NOTHING).expect(200);
    assert_eq!(read("?owner=me").0, ["breakdown"]);
    assert_eq!(read("?owner=nobody").0.len(), 3);
    assert_eq!(read("?state=closed").0, Vec::<String>::new());
    let bad = ["?state=gone", "?owner=x", "?after=x", "?limit=0"];
    for query in bad {
        server.call(&agent, "GET", &format!("/cases{query}"), &NOTHING).expect(422);
    }
    server.call(&anna, "GET", "/cases", &NOTHING).expect(403);
    let mine = server.call(&anna, "GET", "/me/cases?limit=3", &NOTHING).expect(200);
    assert!(mine["next"].is_string());
}

#[test]
fn fam_16_a_trip_is_queried_before_the_end_of_its_month() {
    let server = Server::of("family");
    let anna = server.anna();
    let trip = server.trip(&anna, at(10, 0), at(11, 0));
    let wish = json!({ "kind": "query", "booking": trip, "text": "I closed it earlier" });
    let last = Instant(1_774_994_399_999); // 31 March, 23:59:59.999 in Vienna
    server.until(last);
    let anna = server.log_in("anna", "correct horse");
    let first = server.call(&anna, "POST", "/cases", &wish).expect(201);
    assert_eq!(first["state"], "open");
    server.until(last.plus(Span(1)));
    let late = server.call(&anna, "POST", "/cases", &wish).expect(409);
    assert_eq!((&late["code"], &late["clause"]), (&json!("too-late-to-query"), &json!("FAM-16")));
    let none = json!({ "kind": "query", "text": "which?" });
    let none = server.call(&anna, "POST", "/cases", &none).expect(422);
    assert_eq!(none["errors"][0]["field"], "booking");
    let bea = server.member_called("bea");
    server.call(&bea, "POST", "/cases", &wish).expect(404);
}

/// SAE-10.
#[test]
fn sae_10_the_contact_form_becomes_a_case() {
    let server = Server::of("saemes");
    let (anna, agent) = (server.anna(), server.staff("agent"));
    let wish = json!({ "kind": "contact", "topic": "plate", "text": "AB-123-CD from Monday on" });
    let case = server.call(&anna, "POST", "/cases", &wish).expect(201);
    assert_eq!(case["entries"][0]["topic"], "plate");
    let queue = server.call(&agent, "GET", "/cases?kind=contact", &NOTHING).expect(200);
    assert_eq!(queue["cases"][0]["id"], case["id"]);
    for (body, field) in [
        (json!({ "kind": "contact", "text": "hello" }), "topic"),
        (json!({ "kind": "contact", "topic": "weather", "text": "hello" }), "topic"),
        (json!({ "kind": "contact", "topic": "phone", "text": "" }), "text"),
        (json!({ "kind": "late-trip", "text": "me" }), "kind"),
        (json!({ "kind": "other", "text": "x", "topic": "phone" }), "topic"),
        (json!({ "kind": "other", "text": "x", "uploads": ["7"] }), "uploads"),
    ] {
        let wrong = server.call(&anna, "POST", "/cases", &body).expect(422);
        assert_eq!(wrong["errors"][0]["field"], field, "{body}");
    }
    server.call("", "POST", "/cases", &wish).expect(401);
}
