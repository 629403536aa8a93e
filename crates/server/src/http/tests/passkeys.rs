//! Passkeys, with an authenticator in software.

use rimessa_app::Settings;
use rimessa_domain::time::Span;
use serde_json::{Value, json};
use webauthn_authenticator_rs::AuthenticatorBackend;
use webauthn_authenticator_rs::prelude::{
    CreationChallengeResponse, RequestChallengeResponse, Url,
};
use webauthn_authenticator_rs::softpasskey::SoftPasskey;

use super::kit::{Answer, Server};

const NOTHING: Value = Value::Null;
const SITE: &str = "https://cars.example.org";

fn server() -> Server {
    let server = Server::of("clem");
    let settings = Settings { site: SITE.to_owned(), ..server.operator.settings.clone() };
    let (id, settings) = (server.operator.id, serde_json::to_string(&settings).unwrap());
    let work =
        move |tx: &mut rimessa_store::Tx<'_>| rimessa_store::operators::set(tx, id, &settings);
    server.app.store().write_now(work).unwrap();
    server.app.refresh().unwrap();
    server
}

/// Registers a passkey of whoever shows `token`.
fn register(server: &Server, token: &str, key: &mut SoftPasskey, at: &str) -> Answer {
    let asked = server.call(token, "POST", "/me/passkeys/ceremonies", &NOTHING).expect(201);
    let options: CreationChallengeResponse =
        serde_json::from_value(asked["options"].clone()).unwrap();
    let made = key.perform_register(Url::parse(at).unwrap(), options.public_key, 60_000).unwrap();
    let body = json!({ "ceremony": asked["ceremony"], "label": "phone", "credential": made });
    server.call(token, "POST", "/me/passkeys", &body)
}

fn begin(server: &Server, who: &Value) -> Value {
    server.call("", "POST", "/passkey-ceremonies", who).expect(201)
}

/// What the authenticator answers.
fn shown(asked: &Value, key: &mut SoftPasskey, at: &str) -> Value {
    let options: RequestChallengeResponse =
        serde_json::from_value(asked["options"].clone()).unwrap();
    let shown = key.perform_auth(Url::parse(at).unwrap(), options.public_key, 60_000).unwrap();
    json!({ "ceremony": asked["ceremony"], "credential": shown })
}

fn finish(server: &Server, shown: &Value) -> Answer {
    server.call("", "POST", "/passkey-sessions", shown)
}

#[test]
fn a_member_logs_in_with_a_passkey() {
    let server = server();
    let mut key = SoftPasskey::new(true);
    let anna = server.anna();
    let made = register(&server, &anna, &mut key, SITE).expect(201);
    let who = json!({ "login": "anna@example.org" });
    let asked = begin(&server, &who);
    let answer = shown(&asked, &mut key, SITE);
    let session = finish(&server, &answer).expect(201);
    let token = session["token"].as_str().unwrap();
    server.call(token, "GET", "/me/statement", &NOTHING).expect(200);
    finish(&server, &answer).expect(401);
    let late = shown(&begin(&server, &who), &mut key, SITE);
    server.pass(Span::minutes(5));
    finish(&server, &late).expect(401);
    let elsewhere = shown(&begin(&server, &who), &mut key, "https://evil.example.org");
    finish(&server, &elsewhere).expect(401);
    let mut forged = shown(&begin(&server, &who), &mut key, SITE);
    forged["ceremony"] = begin(&server, &who)["ceremony"].clone();
    finish(&server, &forged).expect(401);
    let listed = server.call(token, "GET", "/me/passkeys", &NOTHING).expect(200);
    assert!(listed[0]["used"].is_string() && listed[0]["id"] == made["id"]);
    let last = shown(&begin(&server, &who), &mut key, SITE);
    let about = format!("/me/passkeys/{}", made["id"].as_str().unwrap());
    let manager = server.staff("manager");
    server.call(&manager, "DELETE", &about, &NOTHING).expect(404);
    server.call(token, "DELETE", &about, &NOTHING).expect(204);
    finish(&server, &last).expect(401);
}

#[test]
fn a_passkey_is_for_the_operators_site_and_whoever_asked() {
    let server = server();
    let mut key = SoftPasskey::new(true);
    let anna = server.anna();
    let elsewhere = register(&server, &anna, &mut key, "https://evil.example.org").expect(422);
    assert_eq!(elsewhere["errors"][0]["code"], "passkey-wrong");
    let asked = server.call(&anna, "POST", "/me/passkeys/ceremonies", &NOTHING).expect(201);
    let options: CreationChallengeResponse =
        serde_json::from_value(asked["options"].clone()).unwrap();
    let site = Url::parse(SITE).unwrap();
    let made = key.perform_register(site, options.public_key, 60_000).unwrap();
    let body = json!({ "ceremony": asked["ceremony"], "label": "x", "credential": made });
    let manager = server.staff("manager");
    server.call(&manager, "POST", "/me/passkeys", &body).expect(422);
    let nowhere = Server::of("clem");
    let none = nowhere.call(&nowhere.anna(), "POST", "/me/passkeys/ceremonies", &NOTHING);
    assert_eq!(none.expect(403)["code"], "passkeys-need-a-site");
}

#[test]
fn nobody_learns_who_has_a_passkey() {
    let server = server();
    let mut key = SoftPasskey::new(true);
    register(&server, &server.anna(), &mut key, SITE).expect(201);
    let form = |login: &str| {
        let asked = begin(&server, &json!({ "login": login }));
        let public = asked["options"]["publicKey"].as_object().unwrap().clone();
        let allowed = public["allowCredentials"].as_array().unwrap().clone();
        assert_eq!(allowed.len(), 1, "{login}");
        (public.keys().cloned().collect::<Vec<_>>(), allowed[0].clone())
    };
    let (known, unknown) = (form("anna"), form("nobody"));
    assert_eq!(known.0, unknown.0);
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&known.1), keys(&unknown.1));
    assert_eq!(form("nobody"), unknown, "asked twice, it is the same one");
    assert_ne!(form("nobody2").1, unknown.1);
}

#[test]
fn a_passkey_of_staff_is_a_second_factor() {
    let server = server();
    let mut key = SoftPasskey::new(true);
    let manager = server.staff("manager");
    register(&server, &manager, &mut key, SITE).expect(201);
    let op = server.operator.id;
    let found =
        server.app.store().read_now(move |tx| rimessa_store::logins::staff_of(tx, op, 0, 9));
    let name = found.unwrap()[0].name.clone();
    let settings =
        Settings { staff_second_factor: true, site: SITE.to_owned(), ..Settings::default() };
    let settings = serde_json::to_string(&settings).unwrap();
    let work =
        move |tx: &mut rimessa_store::Tx<'_>| rimessa_store::operators::set(tx, op, &settings);
    server.app.store().write_now(work).unwrap();
    server.app.refresh().unwrap();
    let look = |token: &str| server.call(token, "GET", "/bookings?member=100001", &NOTHING);
    assert_eq!(look(&manager).expect(403)["code"], "second-factor-needed");
    let asked = begin(&server, &json!({ "login": name, "staff": true }));
    let session = finish(&server, &shown(&asked, &mut key, SITE)).expect(201);
    look(session["token"].as_str().unwrap()).expect(200);
}
