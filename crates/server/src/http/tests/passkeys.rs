//! Passkeys, with an authenticator in software.

use rimessa_domain::time::Span;
use rimessa_store::logins;
use serde_json::{Value, json};
use webauthn_authenticator_rs::AuthenticatorBackend;
use webauthn_authenticator_rs::prelude::{
    CreationChallengeResponse, RequestChallengeResponse, Url,
};
use webauthn_authenticator_rs::softpasskey::SoftPasskey;

use super::cast::{NOTHING, text};
use super::kit::{Answer, Server};

pub(super) const SITE: &str = "https://cars.example.org";

fn server() -> Server {
    let server = Server::of("clem");
    server.configure(&server.operator, |settings| settings.pages_url = SITE.to_owned());
    server
}

/// An authenticator that keeps its passkeys, so that it knows whose they are.
pub(super) struct Authenticator {
    key: SoftPasskey,
    /// The credential's id, and whose it is.
    kept: Vec<(Value, Value)>,
}

impl Authenticator {
    pub(super) fn new() -> Self {
        Self { key: SoftPasskey::new(true), kept: Vec::new() }
    }

    /// Registers a passkey of whoever shows `token`.
    pub(super) fn register(&mut self, server: &Server, token: &str, at: &str) -> Answer {
        let asked = server.call(token, "POST", "/me/passkeys/ceremonies", &NOTHING).expect(201);
        let body = self.made(&asked, at);
        server.call(token, "POST", "/me/passkeys", &body)
    }

    /// What it makes when it is asked.
    pub(super) fn made(&mut self, asked: &Value, at: &str) -> Value {
        let options: CreationChallengeResponse =
            serde_json::from_value(asked["options"].clone()).unwrap();
        let made = self.key.perform_register(Url::parse(at).unwrap(), options.public_key, 60_000);
        let made = serde_json::to_value(made.unwrap()).unwrap();
        self.kept.push((made["id"].clone(), asked["options"]["publicKey"]["user"]["id"].clone()));
        json!({ "ceremony": asked["ceremony"], "label": "phone", "credential": made })
    }

    /// What it answers when it is asked for any passkey, or for one of those that are allowed.
    pub(super) fn shown(&mut self, asked: &Value, at: &str) -> Value {
        let mut options = asked["options"].clone();
        let allowed = &mut options["publicKey"]["allowCredentials"];
        let user = match allowed.as_array().is_some_and(|allowed| !allowed.is_empty()) {
            true => Value::Null,
            false => {
                let (id, user) = self.kept[0].clone();
                *allowed = json!([{ "type": "public-key", "id": id }]);
                user
            }
        };
        let options: RequestChallengeResponse = serde_json::from_value(options).unwrap();
        let shown = self.key.perform_auth(Url::parse(at).unwrap(), options.public_key, 60_000);
        let mut shown = serde_json::to_value(shown.unwrap()).unwrap();
        shown["response"]["userHandle"] = user;
        json!({ "ceremony": asked["ceremony"], "credential": shown })
    }
}

fn begin(server: &Server, who: &Value) -> Value {
    server.call("", "POST", "/passkey-ceremonies", who).expect(201)
}

fn finish(server: &Server, shown: &Value) -> Answer {
    server.call("", "POST", "/passkey-sessions", shown)
}

#[test]
fn a_member_logs_in_with_a_passkey() {
    let server = server();
    let mut key = Authenticator::new();
    let anna = server.anna();
    let made = key.register(&server, &anna, SITE).expect(201);
    assert_eq!((&made["label"], &made["site"]), (&json!("phone"), &json!("cars.example.org")));
    let mail = &server.letters()[0];
    assert!(mail.0 == "passkey-added" && mail.1.contains("phone"), "{mail:?}");
    let who = json!({ "login": "anna@example.org" });
    let answer = key.shown(&begin(&server, &who), SITE);
    let token = text(&finish(&server, &answer).expect(201)["token"]);
    server.call(&token, "GET", "/me/statement", &NOTHING).expect(200);
    finish(&server, &answer).expect(401);
    let late = key.shown(&begin(&server, &who), SITE);
    server.pass(Span::minutes(5));
    finish(&server, &late).expect(401);
    let elsewhere = key.shown(&begin(&server, &who), "https://evil.example.org");
    finish(&server, &elsewhere).expect(401);
    let listed = server.call(&token, "GET", "/me/passkeys", &NOTHING).expect(200);
    assert!(listed[0]["used"].is_string() && listed[0]["id"] == made["id"]);
    let last = key.shown(&begin(&server, &who), SITE);
    let about = format!("/me/passkeys/{}", text(&made["id"]));
    let (manager, other) = (server.staff("manager"), server.member_called("bertha"));
    for stranger in [&manager, &other] {
        server.call(stranger, "DELETE", &about, &NOTHING).expect(404);
        server.call(stranger, "PUT", &about, &json!({ "label": "mine" })).expect(404);
    }
    let renamed = server.call(&token, "PUT", &about, &json!({ "label": "old phone" })).expect(200);
    assert_eq!(renamed["label"], "old phone");
    server.call(&token, "PUT", &about, &json!({ "label": "" })).expect(422);
    server.call(&token, "DELETE", &about, &NOTHING).expect(204);
    finish(&server, &last).expect(401);
}

#[test]
fn nobody_has_to_type_a_name() {
    let server = server();
    let mut key = Authenticator::new();
    key.register(&server, &server.anna(), SITE).expect(201);
    let asked = begin(&server, &json!({}));
    assert_eq!(asked["options"]["publicKey"]["allowCredentials"], json!([]));
    let shown = key.shown(&asked, SITE);
    let token = text(&finish(&server, &shown).expect(201)["token"]);
    let me = server.call(&token, "GET", "/me/profile", &NOTHING).expect(200);
    assert_eq!(me["member"], rimessa_app::show_id(server.anna.0));
    // It must say whose it is, and may not say that it is somebody else's.
    let mut silent = key.shown(&begin(&server, &json!({})), SITE);
    silent["credential"]["response"]["userHandle"] = Value::Null;
    finish(&server, &silent).expect(401);
    let mut lying = key.shown(&begin(&server, &json!({})), SITE);
    lying["credential"]["response"]["userHandle"] = json!("AZSfAAAAcACAAAAAAAAAAQ");
    finish(&server, &lying).expect(401);
}

#[test]
fn a_ceremony_is_held_once_and_a_count_goes_up() {
    let server = server();
    let mut key = Authenticator::new();
    key.register(&server, &server.anna(), SITE).expect(201);
    let who = json!({ "login": "anna" });
    let right = key.shown(&begin(&server, &who), SITE);
    let mut forged = key.shown(&begin(&server, &who), SITE);
    forged["ceremony"] = right["ceremony"].clone();
    finish(&server, &forged).expect(401);
    finish(&server, &right).expect(401);
    // Whoever copied the key counts on his own.
    let early = key.shown(&begin(&server, &who), SITE);
    let later = key.shown(&begin(&server, &who), SITE);
    finish(&server, &later).expect(201);
    finish(&server, &early).expect(401);
    // A name that somebody else typed.
    server.member_called("bertha");
    let mut for_bertha = key.shown(&begin(&server, &who), SITE);
    for_bertha["ceremony"] = begin(&server, &json!({ "login": "bertha" }))["ceremony"].clone();
    finish(&server, &for_bertha).expect(401);
}

#[test]
fn wrong_passwords_do_not_keep_a_passkey_out() {
    let server = server();
    let mut key = Authenticator::new();
    key.register(&server, &server.anna(), SITE).expect(201);
    let wrong = json!({ "login": "anna", "password": "no" });
    for _ in 0..5 {
        server.call("", "POST", "/sessions", &wrong).expect(401);
    }
    let right = json!({ "login": "anna", "password": "correct horse" });
    server.call("", "POST", "/sessions", &right).expect(429);
    let shown = key.shown(&begin(&server, &json!({})), SITE);
    finish(&server, &shown).expect(201);
}

#[test]
fn a_passkey_is_for_the_operators_site_and_whoever_asked() {
    let server = server();
    let mut key = Authenticator::new();
    let anna = server.anna();
    let elsewhere = key.register(&server, &anna, "https://evil.example.org").expect(422);
    assert_eq!(elsewhere["errors"][0]["code"], "passkey-wrong");
    let asked = server.call(&anna, "POST", "/me/passkeys/ceremonies", &NOTHING).expect(201);
    let made = key.made(&asked, SITE);
    let manager = server.staff("manager");
    server.call(&manager, "POST", "/me/passkeys", &made).expect(422);
    server.call(&anna, "POST", "/me/passkeys", &made).expect(201);
    server.call(&anna, "POST", "/me/passkeys", &made).expect(422);
    // Once the pages are elsewhere, it opens nothing there.
    server
        .configure(&server.operator, |all| all.pages_url = "https://other.example.org".to_owned());
    let asked = begin(&server, &json!({ "login": "anna" }));
    let allowed = asked["options"]["publicKey"]["allowCredentials"].as_array().unwrap();
    assert!(allowed.iter().all(|one| one["id"] != made["credential"]["id"]));
    let nowhere = Server::of("clem");
    let none = nowhere.call(&nowhere.anna(), "POST", "/me/passkeys/ceremonies", &NOTHING);
    assert_eq!(none.expect(403)["code"], "passkeys-need-a-site");
}

#[test]
fn nobody_learns_who_has_a_passkey() {
    let server = server();
    let mut key = Authenticator::new();
    key.register(&server, &server.anna(), SITE).expect(201);
    let form = |login: &str| {
        let asked = begin(&server, &json!({ "login": login }));
        let public = asked["options"]["publicKey"].as_object().unwrap().clone();
        let allowed = public["allowCredentials"].as_array().unwrap().clone();
        (public.keys().cloned().collect::<Vec<_>>(), allowed)
    };
    let known = form("anna");
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    // Bertha is a member without a passkey; the others do not exist.
    server.member_called("bertha");
    let names = ["bertha", "nobody", "nobody2", "nobody3", "nobody4"];
    let unknown = names.map(form);
    assert_eq!(unknown, names.map(form), "asked twice, they are the same");
    let made_up: Vec<&Value> = unknown.iter().flat_map(|one| &one.1).collect();
    assert!(made_up.len() > 2, "{made_up:?}");
    for one in made_up {
        assert_eq!(keys(&known.1[0]), keys(one));
        assert_eq!(unknown.iter().filter(|other| other.1.contains(one)).count(), 1);
    }
    assert!(unknown.iter().all(|one| one.0 == known.0));
}

#[test]
fn a_passkey_of_staff_is_a_second_factor() {
    let server = server();
    let mut key = Authenticator::new();
    let manager = server.staff("manager");
    key.register(&server, &manager, SITE).expect(201);
    let op = server.operator.id;
    let found = server.app.store().read_now(move |tx| logins::staff_of(tx, op, 0, 9));
    let name = found.unwrap()[0].name.clone();
    // Whoever only knows the password adds nothing that could stand in for it.
    let more = server.call(&manager, "POST", "/me/passkeys/ceremonies", &NOTHING);
    assert_eq!(more.expect(403)["code"], "second-factor-needed");
    let more = server.call(&manager, "POST", "/me/second-factor", &NOTHING);
    assert_eq!(more.expect(403)["code"], "second-factor-needed");
    server.configure(&server.operator, |settings| settings.staff_second_factor = true);
    let look = |token: &str| server.call(token, "GET", "/bookings?member=100001", &NOTHING);
    assert_eq!(look(&manager).expect(403)["code"], "second-factor-needed");
    let asked = begin(&server, &json!({ "login": name, "staff": true }));
    let session = text(&finish(&server, &key.shown(&asked, SITE)).expect(201)["token"]);
    look(&session).expect(200);
    key.register(&server, &session, SITE).expect(201);
    let other = server.another("other");
    server.configure(&other, |settings| settings.pages_url = SITE.to_owned());
    let path = "/api/v1/other/passkey-ceremonies";
    let post = |path: &str, body: &Value| {
        let request = axum::http::Request::builder().method("POST").uri(path);
        let request = request.header("content-type", "application/json");
        server.send(request.body(axum::body::Body::from(body.to_string())).unwrap())
    };
    let asked = post(path, &json!({})).expect(201);
    // The staff of one operator do not get in at another.
    post("/api/v1/other/passkey-sessions", &key.shown(&asked, SITE)).expect(403);
}
