//! Pages in the browser: who may see them, what is typed is kept, and what is sent counts once.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use rimessa_domain::time::Span;
use serde_json::json;

use super::browser::{Browser, Page, form};
use super::kit::Server;
use crate::http::pages;

const SLOT: [(&str, &str); 3] =
    [("vehicle", "1"), ("start", "2026-03-04T10:00"), ("end", "2026-03-04T12:00")];

/// The page on which a booking is confirmed.
fn offer(browser: &mut Browser<'_>) -> Page {
    let slug = browser.server.operator.slug.clone();
    browser.get(&format!("/{slug}/book?{}", form(&SLOT)))
}

fn confirm(browser: &mut Browser<'_>, offer: &Page) -> Page {
    let slug = browser.server.operator.slug.clone();
    let (token, key) = (offer.hidden("form"), offer.hidden("key"));
    let mut fields = SLOT.to_vec();
    fields.extend([("dropoff", ""), ("form", &*token), ("key", &*key)]);
    browser.post(&format!("/{slug}/book"), &fields)
}

#[test]
fn every_page_lets_in_whom_it_says_and_nobody_else() {
    let server = Server::of("clem");
    let slug = &server.operator.slug;
    let other = server.another("elsewhere");
    let agent = server.staff("agent");
    let anna = server.anna();
    for (path, members_only, methods) in pages::walk() {
        let path = path.replace("{booking}", "00000000-0000-0000-0000-000000000000");
        let path = path.replace("{step}", "person");
        let path = ["{case}", "{card}", "{upload}"]
            .iter()
            .fold(path, |path, name| path.replace(name, "00000000-0000-0000-0000-000000000000"));
        let (here, there) =
            (path.replace("{operator}", slug), path.replace("{operator}", &other.slug));
        for &method in methods {
            let ask = |browser: &mut Browser<'_>, path: &str| match method {
                "GET" => browser.get(path).status.as_u16(),
                _ => browser.post(path, &[]).status.as_u16(),
            };
            let stranger = Browser::new(&server).get(&here);
            if members_only && method == "GET" {
                assert_eq!(stranger.status, StatusCode::SEE_OTHER, "{here}");
                assert!(stranger.location.starts_with(&format!("/{slug}/log-in?next=")), "{here}");
            }
            if members_only {
                let foreign = ask(&mut Browser::with(&server, &anna), &there);
                assert_eq!(foreign, 403, "{method} {there} as a member of another operator");
                let staff = ask(&mut Browser::with(&server, &agent), &here);
                assert_eq!(staff, 403, "{method} {here} as staff");
            }
            let own = ask(&mut Browser::with(&server, &anna), &here);
            match method {
                "GET" => assert!([200, 303, 404].contains(&own), "{here}: {own}"),
                // Without a draft there is nothing to fill in.
                _ if here.contains("/sign-up/steps/") => assert_eq!(own, 303, "{method} {here}"),
                // Without the token of a form nothing is taken.
                _ => assert_eq!(own, 403, "{method} {here}"),
            }
        }
    }
}

#[test]
fn whoever_must_log_in_comes_back_with_what_was_typed() {
    let server = Server::of("evai");
    let mut browser = Browser::new(&server);
    let to = offer(&mut browser);
    assert_eq!(to.status, StatusCode::SEE_OTHER);
    let page = browser.get(&to.location);
    let next = page.hidden("next").replace("&amp;", "&").replace("&#38;", "&");
    let wrong = [("login", "anna"), ("password", "wrong"), ("next", &*next)];
    let again = browser.post("/evai/log-in", &wrong);
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    again.shows("do not belong together").shows("value=\"anna\"");
    assert!(!again.html.contains("wrong\""), "the password is not shown");
    let right = [("login", "anna"), ("password", "correct horse"), ("next", &*next)];
    let done = browser.post("/evai/log-in", &right);
    assert_eq!(done.location, format!("/evai/book?{}", form(&SLOT)));
    // A session that ends while a form is filled in loses nothing, either.
    let shown = browser.get(&done.location);
    server.pass(Span::days(15));
    let expired = confirm(&mut browser, &shown);
    assert_eq!(expired.status, StatusCode::SEE_OTHER);
    assert!(expired.location.contains("start%3D2026-03-04T10%253A00"), "{}", expired.location);
    assert!(!expired.location.contains("form%3D"), "{}", expired.location);
}

#[test]
fn nobody_is_sent_elsewhere_after_logging_in() {
    let server = Server::of("clem");
    for next in ["https://evil.example/", "//evil.example", "/family/", "/clem/\\evil", "clem"] {
        let who = [("login", "anna"), ("password", "correct horse"), ("next", next)];
        let page = Browser::new(&server).post("/clem/log-in", &who);
        assert_eq!(page.location, "/clem/", "{next}");
    }
    let back = Browser::new(&server).get("/language?to=de&back=//evil.example");
    assert_eq!(back.location, "/");
}

#[test]
fn the_price_stands_before_the_confirmation_with_its_clause_and_a_double_click_books_once() {
    let server = Server::of("evai");
    let mut browser = Browser::of_anna(&server);
    let shown = offer(&mut browser);
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.html);
    shown.shows("EVAI-2.1").shows("4.80").shows("Station A");
    let first = confirm(&mut browser, &shown);
    let second = confirm(&mut browser, &shown);
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.html);
    assert_eq!(first.location, second.location, "it counts once");
    browser.get(&first.location).shows("Booked").shows("+390110000");
    let all = browser.get("/evai/bookings");
    assert_eq!(all.html.matches("class=\"card\"").count(), 1);
    // The slot is taken now: another form says so, with the clause, and offers others.
    let taken = offer(&mut browser);
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    taken.shows("role=\"alert\"").shows("What there is instead");
    // FAM-01: what is reserved stands in the day of the vehicle; one's own is named so.
    taken
        .shows("<rect class=\"own\" x=\"600\" y=\"0\" width=\"120\"")
        .shows("Your booking: 10:00–12:00");
    taken.shows("start=2026-03-05T10%3A00");
}

#[test]
fn cancelling_says_what_it_costs_first() {
    let server = Server::of("evai");
    let mut browser = Browser::of_anna(&server);
    let shown = offer(&mut browser);
    let booked = confirm(&mut browser, &shown).location;
    let booking = booked.split('?').next().unwrap().to_owned();
    let free = browser.get(&format!("{booking}/cancel"));
    free.shows("Cancelling is free now");
    server.pass(Span::hours(40));
    let now = browser.get(&format!("{booking}/cancel"));
    now.shows("EVAI-6.2").shows("4.80");
    let (token, key) = (now.hidden("form"), now.hidden("key"));
    let done = browser.post(&format!("{booking}/cancel"), &[("form", &token), ("key", &key)]);
    assert_eq!(done.location, format!("{booking}?told=cancelled"));
    browser.get(&done.location).shows("EVAI-6.2").shows("4.80");
    browser.get("/evai/account").shows("4.80").shows("EVAI-6.2");
    let again = browser.get(&format!("{booking}/cancel"));
    again.shows("role=\"alert\"");
}

#[test]
fn an_extension_that_is_refused_keeps_what_was_typed_and_names_its_clause() {
    let server = Server::of("evai");
    let mut browser = Browser::of_anna(&server);
    let shown = offer(&mut browser);
    let booked = confirm(&mut browser, &shown).location;
    let booking = booked.split('?').next().unwrap().to_owned();
    let page = browser.get(&booking);
    let (token, key) = (page.hidden("form"), page.hidden("key"));
    let typed = [("form", &*token), ("key", &*key), ("end", "2026-03-04T12:07")];
    let refused = browser.post(&format!("{booking}/extend"), &typed);
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.shows("value=\"2026-03-04T12:07\"").shows("The regulation is silent here");
    let page = browser.get(&booking);
    let (token, key) = (page.hidden("form"), page.hidden("key"));
    let typed = [("form", &*token), ("key", &*key), ("end", "no time")];
    let wrong = browser.post(&format!("{booking}/extend"), &typed);
    wrong.shows("aria-invalid=\"true\"").shows("value=\"no time\"").shows("id=\"e-end\"");
    let typed = [("form", &*token), ("key", &*key), ("end", "2026-03-04T13:00")];
    let page = browser.post(&format!("{booking}/extend"), &typed);
    // What could not be read used up nothing: now the price is shown.
    let end = form(&[("end", "2026-03-04T13:00")]);
    assert_eq!(page.location, format!("{booking}/extend?{end}"), "{}", page.html);
}

#[test]
fn forms_of_others_are_refused() {
    let server = Server::of("clem");
    let mut browser = Browser::of_anna(&server);
    let shown = offer(&mut browser);
    let (token, key) = (shown.hidden("form"), shown.hidden("key"));
    let mut fields = SLOT.to_vec();
    fields.extend([("form", &*token), ("key", &*key)]);
    let cookie = format!("rimessa={}", browser.cookies[0].1);
    let request = || Request::post("/clem/book").header(header::HOST, "here");
    for (name, from) in [
        ("origin", "http://evil.example"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "null"),
        ("x-nothing", "said"),
    ] {
        let request = request().header(name, from).header(header::COOKIE, &cookie);
        let answer = server.send(request.body(Body::from(form(&fields))).unwrap());
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name}: {from}");
    }
    // The token of another session does not fit, nor does none.
    let other = offer(&mut Browser::of_anna(&server)).hidden("form");
    assert_ne!(other, token);
    for stolen in [other.as_str(), ""] {
        let mut fields = SLOT.to_vec();
        fields.extend([("form", stolen), ("key", &*key)]);
        assert_eq!(browser.post("/clem/book", &fields).status, StatusCode::FORBIDDEN);
    }
    assert_eq!(browser.post("/clem/book", &fields).status, StatusCode::SEE_OTHER);
}

#[test]
fn what_is_typed_is_shown_as_text() {
    let server = Server::of("clem");
    let mut browser = Browser::of_anna(&server);
    let script = "\"><script>alert(1)</script>";
    let fields = [("vehicle", script), ("start", script), ("end", script), ("dropoff", script)];
    for path in ["/clem/book", "/clem/find"] {
        let page = browser.get(&format!("{path}?station=x&from={0}&{1}", "x", form(&fields)));
        assert!(!page.html.contains("<script>"), "{}", page.html);
    }
    let page = browser.post("/clem/log-in", &[("login", script), ("password", "x")]);
    assert!(!page.html.contains("<script>"), "{}", page.html);
}

#[test]
fn logging_out_ends_the_session() {
    let server = Server::of("clem");
    let mut browser = Browser::of_anna(&server);
    let old = browser.cookies.clone();
    let token = browser.get("/clem/").hidden("form");
    let left = browser.post("/clem/log-out", &[("form", &token)]);
    assert_eq!(left.location, "/clem/log-in");
    browser.cookies = old;
    assert_eq!(browser.get("/clem/").status, StatusCode::SEE_OTHER, "the cookie is worth nothing");
}

#[test]
fn every_page_is_there_in_every_language() {
    for operator in ["clem", "family", "carcityclub", "evai"] {
        every_page_of(operator);
    }
    let server = Server::of("clem");
    for (language, _) in rimessa_pages::LANGUAGES {
        let request = Request::get("/").header("accept-language", language);
        let page = server.send(request.body(Body::empty()).unwrap());
        assert!(page.body.as_str().unwrap().contains(&format!("<html lang=\"{language}\"")));
    }
}

fn every_page_of(slug: &str) {
    let server = Server::of(slug);
    let mut browser = Browser::of_anna(&server);
    let shown = offer(&mut browser);
    let booked = confirm(&mut browser, &shown).location;
    let booking = booked.split('?').next().unwrap().rsplit('/').next().unwrap().to_owned();
    assert!(server.operator.books[0].1.languages.len() > 1);
    for language in &server.operator.books[0].1.languages {
        for (path, _, methods) in pages::walk() {
            // Signing up has a test of its own.
            let apart = path.contains('.')
                || path.contains("/sign-up")
                || path.contains("/{case}")
                || path.contains("/{upload}")
                // Only for members and operators that have such a thing.
                || path.ends_with("/exits")
                || path.ends_with("/newsletter")
                || path.ends_with("/download")
                // No page, but what a page draws.
                || path.ends_with("/calendar");
            if !methods.contains(&"GET") || apart {
                continue;
            }
            let path = path.replace("{operator}", slug).replace("{booking}", &booking);
            let path = path.replace("{vehicle}", "1");
            let query =
                if path.ends_with("/book") { format!("?{}", form(&SLOT)) } else { String::new() };
            let cookie = format!("rimessa={}; rimessa-language={language}", browser.cookies[0].1);
            let request = Request::get(format!("{path}{query}")).header(header::COOKIE, cookie);
            let answer = server.send(request.body(Body::empty()).unwrap());
            let html = answer.body.as_str().unwrap_or_default();
            assert!(answer.status.is_success() || answer.status == 422, "{path}: {html}");
            assert!(html.contains(&format!("<html lang=\"{language}\"")), "{path}");
            let csp = answer.headers.get(header::CONTENT_SECURITY_POLICY).unwrap();
            assert!(!csp.to_str().unwrap().contains("unsafe"), "{path}");
            assert!(!html.contains(" style=") && !html.contains("onclick"), "{path}");
        }
    }
}

/// J1, steps 4 to 7: CLEM-06, CLEM-08, CLEM-09, CLEM-14, CLEM-15.
#[test]
fn a_key_is_had_at_the_kiosk_and_brought_back_there() {
    let server = Server::of("clem");
    server.device(&json!({ "kind": "kiosk", "label": "at A", "station": "A" }));
    let mut browser = Browser::of_anna(&server);
    let shown = offer(&mut browser);
    let booked = confirm(&mut browser, &shown).location;
    let page = browser.get(&booked);
    let code = page.html.split("<strong>").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let kiosk = "/demo/clem/kiosk/A";
    page.shows(kiosk);
    let mut kiosk_page = Browser::new(&server);
    kiosk_page.get(kiosk).shows("Type your code");
    // Key by key, as without scripts; then wrong, too early, and right.
    let typed = kiosk_page.post(kiosk, &[("code", "12"), ("press", "7")]);
    typed.shows("value=\"127\"").shows("http-equiv=\"refresh\"");
    let wrong = kiosk_page.post(kiosk, &[("code", "000000"), ("press", "ok")]);
    wrong.shows("This code opens nothing here");
    let early = kiosk_page.post(kiosk, &[("code", &code), ("press", "ok")]);
    early.shows("role=\"alert\"");
    server.pass(Span::minutes(48 * 60 + 5));
    let opened = kiosk_page.post(kiosk, &[("code", &code), ("press", "ok")]);
    opened.shows("Take the key").shows("All in order");
    let (vehicle, booking) = (opened.hidden("vehicle"), opened.hidden("booking"));
    let number = opened.hidden("number");
    let hold = [("vehicle", &*vehicle), ("booking", &*booking), ("number", &*number)];
    let press = |browser: &mut Browser<'_>, key| {
        browser.post(kiosk, &[&hold[..], &[("press", key)]].concat())
    };
    press(&mut kiosk_page, "fine").shows("Have a good trip");
    browser.get("/clem/").shows("Your trip");
    // What it costs so far, what is to be done on bringing it back, and that it will be late.
    let trip = browser.get(&booked);
    trip.shows("What it costs if you return it now").shows("CLEM-15").shows("I am late");
    let (token, key) = (trip.hidden("form"), trip.hidden("key"));
    let path = format!("{}/late", booked.split('?').next().unwrap());
    let late =
        browser.post(&path, &[("form", &token), ("key", &key), ("until", "2026-03-04T08:00")]);
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    late.shows("id=\"e-until\"");
    let late = browser.post(&path, &[("form", &token), ("key", &key), ("until", "")]);
    browser.get(&late.location).shows("Nobody else is waiting");
    server.pass(Span::minutes(70));
    let back = kiosk_page.post(kiosk, &[("code", &code), ("press", "ok")]);
    back.shows("put the key back");
    // Forgetting the plug is said at once, and the trip runs on.
    press(&mut kiosk_page, "key-returned").shows("role=\"alert\"");
    browser.get("/clem/").shows("Your trip");
    press(&mut kiosk_page, "plugged").shows("Your reservation is over");
    let bill = browser.get(&booked);
    bill.shows("The bill, explained").shows("Brought back").shows("CLEM-");
    assert!(!bill.html.contains(&code), "a code that opens nothing any more is not shown");
}

#[test]
fn a_phone_is_told_how_to_keep_the_pages_and_what_to_show_without_a_network() {
    let server = Server::of("clem");
    server.configure(&server.operator, |settings| settings.brand_hue = Some(150));
    let mut browser = Browser::of_anna(&server);
    let request = Request::get("/clem/manifest.webmanifest").body(Body::empty()).unwrap();
    let manifest = server.send(request).body;
    assert_eq!(manifest["short_name"], "Clem’");
    assert_eq!((&manifest["scope"], &manifest["start_url"]), (&json!("/clem/"), &json!("/clem/")));
    assert_eq!(manifest["theme_color"], "oklch(44% .13 150)");
    for (icon, side) in manifest["icons"].as_array().unwrap().iter().zip([192, 512, 512]) {
        let path = icon["src"].as_str().unwrap();
        let answer = server.send(Request::get(path).body(Body::empty()).unwrap());
        assert_eq!(answer.headers[header::CONTENT_TYPE], "image/png", "{path}");
        assert_eq!(icon["sizes"], format!("{side}x{side}"));
    }
    // Nothing of whoever is logged in: a browser keeps this page.
    let offline = browser.get("/clem/offline");
    offline.shows("You are offline").shows("+390110000");
    assert!(!offline.html.contains("name=\"form\""), "{}", offline.html);
    browser.get("/clem/").shows("rel=\"manifest\"").shows("data-worker=\"/clem/worker.js?");
}

#[test]
fn what_is_not_there_is_said_to_people_as_a_page_and_to_programs_as_a_problem() {
    let server = Server::of("clem");
    for (path, kind, page) in [
        ("/clem/nonsense", "text/html", true),
        ("/nonsense/at/all", "text/html", true),
        ("/clem/nonsense", "application/json", false),
        ("/api/v1/nonsense", "text/html", false),
    ] {
        let request = Request::get(path).header("accept", kind);
        let answer = server.send(request.body(Body::empty()).unwrap());
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        let sort = answer.headers["content-type"].to_str().unwrap();
        assert_eq!(sort.starts_with("text/html"), page, "{path} as {kind}: {sort}");
    }
}

#[test]
fn nothing_is_booked_or_cancelled_at_another_price_than_was_shown() {
    let server = Server::of("evai");
    let mut browser = Browser::of_anna(&server);
    let shown = offer(&mut browser);
    let (token, key) = (shown.hidden("form"), shown.hidden("key"));
    assert_eq!(shown.hidden("agreed"), "4.80");
    let mut fields = SLOT.to_vec();
    fields.extend([("form", &*token), ("key", &*key), ("agreed", "4.79")]);
    let other = browser.post("/evai/book", &fields);
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    other.shows("not the one that you saw").shows("value=\"4.80\"");
    let booked = confirm(&mut browser, &other).location;
    let booking = booked.split('?').next().unwrap().to_owned();
    let free = browser.get(&format!("{booking}/cancel"));
    assert_eq!(free.hidden("agreed"), "0.00");
    // What was free when it was shown is not any more.
    server.pass(Span::hours(40));
    let (token, key) = (free.hidden("form"), free.hidden("key"));
    let typed = [("form", &*token), ("key", &*key), ("agreed", "0.00")];
    let other = browser.post(&format!("{booking}/cancel"), &typed);
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    other.shows("not the one that you saw").shows("4.80");
    browser.get(&booking).shows("Booked");
}

#[test]
fn a_kiosk_counts_a_double_tap_once_and_asks_again_what_is_damaged() {
    let server = Server::of("clem");
    server.device(&json!({ "kind": "kiosk", "label": "at A", "station": "A" }));
    let mut browser = Browser::of_anna(&server);
    let shown = offer(&mut browser);
    let page = confirm(&mut browser, &shown).location;
    let page = browser.get(&page);
    let code = page.html.split("<strong>").nth(1).unwrap().split('<').next().unwrap().to_owned();
    server.pass(Span::minutes(48 * 60 + 5));
    let kiosk = "/demo/clem/kiosk/A";
    let mut kiosk_page = Browser::new(&server);
    let key = kiosk_page.get(kiosk).hidden("key");
    let typed = [("code", &*code), ("press", "ok"), ("key", &*key)];
    kiosk_page.post(kiosk, &typed).shows("Take the key");
    let twice = kiosk_page.post(kiosk, &typed);
    twice.shows("Take the key");
    let held = ["vehicle", "booking", "number"].map(|name| (name, twice.hidden(name)));
    let mut fields: Vec<(&str, &str)> = held.iter().map(|(name, text)| (*name, &**text)).collect();
    fields.extend([("press", "damage"), ("text", "  ")]);
    kiosk_page.post(kiosk, &fields).shows("role=\"alert\"").shows("Say what is damaged");
    fields.pop();
    fields.push(("text", "A scratch"));
    let noted = kiosk_page.post(kiosk, &fields);
    assert!(!noted.html.contains("role=\"alert\""), "{}", noted.html);
}
