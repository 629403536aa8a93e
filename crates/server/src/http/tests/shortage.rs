//! There is no vehicle for a booking: who keeps one, who gives way, and that nobody pays for it.

use rimessa_domain::time::Span;
use serde_json::{Value, json};

use super::cast::{NOTHING, at, text};
use super::kit::Server;

/// A day later than [`super::kit::MORNING`].
fn next_day(hour: i64, minute: i64) -> rimessa_domain::time::Instant {
    at(hour, minute).plus(Span::days(1))
}

fn catch_up(server: &Server) {
    server.app.search().catch_up(&server.app).unwrap();
}

/// Books a vehicle on 3 March, between two times on the operator's wall clock; the id.
#[track_caller]
fn booked(server: &Server, token: &str, vehicle: &str, (start, end): (&str, &str)) -> String {
    let moment = |time: &str| format!("2026-03-03T{time}");
    let wish = json!({ "vehicle": vehicle, "start": moment(start), "end": moment(end) });
    text(&server.call(token, "POST", "/bookings", &wish).expect(201)["id"])
}

fn take_out(server: &Server, vehicle: &str) -> Value {
    let agent = server.staff("agent");
    let path = format!("/vehicles/{vehicle}/out-of-service");
    server.call(&agent, "PUT", &path, &json!({})).expect(200)
}

fn lines(server: &Server, token: &str) -> usize {
    server.until(next_day(20, 0));
    rimessa_app::settle_all(&server.app, server.app.clock().now()).unwrap();
    let statement = server.call(token, "GET", "/me/statement", &NOTHING).expect(200);
    statement["lines"].as_array().unwrap().len()
}

/// Another vehicle like the others, at station B.
fn one_at_b(server: &Server) {
    let category = server.operator.versions.at(super::kit::MORNING).categories[0].id.to_string();
    let wish = json!({ "station": "B", "category": category, "name": "Panda" });
    let manager = server.staff("manager");
    server.call(&manager, "PUT", "/vehicles/3", &wish).expect(200);
}

#[test]
fn evai_1_4_what_is_guaranteed_is_kept_whole_and_what_is_not_gives_way() {
    let server = Server::of("evai");
    one_at_b(&server);
    let sure = booked(&server, &server.anna(), "1", ("12:00", "14:00"));
    server.until(next_day(9, 0));
    let carl = server.member_called("carl");
    let late = booked(&server, &carl, "2", ("12:30", "13:30"));
    let after = booked(&server, &carl, "2", ("15:00", "16:00"));
    catch_up(&server);
    let out = take_out(&server, "1");
    let moved = json!([{ "booking": sure, "vehicle": "2", "guaranteed": true }]);
    assert_eq!((&out["moved"], &out["displaced"]), (&moved, &json!([late])), "{out}");
    assert_eq!(out["stranded"], json!([]));
    let seen =
        |id: &str| server.call(&carl, "GET", &format!("/bookings/{id}"), &NOTHING).expect(200);
    assert_eq!(
        (&seen(&late)["state"], &seen(&after)["state"]),
        (&json!("cancelled"), &json!("planned"))
    );
    let told = server.letters();
    let (_, words) = told.iter().find(|(kind, _)| kind == "displaced-nearby").unwrap();
    assert!(words.contains("Panda (3), Station B"), "what there is instead: {words}");
    assert!(words.contains("not guaranteed"), "in his language: {words}");
    booked(&server, &carl, "3", ("12:30", "13:30"));
    let anna = server.anna();
    server.until(next_day(11, 0));
    server.opened(&anna, &sure);
    server.until(next_day(12, 30));
    server.call(&anna, "POST", &format!("/bookings/{sure}/return"), &json!({})).expect(200);
    lines(&server, &anna);
    assert!(server.billed(&carl, "EVAI-6.2").is_empty(), "giving way costs nothing");
    server.told_again();
}

#[test]
fn evai_1_4_as_few_as_possible_give_way_and_they_have_the_next_free_vehicle() {
    let server = Server::of("evai");
    let sure = booked(&server, &server.anna(), "1", ("12:00", "14:00"));
    server.until(next_day(9, 0));
    one_at_a(&server, "3");
    let carl = server.member_called("carl");
    // Vehicle 2 would cost two bookings, vehicle 3 one, which fits on vehicle 2.
    booked(&server, &carl, "2", ("12:00", "12:30"));
    booked(&server, &carl, "2", ("13:30", "14:30"));
    let one = booked(&server, &carl, "3", ("12:30", "13:30"));
    catch_up(&server);
    let out = take_out(&server, "1");
    assert_eq!(out["moved"][0], json!({ "booking": one, "vehicle": "2", "guaranteed": false }));
    assert_eq!(out["moved"][1], json!({ "booking": sure, "vehicle": "3", "guaranteed": true }));
    assert_eq!((&out["displaced"], &out["stranded"]), (&json!([]), &json!([])));
    lines(&server, &carl);
    server.told_again();
}

fn one_at_a(server: &Server, code: &str) {
    let category = server.operator.versions.at(super::kit::MORNING).categories[0].id.to_string();
    let wish = json!({ "station": "A", "category": category });
    let manager = server.staff("manager");
    server.call(&manager, "PUT", &format!("/vehicles/{code}"), &wish).expect(200);
}

#[test]
fn evai_1_4_guaranteed_ones_do_not_give_way_and_who_is_stranded_pays_nothing() {
    let server = Server::of("evai");
    let carl = server.member_called("carl");
    let stranded = booked(&server, &server.anna(), "1", ("12:00", "14:00"));
    booked(&server, &carl, "2", ("13:00", "15:00"));
    let given_up = booked(&server, &server.anna(), "1", ("16:00", "18:00"));
    booked(&server, &carl, "2", ("16:00", "18:00"));
    server.until(next_day(9, 0));
    catch_up(&server);
    let out = take_out(&server, "1");
    assert_eq!((&out["moved"], &out["displaced"]), (&json!([]), &json!([])));
    assert_eq!(out["stranded"], json!([stranded, given_up]));
    assert_eq!(server.letters()[0].0, "stranded");
    let anna = server.anna();
    server.until(next_day(11, 5));
    let path = format!("/bookings/{stranded}/unlock");
    let refused = server.call(&anna, "POST", &path, &NOTHING).expect(409);
    assert_eq!(refused["code"], "out-of-service");
    server.call(&anna, "POST", &format!("/bookings/{given_up}/cancel"), &NOTHING).expect(200);
    assert_eq!(lines(&server, &anna), 0, "neither for not driving nor for cancelling late");
    server.told_again();
}

#[test]
fn what_is_out_of_service_opens_again_once_it_is_back() {
    let server = Server::of("clem");
    let (anna, agent) = (server.anna(), server.staff("agent"));
    let id = server.booked(&anna, at(11, 0), at(13, 0));
    server.until(at(11, 0));
    // It breaks down only now; vehicle 2 is taken.
    let other = json!({ "vehicle": "2", "start": "2026-03-02T12:00", "end": "2026-03-02T14:00" });
    server.call(&server.member_called("carl"), "POST", "/bookings", &other).expect(201);
    catch_up(&server);
    let out = take_out(&server, "1");
    assert_eq!(out["stranded"], json!([id]));
    let unlock = || server.call(&anna, "POST", &format!("/bookings/{id}/unlock"), &NOTHING);
    assert_eq!(unlock().expect(409)["code"], "out-of-service");
    server.call(&agent, "DELETE", "/vehicles/1/out-of-service", &NOTHING).expect(200);
    let (kind, words) = server.letters().remove(0);
    assert_eq!(kind, "vehicle-back", "{words}");
    assert_eq!(unlock().expect(200)["state"], "driving");
    // A trip under way can be opened again, and ended, whatever becomes of the vehicle.
    take_out(&server, "1");
    unlock().expect(200);
    server.until(at(12, 0));
    let back = json!({ "plugged_in": true });
    server.call(&anna, "POST", &format!("/bookings/{id}/return"), &back).expect(200);
    assert_eq!(server.billed(&anna, "CLEM-10").len(), 1, "who drove pays");
    server.told_again();
}

#[test]
fn ccc_10_whose_vehicle_is_not_there_pays_nothing_once_staff_have_seen_it() {
    for (taxi, clause) in [(json!({}), "staff"), (json!({ "taxi": true }), "staff, with a taxi")] {
        let server = Server::of("carcityclub");
        let (anna, carl) = (server.anna(), server.member_called("carl"));
        let hers = booked(&server, &anna, "1", ("12:00", "14:00"));
        let his = booked(&server, &carl, "2", ("12:00", "14:00"));
        server.until(next_day(11, 5));
        let (anna, carl) = (server.anna(), server.log_in("carl", "correct horse"));
        let agent = server.staff("agent");
        let path = format!("/bookings/{hers}/no-vehicle");
        server.call(&agent, "POST", &path, &taxi).expect(200);
        // What a member says alone is not enough.
        let path = format!("/bookings/{his}/no-vehicle");
        server.call(&carl, "POST", &path, &json!({})).expect(200);
        assert_eq!(lines(&server, &anna), 0, "{clause}");
        assert!(lines(&server, &carl) > 0, "{clause}");
        server.told_again();
    }
}

#[test]
fn evai_3_5_for_a_guaranteed_booking_whose_vehicle_is_missing_staff_let_others_give_way() {
    let server = Server::of("evai");
    let sure = booked(&server, &server.anna(), "1", ("12:00", "14:00"));
    server.until(next_day(10, 30));
    let (anna, carl) = (server.anna(), server.member_called("carl"));
    let late = booked(&server, &carl, "2", ("12:15", "13:15"));
    server.until(next_day(11, 5));
    catch_up(&server);
    let path = format!("/bookings/{sure}/no-vehicle");
    let take = json!({ "vehicle": "2" });
    assert_eq!(server.call(&anna, "POST", &path, &take).expect(409)["code"], "vehicle-taken");
    let seen = server.call(&anna, "POST", &path, &json!({})).expect(200);
    assert_eq!(seen["by_displacing"], json!([]), "members are not asked to choose whom");
    let agent = server.staff("agent");
    let seen = server.call(&agent, "POST", &path, &json!({})).expect(200);
    assert_eq!((&seen["here"], &seen["by_displacing"]), (&json!([]), &json!(["2"])));
    let taken = server.call(&agent, "POST", &path, &take).expect(200);
    assert_eq!(taken["booking"]["vehicle"], "2");
    let his = server.call(&carl, "GET", &format!("/bookings/{late}"), &NOTHING).expect(200);
    assert_eq!(his["state"], "cancelled");
    assert_eq!(server.letters()[1].0, "displaced");
    server.opened(&anna, &sure);
    lines(&server, &carl);
    server.told_again();
}
