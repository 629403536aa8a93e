//! Clauses that no other test is about, each as the service carries it.

use rimessa_domain::time::Span;
use serde_json::{Value, json};

use super::cast::{NOTHING, at, text};
use super::kit::Server;

/// The regulation in words, as it is shown to anyone.
fn words(server: &Server) -> String {
    let all = server.call("", "GET", "/rulebooks", &NOTHING).expect(200);
    let path = format!("/rulebooks/{}", text(&all[0]["version"]));
    text(&server.call("", "GET", &path, &NOTHING).expect(200)["words"])
}

#[test]
fn what_is_only_said_is_shown_to_everybody_under_its_clause() {
    let said: [(&str, &[&str]); 4] = [
        ("clem", &["CLEM-02", "CLEM-16"]),
        ("family", &["FAM-18"]),
        ("carcityclub", &["CCC-25", "CCC-50", "CCC-51"]),
        ("evai", &["EVAI-3.1", "EVAI-3.6", "EVAI-4.2", "EVAI-4.3", "EVAI-4.4", "EVAI-7.1"]),
    ];
    for (name, clauses) in said {
        let words = words(&Server::of(name));
        for clause in clauses {
            let line = words.lines().find(|line| line.ends_with(&format!("({clause})")));
            let line = line.unwrap_or_else(|| panic!("{clause} is not in:\n{words}"));
            assert!(line.split_whitespace().count() > 3, "{line}");
        }
    }
}

/// Anna under way with vehicle 1 of a booking from 11:00 to 13:00 on the wall clock; where it is found.
fn under_way(server: &Server, anna: &str) -> String {
    let id = server.booked(anna, at(10, 0), at(12, 0));
    server.until(at(10, 0));
    server.opened(anna, &id);
    format!("/bookings/{id}")
}

fn clauses(view: &Value) -> Vec<&str> {
    let lines = view["lines"].as_array().unwrap().iter();
    lines.map(|line| line["clause"].as_str().unwrap()).collect()
}

#[test]
fn ccc_19_the_card_ends_the_return_whose_steps_were_done_and_ccc_31_if_they_were_not() {
    for left_out in [None, Some("belongings")] {
        let server = Server::of("carcityclub");
        let (anna, unit) = (server.anna(), server.on_board());
        let new = json!({ "uid": "04A2245B", "label": "card" });
        let manager = server.staff("manager");
        server.call(&manager, "POST", "/members/100001/cards", &new).expect(201);
        let about = under_way(&server, &anna);
        server.until(at(11, 50));
        let path = format!("{about}/procedures/return");
        let steps = unit.call("GET", &path, &NOTHING).expect(200);
        let names: Vec<String> =
            steps["steps"].as_array().unwrap().iter().map(|step| text(&step["name"])).collect();
        let expected = ["park", "lights", "fuel", "key", "belongings", "release", "card", "locked"];
        assert_eq!(names, expected, "CCC-19");
        for name in &names {
            let by_itself = name == "card" || name == "locked";
            if !by_itself && Some(name.as_str()) != left_out {
                unit.call("POST", &format!("{path}/steps/{name}"), &NOTHING).expect(200);
            }
        }
        let shown = json!({ "vehicle": "1", "card": "04A2245B" });
        let did = unit.call("POST", "/device/cards", &shown).expect(200);
        assert_eq!(did["did"], "returned");
        let fee = clauses(&did["booking"]).contains(&"CCC-31");
        assert_eq!(fee, left_out.is_some(), "{did}");
        server.told_again();
    }
}

#[test]
fn ccc_47_keys_that_were_kept_are_put_back_without_another_trip() {
    let server = Server::of("carcityclub");
    let (anna, unit) = (server.anna(), server.on_board());
    let about = under_way(&server, &anna);
    server.until(at(11, 50));
    let back = server.call(&anna, "POST", &format!("{about}/return"), &json!({})).expect(200);
    let steps = server.call(&anna, "GET", &format!("{about}/procedures/keys-kept"), &NOTHING);
    let steps = steps.expect(200);
    assert_eq!((&steps["clause"], &steps["complete"]), (&json!("CCC-47"), &json!(false)));
    server.pass(Span::minutes(10));
    let now = rimessa_app::show_moment(server.app.clock().now());
    let event = |sequence: i64, kind: &str| json!({ "sequence": sequence, "at": now, "kind": kind, "vehicle": "1", "method": "key" });
    let all = json!([event(1, "open"), event(2, "key-returned"), event(3, "close")]);
    let said = unit.call("POST", "/device/events", &all).expect(200);
    assert_eq!((&said["taken"], &said["said"]), (&json!(3), &json!([])));
    let seen = server.call(&anna, "GET", &about, &NOTHING).expect(200);
    assert_eq!((&seen["state"], &seen["lines"]), (&json!("returned"), &back["lines"]));
    let opened = server.call(&anna, "GET", &format!("{about}/procedures/keys-kept"), &NOTHING);
    assert!(opened.expect(200)["steps"][1]["done"].is_string(), "the vehicle saw the key");
    server.told_again();
}

/// CCC-13.
#[test]
fn ccc_13_what_was_found_or_lost_reaches_the_centre() {
    let server = Server::of("carcityclub");
    let (anna, agent) = (server.anna(), server.staff("agent"));
    let about = under_way(&server, &anna);
    let booking = about.trim_start_matches("/bookings/").to_owned();
    let lost = json!({ "kind": "lost-property", "text": "a hat on the back seat",
        "booking": booking });
    let case = server.call(&anna, "POST", "/cases", &lost).expect(201);
    let path = format!("/cases/{}", text(&case["id"]));
    let seen = server.call(&agent, "GET", &path, &NOTHING).expect(200);
    assert_eq!((&seen["vehicle"], &seen["booking"]), (&json!("1"), &json!(booking)));
    server.call(&server.member_called("carl"), "GET", &path, &NOTHING).expect(404);
}

#[test]
fn evai_1_3_the_text_message_confirms_with_both_codes_and_the_number() {
    let server = Server::of("evai");
    let administrator = server.staff("administrator");
    let set = json!({ "vehicle_phone": "+39 02 99", "assistance_phone": "+390110000" });
    server.call(&administrator, "PUT", "/settings", &set).expect(200);
    let anna = server.anna();
    let id = server.booked(&anna, at(10, 0), at(12, 0));
    let code = server.call(&anna, "GET", &format!("/bookings/{id}/code"), &NOTHING).expect(200);
    let open = text(&code["code"]);
    let lock: String = open.chars().rev().collect();
    let sent = server.mailbox();
    assert_eq!(sent.len(), 1, "EVAI-1.3: by text message alone");
    let (medium, kind, words) = &sent[0];
    assert_eq!((medium.as_str(), kind.as_str()), ("sms", "booked"));
    for part in ["Station A", &open, &lock, "+39 02 99"] {
        assert!(words.contains(part), "{part} is not in: {words}");
    }
}

#[test]
fn evai_7_3_less_than_a_quarter_tank_costs_and_the_steps_of_refuelling_are_shown() {
    for (percent, fined) in [(24, true), (25, false)] {
        let server = Server::of("evai");
        let anna = server.anna();
        let about = under_way(&server, &anna);
        let path = format!("{about}/procedures/refuelling");
        let steps = server.call(&anna, "GET", &path, &NOTHING).expect(200);
        assert_eq!(steps["clause"], "EVAI-7.2");
        let of: Vec<String> =
            steps["steps"].as_array().unwrap().iter().map(|step| text(&step["clause"])).collect();
        assert_eq!(of, ["EVAI-7.2", "EVAI-7.3", "EVAI-7.2", "EVAI-7.5"]);
        server.until(at(11, 50));
        let back = json!({ "fuel_percent": percent });
        let back = server.call(&anna, "POST", &format!("{about}/return"), &back).expect(200);
        assert_eq!(clauses(&back).contains(&"EVAI-7.4"), fined, "{percent} %");
        server.told_again();
    }
}

#[test]
fn what_devices_saw_counts_more_than_what_the_member_says() {
    let server = Server::of("evai");
    let (anna, unit) = (server.anna(), server.on_board());
    let about = under_way(&server, &anna);
    server.until(at(11, 40));
    let now = rimessa_app::show_moment(server.app.clock().now());
    let fuel = json!({ "sequence": 1, "at": now, "kind": "fuel", "vehicle": "1", "percent": 10 });
    unit.call("POST", "/device/events", &fuel).expect(200);
    let path = format!("{about}/return");
    for (field, value) in
        [("costs", json!({ "recovery": "0.01" })), ("checked", json!("2026-03-02T12:45"))]
    {
        let mut wish = json!({});
        wish[field] = value;
        let wrong = server.call(&anna, "POST", &path, &wish).expect(422);
        assert_eq!(wrong["errors"][0]["code"], "ask-staff");
    }
    let back = json!({ "fuel_percent": 90, "distance_m": 9000 });
    let back = server.call(&anna, "POST", &path, &back).expect(200);
    assert!(clauses(&back).contains(&"EVAI-7.4"), "{back}");
    assert!(clauses(&back).contains(&"EVAI-2.3"), "no odometer said anything: {back}");
    server.told_again();
}

#[test]
fn fam_17_who_registers_sets_a_password_and_is_given_a_card() {
    let server = Server::of("family");
    let draft = server.call("", "POST", "/signups", &NOTHING).expect(201);
    let asked = draft.to_string();
    assert!(asked.contains("password-again"), "FAM-17: {asked}");
    let new = json!({ "uid": "04A2245B", "label": "Karte" });
    let manager = server.staff("manager");
    server.call(&manager, "POST", "/members/100001/cards", &new).expect(201);
    let anna = server.anna();
    let own = server.call(&anna, "GET", "/me/cards", &NOTHING).expect(200);
    assert_eq!((&own[0]["label"], &own[0]["state"]), (&json!("Karte"), &json!("active")));
    assert_eq!(server.billed(&anna, "FAM-17").len(), 0, "it costs nothing");
}

/// CCC-20.
#[test]
fn ccc_20_an_electric_vehicle_that_is_not_plugged_in_costs_whatever_is_said() {
    for (seen, fined) in [("plugged", false), ("unplugged", true)] {
        let server = Server::of("carcityclub");
        let manager = server.staff("manager");
        let electric = json!({ "station": "A", "category": "electric" });
        server.call(&manager, "PUT", "/vehicles/1", &electric).expect(200);
        let (anna, unit) = (server.anna(), server.on_board());
        let about = under_way(&server, &anna);
        server.until(at(11, 40));
        let now = rimessa_app::show_moment(server.app.clock().now());
        let event = json!({ "sequence": 1, "at": now, "kind": seen, "vehicle": "1" });
        unit.call("POST", "/device/events", &event).expect(200);
        let back = json!({ "plugged_in": true });
        let back = server.call(&anna, "POST", &format!("{about}/return"), &back).expect(200);
        assert_eq!(clauses(&back).contains(&"CCC-39"), fined, "{seen}: {back}");
        server.told_again();
    }
}

/// CCC-16.
#[test]
fn ccc_16_who_breaks_down_goes_on_with_another_vehicle_and_ccc_22_pays_no_indemnity() {
    let server = Server::of("carcityclub");
    let (anna, agent, unit) = (server.anna(), server.staff("agent"), server.on_board());
    let about = under_way(&server, &anna);
    let booking = about.trim_start_matches("/bookings/").to_owned();
    server.until(at(11, 30));
    let broken = json!({ "kind": "breakdown", "text": "smoke", "booking": booking });
    unit.call("POST", "/cases", &broken).expect(201);
    let queue = server.call(&agent, "GET", "/cases?kind=breakdown", &NOTHING).expect(200);
    assert_eq!(queue["cases"][0]["booking"], json!(booking));
    let report = json!({ "kind": "force-majeure" });
    server.call(&agent, "POST", &format!("{about}/reports"), &report).expect(200);
    // Nobody else is to have it; the member goes on with another one.
    server.call(&agent, "PUT", "/vehicles/1/out-of-service", &json!({})).expect(200);
    let other = json!({ "member": "100001", "vehicle": "2", "channel": "office",
        "start": "2026-03-02T12:30", "end": "2026-03-02T13:30" });
    let other = server.call(&agent, "POST", "/bookings", &other).expect(201);
    let on = format!("/bookings/{}", text(&other["id"]));
    server.call(&anna, "POST", &format!("{on}/unlock"), &NOTHING).expect(200);
    server.until(at(13, 0));
    server.call(&anna, "POST", &format!("{on}/return"), &json!({})).expect(200);
    // The broken one is towed home, long after its time.
    server.until(at(15, 0));
    let back = json!({ "distance_m": 4000 });
    let back = server.call(&agent, "POST", &format!("{about}/return"), &back).expect(200);
    assert!(!clauses(&back).contains(&"CCC-37"), "{back}");
    server.told_again();
}
