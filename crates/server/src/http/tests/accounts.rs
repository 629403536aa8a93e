//! Members' accounts: first login, consents, contracts, drivers, vehicles, preview, quotes, privacy.

use rimessa_app::join::NewMember;
use rimessa_app::{Actor, licences};
use rimessa_domain::time::Span;
use serde_json::{Value, json};

use super::kit::Server;
use super::life::replays;

const NOTHING: Value = Value::Null;

/// A validated member with that login; the id.
fn member(server: &Server, login: &str, validated: bool) -> String {
    let hash = rimessa_app::join::hash_password("nine purple kettles");
    let mut new =
        NewMember { validated, login: Some((login.to_owned(), hash)), ..NewMember::default() };
    new.person.given_name = Some(login.to_owned());
    new.person.email = Some(format!("{login}@example.org"));
    let id = server.app.command_now(&server.operator, Actor::System, move |scene| {
        rimessa_app::join::join(scene, &new)
    });
    rimessa_app::show_id(id.unwrap().0)
}

fn history(server: &Server) {
    let manager = server.staff("manager");
    replays(server, &server.call(&manager, "GET", "/history", &NOTHING).expect(200));
}

/// SAE-02.
#[test]
fn sae_02_the_first_login_replaces_the_temporary_password() {
    let server = Server::of("saemes");
    assert_eq!(server.call("", "POST", "/signups", &NOTHING).expect(404)["code"], "no-such-signup");
    let agent = server.staff("agent");
    let person = json!({ "family_name": "Martin", "mail": "m@example.org" });
    let customer = json!({ "number": "S-1007", "person": person });
    let entered = server.call(&agent, "POST", "/members", &customer).expect(201);
    assert_eq!(entered["number"], "S-1007");
    let taken = server.call(&agent, "POST", "/members", &customer).expect(422);
    assert_eq!(taken["errors"][0]["code"], "taken");
    let made = server.call(&agent, "POST", "/members/S-1007/temporary-password", &NOTHING);
    let made = made.expect(201);
    let token = server.log_in("S-1007", made["temporary_password"].as_str().unwrap());
    let early = server.call(&token, "GET", "/me/contracts", &NOTHING);
    assert_ne!(early.status, 200, "{}", early.body);
    let first = |again: &str| {
        json!({ "password": "nine purple kettles", "password_again": again,
            "mail": "martin@example.org", "second_mail": "home@example.org" })
    };
    let typo = server.call(&token, "POST", "/me/first-login", &first("nine purple kettle"));
    assert_eq!(typo.expect(422)["errors"][0]["code"], "passwords-differ");
    let done = server.call(&token, "POST", "/me/first-login", &first("nine purple kettles"));
    assert_eq!(done.expect(200)["person"]["second_mail"], "home@example.org");
    let token = server.log_in("s-1007", "nine purple kettles");
    let again = server.call(&token, "POST", "/me/first-login", &first("nine purple kettles"));
    assert_eq!(again.expect(404)["code"], "no-such-first-login");
}

/// SAE-03, SAE-05, SAE-06.
#[test]
fn sae_03_05_06_contracts_open_with_the_consent_to_mail() {
    let server = Server::of("saemes");
    let anna = server.anna();
    let begin = json!({ "plan": "standard" });
    let contract = server.call(&anna, "POST", "/subscriptions", &begin).expect(201);
    let profile = server.call(&anna, "GET", "/me/profile", &NOTHING).expect(200);
    assert_eq!(profile["person"]["mail"], "anna@example.org");
    let closed = server.call(&anna, "GET", "/me/contracts", &NOTHING).expect(409);
    assert_eq!((&closed["code"], &closed["clause"]), (&json!("consent-needed"), &json!("SAE-03")));
    let manager = server.staff("manager");
    let rest = format!("/members/{}/contracts", rimessa_app::show_id(server.anna.0));
    server.call(&manager, "GET", &rest, &NOTHING).expect(200);
    let yes = json!({ "given": true });
    let consent = "/me/consents/documents-by-mail";
    let said = server.call(&anna, "PUT", consent, &yes).expect(200);
    assert_eq!(said[0]["history"][0]["version"], server_version(&server));
    let contracts = server.call(&anna, "GET", "/me/contracts", &NOTHING).expect(200);
    assert_eq!(contracts[0]["subscription"]["contract"], contract["contract"]);
    assert_eq!(contracts[0]["terms"]["clause"], "SAE-T");
    assert!(contracts[0]["terms"]["fee"].as_str().unwrap().contains("286"));
    server.pass(Span::minutes(1));
    let said = server.call(&anna, "PUT", consent, &json!({ "given": false })).expect(200);
    let history = said[0]["history"].as_array().unwrap();
    assert_eq!((history.len(), &said[0]["given"]), (2, &json!(false)));
    server.call(&anna, "GET", "/me/contracts", &NOTHING).expect(409);
    server.call(&anna, "PUT", "/me/consents/other", &yes).expect(404);
}

fn server_version(server: &Server) -> String {
    server.operator.versions.at(server.app.clock().now()).version.to_string()
}

#[test]
fn fam_01_enabled_vehicles_can_change_midway_and_the_history_replays() {
    let server = Server::of("family");
    let (anna, manager) = (server.anna(), server.staff("manager"));
    let enabled = format!("/members/{}/vehicles", rimessa_app::show_id(server.anna.0));
    let wish = |vehicle: &str, day: u8| {
        let (start, end) = (format!("2026-03-{day:02}T10:00"), format!("2026-03-{day:02}T12:00"));
        json!({ "vehicle": vehicle, "start": start, "end": end })
    };
    let all = server.call(&anna, "GET", "/me/vehicles", &NOTHING).expect(200);
    assert_eq!(all.as_array().unwrap().len(), 2);
    server.call(&anna, "POST", "/bookings", &wish("1", 3)).expect(201);
    server.pass(Span::minutes(1));
    let only = json!({ "vehicles": ["2"] });
    server.call(&manager, "PUT", &enabled, &only).expect(200);
    let seen = server.call(&anna, "GET", "/me/vehicles", &NOTHING).expect(200);
    assert_eq!((seen.as_array().unwrap().len(), &seen[0]["code"]), (1, &json!("2")));
    let refused = server.call(&anna, "POST", "/bookings", &wish("1", 4)).expect(409);
    assert_eq!(refused["code"], "not-enabled");
    server.pass(Span::minutes(1));
    server.call(&manager, "PUT", &enabled, &json!({ "vehicles": ["1"] })).expect(200);
    server.call(&anna, "POST", "/bookings", &wish("1", 5)).expect(201);
    server.call(&anna, "PUT", &enabled, &only).expect(403);
    server.call(&manager, "PUT", &enabled, &json!({ "vehicles": ["9"] })).expect(404);
    history(&server);
}

#[test]
fn fam_11_the_preview_says_what_was_recorded_and_what_is_left() {
    let server = Server::of("family");
    let anna = server.anna();
    server.call(&anna, "POST", "/subscriptions", &json!({ "plan": "plus" })).expect(201);
    let wish = json!({ "vehicle": "1", "start": "2026-03-02T12:00", "end": "2026-03-02T14:00" });
    let quote = server.call(&anna, "POST", "/quotes", &wish).expect(200);
    let booked = server.call(&anna, "POST", "/bookings", &wish).expect(201);
    let about = format!("/bookings/{}", booked["id"].as_str().unwrap());
    server.pass(Span::minutes(125));
    server.call(&anna, "POST", &format!("{about}/unlock"), &NOTHING).expect(200);
    server.pass(Span::minutes(110));
    let under_way = server.call(&anna, "GET", "/me/preview", &NOTHING).expect(200);
    assert_eq!(under_way["trips"][0]["state"], "driving");
    server.call(&anna, "POST", &format!("{about}/return"), &json!({})).expect(200);
    let preview = server.call(&anna, "GET", "/me/preview", &NOTHING).expect(200);
    let trip = &preview["trips"][0];
    assert_eq!(trip["opened"], "2026-03-02T11:05:00Z");
    assert_eq!(trip["closed"], "2026-03-02T12:55:00Z");
    // The charging time before is billed, too.
    assert_eq!(trip["billed_from"], "2026-03-02T10:45:00Z");
    assert_eq!(trip["billed_until"], "2026-03-02T13:00:00Z", "{preview}");
    // So much of the free time is used, and it costs what the quote said.
    assert_eq!(preview["free"][0]["left_ms"], 231 * 900_000);
    assert_eq!(trip["amount"], quote["total"]);
    let lines = preview["lines"].as_array().unwrap();
    assert_eq!(lines.last().unwrap()["sum"], preview["total"]);
    let balance = server.call(&anna, "GET", "/me/statement", &NOTHING).expect(200);
    assert_eq!(balance["balance"], preview["total"]);
    let other = member(&server, "bruno", true);
    let bruno = server.log_in("bruno", "nine purple kettles");
    server.call(&bruno, "GET", &format!("{about}/trip"), &NOTHING).expect(404);
    server.call(&bruno, "GET", &format!("/members/{other}/preview"), &NOTHING).expect(403);
    server.call(&anna, "GET", &format!("{about}/trip"), &NOTHING).expect(200);
}

#[test]
fn a_quote_says_the_price_or_the_refusal_and_keeps_nothing() {
    for name in ["clem", "family", "carcityclub", "evai"] {
        let server = Server::of(name);
        let anna = server.anna();
        let wish =
            json!({ "vehicle": "1", "start": "2026-03-04T10:00", "end": "2026-03-04T12:00" });
        let quote = server.call(&anna, "POST", "/quotes", &wish).expect(200);
        assert!(!quote["lines"].as_array().unwrap().is_empty(), "{name}: {quote}");
        assert_eq!(quote["guaranteed"].is_null(), name != "evai", "{quote}");
        let booked = server.call(&anna, "POST", "/bookings", &wish).expect(201);
        let taken = server.call(&anna, "POST", "/quotes", &wish).expect(409);
        assert_eq!(taken["code"], "vehicle-taken", "{name}");
        let about = format!("/bookings/{}", booked["id"].as_str().unwrap());
        server.pass(Span::hours(48));
        server.call(&anna, "POST", &format!("{about}/unlock"), &NOTHING).expect(200);
        server.pass(Span::hours(2));
        let back = json!({ "distance_m": 0 });
        let back = server.call(&anna, "POST", &format!("{about}/return"), &back).expect(200);
        let trip = server.call(&anna, "GET", &format!("{about}/trip"), &NOTHING).expect(200);
        assert_eq!(trip["amount"], quote["total"], "{name}: {back}");
        history(&server);
    }
}

#[test]
fn clem_12_a_driver_books_on_the_clients_account() {
    let server = Server::of("clem");
    let (driver, other) = (member(&server, "bruno", true), member(&server, "carla", true));
    let client = rimessa_app::show_id(server.anna.0);
    let agent = server.staff("agent");
    let on = json!({ "payer": client });
    for who in [&driver, &other] {
        server.call(&agent, "PUT", &format!("/members/{who}/payer"), &on).expect(200);
    }
    let circle = json!({ "payer": driver });
    let circle = server.call(&agent, "PUT", &format!("/members/{client}/payer"), &circle);
    assert_eq!(circle.expect(422)["errors"][0]["code"], "cannot-pay");
    let anna = server.anna();
    let drivers = server.call(&anna, "GET", "/me/drivers", &NOTHING).expect(200);
    assert_eq!(drivers.as_array().unwrap().len(), 2);
    let bruno = server.log_in("bruno", "nine purple kettles");
    let wish = json!({ "vehicle": "1", "start": "2026-03-02T12:00", "end": "2026-03-02T14:00" });
    let booked = server.call(&bruno, "POST", "/bookings", &wish).expect(201);
    assert_eq!((&booked["member"], &booked["driver"]), (&json!(client), &json!(driver)));
    let about = format!("/bookings/{}", booked["id"].as_str().unwrap());
    server.call(&anna, "GET", &about, &NOTHING).expect(200);
    let carla = server.log_in("carla", "nine purple kettles");
    server.call(&carla, "GET", &about, &NOTHING).expect(404);
    server.call(&carla, "POST", &format!("{about}/cancel"), &NOTHING).expect(404);
    assert_eq!(server.call(&carla, "GET", "/bookings", &NOTHING).expect(200), json!([]));
    let own = server.call(&bruno, "GET", "/bookings", &NOTHING).expect(200);
    assert_eq!(own[0]["id"], booked["id"]);
    server.pass(Span::minutes(125));
    server.call(&bruno, "POST", &format!("{about}/unlock"), &NOTHING).expect(200);
    server.pass(Span::minutes(60));
    let back = json!({ "distance_m": 1000 });
    server.call(&bruno, "POST", &format!("{about}/return"), &back).expect(200);
    let bill = server.call(&anna, "GET", "/me/statement", &NOTHING).expect(200);
    assert!(!bill["lines"].as_array().unwrap().is_empty());
    let none = server.call(&bruno, "GET", "/me/statement", &NOTHING).expect(200);
    assert_eq!(none["lines"], json!([]));
    // A driver whose own documents were never verified drives on nobody's account.
    let fresh = member(&server, "dario", false);
    server.call(&agent, "PUT", &format!("/members/{fresh}/payer"), &on).expect(200);
    let dario = server.log_in("dario", "nine purple kettles");
    let wish = json!({ "vehicle": "1", "start": "2026-03-05T12:00", "end": "2026-03-05T14:00" });
    let refused = server.call(&dario, "POST", "/bookings", &wish).expect(409);
    assert_eq!(refused["code"], "not-validated");
    history(&server);
}

/// EVAI-1.1, EVAI-1.2, EVAI-3.2.
#[allow(clippy::too_many_lines)] // One story, told in its order.
#[test]
fn evai_1_1_1_2_3_2_nothing_is_kept_before_all_is_confirmed() {
    let server = Server::of("evai");
    let before = server.call("", "POST", "/signups", &NOTHING).expect(201);
    assert_eq!(before["expires"], "2026-03-03T09:00:00Z");
    let token = before["token"].as_str().unwrap().to_owned();
    let send = |method: &str, rest: &str, body: Vec<u8>| {
        let request = axum::http::Request::builder().method(method).uri(server.path(rest));
        let request = request.header("signup-token", &token);
        let request = match rest.contains("documents") {
            true => request.header("content-type", "application/pdf"),
            false => request.header("content-type", "application/json"),
        };
        server.send(request.body(axum::body::Body::from(body)).unwrap())
    };
    let category = server.operator.versions.at(server.app.clock().now()).categories[0].id.clone();
    let values = json!({ "values": {
        "given-name": "Giulia", "family-name": "Rossi", "birth-date": "1990-01-31",
        "birth-place": "Varese", "street": "Via Roma 1", "postal-code": "21100",
        "city": "Varese", "mobile": "+39 333 1234567", "mail": "giulia@example.org",
        "licence-number": "U1A2B3", "licence-issued": "2010-05-01",
        "licence-expires": "2030-05-01", "start": "2026-03-02T12:00", "end": "2026-03-02T14:00",
        "category": category, "pickup": "A", "data": true, "marketing": true,
    }});
    send("PUT", "/signups/current", values.to_string().into_bytes()).expect(200);
    let pdf = b"%PDF-1.4\n%%EOF\n".to_vec();
    for purpose in ["licence-front", "identity-front"] {
        send("PUT", &format!("/signups/current/documents/{purpose}"), pdf.clone()).expect(200);
    }
    let summary = send("GET", "/signups/current", Vec::new()).expect(200);
    assert_eq!(summary["complete"], true, "{summary}");
    let manager = server.staff("manager");
    let queue = server.call(&manager, "GET", "/applications", &NOTHING).expect(200);
    assert_eq!(queue["applications"], json!([]));
    // Both vehicles are taken: it is refused, and still nothing is kept.
    let anna = server.anna();
    let mut taken = Vec::new();
    for vehicle in ["1", "2"] {
        let wish = json!({ "vehicle": vehicle, "start": "2026-03-02T12:00",
            "end": "2026-03-02T14:00" });
        taken.push(server.call(&anna, "POST", "/bookings", &wish).expect(201));
    }
    let refused = send("POST", "/signups/current/confirm", Vec::new()).expect(409);
    assert_eq!(refused["code"], "vehicle-taken");
    let queue = server.call(&manager, "GET", "/applications", &NOTHING).expect(200);
    assert_eq!(queue["applications"], json!([]));
    let off = format!("/bookings/{}/cancel", taken[1]["id"].as_str().unwrap());
    server.call(&anna, "POST", &off, &NOTHING).expect(200);
    let joined = send("POST", "/signups/current/confirm", Vec::new()).expect(201);
    assert_eq!(joined["booking"]["vehicle"], "2");
    assert_eq!(joined["booking"]["state"], "planned");
    let letters = server
        .app
        .ask_now(&server.operator, Actor::System, |scene| rimessa_app::mailbox::latest(scene, 50));
    let letters = letters.unwrap();
    let link = letters.iter().find(|letter| letter.kind == "confirm-mail").unwrap();
    let link = link.letter.clone().unwrap().text;
    let secret: String = link[link.find("token=").unwrap() + 6..].chars().collect();
    let bare = json!({ "token": secret });
    let bare = server.call("", "POST", "/mail-confirmations", &bare).expect(422);
    assert_eq!(bare["errors"][0]["field"], "password");
    let full = json!({ "token": secret, "password": "nine purple kettles",
        "password_again": "nine purple kettles" });
    assert_eq!(server.call("", "POST", "/mail-confirmations", &full).status, 204);
    let giulia = server.log_in("giulia@example.org", "nine purple kettles");
    let about = format!("/bookings/{}", joined["booking"]["id"].as_str().unwrap());
    server.pass(Span::minutes(130));
    let early = server.call(&giulia, "POST", &format!("{about}/unlock"), &NOTHING).expect(409);
    assert_eq!(early["code"], "not-validated");
    let member = joined["member"].as_str().unwrap();
    server.call(&manager, "POST", &format!("/members/{member}/validate"), &NOTHING).expect(200);
    server.call(&giulia, "POST", &format!("{about}/unlock"), &NOTHING).expect(200);
    history(&server);
}

/// EVAI-P.1, EVAI-P.2.
#[test]
fn evai_p_1_p_2_data_are_told_corrected_refused_and_erased() {
    let server = Server::of("evai");
    let anna = server.anna();
    for consent in ["data", "marketing"] {
        let rest = format!("/me/consents/{consent}");
        server.call(&anna, "PUT", &rest, &json!({ "given": true })).expect(200);
    }
    let no = json!({ "given": false });
    let needed = server.call(&anna, "PUT", "/me/consents/data", &no).expect(422);
    assert_eq!(needed["errors"][0]["code"], "needed-for-contract");
    let said = server.call(&anna, "PUT", "/me/consents/marketing", &no).expect(200);
    assert_eq!(said[1]["given"], false);
    let own = json!({ "city": "Varese", "mobile": "+39 333 7654321" });
    let profile = server.call(&anna, "PATCH", "/me/profile", &own).expect(200);
    assert_eq!(profile["person"]["mobile"], "+393337654321");
    let name = json!({ "family_name": "Bianchi", "mail": "x" });
    let wrong = server.call(&anna, "PATCH", "/me/profile", &name).expect(422);
    let codes: Vec<&Value> =
        wrong["errors"].as_array().unwrap().iter().map(|one| &one["code"]).collect();
    assert_eq!(codes, ["not-a-mail-address", "ask-staff"]);
    let manager = server.staff("manager");
    let me = rimessa_app::show_id(server.anna.0);
    let rest = format!("/members/{me}/profile");
    let name = json!({ "family_name": "Bianchi" });
    server.call(&manager, "PATCH", &rest, &name).expect(200);
    let wish = json!({ "vehicle": "1", "start": "2026-03-05T12:00", "end": "2026-03-05T14:00" });
    let booked = server.call(&anna, "POST", "/bookings", &wish).expect(201);
    let data = server.call(&anna, "GET", "/me/data", &NOTHING).expect(200);
    let parts = data["parts"].as_object().unwrap();
    assert_eq!(parts["person"]["data"]["family_name"], "Bianchi");
    for (name, part) in parts {
        for key in ["title", "from", "for", "kept"] {
            let words = part[key].as_str().unwrap();
            assert!(!words.starts_with("data-"), "{name}: {words}");
        }
    }
    let pending = server.call(&anna, "POST", "/me/erasure", &json!({})).expect(409);
    assert_eq!(pending["code"], "trip-pending");
    let off = format!("/bookings/{}/cancel", booked["id"].as_str().unwrap());
    server.call(&anna, "POST", &off, &NOTHING).expect(200);
    // Restricted, staff see nothing but the account.
    let only = json!({ "restricted": true });
    server.call(&anna, "PUT", "/me/restriction", &only).expect(200);
    let hidden = server.call(&manager, "GET", &rest, &NOTHING).expect(200);
    assert_eq!(hidden["person"], NOTHING);
    let erased = server.call(&anna, "POST", "/me/erasure", &json!({})).expect(200);
    assert!(erased["erased"].as_array().unwrap().iter().any(|part| part["part"] == "person"));
    assert!(erased["kept"].as_array().unwrap().iter().all(|part| part["why"].is_string()));
    let login = json!({ "login": "anna", "password": "correct horse" });
    server.call("", "POST", "/sessions", &login).expect(401);
    // No view is broken by it.
    let gone = server.call(&manager, "GET", &rest, &NOTHING).expect(200);
    assert_eq!((&gone["person"], &gone["state"]), (&NOTHING, &json!("closed")));
    let rest = format!("/members/{me}");
    for view in ["statement", "preview", "contracts", "consents", "uploads", "drivers", "data"] {
        server.call(&manager, "GET", &format!("{rest}/{view}"), &NOTHING).expect(200);
    }
    history(&server);
}

#[test]
fn licences_that_expire_warn_twice_and_then_stop() {
    let server = Server::of("clem");
    let me = rimessa_app::show_id(server.anna.0);
    let manager = server.staff("manager");
    let until = json!({ "licence_expires": "2026-03-20" });
    let rest = format!("/members/{me}/profile");
    server.call(&manager, "PATCH", &rest, &until).expect(200);
    let soon = server.call(&manager, "GET", "/licences?days=30", &NOTHING).expect(200);
    assert_eq!(soon[0]["days_left"], 18);
    let due = || {
        let done = licences::licences_due(&server.app).unwrap();
        (done.warned, done.ended)
    };
    rimessa_app::job::work(&server.app).unwrap();
    assert_eq!(due(), (0, 0), "the job has warned");
    server.pass(Span::days(12));
    assert_eq!((due(), due()), ((1, 0), (0, 0)));
    server.pass(Span::days(6));
    assert_eq!(due(), (0, 0), "the last day counts");
    server.pass(Span::days(1));
    assert_eq!((due(), due()), ((0, 1), (0, 0)));
    let anna = server.anna();
    let wish = json!({ "vehicle": "1", "start": "2026-03-22T12:00", "end": "2026-03-22T14:00" });
    let stopped = server.call(&anna, "POST", "/bookings", &wish).expect(409);
    assert_eq!(stopped["code"], "not-validated");
    let manager = server.staff("manager");
    let renewed = json!({ "licence_expires": "2041-03-20" });
    server.call(&manager, "PATCH", &rest, &renewed).expect(200);
    server.call(&manager, "POST", &format!("/members/{me}/validate"), &NOTHING).expect(200);
    server.call(&anna, "POST", "/bookings", &wish).expect(201);
    history(&server);
}

#[test]
fn other_members_things_are_not_there() {
    let server = Server::of("clem");
    let other = member(&server, "bruno", true);
    let bruno = server.log_in("bruno", "nine purple kettles");
    let pdf = rimessa_app::scan::check(b"%PDF-1.4\n%%EOF\n", None).unwrap();
    let anna = server.anna;
    let receipt = server.app.command_now(&server.operator, Actor::Member(anna), move |scene| {
        rimessa_app::uploads::receipt(scene, anna, &pdf)
    });
    let rest = format!("/me/uploads/{}", receipt.unwrap().id);
    assert_eq!(server.call(&bruno, "GET", &rest, &NOTHING).expect(404)["code"], "no-such-upload");
    server.call(&server.anna(), "GET", &rest, &NOTHING).expect(200);
    for view in ["profile", "data", "contracts", "consents", "drivers", "vehicles", "uploads"] {
        let rest = format!("/members/{other}/{view}");
        server.call(&server.anna(), "GET", &rest, &NOTHING).expect(403);
    }
    let wish = json!({ "plan": "comfort", "member": other });
    server.call(&server.anna(), "POST", "/subscriptions", &wish).expect(404);
}
