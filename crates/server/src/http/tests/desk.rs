//! An agent on the phone: who calls, what was tried, and accounts that were locked.

use rimessa_domain::time::{Instant, Span};
use serde_json::{Value, json};

use super::cast::{NOTHING, at, text};
use super::kit::Server;

fn on_day(day: i64, hour: i64, minute: i64) -> Instant {
    at(hour, minute).plus(Span::days(day))
}

/// The numbers of the members who are found.
fn found(server: &Server, token: &str, what: &str) -> Vec<String> {
    let what: String = what.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let all = server.call(token, "GET", &format!("/members?find={what}"), &NOTHING).expect(200);
    all.as_array().unwrap().iter().map(|one| text(&one["number"])).collect()
}

/// Anna (100001), and two more of the list, one of whom pays for the other.
fn with_callers(name: &str) -> (Server, String) {
    let server = Server::of(name);
    let manager = server.staff("manager");
    let rows = "number,family_name,given_name,organisation,mail,mobile,validated,payer\n\
        T7,Bianchi,Élodie,,elodie@example.org,+39 333 5556677,yes,T8\n\
        T8,,,Comune di Torino_1,comune@example.org,,yes,\n";
    let request = axum::http::Request::builder()
        .method("POST")
        .uri(server.path("/imports/members"))
        .header("authorization", format!("Bearer {manager}"))
        .header("content-type", "text/csv");
    server.send(request.body(axum::body::Body::from(rows)).unwrap()).expect(200);
    (server, manager)
}

#[test]
fn j4_1_a_caller_is_found_by_number_name_phone_mail_or_plate() {
    let (server, manager) = with_callers("carcityclub");
    let agent = server.staff("agent");
    for (what, who) in [
        ("T7", "T7"),
        ("bianchi", "T7"),
        ("Élodie", "T7"),
        ("Bianchi Élodie", "T7"),
        ("elodie bianchi", ""),
        ("0039 333 555 6677", "T7"),
        ("+39 333 5556677", "T7"),
        ("333.5556677", "T7"),
        ("elodie@EXAMPLE.org", "T7"),
        ("torino_", "T8"),
        ("to%ino", ""),
        ("torino-1", ""),
        ("5667", ""),
        ("TO 123 AB", ""),
    ] {
        let expected: Vec<&str> = if who.is_empty() { Vec::new() } else { vec![who] };
        assert_eq!(found(&server, &agent, what), expected, "{what}");
    }
    // Whoever drives a vehicle is found by its plate.
    let rules = server.operator.versions.at(super::kit::MORNING);
    let category = rules.categories[0].id.to_string();
    let plated = json!({ "station": "A", "category": category, "plate": "TO 123 AB" });
    server.call(&manager, "PUT", "/vehicles/1", &plated).expect(200);
    let wish = json!({ "member": "T7", "vehicle": "1", "start": "2026-03-02T11:00",
        "end": "2026-03-02T13:00" });
    let booked = server.call(&agent, "POST", "/bookings", &wish).expect(201);
    assert_eq!(booked["channel"], "phone");
    server.until(at(10, 0));
    server.opened(&agent, &text(&booked["id"]));
    for plate in ["TO 123 AB", "to123ab", "to-123-ab"] {
        let path = format!("/members?find={}", plate.replace(' ', "%20"));
        let all = server.call(&agent, "GET", &path, &NOTHING).expect(200);
        assert_eq!((&all[0]["number"], &all[0]["driving"]), (&json!("T7"), &booked["id"]));
    }
    assert_eq!(server.billed(&server.anna(), "CCC-01").len(), 0);
    let bill = server.call(&agent, "GET", "/members/T8/statement", &NOTHING).expect(200);
    assert_eq!(bill["lines"][0]["clause"], "CCC-01", "the call is on the company's bill: {bill}");
    // Restricted data are not looked into.
    let restricted = json!({ "restricted": true });
    server.call(&manager, "PUT", "/members/T7/restriction", &restricted).expect(200);
    assert!(found(&server, &agent, "bianchi").is_empty());
    let all = server.call(&agent, "GET", "/members?find=T7", &NOTHING).expect(200);
    assert_eq!(
        (&all[0]["number"], &all[0]["name"], &all[0]["mobile"]),
        (&json!("T7"), &Value::Null, &Value::Null)
    );
    server.call(&agent, "GET", "/members?find=x", &NOTHING).expect(422);
    server.call(&server.anna(), "GET", "/members?find=T7", &NOTHING).expect(403);
    server.call(&server.staff("field"), "GET", "/members?find=T7", &NOTHING).expect(403);
}

#[test]
fn j4_1_the_agent_sees_what_was_tried_and_why_it_was_refused() {
    let server = Server::of("carcityclub");
    let (anna, agent) = (server.anna(), server.staff("agent"));
    let ask = |from: Instant, until: Instant| {
        let (start, end) = (rimessa_app::show_moment(from), rimessa_app::show_moment(until));
        let wish = json!({ "vehicle": "1", "start": start, "end": end });
        server.call(&anna, "POST", "/bookings", &wish)
    };
    ask(at(10, 0), at(10, 30)).expect(409);
    ask(at(10, 0), at(12, 0)).expect(201);
    let seen = server.call(&agent, "GET", "/members/100001/events?limit=2", &NOTHING).expect(200);
    let (latest, before) = (&seen[0], &seen[1]);
    assert_eq!((&latest["kind"], &latest["refused"]), (&json!("book"), &Value::Null));
    assert_eq!((&before["refused"], &before["vehicle"]), (&json!("too-short"), &json!("1")));
    assert!(before["words"].as_str().unwrap().len() > 20, "{before}");
    assert_eq!(before["event"]["start"], "2026-03-02T10:00:00Z");
    let rest = format!("/members/100001/events?after={}", before["position"]);
    let rest = server.call(&agent, "GET", &rest, &NOTHING).expect(200);
    assert!(rest.as_array().unwrap().iter().any(|one| one["kind"] == "join"), "{rest}");
    server.call(&anna, "GET", "/members/100001/events", &NOTHING).expect(403);
}

#[test]
fn fam_04_who_is_late_too_often_is_locked_until_staff_lift_it() {
    let server = Server::of("family");
    for day in 0..3 {
        let anna = server.anna();
        let id = server.booked(&anna, on_day(day, 10, 0), on_day(day, 11, 0));
        server.until(on_day(day, 10, 0));
        server.opened(&anna, &id);
        server.until(on_day(day, 11, 30));
        server.call(&anna, "POST", &format!("/bookings/{id}/return"), &json!({})).expect(200);
    }
    assert_eq!(server.letters().iter().filter(|(kind, _)| kind == "account-locked").count(), 1);
    let anna = server.anna();
    let wish = json!({ "vehicle": "1", "start": "2026-03-06T10:00", "end": "2026-03-06T11:00" });
    let refused = server.call(&anna, "POST", "/bookings", &wish).expect(409);
    assert_eq!(
        (&refused["code"], &refused["clause"]),
        (&json!("account-locked"), &json!("FAM-04"))
    );
    let profile = server.call(&anna, "GET", "/me/profile", &NOTHING).expect(200);
    assert_eq!(profile["locked"], "often-late");
    server.call(&anna, "DELETE", "/members/100001/lock", &NOTHING).expect(403);
    let agent = server.staff("agent");
    let lifted = server.call(&agent, "DELETE", "/members/100001/lock", &NOTHING).expect(200);
    assert_eq!(lifted["locked"], Value::Null);
    server.call(&agent, "DELETE", "/members/100001/lock", &NOTHING).expect(200);
    let told = server.letters();
    assert_eq!(told.iter().filter(|(kind, _)| kind == "account-unlocked").count(), 1, "once");
    // A fourth time late is the first one again.
    let id = server.booked(&anna, on_day(3, 10, 0), on_day(3, 11, 0));
    server.until(on_day(3, 10, 0));
    let anna = server.anna();
    server.opened(&anna, &id);
    server.until(on_day(3, 11, 30));
    server.call(&anna, "POST", &format!("/bookings/{id}/return"), &json!({})).expect(200);
    server.call(&anna, "POST", "/bookings", &wish).expect(201);
    server.told_again();
}

#[test]
fn ccc_21_where_the_vehicle_stands_is_told_to_whoever_has_it_next() {
    let server = Server::of("carcityclub");
    let (anna, carl) = (server.anna(), server.member_called("carl"));
    let unit = server.on_board();
    let hers = server.booked(&anna, at(10, 0), at(11, 0));
    server.booked(&carl, at(12, 0), at(13, 0));
    server.until(at(10, 0));
    server.opened(&anna, &hers);
    server.until(at(10, 50));
    let path = format!("/bookings/{hers}/reports");
    let told = |kind: &str, place: &str| json!({ "kind": kind, "place": place });
    let wrong = unit.call("POST", &path, &told("delay", "Via Po 3")).expect(422);
    assert_eq!(wrong["errors"][0]["code"], "says-nothing");
    unit.call("POST", &path, &told("bay-taken", "a\nb")).expect(422);
    unit.call("POST", &path, &told("bay-taken", "Via Po 3, blue zone")).expect(200);
    let (kind, words) = server.letters().remove(0);
    assert_eq!(kind, "stands-elsewhere");
    assert!(words.contains("Via Po 3, blue zone") && words.contains("+393330000009"), "{words}");
    let agent = server.staff("agent");
    let cases = server.call(&agent, "GET", "/cases?kind=bay-taken", &NOTHING).expect(200);
    assert_eq!(cases["cases"].as_array().unwrap().len(), 1);
    let kept = server.everything_kept();
    let said = b"Via Po 3";
    assert!(!kept.windows(said.len()).any(|bytes| bytes == said), "it stands nowhere in the clear");
    let back = json!({ "distance_m": 1000, "station": "B" });
    server.call(&anna, "POST", &format!("/bookings/{hers}/return"), &back).expect(200);
    assert!(server.billed(&anna, "CCC-41").is_empty(), "no indemnity then");
    server.until(at(14, 0));
    server.told_again();
}

/// CLEM-09.
#[test]
fn clem_09_the_details_of_a_booking_say_what_it_will_cost() {
    let server = Server::of("clem");
    let anna = server.anna();
    let id = server.booked(&anna, at(11, 0), at(13, 0));
    let path = format!("/bookings/{id}/running");
    let expected = server.call(&anna, "GET", &path, &NOTHING).expect(200);
    assert_eq!(
        (&expected["total"], &expected["at"]),
        (&json!("13.00"), &json!("2026-03-02T13:00:00Z"))
    );
    server.until(at(11, 0));
    server.opened(&anna, &id);
    server.until(at(13, 0));
    let back = json!({ "plugged_in": true });
    let back = server.call(&anna, "POST", &format!("/bookings/{id}/return"), &back).expect(200);
    assert_eq!(back["lines"][0]["amount"], expected["total"], "and so it is");
}
