//! Members about themselves, in the browser: signing up, passwords, who they are.

use axum::http::StatusCode;

use super::browser::{Browser, Page};
use super::kit::Server;

/// The smallest picture there is.
fn picture() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::DynamicImage::new_rgb8(8, 8);
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

const PERSON: [(&str, &str); 12] = [
    ("family-name", "Petit"),
    ("given-name", "Zoé"),
    ("birth-date", "1990-05-04"),
    ("street", "1 rue Ducale"),
    ("postal-code", "08000"),
    ("city", "Charleville"),
    ("mobile", "+33612345678"),
    ("mail", "zoe@example.org"),
    ("login", "zoe"),
    ("password", "a long enough phrase"),
    ("password-again", "a long enough phrase"),
    ("terms", "true"),
];

fn begin(browser: &mut Browser<'_>) -> Page {
    let slug = browser.server.operator.slug.clone();
    let begun = browser.post(&format!("/{slug}/sign-up"), &[]);
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.html);
    browser.get(&begun.location)
}

/// J1.1: CLEM-03.
fn what_will_not_do_loses_nothing(browser: &mut Browser<'_>) {
    // A file that is no picture: everything else is kept, and it is said at the file.
    let text: &[u8] = b"not a picture";
    let wrong = [("licence-front", "licence.txt", "text/plain", text)];
    let page = browser.post_files("/clem/sign-up/steps/person", &PERSON, &wrong);
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    page.shows("id=\"e-licence-front\"")
        .shows("value=\"Petit\"")
        .shows("value=\"zoe@example.org\"");
    assert!(!page.html.contains("id=\"e-family-name\"") && !page.html.contains("long enough"));
    // Nor does one that is too large, whatever comes behind it.
    let large = vec![0xff; 11 * 1024 * 1024];
    let files = [("licence-front", "licence.jpg", "image/jpeg", large.as_slice())];
    browser
        .post_files("/clem/sign-up/steps/person", &PERSON, &files)
        .shows("id=\"e-licence-front\"");
    // Nor does a password that is too easy: the rest is there after a break.
    let mut easy = PERSON;
    easy[7].1 = "zoe@example.net";
    (easy[9].1, easy[10].1) = ("short", "short");
    let page = browser.post_files("/clem/sign-up/steps/person", &easy, &[]);
    page.shows("id=\"e-password\"").shows("value=\"zoe@example.net\"");
    assert_eq!(browser.get("/clem/sign-up").location, "/clem/sign-up/steps/person");
}

/// J1.1, J1.2: CLEM-02, CLEM-03, CLEM-04.
#[test]
fn one_signs_up_in_steps_and_a_file_that_will_not_do_loses_nothing() {
    let server = Server::of("clem");
    let mut browser = Browser::new(&server);
    browser.get("/clem/log-in").shows("/clem/sign-up");
    browser.get("/clem/sign-up").shows("Begin");
    begin(&mut browser).shows("CLEM-02");
    let next = browser.post_files("/clem/sign-up/steps/community", &[("community", "clem")], &[]);
    assert_eq!(next.location, "/clem/sign-up/steps/person", "{}", next.html);
    what_will_not_do_loses_nothing(&mut browser);
    let scan = picture();
    let files = [("licence-front", "licence.png", "image/png", scan.as_slice())];
    let next = browser.post_files("/clem/sign-up/steps/person", &PERSON, &files);
    assert_eq!(next.location, "/clem/sign-up/steps/payment", "{}", next.html);
    // The plans stand there with their prices and clauses.
    let page = browser.get(&next.location);
    page.shows("CLEM-").shows("class=\"panel plan\"");
    let plan = server.operator.versions.at(server.app.clock().now()).plans.first().unwrap();
    let (plan, early) = (plan.id.to_string(), browser.get("/clem/sign-up/summary"));
    early.shows("missing or wrong");
    let typed = [
        ("payment-means", "transfer"),
        ("services", "sharing"),
        ("services", "charging"),
        ("plan", &*plan),
    ];
    let next = browser.post_files("/clem/sign-up/steps/payment", &typed, &[]);
    assert_eq!(next.location, "/clem/sign-up/summary", "{}", next.html);
    let summary = browser.get(&next.location);
    summary.shows("Petit").shows("Received").shows("zoe@example.org").shows("Confirm and join");
    let key = summary.hidden("key");
    let done = browser.post("/clem/sign-up/summary", &[("key", &key)]);
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
    let twice = browser.post("/clem/sign-up/summary", &[("key", &key)]);
    assert_eq!(done.location, twice.location, "it counts once");
    browser.get(&done.location).shows("Your customer number is").shows("a mail with a link");
    assert_eq!(browser.get("/clem/sign-up").status, StatusCode::OK, "the draft is gone");
    // The link of the mail confirms the address, once a person clicks.
    let mail = &server.mails()[0];
    let text = mail.letter.as_ref().unwrap().text.clone();
    let link = text.split("/clem/confirm-mail").nth(1).unwrap().split_whitespace().next().unwrap();
    let page = browser.get(&format!("/clem/confirm-mail{link}"));
    let token = page.hidden("token");
    browser.post("/clem/confirm-mail", &[("token", &token)]).shows("your address is confirmed");
    let used = browser.post("/clem/confirm-mail", &[("token", &token)]);
    assert_eq!(used.status, StatusCode::NOT_FOUND);
    let who = [("login", "zoe"), ("password", "a long enough phrase")];
    assert_eq!(browser.post("/clem/log-in", &who).location, "/clem/");
    browser.get("/clem/").shows("Hello Zoé");
}

#[test]
fn whoever_stops_signing_up_leaves_nothing_and_a_draft_is_of_one_browser() {
    let server = Server::of("clem");
    let mut browser = Browser::new(&server);
    begin(&mut browser);
    browser.post_files("/clem/sign-up/steps/person", &PERSON, &[]);
    browser.get("/clem/sign-up/summary").shows("Petit");
    let mut other = Browser::new(&server);
    assert_eq!(other.get("/clem/sign-up/summary").location, "/clem/sign-up");
    let old = browser.cookies.clone();
    assert_eq!(browser.post("/clem/sign-up/stop", &[]).location, "/clem/log-in");
    browser.cookies = old;
    assert_eq!(browser.get("/clem/sign-up/summary").location, "/clem/sign-up");
    // Where the operator enters its customers, nobody signs up.
    let server = Server::of("saemes");
    let mut browser = Browser::new(&server);
    assert_eq!(browser.get("/saemes/sign-up").status, StatusCode::NOT_FOUND);
    assert!(!browser.get("/saemes/log-in").html.contains("/saemes/sign-up"));
}

/// J5.1: EVAI-1.1, EVAI-1.2: one summary of the person and the first booking.
#[test]
fn the_first_booking_is_confirmed_together_with_the_person() {
    let server = Server::of("evai");
    let mut browser = Browser::new(&server);
    begin(&mut browser);
    let scan = picture();
    let files = ["licence-front", "identity-front"]
        .map(|name| (name, "scan.png", "image/png", scan.as_slice()));
    let mut person: Vec<_> = PERSON.iter().filter(|(name, _)| *name != "terms").copied().collect();
    person.retain(|(name, _)| !name.starts_with("password") && *name != "login");
    person.extend([("birth-place", "Milano"), ("licence-number", "MI1234567A")]);
    person.extend([("licence-issued", "2020-01-01"), ("licence-expires", "2030-01-01")]);
    let next = browser.post_files("/evai/sign-up/steps/person", &person, &files);
    assert_eq!(next.location, "/evai/sign-up/steps/first-booking", "{}", next.html);
    let rules = server.operator.versions.at(server.app.clock().now());
    let category = rules.categories.first().unwrap().id.to_string();
    let typed = [
        ("start", "2026-03-04T10:00"),
        ("end", "2026-03-04T12:00"),
        ("category", &*category),
        ("pickup", "A"),
        ("dropoff", "A"),
    ];
    let next = browser.post_files("/evai/sign-up/steps/first-booking", &typed, &[]);
    let next = browser.post_files(&next.location, &[("data", "true")], &[]);
    assert_eq!(next.location, "/evai/sign-up/summary", "{}", next.html);
    let summary = browser.get("/evai/sign-up/summary");
    summary.shows("Petit").shows("2026-03-04 10:00").shows("Station A");
    let key = summary.hidden("key");
    let done = browser.post("/evai/sign-up/summary", &[("key", &key)]);
    browser.get(&done.location).shows("Your first booking stands");
}

/// SAE-02, SAE-03: the temporary password is replaced first, and what was ticked is kept.
#[test]
fn the_first_login_replaces_the_temporary_password_and_asks_for_addresses() {
    let server = Server::of("saemes");
    let agent = server.staff("agent");
    let id = rimessa_app::show_id(server.anna.0);
    let path = format!("/members/{id}/temporary-password");
    let made = server.call(&agent, "POST", &path, &serde_json::json!({})).expect(201);
    let (number, password) =
        (made["number"].as_str().unwrap(), made["temporary_password"].as_str().unwrap());
    let mut browser = Browser::new(&server);
    let page = browser.post("/saemes/log-in", &[("login", number), ("password", password)]);
    assert_eq!(page.location, "/saemes/");
    // Whatever is asked for, it comes first.
    for path in ["/saemes/", "/saemes/account"] {
        assert_eq!(browser.get(path).location, "/saemes/first-login");
    }
    let page = browser.get("/saemes/first-login");
    page.shows("documents-by-mail");
    let token = page.hidden("form");
    let mut typed = vec![("form", &*token), ("mail", "new@example.org")];
    typed.extend([("consent", "documents-by-mail"), ("password", "a long enough phrase")]);
    let mut wrong = typed.clone();
    wrong.push(("password_again", "another"));
    let again = browser.post("/saemes/first-login", &wrong);
    again.shows("id=\"e-password_again\"").shows("value=\"new@example.org\"").shows(" checked");
    typed.push(("password_again", "a long enough phrase"));
    let done = browser.post("/saemes/first-login", &typed);
    assert_eq!(done.location, "/saemes/", "{}", done.html);
    assert_eq!(browser.get("/saemes/").status, StatusCode::OK);
    let known = server
        .call(
            &server.log_in(number, "a long enough phrase"),
            "GET",
            "/me/consents",
            &serde_json::Value::Null,
        )
        .expect(200);
    assert_eq!(known[0]["given"], true);
}

#[test]
fn a_password_is_changed_and_a_forgotten_one_set_by_the_link_of_a_mail() {
    let server = Server::of("clem");
    let mut browser = Browser::of_anna(&server);
    let page = browser.get("/clem/password");
    let token = page.hidden("form");
    let change = |browser: &mut Browser<'_>, old, new| {
        let typed = [("form", &*token), ("old", old), ("password", new), ("password_again", new)];
        browser.post("/clem/password", &typed)
    };
    change(&mut browser, "wrong", "a long enough phrase").shows("id=\"e-old\"");
    change(&mut browser, "correct horse", "short").shows("id=\"e-password\"");
    let done = change(&mut browser, "correct horse", "a long enough phrase");
    assert_eq!(done.location, "/clem/log-in?told=password", "{}", done.html);
    browser.get(&done.location).shows("Your password was changed");
    // Forgotten: the answer is the same whether there is such a member or not.
    let mut stranger = Browser::new(&server);
    let known = stranger.post("/clem/forgotten", &[("login", "anna")]);
    let unknown = stranger.post("/clem/forgotten", &[("login", "nobody")]);
    known.shows("a mail is on its way");
    unknown.shows("a mail is on its way");
    let mails = server.mails();
    let mail = mails.iter().find(|mail| mail.kind == "password-reset").unwrap();
    let text = mail.letter.as_ref().unwrap().text.clone();
    let link = text.split("/clem/reset").nth(1).unwrap().split_whitespace().next().unwrap();
    let token = stranger.get(&format!("/clem/reset{link}")).hidden("token");
    let set = |browser: &mut Browser<'_>, new| {
        let typed = [("token", &*token), ("password", new), ("password_again", new)];
        browser.post("/clem/reset", &typed)
    };
    let easy = set(&mut stranger, "short");
    assert_eq!(easy.hidden("token"), token, "the token is not lost");
    assert_eq!(set(&mut stranger, "one more long phrase").location, "/clem/log-in?told=password");
    set(&mut stranger, "yet another long phrase").shows("role=\"alert\"");
    let who = [("login", "anna"), ("password", "one more long phrase")];
    assert_eq!(stranger.post("/clem/log-in", &who).location, "/clem/");
}

/// What one form of a page is sent with, besides what is typed.
fn unseen(page: &Page) -> [(&'static str, String); 2] {
    [("form", page.hidden("form")), ("key", page.hidden("key"))]
}

fn send(browser: &mut Browser<'_>, page: &Page, path: &str, typed: &[(&str, &str)]) -> Page {
    let unseen = unseen(page);
    let mut fields: Vec<(&str, &str)> =
        unseen.iter().map(|(name, text)| (*name, &**text)).collect();
    fields.extend(typed);
    browser.post(path, &fields)
}

/// J5.6: EVAI-P.1, EVAI-P.2.
#[test]
fn members_see_correct_and_erase_what_is_held_on_them() {
    let server = Server::of("evai");
    let mut browser = Browser::of_anna(&server);
    let page = browser.get("/evai/profile");
    page.shows("value=\"anna@example.org\"");
    let wrong = [("mail", "nowhere"), ("mobile", "+393330000001"), ("language", "it")];
    let again = send(&mut browser, &page, "/evai/profile", &wrong);
    again.shows("id=\"e-mail\"").shows("value=\"nowhere\"");
    let right = [("mail", "new@example.org"), ("mobile", "+393330000001"), ("language", "it")];
    let kept = send(&mut browser, &page, "/evai/profile", &right);
    assert_eq!(kept.location, "/evai/profile?told=kept", "{}", kept.html);
    browser.get(&kept.location).shows("value=\"new@example.org\"").shows("is saved");
    // Advertising can be agreed to and withdrawn; what the contract needs cannot.
    let page = browser.get("/evai/consents");
    page.shows("EVAI-P.1").shows("EVAI-P.2");
    let yes = [("consent", "marketing"), ("given", "true")];
    assert_eq!(
        send(&mut browser, &page, "/evai/consents", &yes).location,
        "/evai/consents?told=noted"
    );
    let no = [("consent", "data"), ("given", "false")];
    let page = browser.get("/evai/consents");
    let refused = send(&mut browser, &page, "/evai/consents", &no);
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    // The file holds what was just typed.
    browser.get("/evai/my-data").shows("/evai/my-data/download");
    let request = axum::http::Request::get("/evai/my-data/download")
        .header("cookie", format!("rimessa={}", browser.cookies[0].1));
    let file = server.send(request.body(axum::body::Body::empty()).unwrap());
    assert!(file.body.to_string().contains("new@example.org"), "{}", file.body);
    assert!(file.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
    let page = browser.get("/evai/my-data");
    let asked = send(&mut browser, &page, "/evai/my-data/erasure", &[]);
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY, "nothing is erased by mistake");
    let gone = send(&mut browser, &page, "/evai/my-data/erasure", &[("sure", "true")]);
    gone.shows("Gone").shows("because the law says so");
    assert_eq!(browser.get("/evai/profile").status, StatusCode::SEE_OTHER, "the session is over");
}

/// SAE-03, SAE-05, SAE-06: contracts stay closed until the documents are agreed to by mail.
#[test]
fn contracts_are_closed_until_one_agrees_and_the_page_says_how_to_open_them() {
    let server = Server::of("saemes");
    let mut browser = Browser::of_anna(&server);
    browser.get("/saemes/contracts").shows("SAE-03").shows("/saemes/consents");
    let page = browser.get("/saemes/consents");
    let yes = [("consent", "documents-by-mail"), ("given", "true")];
    send(&mut browser, &page, "/saemes/consents", &yes);
    let open = browser.get("/saemes/contracts");
    assert!(!open.html.contains("role=\"alert\""), "{}", open.html);
    // SAE-10: the contact stands on every page, and staff find it as a case.
    open.shows("/saemes/contact");
    let page = browser.get("/saemes/contact");
    let empty = send(&mut browser, &page, "/saemes/contact", &[("topic", "plate"), ("text", "")]);
    empty.shows("id=\"e-text\"").shows("value=\"plate\" selected");
    let typed = [("topic", "plate"), ("text", "AB-123-CD from Monday <b>on</b>")];
    let done = send(&mut browser, &page, "/saemes/contact", &typed);
    let twice = send(&mut browser, &page, "/saemes/contact", &typed);
    assert_eq!(done.location, twice.location, "it counts once");
    browser.get(&done.location).shows("AB-123-CD from Monday &#60;b&#62;");
    let agent = server.staff("agent");
    let queue = server.call(&agent, "GET", "/cases", &serde_json::Value::Null).expect(200);
    assert_eq!(queue["cases"].as_array().unwrap().len(), 1, "{queue}");
    let page = browser.get(&done.location);
    let path = done.location.split('?').next().unwrap();
    send(&mut browser, &page, path, &[("text", "And thank you.")]);
    browser.get(path).shows("And thank you.");
    // Nobody else sees it.
    let mut other = Browser::with(&server, &log_in_as_another(&server));
    assert_eq!(other.get(path).status, StatusCode::NOT_FOUND);
}

/// The session of another member.
fn log_in_as_another(server: &Server) -> String {
    let agent = server.staff("agent");
    let made = server.call(&agent, "POST", "/members", &serde_json::json!({})).expect(201);
    let path = format!("/members/{}/temporary-password", made["member"].as_str().unwrap());
    let made = server.call(&agent, "POST", &path, &serde_json::json!({})).expect(201);
    let known = ["number", "temporary_password"].map(|name| made[name].as_str().unwrap());
    let first = server.log_in(known[0], known[1]);
    let own = serde_json::json!({
        "password": "a long enough phrase",
        "password_again": "a long enough phrase",
        "mail": "bea@example.org",
    });
    server.call(&first, "POST", "/me/first-login", &own).expect(200);
    server.log_in(known[0], "a long enough phrase")
}

/// J3.2: FAM-13: a card of one's own, held to the reader of a vehicle.
#[test]
fn a_card_of_ones_own_is_enabled_at_a_vehicle_and_named() {
    let server = Server::of("family");
    let unit =
        server.device(&serde_json::json!({ "kind": "on-board", "label": "1", "vehicle": "1" }));
    let mut browser = Browser::of_anna(&server);
    browser.get("/family/cards").shows("Enable a card of your own");
    let anna = server.anna();
    let wish = serde_json::json!({
        "vehicle": "1", "start": "2026-03-04T10:00", "end": "2026-03-04T12:00",
    });
    server.call(&anna, "POST", "/bookings", &wish).expect(201);
    let page = browser.get("/family/cards");
    let begun = send(&mut browser, &page, "/family/cards", &[("vehicle", "1")]);
    assert_eq!(begun.location, "/family/cards", "{}", begun.html);
    browser.get("/family/cards").shows("Hold the card").shows("http-equiv=\"refresh\"");
    let card = serde_json::json!({ "vehicle": "1", "card": "04A2245B112233" });
    let (id, key) = &unit;
    server.call_signed((id, key), ("POST", "/device/cards"), &card).expect(200);
    let page = browser.get("/family/cards");
    page.shows("The card was seen");
    send(&mut browser, &page, "/family/cards/name", &[("label", " ")]).shows("id=\"e-label\"");
    let kept = send(&mut browser, &page, "/family/cards/name", &[("label", "My badge")]);
    assert_eq!(kept.location, "/family/cards?told=kept", "{}", kept.html);
    let page = browser.get(&kept.location);
    page.shows("My badge").shows("Opens");
    let id =
        page.html.split("/family/cards/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let path = format!("/family/cards/{id}");
    send(&mut browser, &page, &path, &[("state", "lost")]);
    browser.get("/family/cards").shows("Lost");
}

#[test]
fn other_sessions_are_ended_one_by_one() {
    let server = Server::of("clem");
    let (mut browser, mut other) = (Browser::of_anna(&server), Browser::of_anna(&server));
    let page = browser.get("/clem/sessions");
    page.shows("This one");
    let id = page.hidden("session");
    assert_eq!(
        send(&mut browser, &page, "/clem/sessions", &[("session", &id)]).location,
        "/clem/sessions"
    );
    assert_eq!(other.get("/clem/").status, StatusCode::SEE_OTHER);
    assert_eq!(browser.get("/clem/").status, StatusCode::OK);
}

/// Agrees to the price that is shown for other times.
fn agree(browser: &mut Browser<'_>, at: &str, typed: &[(&str, &str)]) -> Page {
    let page = browser.get(at);
    let agreed = page.hidden("agreed");
    let typed = [typed, &[("agreed", &*agreed)]].concat();
    send(browser, &page, at.split('?').next().unwrap(), &typed)
}

/// What is done about a booking beside driving, with photos and without.
#[test]
fn a_booking_goes_into_a_calendar_is_changed_and_damage_is_reported_with_a_photo() {
    let server = Server::of("carcityclub");
    let anna = server.anna();
    let wish = serde_json::json!({
        "vehicle": "1", "start": "2026-03-04T10:00", "end": "2026-03-04T12:00", "dropoff": "A",
    });
    let made = server.call(&anna, "POST", "/bookings", &wish).expect(201);
    let mut browser = Browser::of_anna(&server);
    let path = format!("/carcityclub/bookings/{}", made["id"].as_str().unwrap());
    let file = browser.get(&format!("{path}/calendar.ics"));
    file.shows("BEGIN:VEVENT").shows("DTSTART:20260304T090000Z").shows("LOCATION:Station A");
    // CCC-07: changed before it begins; a refusal keeps what was typed.
    let page = browser.get(&format!("{path}/change"));
    page.shows("value=\"2026-03-04T10:00\"");
    let crooked = [("start", "2026-03-04T10:07"), ("end", "2026-03-04T12:00")];
    let refused = send(&mut browser, &page, &format!("{path}/change"), &crooked);
    refused.shows("value=\"2026-03-04T10:07\"").shows("CCC-03");
    let page = browser.get(&format!("{path}/change"));
    let typed = [("start", "2026-03-04T11:00"), ("end", "2026-03-04T13:00")];
    let shown = send(&mut browser, &page, &format!("{path}/change"), &typed);
    let done = agree(&mut browser, &shown.location, &typed);
    assert_eq!(done.location, format!("{path}?told=changed"), "{}", done.html);
    browser.get(&done.location).shows("11:00").shows("was changed");
    // J4.2: damage, with a photo; a file that will not do loses no words; sent twice it counts once.
    let to = format!("{path}/report");
    let page = browser.get(&to);
    let unseen = unseen(&page);
    let mut typed: Vec<(&str, &str)> = unseen.iter().map(|(name, text)| (*name, &**text)).collect();
    typed.extend([("kind", "damage"), ("text", "Scratch, front left")]);
    let text: &[u8] = b"no picture";
    let wrong = [("photo", "notes.txt", "text/plain", text)];
    let again = browser.post_files(&to, &typed, &wrong);
    again.shows("id=\"e-photo\"").shows("Scratch, front left").shows("value=\"damage\" selected");
    let stolen = [("form", "0000"), ("kind", "damage"), ("text", "x")];
    assert_eq!(browser.post_files(&to, &stolen, &[]).status, StatusCode::FORBIDDEN);
    let (scan, page) = (picture(), browser.get(&to));
    let key = page.hidden("key");
    typed[1].1 = &key;
    let photo = [("photo", "scratch.png", "image/png", scan.as_slice())];
    let first = browser.post_files(&to, &typed, &photo);
    let second = browser.post_files(&to, &typed, &photo);
    assert_eq!(first.location, format!("{path}?told=reported"), "{}", first.html);
    assert_eq!(first.location, second.location);
    let agent = server.staff("agent");
    let queue = server.call(&agent, "GET", "/cases", &serde_json::Value::Null).expect(200);
    assert_eq!(queue["cases"].as_array().unwrap().len(), 1, "{queue}");
    let case = queue["cases"][0]["id"].as_str().unwrap();
    let whole = server.call(&agent, "GET", &format!("/cases/{case}"), &serde_json::Value::Null);
    let whole = whole.expect(200);
    assert_eq!(whole["entries"].as_array().unwrap().len(), 1, "{whole}");
    let photos = whole["entries"][0]["uploads"].as_array().unwrap();
    assert_eq!(photos.len(), 1, "{whole}");
    // The member looks at the report with its photo; nobody else does.
    browser.get(&format!("/carcityclub/requests/{case}")).shows("Scratch, front left");
    let photo = format!("/carcityclub/uploads/{}", photos[0].as_str().unwrap());
    assert_eq!(browser.get(&photo).status, StatusCode::OK);
    let bea = log_in_as_another(&server);
    let mut other = Browser::with(&server, &bea);
    assert_eq!(other.get(&photo).status, StatusCode::NOT_FOUND);
    let foreign = other.get(&format!("/carcityclub/requests/{case}"));
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
}
