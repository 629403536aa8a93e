//! The page of an on-board unit: what a member does in the vehicle, through the calls of its unit.

use axum::http::StatusCode;
use serde_json::json;

use super::browser::{Browser, Page};
use super::cast::{NOTHING, at, text};
use super::kit::Server;

const UNIT: &str = "/demo/carcityclub/on-board/1";
/// The smallest picture.
fn photo() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(8, 8).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A key of the unit.
fn press(unit: &mut Browser<'_>, fields: &[(&str, &str)]) -> Page {
    let key = unit.get(UNIT).hidden("key");
    unit.post(UNIT, &[&[("key", key.as_str())], fields].concat())
}

/// The card that the page offers first, given to its member by staff.
fn card(server: &Server, unit: &mut Browser<'_>, member: &str) -> String {
    let page = unit.get(UNIT);
    let uid = page.html.split("<option value=\"").nth(1).unwrap().split('"').next().unwrap();
    let card = json!({ "uid": uid, "label": "card" });
    let path = format!("/members/{member}/cards");
    server.call(&server.staff("agent"), "POST", &path, &card).expect(201);
    uid.to_owned()
}

fn anna(server: &Server) -> String {
    rimessa_app::show_id(server.anna.0)
}

/// J4.2, CCC-11, CCC-12: a card opens, not before the start; damage found, with its photo, comes on
/// the file of
/// whoever had the vehicle before.
#[test]
fn j4_2_a_card_opens_and_what_is_found_is_the_previous_users() {
    let server = Server::of("carcityclub");
    let bea = server.member_called("bea");
    server.on_board();
    let before = server.trip(&bea, at(10, 0), at(11, 0));
    server.booked(&server.anna(), at(12, 0), at(14, 0));
    let mut unit = Browser::new(&server);
    let card = card(&server, &mut unit, &anna(&server));
    unit.get(UNIT).shows("Immobiliser on").shows("Hold your card");
    let early = press(&mut unit, &[("press", "card"), ("card", &card)]);
    early.shows("role=\"alert\"").shows("CCC-09");
    let key = press(&mut unit, &[("press", "key")]);
    key.shows("the key alone starts nothing").shows("Immobiliser on");
    server.until(at(12, 0));
    let strange = press(&mut unit, &[("press", "card"), ("card", "04FFFFFFFFFFFF")]);
    strange.shows("role=\"alert\"");
    let opened = press(&mut unit, &[("press", "card"), ("card", &card)]);
    opened.shows("Immobiliser released").shows("take the key from the glove box");
    // What is missing is asked for again, and nothing typed is lost.
    let key = unit.get(&format!("{UNIT}?show=report")).hidden("key");
    let path = format!("{UNIT}/report");
    let fields = [("key", key.as_str()), ("what", "dirt"), ("text", "")];
    let empty = unit.post_files(&path, &fields, &[]);
    empty.shows("role=\"alert\"").shows("value=\"dirt\" checked");
    let key = empty.hidden("key");
    let fields = [("key", key.as_str()), ("what", "damage"), ("text", "dent in the left door")];
    let bytes = photo();
    let files = [("photo", "dent.png", "image/png", &bytes[..])];
    for _ in 0..2 {
        unit.post_files(&path, &fields, &files).shows("we have noted it");
    }
    let billing = server.staff("billing");
    let all = server.call(&billing, "GET", "/indemnities", &NOTHING).expect(200);
    let all = all["indemnities"].as_array().unwrap();
    assert_eq!(all.len(), 1, "it counts once");
    assert_eq!((&all[0]["booking"], &all[0]["state"]), (&json!(before), &json!("proposed")));
    let photos = all[0]["evidence"]["uploads"].as_array().unwrap();
    assert_eq!(photos.len(), 1);
    // Whoever sees to the case sees the photo, too.
    let cases = server.call(&server.staff("agent"), "GET", "/cases", &NOTHING).expect(200);
    let case = format!("/desk/carcityclub/cases/{}", text(&cases["cases"][0]["id"]));
    let mut agent = Browser::of_staff(&server, "agent");
    let file = format!("{case}/files/{}", text(&photos[0]));
    agent.get(&case).shows(&file);
    assert_eq!(agent.get(&file).status, StatusCode::OK);
    let other = format!("{case}/files/{}", anna(&server));
    assert_eq!(agent.get(&other).status, StatusCode::NOT_FOUND);
}

/// J4.2, CCC-07, CCC-18, CCC-21, CCC-30, CCC-49: extending, refused with what being late costs; bay
/// taken; the call.
#[test]
fn j4_2_a_trip_is_extended_and_the_centre_called_on_board() {
    let server = Server::of("carcityclub");
    let (anna_token, bea) = (server.anna(), server.member_called("bea"));
    server.on_board();
    server.booked(&anna_token, at(10, 0), at(11, 0));
    server.booked(&bea, at(12, 0), at(13, 0));
    let mut unit = Browser::new(&server);
    let card = card(&server, &mut unit, &anna(&server));
    server.until(at(10, 0));
    press(&mut unit, &[("press", "card"), ("card", &card)]);
    unit.get(UNIT).shows("Release").shows("so far");
    let page = unit.get(&format!("{UNIT}?show=extend"));
    page.shows("value=\"2026-03-02T12:15\"");
    let longer = press(&mut unit, &[("press", "extend"), ("to", "2026-03-02T12:30")]);
    longer.shows("12:30");
    let refused = press(&mut unit, &[("press", "extend"), ("to", "2026-03-02T14:00")]);
    // An hour and a half late: 25.00, and double the hourly cost for two started hours.
    refused.shows("role=\"alert\"").shows("CCC-49").shows("the trip costs").shows("CCC-37");
    let odd = press(&mut unit, &[("press", "extend"), ("end", "soon")]);
    odd.shows("role=\"alert\"");
    let nowhere = press(&mut unit, &[("press", "bay"), ("place", " ")]);
    nowhere.shows("role=\"alert\"").shows("Where does the vehicle stand?");
    press(&mut unit, &[("press", "bay"), ("place", "Via Po 12")]).shows("told where it stands");
    let called = press(&mut unit, &[("press", "call")]);
    called.shows("+390110000");
    let agent = server.staff("agent");
    let cases = server.call(&agent, "GET", "/cases", &NOTHING).expect(200);
    let kinds: Vec<String> =
        cases["cases"].as_array().unwrap().iter().map(|one| text(&one["kind"])).collect();
    assert!(
        kinds.contains(&"bay-taken".to_owned()) && kinds.contains(&"other".to_owned()),
        "{kinds:?}"
    );
}

/// J4.2, CCC-19, CCC-38: release, yes, card: what is not in order is said before, with what it
/// costs; the bill is
/// what was said.
#[test]
fn ccc_19_release_yes_and_card_end_the_trip_and_say_what_is_not_in_order() {
    let server = Server::of("carcityclub");
    let anna_token = server.anna();
    server.on_board();
    let booking = server.booked(&anna_token, at(10, 0), at(11, 0));
    let mut unit = Browser::new(&server);
    let card = card(&server, &mut unit, &anna(&server));
    server.until(at(10, 0));
    press(&mut unit, &[("press", "card"), ("card", &card)]);
    server.until(at(11, 0));
    let wrong = press(&mut unit, &[("press", "play"), ("km", "many"), ("back", "release")]);
    wrong.shows("role=\"alert\"");
    let played = [("press", "play"), ("km", "40"), ("percent", "20"), ("back", "release")];
    press(&mut unit, &played).shows("CCC-38").shows("€25.00");
    let page = unit.get(&format!("{UNIT}?show=release"));
    page.shows("Turn off the lights").shows("CCC-38");
    let asked = press(&mut unit, &[("press", "yes")]);
    asked.shows("the doors close").shows("CCC-38");
    let path = format!("/bookings/{booking}/not-in-order");
    let amiss = server.call(&anna_token, "GET", &path, &NOTHING).expect(200);
    assert_eq!((&amiss[0]["amount"], &amiss[0]["clause"]), (&json!("25.00"), &json!("CCC-38")));
    let over = press(&mut unit, &[("press", "close"), ("card", &card)]);
    over.shows("Your trip is over").shows("€25.00").shows("€20.00");
    unit.get(UNIT).shows("Immobiliser on");
    // Yes said that all was done: nothing is billed for a return that was not carried out.
    assert!(server.billed(&anna_token, "CCC-31").is_empty());
    assert_eq!(server.billed(&anna_token, "CCC-38"), ["25.00"]);
    server.told_again();
}

#[test]
fn a_unit_speaks_its_operators_languages_and_takes_no_forms_from_elsewhere() {
    let server = Server::of("carcityclub");
    server.on_board();
    let mut unit = Browser::new(&server);
    assert_eq!(unit.get("/demo/carcityclub/on-board/77").status, StatusCode::NOT_FOUND);
    assert_eq!(unit.get("/demo/nobody/on-board/1").status, StatusCode::NOT_FOUND);
    let request = axum::http::Request::post(UNIT)
        .header("origin", "http://elsewhere")
        .header("host", "here")
        .header("content-type", "application/x-www-form-urlencoded");
    let answer = server.send(request.body("press=key".into()).unwrap());
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let italian = axum::http::Request::get(UNIT).header("cookie", "rimessa-language=it");
    let page = server.send(italian.body(String::new().into()).unwrap());
    assert!(page.body.as_str().unwrap().contains("Appoggi la tessera"), "{:?}", page.body);
}
