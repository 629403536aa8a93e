//! During trips, over HTTP: delays, missing readings, missing cards, what it costs so far, exits.

use rimessa_app::overdue;
use rimessa_domain::time::Span;
use serde_json::{Value, json};

use super::cast::{NOTHING, at, text};
use super::kit::Server;

#[test]
fn fam_03_whoever_comes_next_is_warned_and_nobody_is_named() {
    let server = Server::of("family");
    let (anna, bea) = (server.anna(), server.member_called("bea"));
    let mine = server.booked(&anna, at(10, 0), at(11, 0));
    let theirs = server.booked(&bea, at(12, 0), at(13, 0));
    let late = format!("/bookings/{mine}/late");
    let early = server.call(&anna, "POST", &late, &NOTHING).expect(409);
    assert_eq!(early["code"], "not-driving");
    server.until(at(10, 0));
    server.opened(&anna, &mine);
    server.until(at(10, 50));
    let extend = json!({ "end": "2026-03-02T12:30Z" });
    let refused = server.call(&anna, "POST", &format!("/bookings/{mine}/extend"), &extend);
    assert_eq!(refused.expect(409)["code"], "next-booking");
    server.call(&bea, "POST", &late, &NOTHING).expect(404);
    let past = json!({ "until": "2026-03-02T10:00Z" });
    server.call(&anna, "POST", &late, &past).expect(422);
    let soon = json!({ "until": "2026-03-02T11:30Z" });
    let harmless = server.call(&anna, "POST", &late, &soon).expect(200);
    assert_eq!(harmless["next_warned"], false, "back before the next one begins");
    let long = json!({ "until": "2026-03-02T12:30Z" });
    let told = server.call(&anna, "POST", &late, &long).expect(200);
    assert_eq!(told["next_warned"], true);
    assert!(!told.to_string().contains(&theirs), "{told}");
    server.call(&anna, "POST", &late, &long).expect(200);
    let letters = server.letters();
    let warned: Vec<_> = letters.iter().filter(|(kind, _)| kind == "vehicle-late").collect();
    assert_eq!(warned.len(), 1, "warned once: {letters:?}");
    assert!(warned[0].1.starts_with("to +393330000009: "), "{warned:?}");
    assert!(!warned[0].1.to_lowercase().contains("anna"), "{warned:?}");
    server.until(at(12, 5));
    server.call(&anna, "POST", &format!("/bookings/{mine}/return"), &NOTHING).expect(200);
    // Who says so at once is spared.
    assert_eq!(server.billed(&anna, "FAM-04"), Vec::<String>::new());
    server.told_again();
}

#[test]
fn evai_5_8_a_trip_two_hours_late_without_a_word_opens_one_case() {
    let server = Server::of("evai");
    let (anna, agent) = (server.anna(), server.staff("agent"));
    let booking = server.booked(&anna, at(10, 0), at(11, 0));
    server.until(at(10, 0));
    server.opened(&anna, &booking);
    let look = |minutes| {
        server.until(at(11, minutes));
        overdue::late_trips(&server.app, at(11, minutes))
    };
    assert_eq!(look(119), Ok(0));
    assert_eq!((look(120), look(120), look(180)), (Ok(1), Ok(0), Ok(0)));
    let queue = server.call(&agent, "GET", "/cases?kind=late-trip", &NOTHING).expect(200);
    assert_eq!(queue["cases"].as_array().unwrap().len(), 1);
    assert_eq!(queue["cases"][0]["booking"], booking);
    let case = text(&queue["cases"][0]["id"]);
    let done = json!({ "outcome": "settled" });
    server.call(&agent, "POST", &format!("/cases/{case}/close"), &done).expect(200);
    assert_eq!(look(200), Ok(0), "seen to once, it does not come again");
}

#[test]
fn evai_5_8_a_delay_that_was_announced_opens_no_case() {
    let server = Server::of("evai");
    let anna = server.anna();
    let booking = server.booked(&anna, at(10, 0), at(11, 0));
    server.until(at(10, 0));
    server.opened(&anna, &booking);
    server.call(&anna, "POST", &format!("/bookings/{booking}/late"), &NOTHING).expect(200);
    server.until(at(14, 0));
    assert_eq!(overdue::late_trips(&server.app, at(14, 0)), Ok(0));
}

#[test]
fn the_odometer_gives_the_distance() {
    let server = Server::of("carcityclub");
    let (anna, device) = (server.anna(), server.on_board());
    let booking = server.booked(&anna, at(10, 0), at(11, 0));
    server.until(at(10, 0));
    let (open, back) =
        (format!("/bookings/{booking}/unlock"), format!("/bookings/{booking}/return"));
    let wrong = json!({ "odometer_m": -1 });
    let wrong = device.call("POST", &open, &wrong).expect(422);
    assert_eq!(wrong["errors"][0]["code"], "not-an-odometer");
    device.call("POST", &open, &json!({ "odometer_m": 1_000_000 })).expect(200);
    server.until(at(11, 0));
    let wrong = device.call("POST", &back, &json!({ "odometer_m": 999_999 })).expect(422);
    assert_eq!(wrong["errors"][0]["code"], "odometer-runs-back");
    device.call("POST", &back, &json!({ "odometer_m": 1_020_000 })).expect(200);
    let lines = server.billed(&anna, "CCC-K");
    assert_eq!(lines, ["10.00"], "20 km at 0.50");
    server.told_again();
}

/// EVAI-5.6.
#[test]
fn evai_5_6_a_use_is_reconstructed_from_the_trips_before_and_after() {
    let server = Server::of("evai");
    let (anna, bea, agent) = (server.anna(), server.member_called("bea"), server.staff("agent"));
    let device = server.on_board();
    let mine = server.booked(&anna, at(10, 0), at(12, 0));
    let theirs = server.booked(&bea, at(12, 30), at(14, 0));
    let about = format!("/bookings/{mine}/reconstruction");
    let planned = server.call(&agent, "GET", &about, &NOTHING).expect(422);
    assert_eq!(planned["errors"][0]["code"], "not-under-way");
    server.until(at(10, 0));
    let (open, km) = (format!("/bookings/{mine}/unlock"), json!({ "odometer_m": 5_000_000 }));
    device.call("POST", &open, &km).expect(200);
    server.until(at(12, 30));
    let unknown = server.call(&agent, "GET", &about, &NOTHING).expect(200);
    assert_eq!((&unknown["returned"], &unknown["distance_m"]), (&Value::Null, &Value::Null));
    let too_little = server.call(&agent, "POST", &about, &NOTHING).expect(422);
    assert_eq!(too_little["errors"][0]["field"], "returned");
    // The next member stands at the vehicle, which is there, and is not let in.
    let (open, km) = (format!("/bookings/{theirs}/unlock"), json!({ "odometer_m": 5_031_000 }));
    assert_eq!(device.call("POST", &open, &km).expect(409)["code"], "vehicle-away");
    server.until(at(12, 40));
    let found = server.call(&agent, "GET", &about, &NOTHING).expect(200);
    assert_eq!(found["returned"], "2026-03-02T12:30:00Z");
    assert_eq!(found["distance_m"], 31_000);
    assert_eq!(found["after"]["occasion"], "refused");
    assert_eq!(found["reasons"].as_array().unwrap().len(), 5, "{found}");
    server.call(&anna, "GET", &about, &NOTHING).expect(403);
    let early = json!({ "returned": "2026-03-02T12:29Z" });
    let early = server.call(&agent, "POST", &about, &early).expect(422);
    assert_eq!(early["errors"][0]["code"], "not-back-yet");
    let later = json!({ "returned": "2026-03-02T12:41Z" });
    let later = server.call(&agent, "POST", &about, &later).expect(422);
    assert_eq!(later["errors"][0]["code"], "not-yet");
    let ended = server.call(&agent, "POST", &about, &NOTHING).expect(200);
    assert_eq!(ended["returned"], "2026-03-02T12:30:00Z");
    server.call(&agent, "POST", &about, &NOTHING).expect(422);
    server.opened(&bea, &theirs);
    server.until(at(13, 0));
    server.call(&bea, "POST", &format!("/bookings/{theirs}/return"), &NOTHING).expect(200);
    server.told_again();
}

#[test]
fn evai_5_6_in_doubt_it_came_back_in_time() {
    let server = Server::of("evai");
    let (anna, field) = (server.anna(), server.staff("field"));
    let booking = server.booked(&anna, at(10, 0), at(12, 0));
    server.until(at(10, 0));
    let km = json!({ "odometer_m": 100_000 });
    server.call(&field, "POST", "/vehicles/1/odometer", &km).expect(200);
    server.opened(&anna, &booking);
    server.until(at(15, 0));
    let km = json!({ "odometer_m": 142_000 });
    server.call(&field, "POST", "/vehicles/1/odometer", &km).expect(200);
    server.call(&anna, "POST", "/vehicles/1/odometer", &km).expect(403);
    server.call(&field, "POST", "/vehicles/9/odometer", &km).expect(404);
    let about = format!("/bookings/{booking}/reconstruction");
    let ended = server.call(&field, "POST", &about, &NOTHING).expect(200);
    assert_eq!(ended["returned"], "2026-03-02T12:00:00Z");
    let lines = ended["lines"].as_array().unwrap();
    assert!(lines.iter().all(|line| line["clause"] != "EVAI-5.8"), "not late: {ended}");
    server.told_again();
}

#[test]
fn what_a_trip_costs_so_far_is_what_returning_now_costs() {
    for name in ["clem", "family", "carcityclub", "evai"] {
        let server = Server::of(name);
        let (anna, bea) = (server.anna(), server.member_called("bea"));
        let booking = server.booked(&anna, at(11, 0), at(13, 0));
        let about = format!("/bookings/{booking}/running?distance_m=23400");
        let planned = server.call(&anna, "GET", &about, &NOTHING).expect(200);
        assert_eq!(planned["at"], "2026-03-02T13:00:00Z", "{name}: what it will cost");
        server.until(at(11, 5));
        server.opened(&anna, &booking);
        server.until(at(13, 20));
        server.call(&bea, "GET", &about, &NOTHING).expect(404);
        let running = server.call(&anna, "GET", &about, &NOTHING).expect(200);
        let again = server.call(&anna, "GET", &about, &NOTHING).expect(200);
        assert_eq!(running, again, "asking changes nothing");
        let back = json!({ "distance_m": 23_400 });
        server.call(&anna, "POST", &format!("/bookings/{booking}/return"), &back).expect(200);
        let statement = server.call(&anna, "GET", "/me/statement", &NOTHING).expect(200);
        assert_eq!(statement["balance"], running["altogether"], "{name}");
        let of = |lines: &Value| -> Vec<(String, String, String)> {
            let lines = lines.as_array().unwrap().iter();
            lines.map(|l| (text(&l["title"]), text(&l["amount"]), text(&l["clause"]))).collect()
        };
        let (shown, all) = (of(&running["lines"]), of(&statement["lines"]));
        assert!(!shown.is_empty() && all.ends_with(&shown), "{name}: {shown:?} {all:?}");
        server.told_again();
    }
}

/// EVAI-7.6.
#[test]
fn evai_7_6_a_missing_fuel_card_is_blocked_and_replaced() {
    let server = Server::of("evai");
    let (anna, bea, field) = (server.anna(), server.member_called("bea"), server.staff("field"));
    let new = json!({ "kind": "fuel-card", "label": "FC-1", "vehicle": "1" });
    let item = text(&server.call(&field, "POST", "/items", &new).expect(201)["id"]);
    let taken = server.call(&field, "POST", "/items", &new).expect(422);
    assert_eq!(taken["errors"][0]["code"], "taken");
    let odd = json!({ "kind": "umbrella", "label": "U" });
    server.call(&field, "POST", "/items", &odd).expect(422);
    server.call(&anna, "POST", "/items", &new).expect(403);
    let booking = server.booked(&anna, at(10, 0), at(11, 0));
    let missing = json!({ "what": "fuel-card", "text": "not in its place" });
    let about = format!("/bookings/{booking}/missing");
    server.call(&bea, "POST", &about, &missing).expect(404);
    let case = server.call(&anna, "POST", &about, &missing).expect(201);
    let again = server.call(&anna, "POST", &about, &missing).expect(201);
    assert_eq!(case["id"], again["id"]);
    let items = server.call(&field, "GET", "/items", &NOTHING).expect(200);
    assert_eq!(items["items"][0]["state"], "blocked");
    assert_eq!(items["items"][0]["case"], case["id"]);
    let replace = format!("/items/{item}/replace");
    let new = json!({ "label": "FC-2" });
    let new = server.call(&field, "POST", &replace, &new).expect(201);
    assert_eq!((&new["state"], &new["vehicle"]), (&json!("issued"), &json!("1")));
    let twice = server.call(&field, "POST", &replace, &json!({ "label": "FC-3" })).expect(422);
    assert_eq!(twice["errors"][0]["code"], "replaced");
}

/// EVAI-7.7, CCC-48.
#[test]
fn evai_7_7_ccc_48_misuse_is_proposed_and_not_billed() {
    let server = Server::of("evai");
    let (anna, field) = (server.anna(), server.staff("field"));
    let me = rimessa_app::show_id(server.anna.0);
    let new = json!({ "kind": "fuel-card", "label": "FC-1", "vehicle": "1" });
    let item = text(&server.call(&field, "POST", "/items", &new).expect(201)["id"]);
    let recorded = json!({ "costs": { "fuel": "60.00" } });
    let misuse = json!({ "member": me, "recorded": recorded });
    let about = format!("/items/{item}/misuse");
    let proposed = server.call(&field, "POST", &about, &misuse).expect(201);
    assert_eq!((&proposed["clause"], &proposed["amount"]), (&json!("EVAI-7.7"), &json!("180.00")));
    assert_eq!(server.billed(&anna, "EVAI-7.7"), Vec::<String>::new());
    server.call(&field, "POST", &about, &json!({})).expect(422);
    server.told_again();
}

#[test]
fn sae_09_the_holder_sees_the_exits_of_the_month() {
    let server = Server::of("saemes");
    let (anna, bea, device) = (server.anna(), server.member_called("bea"), server.on_board());
    let me = server.anna;
    let subscribe = |plan: &'static str| {
        let joined = server.app.command_now(
            &server.operator,
            rimessa_app::Actor::Member(me),
            move |scene| {
                let wish = rimessa_app::subscribe::Wish {
                    plan: Some(plan.to_owned()),
                    ..rimessa_app::subscribe::Wish::default()
                };
                rimessa_app::subscribe::subscribe(scene, &wish)
            },
        );
        joined.unwrap().done().unwrap().contract.unwrap()
    };
    let (low, usual) = (subscribe("low-mileage"), subscribe("standard"));
    let leave = format!("/contracts/{low}/exits");
    for _ in 0..10 {
        server.pass(Span::hours(1));
        device.call("POST", &leave, &NOTHING).expect(200);
    }
    server.call(&anna, "POST", &leave, &NOTHING).expect(403);
    let mine = format!("/me/contracts/{low}/exits");
    let month = server.call(&anna, "GET", &mine, &NOTHING).expect(200);
    assert_eq!((&month["month"], &month["included"]), (&json!("2026-03"), &json!(8)));
    assert_eq!((&month["further"], &month["amount"]), (&json!(2), &json!("9.00")));
    let exits = month["exits"].as_array().unwrap();
    assert_eq!(exits.len(), 10);
    assert_eq!((&exits[7]["amount"], &exits[8]["amount"]), (&json!("0.00"), &json!("4.50")));
    let before = server.call(&anna, "GET", &format!("{mine}?month=2026-02"), &NOTHING).expect(200);
    assert_eq!((&before["exits"], &before["amount"]), (&json!([]), &json!("0.00")));
    for month in ["2026-13", "2026", "march", "2026-3", "%F0%9F%9A%97"] {
        let wrong =
            server.call(&anna, "GET", &format!("{mine}?month={month}"), &NOTHING).expect(422);
        assert_eq!(wrong["errors"][0]["code"], "not-a-month");
    }
    server.call(&bea, "GET", &mine, &NOTHING).expect(404);
    let other = format!("/me/contracts/{usual}/exits");
    server.call(&anna, "GET", &other, &NOTHING).expect(404);
    server.pass(Span::days(40));
    rimessa_app::settle_all(&server.app, server.app.clock().now()).unwrap();
    assert_eq!(
        server.billed(&server.anna(), "SAE-09"),
        ["9.00"],
        "the line of the month is the same"
    );
    server.told_again();
}
