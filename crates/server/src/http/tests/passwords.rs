//! Members: logging in, passwords, sessions.

use std::io::Write;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use rimessa_app::Actor;
use rimessa_app::join::{NewMember, hash_password, join};
use rimessa_domain::time::Span;
use serde_json::{Value, json};

use super::kit::{Answer, Server};

const NOTHING: Value = Value::Null;
const NEW: &str = "seven purple kettles sing";

fn log_in(server: &Server, login: &str, password: &str) -> super::kit::Answer {
    server.call("", "POST", "/sessions", &json!({ "login": login, "password": password }))
}

fn change(old: &str, new: &str, again: &str) -> Value {
    json!({ "old": old, "password": new, "password_again": again })
}

/// Lets a member with a temporary password join; the number.
fn newcomer(server: &Server) -> String {
    let hash = hash_password("temporary-word");
    let work = move |scene: &mut rimessa_app::Scene<'_, '_>| {
        let mut member = NewMember {
            number: Some("M7701".to_owned()),
            validated: true,
            login: Some(("m7701".to_owned(), hash.clone())),
            must_change: true,
            language: "en".to_owned(),
            ..NewMember::default()
        };
        member.person.email = Some("ben@example.org".to_owned());
        join(scene, &member)
    };
    server.app.command_now(&server.operator, Actor::System, work).unwrap();
    "M7701".to_owned()
}

/// CLEM-05.
#[test]
fn a_member_logs_in_by_name_address_or_number() {
    let server = Server::of("clem");
    for login in ["anna", " ANNA ", "anna@example.org", "Anna@Example.org", "100001"] {
        log_in(&server, login, "correct horse").expect(201);
    }
    for (login, password) in [("anna", "correct hors"), ("", ""), ("100002", "correct horse")] {
        assert_eq!(log_in(&server, login, password).expect(401)["code"], "not-logged-in");
    }
    log_in(&server, &"x".repeat(1 << 17), "y").expect(401);
}

#[test]
fn a_temporary_password_opens_nothing_until_it_is_changed() {
    let server = Server::of("clem");
    let number = newcomer(&server);
    let session = log_in(&server, &number, "temporary-word").expect(201);
    assert_eq!(session["must_change_password"], true);
    let token = session["token"].as_str().unwrap();
    for path in ["/me/statement", "/me/sessions", "/bookings", "/stations"] {
        let answer = server.call(token, "GET", path, &NOTHING).expect(403);
        assert_eq!(answer["code"], "must-change-password", "{path}");
    }
    let put = |body: &Value| server.call(token, "PUT", "/me/password", body);
    for (body, code) in [
        (change("temporary-word", NEW, "seven purple kettles"), "passwords-differ"),
        (change("temporary-word", "short", "short"), "password-too-short"),
        (change("temporary-word", "password1234", "password1234"), "password-too-easy"),
        (
            change("temporary-word", "m7701 kettles purple", "m7701 kettles purple"),
            "password-holds-name",
        ),
        (change("temporary-word", "temporary-word", "temporary-word"), "password-as-before"),
        (change("wrong", NEW, NEW), "old-password-wrong"),
    ] {
        assert_eq!(put(&body).expect(422)["errors"][0]["code"], code, "{body}");
    }
    put(&change("temporary-word", NEW, NEW)).expect(204);
    server.call(token, "GET", "/me/statement", &NOTHING).expect(401);
    log_in(&server, &number, "temporary-word").expect(401);
    let session = log_in(&server, &number, NEW).expect(201);
    assert_eq!(session["must_change_password"], false);
    server.call(session["token"].as_str().unwrap(), "GET", "/me/statement", &NOTHING).expect(200);
}

#[test]
fn who_keeps_guessing_waits_longer_and_longer() {
    let server = Server::of("clem");
    // A name that nobody has is treated alike: nobody learns which names there are.
    for login in ["anna", "nobody"] {
        for _ in 0..5 {
            log_in(&server, login, "guess").expect(401);
        }
        let blocked = log_in(&server, login, "correct horse");
        assert_eq!(blocked.headers["retry-after"], "121", "{login}");
        blocked.expect(429);
    }
    server.pass(Span::minutes(2));
    log_in(&server, "anna", "guess").expect(401);
    assert_eq!(log_in(&server, "anna", "guess").headers["retry-after"], "241");
    server.pass(Span::minutes(4));
    log_in(&server, "anna", "correct horse").expect(201);
    for _ in 0..4 {
        log_in(&server, "anna", "guess").expect(401);
    }
    log_in(&server, "anna", "correct horse").expect(201);
}

/// The token of the last mail.
fn mailed(server: &Server) -> String {
    let mails = server.mails();
    assert_eq!(mails[0].kind, "password-reset");
    let text = &mails[0].letter.as_ref().unwrap().text;
    text.lines()
        .find_map(|line| line.trim().split_once("/reset?token=rr_").map(|(_, rest)| rest))
        .map(|t| format!("rr_{t}"))
        .unwrap()
}

#[test]
fn a_mailed_token_sets_another_password_once_and_within_an_hour() {
    let server = Server::of("clem");
    let old_session = server.anna();
    let ask = |login: &str| {
        let answer = server.call("", "POST", "/password-resets", &json!({ "login": login }));
        assert!(answer.headers.get("content-length").is_none_or(|length| length == "0"));
        answer.expect(202)
    };
    let reset = |token: &str| {
        let body = json!({ "token": token, "password": NEW, "password_again": NEW });
        server.call("", "PUT", "/password-resets", &body)
    };
    let over = |answer: super::kit::Answer| {
        assert_eq!(answer.expect(422)["errors"][0]["code"], "reset-is-over");
    };
    assert_eq!(ask("nobody@example.org"), ask("anna@example.org"));
    assert_eq!(server.mails().len(), 1, "nobody has no mail");
    let first = mailed(&server);
    server.pass(Span::minutes(61));
    over(reset(&first));
    ask("anna");
    let second = mailed(&server);
    ask("100001");
    let third = mailed(&server);
    assert_ne!(second, third);
    let easy = json!({ "token": third, "password": "1234567890", "password_again": "1234567890" });
    server.call("", "PUT", "/password-resets", &easy).expect(422);
    reset(&third).expect(204);
    over(reset(&third));
    over(reset(&second));
    over(reset("rr_nonsense"));
    server.call(&old_session, "GET", "/me/statement", &NOTHING).expect(401);
    log_in(&server, "anna", "correct horse").expect(401);
    log_in(&server, "anna", NEW).expect(201);
    assert_eq!(server.mails()[0].kind, "password-changed");
}

#[test]
fn a_reset_is_not_mailed_over_and_over_and_speaks_the_members_language() {
    let server = Server::of("carcityclub");
    newcomer(&server);
    for _ in 0..5 {
        server.call("", "POST", "/password-resets", &json!({ "login": "M7701" })).expect(202);
    }
    let mails = server.mails();
    assert_eq!(mails.len(), 3);
    let letter = mails[0].letter.as_ref().unwrap();
    assert_eq!(letter.to, "ben@example.org");
    assert!(letter.subject.contains("a new password"), "{}", letter.subject);
}

/// Logs in from an address.
fn log_in_from(server: &Server, address: &str, login: &str, password: &str) -> Answer {
    let body = json!({ "login": login, "password": password }).to_string();
    let request = Request::builder().method("POST").uri(server.path("/sessions"));
    let request = request.header("content-type", "application/json");
    let mut request = request.body(Body::from(body)).unwrap();
    let address: SocketAddr = format!("{address}:1").parse().unwrap();
    request.extensions_mut().insert(ConnectInfo(address));
    server.send(request)
}

#[test]
fn who_guesses_keeps_nobody_else_out() {
    let server = Server::of("clem");
    let from =
        |address: &str, login: &str, password: &str| log_in_from(&server, address, login, password);
    for login in ["anna", "nobody"] {
        for _ in 0..5 {
            from("10.0.0.1", login, "guess").expect(401);
        }
        from("10.0.0.1", login, "correct horse").expect(429);
        from("10.0.0.2", login, "guess").expect(401);
    }
    from("10.0.0.3", "anna", "correct horse").expect(201);
    // However long one goes on, it stays with that one.
    for _ in 0..80 {
        server.pass(Span::hours(2));
        from("10.0.0.1", "anna", "guess").expect(401);
    }
    from("10.0.0.3", "anna", "correct horse").expect(201);
    from("10.0.0.1", "anna", "correct horse").expect(429);
    server.pass(Span::hours(1));
    from("10.0.0.1", "anna", "correct horse").expect(201);
}

#[test]
fn guessing_from_many_places_stops_the_login_for_a_while() {
    let server = Server::of("clem");
    for login in ["anna", "nobody"] {
        for place in 1..=51 {
            let guess = log_in_from(&server, &format!("10.0.0.{place}"), login, "guess");
            guess.expect(401);
        }
        let blocked = log_in_from(&server, "10.0.1.1", login, "correct horse");
        assert_eq!(blocked.headers["retry-after"], "121", "{login}");
        blocked.expect(429);
    }
    server.pass(Span::minutes(2));
    log_in_from(&server, "10.0.1.1", "anna", "correct horse").expect(201);
    log_in_from(&server, "10.0.1.1", "nobody", "correct horse").expect(401);
}

#[test]
fn a_blocked_member_gets_in_again_by_mail() {
    let server = Server::of("clem");
    for _ in 0..5 {
        log_in(&server, "anna", "guess").expect(401);
    }
    server.call("", "POST", "/password-resets", &json!({ "login": "anna" })).expect(202);
    let body = json!({ "token": mailed(&server), "password": NEW, "password_again": NEW });
    server.call("", "PUT", "/password-resets", &body).expect(204);
    log_in(&server, "anna", NEW).expect(201);
}

#[test]
fn sessions_are_listed_and_ended_by_their_own_member_only() {
    let server = Server::of("clem");
    newcomer(&server);
    let (first, second) = (server.anna(), server.anna());
    let list = |token: &str| server.call(token, "GET", "/me/sessions", &NOTHING);
    let listed = list(&first).expect(200);
    assert_eq!(listed.as_array().unwrap().len(), 2);
    assert!(!listed.to_string().contains(&first));
    let other = listed.as_array().unwrap().iter().find(|one| one["is_current"] == false);
    let about = format!("/me/sessions/{}", other.unwrap()["id"].as_str().unwrap());
    let stranger = server.staff("manager");
    server.call(&stranger, "DELETE", &about, &NOTHING).expect(404);
    list(&second).expect(200);
    server.call(&first, "DELETE", &about, &NOTHING).expect(204);
    list(&second).expect(401);
    server.call(&first, "DELETE", &about, &NOTHING).expect(404);
    server.call(&first, "DELETE", "/me/sessions/7", &NOTHING).expect(404);
    server.call(&first, "DELETE", "/sessions/current", &NOTHING).expect(204);
    list(&first).expect(401);
    let third = server.anna();
    server.pass(Span::days(14));
    list(&third).expect(401);
}

/// What is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, text: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(text);
        Ok(text.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn no_secret_is_logged_or_kept_readable() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    tracing::subscriber::set_global_default(subscriber).unwrap();
    let server = Server::of("clem");
    tracing::info!("it is written");
    let token = server.anna();
    log_in(&server, "anna", "a wrong guess");
    server.call("", "POST", "/password-resets", &json!({ "login": "anna" })).expect(202);
    let mailed = mailed(&server);
    let body = json!({ "token": mailed, "password": NEW, "password_again": NEW });
    server.call("", "PUT", "/password-resets", &body).expect(204);
    let administrator = server.staff("administrator");
    let program = json!({ "label": "x", "scopes": ["bookings"] });
    let keyed = [("idempotency-key", "k-1"), ("content-type", "application/json")];
    let mut request = axum::http::Request::builder().method("POST").uri(server.path("/programs"));
    for (name, value) in keyed {
        request = request.header(name, value);
    }
    let request = request.header("authorization", format!("Bearer {administrator}"));
    let request = request.body(axum::body::Body::from(program.to_string())).unwrap();
    let program = server.send(request).expect(201);
    let (_, key) = server.device(&json!({ "kind": "kiosk", "label": "x", "station": "A" }));
    let hired = json!({ "name": "zoe", "roles": ["agent"] });
    let hired = server.call(&administrator, "POST", "/staff", &hired).expect(201);
    let secrets = [
        token.as_str(),
        "correct horse",
        "a wrong guess",
        mailed.as_str(),
        NEW,
        administrator.as_str(),
        program["token"].as_str().unwrap(),
        key.as_str(),
        hired["password"].as_str().unwrap(),
    ];
    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(logged.contains("it is written"));
    let kept = server.everything_kept();
    let holds = |secret: &str| kept.windows(secret.len()).any(|part| part == secret.as_bytes());
    assert!(holds("anna@example.org"), "what is kept is read as it is");
    for secret in secrets {
        assert!(!logged.contains(secret), "{secret} is logged");
        assert!(!holds(secret), "{secret} is kept readable");
    }
}
