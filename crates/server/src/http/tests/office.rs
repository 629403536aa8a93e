//! The back office: today's board, documents to verify, indemnities, the outbox and the journal.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use rimessa_domain::time::Span;
use serde_json::json;

use super::browser::{Browser, Page};
use super::cast::{NOTHING, at, text};
use super::kit::Server;

/// Presses a button of a page: its hidden fields, and these.
pub(super) fn press(
    browser: &mut Browser<'_>,
    page: &Page,
    path: &str,
    fields: &[(&str, &str)],
) -> Page {
    let (form, key) = (page.hidden("form"), page.hidden("key"));
    let seen = page.hidden("seen").replace("&#34;", "\"");
    let hidden = [("form", form.as_str()), ("key", &key), ("seen", &seen)];
    browser.post(path, &[&hidden[..], fields].concat())
}

/// Anna uploads a page of a PDF as her licence.
fn applied(server: &Server) -> String {
    let token = server.anna();
    let request = Request::put(server.path("/me/documents/licence-front"))
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "application/pdf");
    let answer = server.send(request.body(Body::from("%PDF-1.4\n%%EOF\n")).unwrap()).expect(200);
    text(&answer["id"])
}

/// J6.2: trips, what is late, and what waits, each one click away.
#[test]
fn j6_2_the_board_names_what_is_under_way_late_and_waiting() {
    let server = Server::of("carcityclub");
    let (anna, slug) = (server.anna(), server.operator.slug.clone());
    let path = format!("/desk/{slug}/");
    let booking = server.booked(&anna, at(10, 0), at(11, 0));
    let mut manager = Browser::of_staff(&server, "manager");
    let page = manager.get(&path);
    page.shows("To start today <span class=\"count\">1<").shows("Vehicle 1");
    page.shows("Under way <span class=\"count\">0<");
    server.until(at(10, 0));
    server.opened(&anna, &booking);
    manager.get(&path).shows("Due within the hour <span class=\"count\">1<");
    server.until(at(11, 30));
    let page = manager.get(&path);
    page.shows("Late <span class=\"count\">1<").shows("<li class=\"late\">");
    let member = rimessa_app::show_id(server.anna.0);
    page.shows(&format!("/desk/{slug}/members/{member}"));
    page.shows("/applications\"").shows("/indemnities?state=proposed").shows("messages?state=dead");
    let out = server.call(&server.staff("field"), "PUT", "/vehicles/2/out-of-service", &json!({}));
    out.expect(200);
    manager.get(&path).shows("Out of service <span class=\"count\">1<").shows("vehicles/2");
    applied(&server);
    manager.get(&path).shows("<strong>1</strong> requests to verify");
    // Whoever is at the vehicles learns no more than a number.
    let page = Browser::of_staff(&server, "field").get(&path);
    assert!(!page.html.contains("/members/") && !page.html.contains("/applications"));
}

fn watching(server: &Server, token: &str) -> Request<Body> {
    let path = format!("/desk/{}/board/events", server.operator.slug);
    let cookies = format!("rimessa-desk={token}; rimessa-language=en");
    Request::get(path).header(header::COOKIE, cookies).body(Body::empty()).unwrap()
}

/// J6.2: what happens is on the board at once, as long as the session lasts.
#[test]
fn j6_2_the_board_changes_as_it_happens_until_the_session_ends() {
    let server = Server::of("carcityclub");
    let (anna, manager) = (server.anna(), server.staff("manager"));
    let mut events = server.opened_stream(watching(&server, &manager));
    let first = events.next().unwrap();
    assert!(first.starts_with("event: board\n"), "{first}");
    assert!(first.contains("To start today <span class=\"count\">0<"), "{first}");
    server.booked(&anna, at(10, 0), at(11, 0));
    let changed = events.next().unwrap();
    assert!(changed.contains("To start today <span class=\"count\">1<"), "{changed}");
    server.call(&manager, "DELETE", "/sessions/current", &NOTHING).expect(204);
    std::thread::sleep(std::time::Duration::from_secs(5));
    server.booked(&anna, at(12, 0), at(13, 0));
    assert_eq!(events.next(), None, "the session has ended");
}

#[test]
fn one_principal_watches_so_many_boards_and_no_more() {
    let server = Server::of("clem");
    let manager = server.staff("manager");
    let open: Vec<_> = (0..6).map(|_| server.opened_stream(watching(&server, &manager))).collect();
    assert_eq!(server.send(watching(&server, &manager)).status, StatusCode::TOO_MANY_REQUESTS);
    drop(open);
    server.opened_stream(watching(&server, &manager)).next().unwrap();
}

/// J1.3, CLEM-01: the queue, the scan beside the data, a refusal with a reason, and the member told.
#[test]
fn j1_3_documents_are_verified_from_the_queue_to_what_the_member_is_told() {
    let server = Server::of("clem");
    let upload = applied(&server);
    let member = rimessa_app::show_id(server.anna.0);
    let slug = server.operator.slug.clone();
    let list = format!("/desk/{slug}/applications");
    let path = format!("{list}/{member}");
    let mut staff = Browser::of_staff(&server, "billing");
    staff.get(&list).shows(&format!("href=\"{path}\""));
    let page = staff.get(&path);
    page.shows(&format!("{path}/scans/{upload}")).shows("anna@example.org").shows("Licence, front");
    let cookies = format!("rimessa-desk={}", staff.cookies[0].1);
    let scan = Request::get(format!("{path}/scans/{upload}")).header(header::COOKIE, cookies);
    let scan = server.send(scan.body(Body::empty()).unwrap());
    let says = |name: &str| scan.headers.get(name).unwrap().to_str().unwrap();
    assert_eq!((scan.status, says("content-type")), (StatusCode::OK, "application/pdf"));
    assert_eq!(says("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!((says("cache-control"), says("x-content-type-options")), ("no-store", "nosniff"));
    assert!(says("content-disposition").starts_with("attachment"));
    // Without a reason nothing is asked; what was typed stays.
    let wrong = press(&mut staff, &page, &path, &[("act", "ask"), ("reason", " ")]);
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.shows("id=\"e-reason\"");
    let why = [("act", "ask"), ("reason", "the back side, please")];
    let done = press(&mut staff, &wrong, &path, &why);
    assert_eq!(done.location, format!("{list}?told=asked"), "{}", done.html);
    staff.get(&done.location).shows("what is missing").shows("Nobody waits.");
    // Sent twice, it is told once.
    press(&mut staff, &wrong, &path, &why);
    let told = server.letters().into_iter().filter(|(kind, _)| kind == "incomplete").count();
    assert_eq!(told, 1, "{:?}", server.letters());
    assert!(server.letters()[0].1.contains("the back side, please"));
    applied(&server);
    let page = staff.get(&path);
    let done = press(&mut staff, &page, &path, &[("act", "validate"), ("reason", "")]);
    assert_eq!(done.location, format!("{list}?told=validated"), "{}", done.html);
    assert_eq!(server.letters()[0].0, "validated");
    // A refusal has its reason, and the member is told it.
    applied(&server);
    let page = staff.get(&path);
    let why = [("act", "refuse"), ("reason", "the licence is somebody else's")];
    let done = press(&mut staff, &page, &path, &why);
    assert_eq!(done.location, format!("{list}?told=refused"), "{}", done.html);
    let (kind, words) = &server.letters()[0];
    assert_eq!(kind, "refused");
    assert!(words.contains("somebody else's"), "{words}");
}

#[test]
fn what_belongs_to_another_operator_is_not_found() {
    let server = Server::of("clem");
    let other = server.another("elsewhere");
    let theirs = rimessa_app::show_id(server.member_at(&other, "Nobody").0);
    let mut staff = Browser::of_staff(&server, "manager");
    let slug = server.operator.slug.clone();
    for path in [format!("applications/{theirs}"), format!("indemnities/{theirs}")] {
        let page = staff.get(&format!("/desk/{slug}/{path}"));
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        let there = staff.get(&format!("/desk/elsewhere/{path}"));
        assert_eq!(there.status, StatusCode::FORBIDDEN, "{path}");
    }
    let upload = applied(&server);
    let page = staff.get(&format!("/desk/{slug}/applications/{theirs}/scans/{upload}"));
    assert_eq!(page.status, StatusCode::NOT_FOUND);
}

/// J4.4, CCC-35: evidence, the member heard, the objection shown, waived with a reason.
#[test]
fn j4_4_an_indemnity_is_heard_objected_to_and_waived_with_a_reason() {
    let server = Server::of("carcityclub");
    let (anna, bea) = (server.anna(), server.member_called("bea"));
    server.trip(&anna, at(10, 0), at(11, 0));
    let booking = server.booked(&bea, at(12, 0), at(14, 0));
    server.until(at(12, 0));
    server.opened(&bea, &booking);
    let report = json!({ "what": "damage", "text": "dent in the left door" });
    let about = format!("/bookings/{booking}/findings");
    server.call(&bea, "POST", &about, &report).expect(201);
    let mut staff = Browser::of_staff(&server, "billing");
    let list = format!("/desk/{}/indemnities", server.operator.slug);
    let page = staff.get(&list);
    let id = page.html.split(&format!("{list}/")).nth(1).unwrap().split('"').next().unwrap();
    let (path, decision) = (format!("{list}/{id}"), format!("{list}/{id}/decision"));
    let page = staff.get(&path);
    page.shows("CCC-35").shows("25.00").shows("<strong>return</strong>").shows("value=\"notify\"");
    // Nobody pays before being heard.
    let why = [("act", "uphold"), ("reason", "seen on the photos")];
    let refused = press(&mut staff, &page, &decision, &why);
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.shows("seen on the photos</textarea>").shows("role=\"alert\"");
    assert!(!refused.html.contains("Look again"), "{}", refused.html);
    let told = press(&mut staff, &refused, &decision, &[("act", "notify"), ("reason", "")]);
    assert_eq!(told.location, format!("{path}?told=notify"), "{}", told.html);
    let page = staff.get(&told.location);
    page.shows("can object").shows("value=\"uphold\"");
    let words = json!({ "text": "It was there before me." });
    server.call(&anna, "POST", &format!("/indemnities/{id}/objection"), &words).expect(200);
    // What was looked at is not what it is now.
    let stale = press(&mut staff, &page, &decision, &[("act", "waive"), ("reason", "no proof")]);
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    stale.shows("It was there before me.").shows("no proof</textarea>").shows("Look again");
    let empty = press(&mut staff, &stale, &decision, &[("act", "waive"), ("reason", "")]);
    empty.shows("id=\"e-reason\"");
    let done = press(&mut staff, &stale, &decision, &[("act", "waive"), ("reason", "no proof")]);
    assert_eq!(done.location, format!("{path}?told=waive"), "{}", done.html);
    let again = press(&mut staff, &stale, &decision, &[("act", "waive"), ("reason", "no proof")]);
    assert_eq!(again.location, done.location, "sent twice, it is done once");
    staff.get(&done.location).shows("Nothing is billed").shows("no proof");
    staff.get(&format!("{list}?state=waived")).shows(id);
    assert_eq!(server.billed(&anna, "CCC-35"), Vec::<String>::new());
    // An agent sees it, and does not decide.
    let mut agent = Browser::of_staff(&server, "agent");
    let page = agent.get(&path);
    assert!(!page.html.contains("/decision\""), "{}", page.html);
    let form = agent.get(&format!("/desk/{}/", server.operator.slug)).hidden("form");
    let kept = agent.post(&decision, &[("form", form.as_str()), ("act", "waive")]);
    assert_eq!(kept.status, StatusCode::FORBIDDEN);
}

#[test]
fn the_journal_is_searched_and_the_outbox_read() {
    let server = Server::of("carcityclub");
    let (anna, slug) = (server.anna(), server.operator.slug.clone());
    let booking = server.trip(&anna, at(10, 0), at(11, 0));
    server.pass(Span::minutes(5));
    let mut manager = Browser::of_staff(&server, "manager");
    let ask =
        |browser: &mut Browser<'_>, rest: &str| browser.get(&format!("/desk/{slug}/journal{rest}"));
    let all = ask(&mut manager, "");
    all.shows("<strong>book</strong>").shows("<strong>return</strong>");
    let only = ask(&mut manager, "?kind=return");
    assert!(!only.html.contains("<strong>book</strong>"));
    only.shows("<strong>return</strong>");
    for rest in ["?member=100001", "?vehicle=1", &format!("?booking={booking}")] {
        ask(&mut manager, rest).shows("<strong>book</strong>");
    }
    ask(&mut manager, "?kind=book&vehicle=2").shows("Nothing of that kind");
    ask(&mut manager, "?until=2026-03-02T00:00").shows("Nothing of that kind");
    ask(&mut manager, "?from=2026-03-02T11:30&vehicle=1").shows("<strong>return</strong>");
    for (rest, field) in
        [("?member=nobody", "e-member"), ("?vehicle=77", "e-vehicle"), ("?from=soon", "e-from")]
    {
        let page = ask(&mut manager, rest);
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{rest}");
        page.shows(&format!("id=\"{field}\""));
    }
    manager.get(&format!("/desk/{slug}/messages")).shows("booked").shows("Waiting");
    manager.get(&format!("/desk/{slug}/messages?state=dead")).shows("No message.");
}
