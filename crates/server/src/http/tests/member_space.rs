//! The space of a member: the vehicles that are enabled, what there is to do, exits, newsletter, questions,
//! stations, passkeys.

use axum::http::{Request, StatusCode};
use serde_json::{Value, json};

use super::browser::{Browser, Page};
use super::cast::{at, text};
use super::kit::Server;
use super::passkeys::{Authenticator, SITE};

fn send(browser: &mut Browser<'_>, page: &Page, to: &str, fields: &[(&str, &str)]) -> Page {
    let (token, key) = (page.hidden("form"), page.hidden("key"));
    let mut all = vec![("form", &*token), ("key", &*key)];
    all.extend_from_slice(fields);
    browser.post(to, &all)
}

/// J3.1.
#[test]
fn fam_01_the_start_page_shows_the_enabled_vehicles_and_nothing_else() {
    let server = Server::of("family");
    let (manager, bea) = (server.staff("manager"), server.member_called("bea"));
    let mut browser = Browser::of_anna(&server);
    let all = browser.get("/family/");
    all.shows("id=\"f-station\"");
    assert!(!all.html.contains("Your vehicles"), "all may be had: {}", all.html);
    let enabled = format!("/members/{}/vehicles", rimessa_app::show_id(server.anna.0));
    server.call(&manager, "PUT", &enabled, &json!({ "vehicles": ["1"] })).expect(200);
    let only = browser.get("/family/");
    only.shows("Your vehicles").shows("/family/book?vehicle=1&").shows("Free now");
    assert!(!only.html.contains("vehicle=2") && !only.html.contains("f-station"), "{}", only.html);
    // A click opens its day, with what is taken.
    let theirs = server.booked(&bea, at(9, 30), at(11, 0));
    let link = only.html.split("href=\"/family/book?").nth(1).unwrap().split('"').next().unwrap();
    let day =
        browser.get(&format!("/family/book?{}", link.replace("&amp;", "&").replace("&#38;", "&")));
    day.shows("class=\"day\"").shows("Taken");
    assert!(!day.html.contains(&theirs), "it is not said whose it is");
    browser.get("/family/").shows("Free until Mon 2 Mar 2026 10:15");
    server.until(at(10, 0));
    browser.get("/family/").shows("Taken until Mon 2 Mar 2026 12:00");
    server.call(&manager, "PUT", &enabled, &json!({ "vehicles": [] })).expect(200);
    browser.get("/family/").shows("No vehicle has been enabled for you yet");
}

#[test]
fn the_start_page_says_what_comes_next_and_what_to_do() {
    let server = Server::of("evai");
    let anna = server.anna();
    let first = server.booked(&anna, at(10, 0), at(11, 0));
    let second = server.booked(&anna, at(15, 0), at(16, 0));
    let mut browser = Browser::with(&server, &anna);
    let page = browser.get("/evai/");
    page.shows("Coming up").shows("Station A").shows("Code and way to open it").shows("After that");
    let (next, then) = (page.html.find(&first).unwrap(), page.html.find(&second).unwrap());
    assert!(next < then, "the next one first");
    server.until(at(10, 5));
    browser.get("/evai/").shows("you can open the vehicle now");
    server.opened(&anna, &first);
    browser.get("/evai/").shows("Your trip");
    server.until(at(11, 5));
    browser.get("/evai/").shows("Your time is over");
    // What staff wait for.
    let agent = server.staff("agent");
    let wish = json!({ "kind": "contact", "topic": "other", "text": "hello" });
    let case = text(&server.call(&anna, "POST", "/cases", &wish).expect(201)["id"]);
    let ask = json!({ "text": "which one?" });
    server.call(&agent, "POST", &format!("/cases/{case}/replies"), &ask).expect(200);
    browser.get("/evai/").shows("We wait for your answer").shows(&format!("/evai/requests/{case}"));
    let server = Server::of("saemes");
    Browser::of_anna(&server).get("/saemes/").shows("/saemes/consents").shows("For you to do");
}

/// J2.5.
#[test]
fn sae_09_holders_of_a_low_mileage_contract_see_the_months_exits_and_others_see_no_such_section() {
    let server = Server::of("saemes");
    let (anna, agent) = (server.anna(), server.staff("agent"));
    let mut browser = Browser::of_anna(&server);
    let begin = |plan: &str| {
        let wish = json!({ "plan": plan, "member": rimessa_app::show_id(server.anna.0) });
        text(&server.call(&agent, "POST", "/subscriptions", &wish).expect(201)["contract"])
    };
    begin("standard");
    for path in ["/saemes/", "/saemes/account"] {
        assert!(!browser.get(path).html.contains("/saemes/exits"), "{path}");
    }
    assert_eq!(browser.get("/saemes/exits").status, StatusCode::NOT_FOUND);
    let contract = begin("low-mileage");
    browser.get("/saemes/").shows("/saemes/exits");
    browser
        .get("/saemes/account")
        .shows("Statement of the month's exits".replace('\'', "&#39;").as_str());
    // SAE-03: closed until it is agreed to.
    browser.get("/saemes/exits").shows("SAE-03").shows("/saemes/consents");
    let given = json!({ "given": true });
    server.call(&anna, "PUT", "/me/consents/documents-by-mail", &given).expect(200);
    browser.get("/saemes/exits").shows("There was no exit in this month");
    for _ in 0..9 {
        server.pass(rimessa_domain::time::Span::minutes(5));
        server
            .call(&agent, "POST", &format!("/contracts/{contract}/exits"), &json!({}))
            .expect(200);
    }
    let page = browser.get("/saemes/exits");
    page.shows("March 2026").shows("9 exits in this month. 8 a month are included.");
    page.shows("€4.50").shows("SAE-09").shows("← February 2026");
    assert!(!page.html.contains("April 2026"), "it has not begun");
    assert_eq!(page.html.matches("included</td>").count(), 8);
    let earlier = browser.get(&format!("/saemes/exits?contract={contract}&month=2026-02"));
    earlier.shows("There was no exit").shows("March 2026 →");
    browser.get("/saemes/exits?month=2026-13").shows("role=\"alert\"");
    // It is nobody else's.
    let mut other = Browser::with(&server, &server.member_called("bea"));
    let foreign = other.get(&format!("/saemes/exits?contract={contract}"));
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
}

/// J2.6.
#[test]
fn sae_11_the_newsletter_is_begun_and_ended_with_a_word_of_confirmation() {
    let server = Server::of("saemes");
    let mut browser = Browser::of_anna(&server);
    let page = browser.get("/saemes/newsletter");
    page.shows("SAE-11").shows("You do not receive it");
    let begun = send(&mut browser, &page, "/saemes/newsletter", &[("given", "true")]);
    let page = browser.get(&begun.location);
    page.shows("You have subscribed").shows("You receive it");
    assert_eq!(server.letters()[0].0, "newsletter-begun");
    // It is a consent like others, with its history.
    browser.get("/saemes/consents").shows("newsletter");
    let again = send(&mut browser, &page, "/saemes/newsletter", &[("given", "true")]);
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    assert_eq!(server.letters().len(), 1, "who has it is told nothing again");
    let page = browser.get("/saemes/newsletter");
    let ended = send(&mut browser, &page, "/saemes/newsletter", &[("given", "false")]);
    browser.get(&ended.location).shows("You have unsubscribed").shows("You do not receive it");
    assert_eq!(server.letters()[0].0, "newsletter-ended");
    let clem = Server::of("clem");
    let mut browser = Browser::of_anna(&clem);
    assert_eq!(browser.get("/clem/newsletter").status, StatusCode::NOT_FOUND);
    assert!(!browser.get("/clem/account").html.contains("/clem/newsletter"));
}

/// J2.6: also for whoever is not logged in.
#[test]
fn sae_11_everybody_reads_the_questions_and_finds_all_car_parks() {
    let server = Server::of("saemes");
    server.configure(&server.operator, |set| set.site = "https://saemes.example".to_owned());
    let mut visitor = Browser::new(&server);
    let page = visitor.get("/saemes/log-in");
    page.shows("/saemes/faq").shows("/saemes/stations").shows("https://saemes.example");
    visitor.get("/saemes/faq").shows("Where do I find my customer number").shows("SAE-02");
    server.charger_at_a();
    let page = visitor.get("/saemes/stations");
    page.shows("All car parks").shows("Station A").shows("4 bays").shows("1 charger up to 22 kW");
    page.shows("geo:49.7000000,4.7000000");
    let clem = Server::of("clem");
    let page = Browser::new(&clem).get("/clem/stations");
    page.shows("All stations");
    assert!(!page.html.contains("/clem/faq"), "who has no questions shows no page of them");
}

#[test]
fn a_passkey_is_added_used_and_taken_away_on_the_pages() {
    let server = Server::of("clem");
    let mut browser = Browser::of_anna(&server);
    browser.get("/clem/passkeys").shows("does not offer this yet");
    assert!(!browser.get("/clem/log-in").html.contains("data-passkey"));
    server.configure(&server.operator, |settings| settings.pages_url = SITE.to_owned());
    let mut key = Authenticator::new();
    let page = browser.get("/clem/passkeys");
    page.shows("data-passkey=\"create\"").shows("You have none yet");
    let token = page.hidden("form");
    let asked = browser.post("/clem/passkeys/begin", &[("form", &token)]);
    let mut other = Authenticator::new();
    let made = other.made(&serde_json::from_str(&asked.html).unwrap_or(Value::Null), SITE);
    let (ceremony, credential) = (text(&made["ceremony"]), made["credential"].to_string());
    let answer = [("ceremony", &*ceremony), ("credential", &*credential)];
    // Without a name it is not kept, and the label says so.
    let nameless = send(&mut browser, &page, "/clem/passkeys", &answer);
    nameless.shows("id=\"e-label\"").shows("aria-invalid=\"true\"");
    let asked = browser.post("/clem/passkeys/begin", &[("form", &token)]);
    let made = key.made(&serde_json::from_str(&asked.html).unwrap_or(Value::Null), SITE);
    let (ceremony, credential) = (text(&made["ceremony"]), made["credential"].to_string());
    let named = [("ceremony", &*ceremony), ("credential", &*credential), ("label", "phone")];
    let done = send(&mut browser, &nameless, "/clem/passkeys", &named);
    assert_eq!(done.location, "/clem/passkeys?told=added", "{}", done.html);
    browser.get(&done.location).shows("phone").shows("Not used yet");
    logged_in_with(&server, &mut key);
    let page = browser.get("/clem/passkeys");
    page.shows("Last used");
    let id = page.hidden("passkey");
    let gone = send(&mut browser, &page, "/clem/passkeys/remove", &[("passkey", &id)]);
    browser.get(&gone.location).shows("taken away").shows("You have none yet");
}

/// A browser of nobody becomes anna's, and goes on to where she wanted.
fn logged_in_with(server: &Server, key: &mut Authenticator) {
    let mut other = Browser::new(server);
    other.get("/clem/log-in").shows("data-passkey=\"get\"");
    let asked = other.post("/clem/log-in/passkey/begin", &[]);
    let shown = key.shown(&serde_json::from_str(&asked.html).unwrap_or(Value::Null), SITE);
    let (ceremony, credential) = (text(&shown["ceremony"]), shown["credential"].to_string());
    let answer =
        [("ceremony", &*ceremony), ("credential", &*credential), ("next", "/clem/account")];
    let nonsense = [("ceremony", &*ceremony), ("credential", "nonsense")];
    let wrong = Browser::new(server).post("/clem/log-in/passkey", &[("credential", "{}")]);
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.shows("This passkey is not known here");
    let done = other.post("/clem/log-in/passkey", &answer);
    assert_eq!(done.location, "/clem/account", "{}", done.html);
    assert_eq!(other.get("/clem/account").status, StatusCode::OK);
    // A ceremony is held once.
    let again = Browser::new(server).post("/clem/log-in/passkey", &nonsense);
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
}

impl Server {
    /// Imports a charger of 22 kW at station `A`.
    fn charger_at_a(&self) {
        let manager = self.staff("manager");
        let request = Request::post(self.path("/imports/chargers"))
            .header("authorization", format!("Bearer {manager}"))
            .header("content-type", "text/csv");
        self.send(request.body("code,station,power_w\nL1,A,22000\n".into()).unwrap()).expect(200);
    }
}

/// What is wrong is said at the field, the field has the focus, and what was typed stands there.
#[test]
fn wrong_input_is_said_at_the_field_which_has_the_focus_and_nothing_is_lost() {
    let server = Server::of("clem");
    let mut browser = Browser::of_anna(&server);
    let page = browser.get("/clem/profile");
    let typed = [("mail", "no address"), ("mobile", "12"), ("city", "Sedan"), ("language", "en")];
    let wrong = send(&mut browser, &page, "/clem/profile", &typed);
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for name in ["mail", "mobile"] {
        let field = wrong.html.split(&format!("id=\"f-{name}\"")).nth(1).unwrap();
        let field = field.split('>').next().unwrap();
        assert!(field.contains("aria-invalid=\"true\""), "{name}: {field}");
        assert!(field.contains(&format!("aria-describedby=\"e-{name}\"")), "{name}: {field}");
        wrong.shows(&format!("id=\"e-{name}\""));
    }
    wrong.shows("value=\"no address\"").shows("value=\"Sedan\"");
    assert_eq!(wrong.html.matches(" autofocus").count(), 1, "{}", wrong.html);
    let sure = browser.get("/clem/my-data");
    send(&mut browser, &sure, "/clem/my-data/erasure", &[])
        .shows("aria-describedby=\"e-sure\" autofocus")
        .shows("id=\"e-sure\"");
    browser
        .get("/clem/find?station=Z&from=2026-03-04T10%3A00&until=2026-03-04T12%3A00")
        .shows("aria-describedby=\"e-station\" autofocus");
}
