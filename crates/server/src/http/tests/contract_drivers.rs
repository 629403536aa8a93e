//! Several drivers on one contract: what they open, and what they are told.

use rimessa_app::Actor;
use rimessa_app::join::{NewMember, hash_password, join};
use rimessa_domain::time::Span;
use serde_json::{Value, json};

use super::cast::{NOTHING, text};
use super::kit::Server;

/// A new member with that phone number; the id.
fn joined(server: &Server, login: &'static str, phone: &'static str, validated: bool) -> String {
    let hash = hash_password("correct horse");
    let id = server.app.command_now(&server.operator, Actor::System, move |scene| {
        let login = Some((login.to_owned(), hash.clone()));
        let language = "en".to_owned();
        let mut new = NewMember { validated, login, language, ..NewMember::default() };
        new.person.phone = Some(phone.to_owned());
        join(scene, &new)
    });
    rimessa_app::show_id(id.unwrap().0)
}

/// Bruno and Carla drive on the account of Anna, and so does Dario, whose documents nobody has seen. Evi
/// is a member of her own.
fn family(name: &str) -> Server {
    let server = Server::of(name);
    let agent = server.staff("agent");
    let client = json!({ "payer": rimessa_app::show_id(server.anna.0) });
    let all = [("bruno", BRUNO, true), ("carla", CARLA, true), ("dario", DARIO, false)];
    for (login, phone, validated) in all {
        let id = joined(&server, login, phone, validated);
        server.call(&agent, "PUT", &format!("/members/{id}/payer"), &client).expect(200);
    }
    joined(&server, "evi", EVI, true);
    server
}

const BRUNO: &str = "+393330000011";
const CARLA: &str = "+393330000012";
const DARIO: &str = "+393330000013";
const EVI: &str = "+393330000014";

/// What comes of a text message.
fn sms(server: &Server, gateway: &str, (number, words): (&str, &str)) -> Value {
    let id = format!("{number} {words} {}", server.app.clock().now().0);
    let body = json!({ "id": id, "number": number, "text": words });
    server.call(gateway, "POST", "/sms", &body).expect(200)["outcome"].clone()
}

fn booked(server: &Server, token: &str, from: &str, until: &str) -> (String, String) {
    let wish = json!({ "vehicle": "1", "start": from, "end": until });
    let booked = server.call(token, "POST", "/bookings", &wish).expect(201);
    let about = format!("/bookings/{}", text(&booked["id"]));
    let code = server.call(token, "GET", &format!("{about}/code"), &NOTHING).expect(200);
    (about, text(&code["code"]))
}

#[test]
fn evai_3_3_every_authorised_driver_of_the_contract_opens_by_text_message_and_nobody_else() {
    let server = family("evai");
    let gateway = server.unit("sms-gateway");
    let bruno = server.log_in("bruno", "correct horse");
    let (about, code) = booked(&server, &bruno, "2026-03-02T12:00", "2026-03-02T14:00");
    let path = "/vehicles/1/calendar?from=2026-03-02T10:00&until=2026-03-02T20:00";
    for (login, kind) in [("bruno", "own"), ("anna", "own"), ("carla", "taken")] {
        let token = server.log_in(login, "correct horse");
        let taken = server.call(&token, "GET", path, &NOTHING).expect(200);
        assert_eq!(taken[0]["kind"], kind, "{login}");
    }
    server.pass(Span::minutes(125));
    assert_eq!(sms(&server, &gateway, (EVI, &code)), "wrong-code", "on no contract of hers");
    assert_eq!(sms(&server, &gateway, (DARIO, &code)), "not-validated", "EVAI-4.2");
    assert_eq!(sms(&server, &gateway, (BRUNO, &code)), "opened");
    server.pass(Span::minutes(30));
    let lock: String = code.chars().rev().collect();
    assert_eq!(sms(&server, &gateway, (CARLA, &lock)), "returned");
    let anna = server.anna();
    let seen = server.call(&anna, "GET", &about, &NOTHING).expect(200);
    assert_eq!(seen["state"], "returned");
    // Whoever takes the vehicle drives it from then on.
    let (about, code) = booked(&server, &bruno, "2026-03-02T15:00", "2026-03-02T16:00");
    let carla = server.log_in("carla", "correct horse");
    server.call(&carla, "GET", &about, &NOTHING).expect(404);
    server.pass(Span::minutes(150));
    assert_eq!(sms(&server, &gateway, (CARLA, &code)), "opened");
    let hers = server.call(&carla, "GET", &about, &NOTHING).expect(200);
    assert_eq!(hers["state"], "driving");
    let back = json!({ "distance_m": 5000 });
    server.call(&carla, "POST", &format!("{about}/return"), &back).expect(200);
    let bill = server.call(&anna, "GET", "/me/statement", &NOTHING).expect(200);
    assert!(bill["lines"].as_array().unwrap().len() >= 2, "the client pays: {bill}");
    server.told_again();
}

#[test]
fn clem_12_who_drives_is_told_and_not_the_client_who_sits_at_home() {
    let server = family("clem");
    let bruno = server.log_in("bruno", "correct horse");
    let (about, _) = booked(&server, &bruno, "2026-03-02T12:00", "2026-03-02T14:00");
    let path = format!("{about}/code/resend");
    server.call(&bruno, "POST", &path, &json!({})).expect(200);
    server.pass(Span::minutes(65));
    rimessa_app::remind::remind_all(&server.app, server.app.clock().now()).unwrap();
    let change = json!({ "end": "2026-03-02T14:30" });
    server.call(&server.staff("agent"), "PATCH", &about, &change).expect(200);
    server.call(&bruno, "POST", &format!("{about}/cancel"), &NOTHING).expect(200);
    let told = server.letters();
    let kinds: Vec<&str> = told.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, ["cancel", "change", "start", "code", "booked"]);
    for (kind, words) in &told {
        assert!(words.starts_with(&format!("to {BRUNO}: ")), "{kind}: {words}");
    }
    server.told_again();
}

#[test]
fn fam_08_the_card_of_a_driver_opens_what_he_booked_on_the_account_of_another() {
    let server = family("family");
    let (manager, unit) = (server.staff("manager"), server.unit("on-board"));
    let bruno = server.log_in("bruno", "correct horse");
    let (about, _) = booked(&server, &bruno, "2026-03-02T12:00", "2026-03-02T14:00");
    let card = |login: &str, uid: &str| {
        let token = server.log_in(login, "correct horse");
        let me = server.call(&token, "GET", "/me/profile", &NOTHING).expect(200);
        let path = format!("/members/{}/cards", text(&me["number"]));
        let new = json!({ "uid": uid, "label": "card" });
        server.call(&manager, "POST", &path, &new).expect(201);
    };
    card("bruno", "04A2245B");
    card("carla", "04A2245C");
    server.pass(Span::minutes(125));
    let show = |uid: &str| {
        let shown = json!({ "vehicle": "1", "card": uid });
        server.call(&unit, "POST", "/device/cards", &shown)
    };
    assert_eq!(show("04A2245C").expect(409)["code"], "card-no-booking", "it is not hers");
    assert_eq!(show("04A2245B").expect(200)["did"], "opened");
    server.pass(Span::minutes(60));
    assert_eq!(show("04A2245B").expect(200)["did"], "returned");
    let seen = server.call(&bruno, "GET", &about, &NOTHING).expect(200);
    assert_eq!(seen["state"], "returned");
    server.told_again();
}
