//! How staff work at the desk: passwords, second factors, cases, locks; and what is nobody else's business.

use axum::http::StatusCode;
use rimessa_app::join::hash_password;
use rimessa_app::log_in::hire;
use rimessa_domain::time::Span;
use serde_json::json;

use super::browser::Browser;
use super::cast::{NOTHING, at, text};
use super::desk_journeys::{send, taken};
use super::kit::Server;

const PASSWORD: &str = "four trams wait at dawn";

/// A temporary password leads to nothing but another one; then one logs in with that.
#[test]
fn a_temporary_password_is_replaced_first() {
    let server = Server::of("clem");
    let administrator = server.staff("administrator");
    let new = json!({ "name": "nadia", "roles": ["agent"] });
    let hired = server.call(&administrator, "POST", "/staff", &new).expect(201);
    let temporary = text(&hired["password"]);
    let mut browser = Browser::new(&server);
    let who = [("login", "nadia"), ("password", &*temporary)];
    assert_eq!(browser.post("/desk/log-in", &who).location, "/desk/");
    for path in ["/desk/", "/desk/cases", "/desk/second-factor"] {
        assert_eq!(browser.get(path).location, "/desk/password", "{path}");
    }
    let page = browser.get("/desk/password");
    let change = |old: &'static str, new: &'static str| {
        [("old", old), ("password", new), ("password_again", PASSWORD)]
    };
    let wrong = send(&mut browser, &page, "/desk/password", &change("no", PASSWORD));
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.shows("id=\"e-old\"");
    let mut typed = [("old", &*temporary), ("password", "short"), ("password_again", PASSWORD)];
    send(&mut browser, &page, "/desk/password", &typed).shows("id=\"e-password_again\"");
    typed[2].1 = "short";
    let short = send(&mut browser, &page, "/desk/password", &typed);
    short.shows("id=\"e-password\"");
    assert!(!short.html.contains(&temporary), "no password is shown");
    (typed[1].1, typed[2].1) = (PASSWORD, PASSWORD);
    taken(&mut browser, &page, "/desk/password", &typed).shows("The password is set");
    assert_eq!(browser.get("/desk/").status, StatusCode::SEE_OTHER, "the session has ended");
    let who = [("login", "nadia"), ("password", PASSWORD)];
    browser.post("/desk/log-in", &who);
    assert_eq!(browser.get("/desk/").status, StatusCode::OK);
}

/// The code that an authenticator shows.
fn code_of(secret: &str, server: &Server) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret).unwrap();
    let totp = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    totp.generate(u64::try_from(server.app.clock().now().0 / 1000).unwrap()).to_string()
}

/// An operator that demands a second factor is worked for only with one; it is set up on the way there.
#[test]
fn a_second_factor_is_set_up_where_an_operator_demands_it() {
    let server = Server::of("clem");
    let mut agent = Browser::of_staff(&server, "agent");
    server.configure(&server.operator, |settings| settings.staff_second_factor = true);
    assert_eq!(agent.get("/desk/cases").location, "/desk/second-factor");
    let page = agent.get("/desk/second-factor");
    let begun = send(&mut agent, &page, "/desk/second-factor", &[]);
    assert_eq!(begun.status, StatusCode::OK);
    let (secret, url) = (begun.hidden("secret"), begun.hidden("url"));
    assert!(begun.html.contains("otpauth://"), "{}", begun.html);
    let typed = [("secret", &*secret), ("url", &*url), ("totp", "000000")];
    let wrong = send(&mut agent, &begun, "/desk/second-factor/confirm", &typed);
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.shows("id=\"e-totp\"");
    assert_eq!(wrong.hidden("secret"), secret, "it need not be begun again");
    let code = code_of(&secret, &server);
    let typed = [("secret", &*secret), ("url", &*url), ("totp", &*code)];
    let done = send(&mut agent, &wrong, "/desk/second-factor/confirm", &typed);
    assert_eq!(done.status, StatusCode::OK, "{}", done.html);
    assert_eq!(done.html.matches("<li><code>").count(), 10);
    assert_eq!(agent.get("/desk/cases").status, StatusCode::OK);
}

/// CCC-13: a case from a booking: taken, noted, answered, handed over, closed; each step once, and in order.
#[test]
fn ccc_13_a_case_is_opened_taken_handed_over_and_closed() {
    let server = Server::of("carcityclub");
    let id = server.booked(&server.anna(), at(10, 0), at(12, 0));
    let (mut agent, mut other) =
        (Browser::of_staff(&server, "agent"), Browser::of_staff(&server, "manager"));
    let member = rimessa_app::show_id(server.anna.0);
    let blank = agent.get(&format!("/desk/carcityclub/cases/new?booking={id}&member={member}"));
    let typed = [("kind", "lost-property"), ("booking", &*id), ("member", &*member)];
    let path = "/desk/carcityclub/cases/new";
    let empty = send(&mut agent, &blank, path, &typed);
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    empty.shows("id=\"e-text\"").shows("value=\"lost-property\" selected");
    let typed = [&typed[..], &[("text", "A red umbrella")]].concat();
    let opened = send(&mut agent, &empty, path, &typed);
    assert_eq!(send(&mut agent, &empty, path, &typed).location, opened.location, "once");
    let case = opened.location.split('?').next().unwrap().to_owned();
    agent.get(&opened.location).shows("A red umbrella").shows("nobody yet");
    agent.get("/desk/cases?owner=nobody").shows(&case);
    assert!(!agent.get("/desk/cases?owner=me").html.contains(&case));
    let page = agent.get(&case);
    taken(&mut agent, &page, &format!("{case}/take"), &[]).shows("The case is yours");
    agent.get("/desk/").shows("Waiting for you").shows(&case);
    let stolen = other.get(&case);
    let stolen = send(&mut other, &stolen, &format!("{case}/take"), &[]);
    assert_eq!(stolen.status, StatusCode::UNPROCESSABLE_ENTITY, "it is somebody's");
    let page = agent.get(&case);
    let note = [("as", "note"), ("text", "Look under the seat")];
    taken(&mut agent, &page, &format!("{case}/reply"), &note).shows("staff only");
    let seen = server.call(&server.anna(), "GET", &case_path(&case), &NOTHING).expect(200);
    assert!(!seen.to_string().contains("seat"), "the member does not see it: {seen}");
    let page = agent.get(&case);
    let answer = [("as", "message"), ("text", "We look for it.")];
    taken(&mut agent, &page, &format!("{case}/reply"), &answer).shows("waiting for the member");
    let page = agent.get(&case);
    let silent = send(&mut agent, &page, &format!("{case}/hand-over"), &[("note", "")]);
    silent.shows("id=\"e-note\"");
    let nobody = [("to", "nobody-here"), ("note", "Call at eight")];
    let nobody = send(&mut agent, &page, &format!("{case}/hand-over"), &nobody);
    nobody.shows("id=\"e-to\"").shows("Call at eight");
    let page = agent.get(&case);
    let over = [("to", ""), ("note", "Call at eight")];
    taken(&mut agent, &page, &format!("{case}/hand-over"), &over).shows("Call at eight");
    server.pass(Span::days(6));
    let mut agent = Browser::of_staff(&server, "agent");
    agent.get("/desk/cases?overdue=yes").shows(&case);
    let page = agent.get(&case);
    page.shows("Overdue");
    let end = [("outcome", "settled"), ("last", "It is at the office.")];
    taken(&mut agent, &page, &format!("{case}/close"), &end).shows("settled");
    assert!(!agent.get("/desk/cases").html.contains(&case));
    agent.get("/desk/cases?state=closed").shows(&case);
}

/// The case as the API names it.
fn case_path(case: &str) -> String {
    format!("/cases/{}", case.rsplit('/').next().unwrap())
}

/// FAM-04: an account that was locked is opened again by whoever talked to its member.
#[test]
fn fam_04_a_lock_is_lifted_on_the_page_of_the_member() {
    let server = Server::of("family");
    for day in 0..3 {
        let anna = server.anna();
        let on = |hour, minute| at(hour, minute).plus(Span::days(day));
        let id = server.booked(&anna, on(10, 0), on(11, 0));
        server.until(on(10, 0));
        server.opened(&anna, &id);
        server.until(on(11, 30));
        server.call(&anna, "POST", &format!("/bookings/{id}/return"), &json!({})).expect(200);
    }
    let mut agent = Browser::of_staff(&server, "agent");
    let member = format!("/desk/family/members/{}", rimessa_app::show_id(server.anna.0));
    let page = agent.get(&member);
    page.shows("The account is locked").shows("Lift the lock");
    let mut billing = Browser::of_staff(&server, "billing");
    assert!(!billing.get(&member).html.contains("Lift the lock"), "who may not is not offered it");
    let lifted = taken(&mut agent, &page, &format!("{member}/lift"), &[]);
    lifted.shows("The lock is lifted").shows("Lock lifted");
    assert!(!lifted.html.contains("The account is locked"));
    server.told_again();
}

/// What belongs to another operator is not there, even for whoever works for both; whoever works for one
/// is not let in at the other.
#[test]
fn what_belongs_to_another_operator_is_not_there() {
    let server = Server::of("carcityclub");
    let other = server.another("elsewhere");
    let stranger = rimessa_app::show_id(server.member_at(&other, "Rossi").0);
    let id = server.booked(&server.anna(), at(10, 0), at(12, 0));
    let hash = hash_password("staff password");
    let (app, here) = (server.app.clone(), server.operator.id);
    let grants = [(here, "agent"), (other.id, "agent")];
    let hired = app.store().write_now({
        let app = app.clone();
        move |tx| hire(tx, &app, "centre", &hash, &grants)
    });
    hired.unwrap();
    let mut centre = Browser::new(&server);
    centre.post("/desk/log-in", &[("login", "centre"), ("password", "staff password")]);
    let mut agent = Browser::of_staff(&server, "agent");
    let page = agent.get(&format!("/desk/carcityclub/bookings/{id}"));
    let acts =
        ["call-off", "restore", "code", "open", "doors", "late", "report", "missing", "times"];
    for act in acts {
        let there = format!("/desk/elsewhere/bookings/{id}/{act}");
        let typed =
            [("what", "open"), ("identity_confirmed", "yes"), ("kind", "bay-taken"), ("end", "")];
        let page = centre.get("/desk/");
        let missing = send(&mut centre, &page, &there, &typed).status.as_u16();
        assert!([404, 422].contains(&missing), "{act}: {missing}");
    }
    let gets = [
        format!("/desk/elsewhere/bookings/{id}"),
        format!("/desk/elsewhere/bookings/{id}/missing"),
        format!("/desk/carcityclub/members/{stranger}"),
        format!("/desk/carcityclub/members/{stranger}/book"),
        format!("/desk/carcityclub/cases/new?member={stranger}"),
        format!("/desk/carcityclub/cases/{stranger}"),
    ];
    for path in gets {
        assert_eq!(centre.get(&path).status, StatusCode::NOT_FOUND, "{path}");
    }
    let there = format!("/desk/elsewhere/bookings/{id}/call-off");
    assert_eq!(send(&mut agent, &page, &there, &[]).status, StatusCode::FORBIDDEN);
    let seen = server.call(&server.anna(), "GET", &format!("/bookings/{id}"), &NOTHING);
    assert_eq!(seen.expect(200)["state"], "planned", "nothing was done");
}

/// The only script is a file of this server, and pages say so.
#[test]
fn the_script_is_a_file_of_its_own() {
    let server = Server::of("clem");
    let page = Browser::of_staff(&server, "agent").get("/desk/");
    let path = page.html.split("<script src=\"").nth(1).unwrap().split('"').next().unwrap();
    let script = Browser::new(&server).get(path);
    assert_eq!(script.status, StatusCode::OK);
    script.shows("keydown");
    assert_eq!(page.html.matches("<script").count(), 1);
    assert!(!page.html.contains("style=\"") && !page.html.contains("onclick"));
}
