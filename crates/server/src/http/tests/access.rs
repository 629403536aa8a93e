//! What opens and closes: codes by text message and at the kiosk, cards, PINs, doors from afar.

use rimessa_domain::time::Span;
use serde_json::{Value, json};

use super::kit::Server;
use super::life::replays;

const NOTHING: Value = Value::Null;
const ANNA: &str = "+393330000001";

/// A booking of vehicle 1 by anna, from 12:00 to 14:00 on the wall clock; its address, and its code.
pub(super) fn booked(server: &Server, anna: &str) -> (String, String) {
    let wish = json!({ "vehicle": "1", "start": "2026-03-02T12:00", "end": "2026-03-02T14:00" });
    let booked = server.call(anna, "POST", "/bookings", &wish).expect(201);
    let about = format!("/bookings/{}", booked["id"].as_str().unwrap());
    let code = server.call(anna, "GET", &format!("{about}/code"), &NOTHING).expect(200);
    (about, code["code"].as_str().unwrap().to_owned())
}

fn turned(code: &str) -> String {
    code.chars().rev().collect()
}

/// Sends a text message; what came of it.
fn sms(server: &Server, device: &str, (id, number, text): (&str, &str, &str)) -> Value {
    let body = json!({ "id": id, "number": number, "text": text });
    server.call(device, "POST", "/sms", &body).expect(200)["outcome"].clone()
}

fn state(server: &Server, anna: &str, about: &str) -> Value {
    server.call(anna, "GET", about, &NOTHING).expect(200)["state"].clone()
}

/// EVAI-3.3.
#[test]
fn evai_3_3_a_text_message_with_the_unlock_code_opens_and_is_answered() {
    let server = Server::of("evai");
    let (anna, device) = (server.anna(), server.unit("sms-gateway"));
    let (about, code) = booked(&server, &anna);
    assert_eq!(sms(&server, &device, ("1", ANNA, &code)), "before-start");
    let (_, _, text) = server.mailbox().remove(0);
    assert!(text.contains("+390110000"), "the answer says whom to call: {text}");
    server.pass(Span::minutes(125));
    let wrong = if code == "000000" { "000001" } else { "000000" };
    assert_eq!(sms(&server, &device, ("2", ANNA, wrong)), "wrong-code");
    assert_eq!(sms(&server, &device, ("3", "+393339999999", &code)), "unknown-number");
    assert_eq!(sms(&server, &device, ("4", ANNA, "apri per favore")), "no-code");
    assert_eq!(state(&server, &anna, &about), "planned", "nothing was opened");
    let lenient = format!(" apri  {} {} ", &code[..3], &code[3..]);
    assert_eq!(sms(&server, &device, ("5", "0039 333 0000001", &lenient)), "opened");
    let (medium, kind, text) = server.mailbox().remove(0);
    assert_eq!((&*medium, &*kind), ("sms", "answer"));
    assert!(text.contains("aperto"), "in the member's language: {text}");
    assert_eq!(state(&server, &anna, &about), "driving");
    let unit = server.unit("on-board");
    let waiting = server.call(&unit, "GET", "/device/commands?vehicle=1", &NOTHING).expect(200);
    assert_eq!(waiting[0]["what"], "open");
    server.call(&device, "GET", "/device/commands?vehicle=1", &NOTHING).expect(404);
    server.pass(Span::minutes(60));
    assert_eq!(sms(&server, &device, ("6", ANNA, &turned(&code))), "returned");
    assert_eq!(state(&server, &anna, &about), "returned");
    assert_eq!(sms(&server, &device, ("7", ANNA, &code)), "booking-expired", "used twice");
    assert_eq!(sms(&server, &device, ("8", ANNA, &turned(&code))), "not-driving");
    let manager = server.staff("manager");
    replays(&server, &server.call(&manager, "GET", "/history", &NOTHING).expect(200));
}

#[test]
fn evai_3_3_a_text_message_counts_once_however_often_it_comes() {
    let server = Server::of("evai");
    let (anna, device) = (server.anna(), server.unit("sms-gateway"));
    let (about, code) = booked(&server, &anna);
    server.pass(Span::minutes(125));
    assert_eq!(sms(&server, &device, ("1", ANNA, &code)), "opened");
    server.pass(Span::minutes(5));
    assert_eq!(sms(&server, &device, ("2", ANNA, &turned(&code))), "returned");
    let sent = server.mailbox().len();
    let again = json!({ "id": "1", "number": ANNA, "text": code });
    let again = server.call(&device, "POST", "/sms", &again).expect(200);
    assert_eq!((&again["outcome"], &again["repeated"]), (&json!("opened"), &json!(true)));
    assert_eq!(server.mailbox().len(), sent, "it is not answered again");
    assert_eq!(state(&server, &anna, &about), "returned");
}

#[test]
fn evai_3_3_a_number_that_guesses_is_heard_no_more_for_a_while() {
    let server = Server::of("evai");
    let (anna, device) = (server.anna(), server.unit("sms-gateway"));
    let (about, code) = booked(&server, &anna);
    server.pass(Span::minutes(125));
    for wrong in 0..5 {
        let outcome = sms(&server, &device, (&format!("w{wrong}"), ANNA, "no code"));
        assert_eq!(outcome, "no-code");
    }
    let sent = server.mailbox().len();
    assert_eq!(sms(&server, &device, ("right", ANNA, &code)), "throttled");
    assert_eq!(server.mailbox().len(), sent, "nor is it answered");
    assert_eq!(state(&server, &anna, &about), "planned");
    server.pass(Span::minutes(16));
    assert_eq!(sms(&server, &device, ("later", ANNA, &code)), "opened");
}

#[test]
fn evai_3_2_a_new_member_opens_nothing_before_the_documents_were_checked() {
    let server = Server::of("evai");
    let device = server.unit("sms-gateway");
    let hash = rimessa_app::join::hash_password("correct horse");
    let join = move |scene: &mut rimessa_app::Scene<'_, '_>| {
        let login = Some(("bea".to_owned(), hash.clone()));
        let mut bea = rimessa_app::join::NewMember { login, ..Default::default() };
        bea.person.phone = Some("+393330000002".to_owned());
        rimessa_app::join::join(scene, &bea)
    };
    server.app.command_now(&server.operator, rimessa_app::Actor::System, join).unwrap();
    let bea = server.log_in("bea", "correct horse");
    let (about, code) = booked(&server, &bea);
    server.pass(Span::minutes(125));
    assert_eq!(sms(&server, &device, ("1", "+39 333 0000002", &code)), "not-validated");
    assert_eq!(state(&server, &bea, &about), "planned");
}

#[test]
fn text_messages_that_cannot_be_are_told_apart() {
    let server = Server::of("evai");
    let device = server.unit("sms-gateway");
    let long = "x".repeat(2001);
    for (id, number, text, code) in [
        ("", ANNA, "123456", "not-a-key"),
        ("1", "Anna", "123456", "not-a-phone"),
        ("1", ANNA, &*long, "too-long-here"),
    ] {
        let body = json!({ "id": id, "number": number, "text": text });
        let wrong = server.call(&device, "POST", "/sms", &body).expect(422);
        assert_eq!(wrong["errors"][0]["code"], code, "{wrong}");
        assert!(!wrong["errors"][0]["detail"].as_str().unwrap().starts_with("invalid-"));
    }
    assert!(server.mailbox().is_empty());
}

/// CLEM-14, CLEM-15.
#[test]
fn clem_14_the_code_opens_the_key_slot_and_clem_15_the_key_and_the_plug_end_the_trip() {
    let server = Server::of("clem");
    let (anna, kiosk) = (server.anna(), server.unit("kiosk"));
    let (about, code) = booked(&server, &anna);
    let typed = json!({ "station": "A", "code": code });
    let early = server.call(&kiosk, "POST", "/device/codes", &typed).expect(409);
    assert_eq!(early["code"], "before-start");
    server.pass(Span::minutes(125));
    let elsewhere = json!({ "station": "B", "code": code });
    let elsewhere = server.call(&kiosk, "POST", "/device/codes", &elsewhere).expect(422);
    assert_eq!(elsewhere["errors"][0]["code"], "no-such-station", "it is not its own");
    let open = server.call(&kiosk, "POST", "/device/codes", &typed).expect(200);
    assert_eq!((&open["did"], &open["vehicle"]), (&json!("opened"), &json!("1")));
    let events = |all: Value| server.call(&kiosk, "POST", "/device/events", &all).expect(200);
    let event = |sequence: i64, kind: &str| {
        let at = rimessa_app::show_moment(server.app.clock().now());
        json!({ "sequence": sequence, "at": at, "kind": kind, "vehicle": "1" })
    };
    events(json!([event(1, "key-taken"), event(2, "unplugged")]));
    server.pass(Span::minutes(60));
    // The key alone, without the code, ends nothing.
    let said = events(event(3, "key-returned"));
    assert_eq!(said["said"][0]["code"], "type-the-code", "{said}");
    let begun = server.call(&kiosk, "POST", "/device/codes", &typed).expect(200);
    assert_eq!(begun["did"], "return-begun");
    // The plug is forgotten: it is said at once, and the trip runs on.
    let said = events(event(4, "key-returned"));
    assert_eq!(said["said"][0]["code"], "not-plugged-in", "{said}");
    assert_eq!(state(&server, &anna, &about), "driving");
    let (medium, kind, _) = server.mailbox().remove(0);
    assert_eq!((&*medium, &*kind), ("sms", "not-plugged-in"));
    server.pass(Span::minutes(5));
    let said = events(event(5, "plugged"));
    assert_eq!(said["said"][0]["code"], "over", "{said}");
    assert_eq!(state(&server, &anna, &about), "returned");
    let manager = server.staff("manager");
    replays(&server, &server.call(&manager, "GET", "/history", &NOTHING).expect(200));
}

#[test]
fn clem_14_the_kiosk_names_the_slot_and_knows_where_the_key_hangs_since() {
    let server = Server::of("clem");
    let (anna, kiosk, manager) = (server.anna(), server.unit("kiosk"), server.staff("manager"));
    let import = |list: &str, rows: &str| {
        let request = axum::http::Request::builder()
            .method("POST")
            .uri(server.path(&format!("/imports/{list}")))
            .header("authorization", format!("Bearer {manager}"))
            .header("content-type", "text/csv");
        server.send(request.body(axum::body::Body::from(rows.to_owned())).unwrap()).expect(200);
    };
    import("kiosks", "code,station\nK1,A\nK2,B\n");
    import("key-slots", "kiosk,slot,vehicle\nK1,1,2\nK1,2,1\nK1,3,\nK2,9,\n");
    let mut sequence = 0;
    let mut report = |kind: &str, slot: Option<i64>| {
        sequence += 1;
        let at = rimessa_app::show_moment(server.app.clock().now());
        let event = json!({ "sequence": sequence, "at": at, "kind": kind, "vehicle": "1",
            "slot": slot });
        server.call(&kiosk, "POST", "/device/events", &event)
    };
    for (hangs, put, times) in [
        (2, Some(3), ("2026-03-02T12:00", "2026-03-02T13:00")),
        (3, None, ("2026-03-02T14:00", "2026-03-02T15:00")),
    ] {
        let wish = json!({ "vehicle": "1", "start": times.0, "end": times.1 });
        let booked = server.call(&anna, "POST", "/bookings", &wish).expect(201);
        let about = format!("/bookings/{}", booked["id"].as_str().unwrap());
        let code = server.call(&anna, "GET", &format!("{about}/code"), &NOTHING).expect(200);
        let typed = json!({ "station": "A", "code": code["code"] });
        server.until(super::cast::at(if hangs == 2 { 11 } else { 13 }, 0));
        let open = server.call(&kiosk, "POST", "/device/codes", &typed).expect(200);
        assert_eq!((&open["kiosk"], &open["slot"]), (&json!("K1"), &json!(hangs)));
        assert!(open["words"].as_str().unwrap().contains(&hangs.to_string()), "{open}");
        server.pass(Span::minutes(30));
        let begun = server.call(&kiosk, "POST", "/device/codes", &typed).expect(200);
        assert_eq!((&begun["did"], &begun["slot"]), (&json!("return-begun"), &json!(hangs)));
        report("plugged", None).expect(200);
        let said = report("key-returned", put).expect(200);
        assert_eq!(said["said"][0]["code"], "over", "{said}");
    }
    for (kind, slot, code) in
        [("key-returned", 9, "no-such-slot"), ("key-taken", 1, "says-nothing")]
    {
        let wrong = report(kind, Some(slot)).expect(422);
        assert_eq!(wrong["errors"][0]["code"], code, "K2 stands elsewhere");
    }
    replays(&server, &server.call(&manager, "GET", "/history", &NOTHING).expect(200));
}

#[test]
fn a_kiosk_that_is_tried_out_is_stopped() {
    let server = Server::of("clem");
    let (anna, kiosk) = (server.anna(), server.unit("kiosk"));
    let (about, code) = booked(&server, &anna);
    server.pass(Span::minutes(125));
    let wrong = if code == "000000" { "000001" } else { "000000" };
    for _ in 0..20 {
        let typed = json!({ "station": "A", "code": wrong });
        server.call(&kiosk, "POST", "/device/codes", &typed).expect(409);
    }
    let typed = json!({ "station": "A", "code": code });
    let stopped = server.call(&kiosk, "POST", "/device/codes", &typed);
    assert!(stopped.headers.contains_key("retry-after"));
    stopped.expect(429);
    assert_eq!(state(&server, &anna, &about), "planned");
    server.pass(Span::minutes(16));
    server.call(&kiosk, "POST", "/device/codes", &typed).expect(200);
}

/// FAM-13.
#[test]
fn fam_13_a_member_enables_a_card_of_his_own_at_the_vehicle() {
    let server = Server::of("family");
    let (anna, reader) = (server.anna(), server.unit("on-board"));
    server.call(&anna, "GET", "/me/cards/enrolment", &NOTHING).expect(404);
    let shown = json!({ "vehicle": "1", "card": "04:a2:24:5b" });
    let unknown = server.call(&reader, "POST", "/device/cards", &shown).expect(409);
    assert_eq!(unknown["code"], "card-unknown");
    let begin = json!({ "vehicle": "1" });
    let begun = server.call(&anna, "POST", "/me/cards/enrolment", &begin).expect(201);
    assert_eq!(begun["state"], "waiting");
    let name = json!({ "label": "bank card" });
    let not_yet = server.call(&anna, "POST", "/me/cards", &name).expect(422);
    assert_eq!(not_yet["errors"][0]["code"], "no-card-seen");
    // It speaks for no other vehicle.
    let other = json!({ "vehicle": "2", "card": "04a2245b" });
    server.call(&reader, "POST", "/device/cards", &other).expect(404);
    let seen = server.call(&reader, "POST", "/device/cards", &shown).expect(200);
    assert_eq!(seen["did"], "seen");
    let so_far = server.call(&anna, "GET", "/me/cards/enrolment", &NOTHING).expect(200);
    assert_eq!(so_far["state"], "seen");
    let card = server.call(&anna, "POST", "/me/cards", &name).expect(201);
    assert_eq!((&card["label"], &card["state"]), (&json!("bank card"), &json!("active")));
    assert!(
        !card.to_string().to_lowercase().contains("a2245b"),
        "what the reader reads is not kept"
    );
    // Begun again, but not held to the reader in time.
    server.call(&anna, "POST", "/me/cards/enrolment", &begin).expect(201);
    server.pass(Span::minutes(11));
    let late = json!({ "vehicle": "1", "card": "04a2245c" });
    server.call(&reader, "POST", "/device/cards", &late).expect(409);
    server.call(&anna, "POST", "/me/cards", &name).expect(404);
}

/// Gives anna a card.
fn card_of_anna(server: &Server, uid: &str) -> String {
    let agent = server.staff("agent");
    let path = format!("/members/{}/cards", rimessa_app::show_id(server.anna.0));
    let card = json!({ "uid": uid, "label": "member card" });
    let card = server.call(&agent, "POST", &path, &card).expect(201);
    let again = json!({ "uid": uid, "label": "again" });
    let again = server.call(&agent, "POST", &path, &again).expect(422);
    assert_eq!(again["errors"][0]["code"], "card-taken");
    card["id"].as_str().unwrap().to_owned()
}

/// FAM-08, FAM-09.
#[test]
fn fam_08_the_card_opens_from_the_booked_start_and_fam_09_closes_at_the_end() {
    let server = Server::of("family");
    let (anna, reader) = (server.anna(), server.unit("on-board"));
    card_of_anna(&server, "04A2245B112233");
    let shown = json!({ "vehicle": "1", "card": "04 a2 24 5b 11 22 33" });
    let none = server.call(&reader, "POST", "/device/cards", &shown).expect(409);
    assert_eq!(none["code"], "card-no-booking");
    let (about, _) = booked(&server, &anna);
    let early = server.call(&reader, "POST", "/device/cards", &shown).expect(409);
    assert_eq!(early["code"], "before-start");
    server.pass(Span::minutes(125));
    let other = json!({ "vehicle": "2", "card": "04A2245B112233" });
    server.call(&reader, "POST", "/device/cards", &other).expect(404);
    // The mechanical key alone releases nothing.
    let at = rimessa_app::show_moment(server.app.clock().now());
    let key = json!({ "sequence": 1, "at": at, "kind": "open", "vehicle": "1", "method": "key" });
    server.call(&reader, "POST", "/device/events", &key).expect(200);
    assert_eq!(state(&server, &anna, &about), "planned");
    let open = server.call(&reader, "POST", "/device/cards", &shown).expect(200);
    assert_eq!(open["did"], "opened");
    server.pass(Span::minutes(45));
    // FAM-14: only closing with the card ends the trip.
    let key = json!({ "sequence": 2, "at": at, "kind": "close", "vehicle": "1", "method": "key" });
    server.call(&reader, "POST", "/device/events", &key).expect(200);
    assert_eq!(state(&server, &anna, &about), "driving");
    let closed = server.call(&reader, "POST", "/device/cards", &shown).expect(200);
    assert_eq!(closed["did"], "returned");
    assert_eq!(state(&server, &anna, &about), "returned");
    let manager = server.staff("manager");
    replays(&server, &server.call(&manager, "GET", "/history", &NOTHING).expect(200));
}

#[test]
fn a_lost_card_opens_nothing_and_only_staff_find_it_again() {
    let server = Server::of("family");
    let (anna, reader) = (server.anna(), server.unit("on-board"));
    let card = format!("/cards/{}", card_of_anna(&server, "04A2245B"));
    let (about, _) = booked(&server, &anna);
    server.pass(Span::minutes(125));
    let lost = json!({ "state": "lost", "label": "old card" });
    let lost = server.call(&anna, "PATCH", &card, &lost).expect(200);
    assert_eq!((&lost["state"], &lost["label"]), (&json!("lost"), &json!("old card")));
    let shown = json!({ "vehicle": "1", "card": "04A2245B" });
    let refused = server.call(&reader, "POST", "/device/cards", &shown).expect(409);
    assert_eq!(refused["code"], "card-lost");
    assert_eq!(state(&server, &anna, &about), "planned");
    let active = json!({ "state": "active" });
    server.call(&anna, "PATCH", &card, &active).expect(422);
    let agent = server.staff("agent");
    server.call(&agent, "PATCH", &card, &active).expect(200);
    server.call(&reader, "POST", "/device/cards", &shown).expect(200);
    for (body, code) in
        [(json!({ "state": "eaten" }), "no-such-state"), (json!({ "label": " " }), "not-a-label")]
    {
        let wrong = server.call(&agent, "PATCH", &card, &body).expect(422);
        assert_eq!(wrong["errors"][0]["code"], code);
    }
}

#[test]
fn nobody_sees_or_changes_the_card_of_somebody_else() {
    let server = Server::of("family");
    let card = format!("/cards/{}", card_of_anna(&server, "04A2245B"));
    let hash = rimessa_app::join::hash_password("correct horse");
    let join = move |scene: &mut rimessa_app::Scene<'_, '_>| {
        let login = Some(("bea".to_owned(), hash.clone()));
        let bea = rimessa_app::join::NewMember { login, validated: true, ..Default::default() };
        rimessa_app::join::join(scene, &bea)
    };
    server.app.command_now(&server.operator, rimessa_app::Actor::System, join).unwrap();
    let bea = server.log_in("bea", "correct horse");
    server.call(&bea, "PATCH", &card, &json!({ "state": "blocked" })).expect(404);
    assert_eq!(server.call(&bea, "GET", "/me/cards", &NOTHING).expect(200), json!([]));
    let anna = server.anna();
    let (about, _) = booked(&server, &anna);
    for (method, rest) in [
        ("POST", "/code/resend"),
        ("POST", "/fuel-pin"),
        ("GET", "/procedures/return"),
        ("POST", "/procedures/return/steps/park"),
    ] {
        server.call(&bea, method, &format!("{about}{rest}"), &NOTHING).expect(404);
    }
    // Two members cannot enable a card at one vehicle at the same time.
    let begin = json!({ "vehicle": "1" });
    server.call(&anna, "POST", "/me/cards/enrolment", &begin).expect(201);
    let taken = server.call(&bea, "POST", "/me/cards/enrolment", &begin).expect(422);
    assert_eq!(taken["errors"][0]["code"], "enrolment-taken");
}

/// CCC-14.
#[test]
fn ccc_14_the_pin_for_fuel_is_shown_during_a_trip_only() {
    let server = Server::of("carcityclub");
    let anna = server.anna();
    let (about, _) = booked(&server, &anna);
    let pin = || server.call(&anna, "POST", &format!("{about}/fuel-pin"), &NOTHING);
    assert_eq!(pin().expect(409)["code"], "not-driving");
    server.pass(Span::minutes(125));
    server.call(&anna, "POST", &format!("{about}/unlock"), &NOTHING).expect(200);
    let first = pin().expect(200);
    assert_eq!(first["pin"].as_str().unwrap().len(), 4);
    assert_eq!(pin().expect(200), first, "it stays the same");
    server
        .call(&anna, "POST", &format!("{about}/return"), &json!({ "distance_m": 1000 }))
        .expect(200);
    pin().expect(409);
}

#[test]
fn ccc_27_the_centre_opens_the_doors_for_a_fee_once_it_knows_who_calls() {
    let server = Server::of("carcityclub");
    let (anna, agent, device) = (server.anna(), server.staff("agent"), server.unit("on-board"));
    let (about, _) = booked(&server, &anna);
    let booking = about.trim_start_matches("/bookings/");
    server.pass(Span::minutes(125));
    server.call(&anna, "POST", &format!("{about}/unlock"), &NOTHING).expect(200);
    server
        .call(&anna, "POST", &format!("{about}/return"), &json!({ "distance_m": 1000 }))
        .expect(200);
    // CCC-24: an object was forgotten after the release.
    let unsure = json!({ "what": "open", "booking": booking });
    let unsure = server.call(&agent, "POST", "/vehicles/1/doors", &unsure).expect(422);
    assert_eq!(unsure["errors"][0]["code"], "identity-not-confirmed");
    let wish = json!({ "what": "open", "booking": booking, "identity_confirmed": true });
    server.call(&anna, "POST", "/vehicles/1/doors", &wish).expect(403);
    server.call(&agent, "POST", "/vehicles/2/doors", &wish).expect(404);
    server.pass(Span::minutes(5));
    let asked = server.call(&agent, "POST", "/vehicles/1/doors", &wish).expect(200);
    assert_eq!(asked["lines"][0]["amount"], "2.50");
    assert_eq!(asked["lines"][0]["clause"], "CCC-27");
    let waiting = server.call(&device, "GET", "/device/commands?vehicle=1", &NOTHING).expect(200);
    assert_eq!(waiting.as_array().unwrap().len(), 1, "that of the first opening is too late");
    let command = format!("/device/commands/{}", asked["id"].as_str().unwrap());
    let done = server.call(&device, "POST", &command, &json!({ "done": true })).expect(200);
    assert_eq!(done["state"], "done");
    let twice = server.call(&device, "POST", &command, &json!({ "done": false })).expect(200);
    assert_eq!(twice["state"], "done", "the first answer counts");
    let manager = server.staff("manager");
    replays(&server, &server.call(&manager, "GET", "/history", &NOTHING).expect(200));
}

#[test]
fn evai_5_5_a_return_whose_steps_were_not_all_done_costs_what_the_rulebook_says() {
    let back = |leave_out: Option<&str>| {
        let server = Server::of("evai");
        let anna = server.anna();
        let (about, _) = booked(&server, &anna);
        server.pass(Span::minutes(125));
        server.call(&anna, "POST", &format!("{about}/unlock"), &NOTHING).expect(200);
        server.pass(Span::minutes(60));
        let path = format!("{about}/procedures/return");
        let procedure = server.call(&anna, "GET", &path, &NOTHING).expect(200);
        assert_eq!(procedure["complete"], false);
        for step in procedure["steps"].as_array().unwrap() {
            let name = step["name"].as_str().unwrap();
            assert!(!step["words"].as_str().unwrap().is_empty(), "{step}");
            if leave_out != Some(name) {
                let done = format!("{path}/steps/{name}");
                server.call(&anna, "POST", &done, &NOTHING).expect(200);
            }
        }
        let whole = server.call(&anna, "GET", &path, &NOTHING).expect(200);
        let complete = leave_out.is_none_or(|name| name == "retry");
        assert_eq!(whole["complete"], complete);
        server.call(&anna, "POST", &format!("{path}/steps/dance"), &NOTHING).expect(404);
        server.call(&anna, "GET", &format!("{about}/procedures/dance"), &NOTHING).expect(404);
        let back = json!({ "distance_m": 1000, "plugged_in": true });
        let back = server.call(&anna, "POST", &format!("{about}/return"), &back).expect(200);
        let manager = server.staff("manager");
        replays(&server, &server.call(&manager, "GET", "/history", &NOTHING).expect(200));
        back["lines"].as_array().unwrap().iter().any(|line| line["clause"] == "EVAI-5.5")
    };
    assert!(!back(None));
    assert!(back(Some("park")));
    assert!(!back(Some("retry")), "which is only for doors that do not answer");
}

#[test]
fn evai_5_5_the_text_message_that_locks_is_itself_the_last_step() {
    for left_out in [None, Some("belongings")] {
        let server = Server::of("evai");
        let (anna, device) = (server.anna(), server.unit("sms-gateway"));
        let (about, code) = booked(&server, &anna);
        server.pass(Span::minutes(125));
        assert_eq!(sms(&server, &device, ("1", ANNA, &code)), "opened");
        server.pass(Span::minutes(60));
        let path = format!("{about}/procedures/return");
        let procedure = server.call(&anna, "GET", &path, &NOTHING).expect(200);
        for step in procedure["steps"].as_array().unwrap() {
            let name = step["name"].as_str().unwrap();
            if !["sms", "wait", "retry"].contains(&name) && Some(name) != left_out {
                let done = format!("{path}/steps/{name}");
                server.call(&anna, "POST", &done, &NOTHING).expect(200);
            }
        }
        assert_eq!(sms(&server, &device, ("2", ANNA, &turned(&code))), "returned");
        assert_eq!(server.billed(&anna, "EVAI-5.5").is_empty(), left_out.is_none());
        server.told_again();
    }
}

#[test]
fn clem_08_the_code_is_sent_again_but_not_without_end() {
    let server = Server::of("clem");
    let anna = server.anna();
    let (about, code) = booked(&server, &anna);
    let path = format!("{about}/code/resend");
    for _ in 0..3 {
        server.call(&anna, "POST", &path, &NOTHING).expect(200);
        let (medium, kind, text) = server.mailbox().remove(0);
        assert_eq!((&*medium, &*kind), ("sms", "code"));
        assert!(text.contains(&code), "{text}");
    }
    server.call(&anna, "POST", &path, &NOTHING).expect(429);
    server.call(&anna, "POST", &format!("{about}/cancel"), &NOTHING).expect(200);
    server.pass(Span::minutes(20));
    assert_eq!(server.call(&anna, "POST", &path, &NOTHING).expect(409)["code"], "booking-expired");
}
