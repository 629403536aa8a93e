//! Staff: who hires and grants, and their second factor.

use rimessa_app::Operator;
use rimessa_app::join::hash_password;
use rimessa_domain::time::Span;
use rimessa_store::OperatorId;
use rimessa_store::logins::INSTALLATION;
use serde_json::{Value, json};

use super::kit::{Answer, Server};

const NOTHING: Value = Value::Null;
const PASSWORD: &str = "staff password";

/// Somebody of that name with these roles; the id.
fn hire(server: &Server, name: &str, grants: &'static [(OperatorId, &'static str)]) {
    let (app, name, hash) = (server.app.clone(), name.to_owned(), hash_password(PASSWORD));
    let work = move |tx: &mut rimessa_store::Tx<'_>| {
        rimessa_app::log_in::hire(tx, &app, &name, &hash, grants)
    };
    server.app.store().write_now(work).unwrap();
}

fn log_in(server: &Server, name: &str, more: &Value) -> Answer {
    let mut who = json!({ "login": name, "password": PASSWORD, "staff": true });
    who.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
    server.call("", "POST", "/sessions", &who)
}

fn token(answer: Answer) -> String {
    answer.expect(201)["token"].as_str().unwrap().to_owned()
}

/// Calls at another operator.
fn call_at(server: &Server, at: &Operator, token: &str, method: &str, rest: &str) -> Answer {
    let request = axum::http::Request::builder()
        .method(method)
        .uri(format!("/api/v1/{}{rest}", at.slug))
        .header("authorization", format!("Bearer {token}"));
    server.send(request.body(axum::body::Body::empty()).unwrap())
}

#[test]
fn an_administrator_hires_and_the_new_one_chooses_a_password() {
    let server = Server::of("clem");
    let boss = server.staff("administrator");
    let hire = |body: &Value| server.call(&boss, "POST", "/staff", body);
    let made = hire(&json!({ "name": "Zoe", "roles": ["agent", "field"] })).expect(201);
    let password = made["password"].as_str().unwrap();
    for (body, code) in [
        (json!({ "name": "zoe", "roles": ["agent"] }), "taken"),
        (json!({ "name": "z", "roles": ["agent"] }), "not-a-login-name"),
        (json!({ "name": "yan", "roles": [] }), "missing"),
        (json!({ "name": "yan", "roles": ["boss"] }), "no-such-role"),
    ] {
        assert_eq!(hire(&body).expect(422)["errors"][0]["code"], code, "{body}");
    }
    let who = json!({ "login": "zoe", "password": password, "staff": true });
    let session = server.call("", "POST", "/sessions", &who).expect(201);
    let zoe = session["token"].as_str().unwrap();
    let look = |token: &str| server.call(token, "GET", "/bookings?member=100001", &NOTHING);
    assert_eq!(look(zoe).expect(403)["code"], "must-change-password");
    let enrol = server.call(zoe, "POST", "/me/second-factor", &NOTHING).expect(403);
    assert_eq!(enrol["code"], "must-change-password");
    let new = "seven purple kettles sing";
    let change = json!({ "old": password, "password": new, "password_again": new });
    server.call(zoe, "PUT", "/me/password", &change).expect(204);
    let who = json!({ "login": "zoe", "password": new, "staff": true });
    let zoe = token(server.call("", "POST", "/sessions", &who));
    look(&zoe).expect(200);
    let about = format!("/staff/{}", made["staff"]["id"].as_str().unwrap());
    server.call(&zoe, "GET", "/staff", &NOTHING).expect(403);
    // Taking roles away holds at once, though the session goes on.
    for role in ["agent", "field"] {
        let path = format!("{about}/roles/{role}");
        server.call(&boss, "DELETE", &path, &NOTHING).expect(200);
        server.call(&boss, "DELETE", &path, &NOTHING).expect(404);
    }
    look(&zoe).expect(403);
    server.call(&boss, "PUT", "/staff/zoe/roles/manager", &NOTHING).expect(200);
    look(&zoe).expect(200);
    let renewed = server.call(&boss, "POST", &format!("{about}/password"), &NOTHING).expect(200);
    assert_ne!(renewed["password"].as_str().unwrap(), password);
    look(&zoe).expect(401);
    server.call(&boss, "PATCH", &about, &json!({ "is_disabled": true })).expect(200);
    server.call("", "POST", "/sessions", &who).expect(401);
    let listed = server.call(&boss, "GET", "/staff", &NOTHING).expect(200);
    let zoe = listed.as_array().unwrap().iter().find(|one| one["name"] == "zoe").unwrap();
    assert_eq!((&zoe["is_disabled"], &zoe["roles"][0]["role"]), (&json!(true), &json!("manager")));
}

#[test]
fn administrators_grant_only_as_far_as_they_reach() {
    let server = Server::of("clem");
    let other = server.another("other");
    let boss = server.staff("administrator");
    let put = |path: &str| server.call(&boss, "PUT", path, &NOTHING);
    hire(&server, "agent", &[(OperatorId(1), "agent")]);
    assert_eq!(server.operator.id, OperatorId(1));
    assert_eq!(
        put("/staff/agent/roles/agent?everywhere=true").expect(403)["code"],
        "not-everywhere"
    );
    assert_eq!(put("/staff/agent/roles/boss").expect(422)["errors"][0]["code"], "no-such-role");
    put("/staff/nobody/roles/agent").expect(404);
    call_at(&server, &other, &boss, "PUT", "/staff/agent/roles/agent").expect(403);
    let over_all = [(INSTALLATION, "administrator"), (INSTALLATION, "agent")];
    let over_all: &'static [_] = Box::leak(Box::new(over_all));
    hire(&server, "root", over_all);
    let root = token(log_in(&server, "root", &json!({})));
    call_at(&server, &other, &root, "PUT", "/staff/agent/roles/field").expect(200);
    // Now the agent works for both: neither administrator may lock the other's staff out.
    let lock = server.call(&boss, "PATCH", "/staff/agent", &json!({ "is_disabled": true }));
    assert_eq!(lock.expect(403)["code"], "staff-of-others");
    server.call(&boss, "POST", "/staff/agent/password", &NOTHING).expect(403);
    server.call(&boss, "POST", "/staff/root/password", &NOTHING).expect(403);
    let view = server.call(&boss, "GET", "/staff", &NOTHING).expect(200);
    let agent = view.as_array().unwrap().iter().find(|one| one["name"] == "agent").unwrap();
    assert_eq!(agent["roles"].as_array().unwrap().len(), 1, "nothing of the other operator");
    let agent = token(log_in(&server, "agent", &json!({})));
    call_at(&server, &other, &agent, "GET", "/cases").expect(200);
    put("/staff/root/roles/field").expect(200);
    let everywhere = "/staff/agent/roles/agent?everywhere=true";
    let granted = server.call(&root, "PUT", everywhere, &NOTHING).expect(200);
    assert_eq!(granted["roles"].as_array().unwrap().len(), 2);
    server.call(&root, "DELETE", everywhere, &NOTHING).expect(200);
    let own =
        server.call(&root, "DELETE", "/staff/root/roles/administrator?everywhere=true", &NOTHING);
    assert_eq!(own.expect(403)["code"], "not-yourself");
    let own = server.call(&root, "PATCH", "/staff/root", &json!({ "is_disabled": true }));
    assert_eq!(own.expect(403)["code"], "not-yourself");
}

#[test]
fn staff_log_in_where_they_work() {
    let server = Server::of("clem");
    let other = server.another("other");
    hire(&server, "agent", &[(OperatorId(1), "agent")]);
    log_in(&server, "agent", &json!({})).expect(201);
    let who = json!({ "login": "agent", "password": PASSWORD, "staff": true });
    let request = axum::http::Request::builder()
        .method("POST")
        .uri(format!("/api/v1/{}/sessions", other.slug))
        .header("content-type", "application/json");
    let there = server.send(request.body(axum::body::Body::from(who.to_string())).unwrap());
    there.expect(403);
    let as_member = json!({ "login": "agent", "password": PASSWORD });
    server.call("", "POST", "/sessions", &as_member).expect(401);
}

/// What the authenticator with this address shows now.
fn shows(server: &Server, url: &str) -> String {
    let totp = totp_rs::Totp::from_url(url).unwrap();
    let seconds = u64::try_from(server.app.clock().now().0 / 1000).unwrap();
    totp.generate(seconds).to_string()
}

#[test]
fn a_second_factor_is_asked_for_once_it_is_confirmed() {
    let server = Server::of("clem");
    hire(&server, "agent", &[(OperatorId(1), "agent")]);
    let session = token(log_in(&server, "agent", &json!({})));
    let put =
        |totp: &str| server.call(&session, "PUT", "/me/second-factor", &json!({ "totp": totp }));
    put("123456").expect(422);
    let shown = server.call(&session, "POST", "/me/second-factor", &NOTHING).expect(201);
    let url = shown["url"].as_str().unwrap();
    assert!(url.contains(shown["secret"].as_str().unwrap()));
    // Until it is confirmed, nothing is asked for.
    let elsewhere = token(log_in(&server, "agent", &json!({})));
    let now = shows(&server, url);
    let wrong = if now == "000000" { "000001" } else { "000000" };
    assert_eq!(put(wrong).expect(422)["errors"][0]["code"], "wrong-totp");
    let codes = put(&now).expect(200)["codes"].clone();
    assert_eq!(codes.as_array().unwrap().len(), 10);
    server.call(&elsewhere, "GET", "/me/sessions", &NOTHING).expect(401);
    server.call(&session, "GET", "/me/sessions", &NOTHING).expect(200);
    server.call(&session, "POST", "/me/second-factor", &NOTHING).expect(422);
    let missing = log_in(&server, "agent", &json!({})).expect(401);
    assert_eq!(missing["code"], "second-factor-missing");
    let used = log_in(&server, "agent", &json!({ "totp": now })).expect(401);
    assert_eq!(used["code"], "second-factor-wrong", "the code that confirmed it was used");
    server.pass(Span(30_000));
    let next = json!({ "totp": shows(&server, url) });
    log_in(&server, "agent", &next).expect(201);
    log_in(&server, "agent", &next).expect(401);
    server.pass(Span::minutes(10));
    log_in(&server, "agent", &next).expect(401);
    let recovery = json!({ "recovery_code": codes[3] });
    log_in(&server, "agent", &recovery).expect(201);
    assert_eq!(log_in(&server, "agent", &recovery).expect(401)["code"], "second-factor-wrong");
    let shouted = codes[4].as_str().unwrap().to_uppercase().replace('-', " ");
    log_in(&server, "agent", &json!({ "recovery_code": shouted })).expect(201);
    // Guessing digits blocks as guessing passwords does.
    for _ in 0..5 {
        log_in(&server, "agent", &json!({ "recovery_code": "x" })).expect(401);
    }
    log_in(&server, "agent", &json!({ "recovery_code": codes[5] })).expect(429);
    let boss = server.staff("administrator");
    server.call(&boss, "DELETE", "/staff/agent/second-factor", &NOTHING).expect(200);
    server.call(&boss, "DELETE", "/staff/agent/second-factor", &NOTHING).expect(404);
    server.pass(Span::hours(1));
    log_in(&server, "agent", &json!({})).expect(201);
}

#[test]
fn an_operator_can_ask_all_staff_for_a_second_factor() {
    let server = Server::of("clem");
    server.configure(&server.operator, |settings| settings.staff_second_factor = true);
    hire(&server, "agent", &[(OperatorId(1), "agent")]);
    let session = token(log_in(&server, "agent", &json!({})));
    let look = || server.call(&session, "GET", "/bookings?member=100001", &NOTHING);
    assert_eq!(look().expect(403)["code"], "second-factor-needed");
    let shown = server.call(&session, "POST", "/me/second-factor", &NOTHING).expect(201);
    let totp = json!({ "totp": shows(&server, shown["url"].as_str().unwrap()) });
    server.call(&session, "PUT", "/me/second-factor", &totp).expect(200);
    look().expect(200);
    let anna = server.anna();
    server.call(&anna, "GET", "/me/statement", &NOTHING).expect(200);
}

#[test]
fn the_journal_knows_who_was_let_in_and_what_was_granted() {
    let server = Server::of("clem");
    let boss = server.staff("administrator");
    let hired = json!({ "name": "zoe", "roles": ["agent"] });
    server.call(&boss, "POST", "/staff", &hired).expect(201);
    server.call(&boss, "PUT", "/staff/zoe/roles/field", &NOTHING).expect(200);
    let program = json!({ "label": "Secret label", "scopes": ["bookings"] });
    server.call(&boss, "POST", "/programs", &program).expect(201);
    server.device(&json!({ "kind": "kiosk", "label": "Hall", "station": "A" }));
    let op = server.operator.id;
    let all = server.app.store().read_now(move |tx| rimessa_store::journal::page(tx, op, 0, 500));
    let all = all.unwrap();
    for kind in ["log-in", "staff-hire", "staff-grant", "program-token", "device"] {
        let entry = all.iter().find(|entry| entry.kind == kind).unwrap();
        assert!(entry.actor == "staff" && entry.subject.is_some(), "{kind}");
    }
    let text = format!("{all:?}");
    for name in ["zoe", "Secret label", "Hall"] {
        assert!(!text.contains(name), "{name}");
    }
}
