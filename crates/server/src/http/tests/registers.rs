//! The registers of the back office: members and their accounts, refunds, fuel cards and keys,
//! equipment, lists;
//! vehicles off line, and what was emitted.

use axum::http::StatusCode;
use rimessa_domain::time::Span;
use serde_json::json;

use super::browser::Page;
use super::cast::at;
use super::kit::Server;
use super::office_fleet::Office;

/// Sends a form with files.
fn files(
    office: &mut Office<'_>,
    page: &Page,
    path: &str,
    fields: &[(&str, &str)],
    all: &[(&str, &str, &str, &[u8])],
) -> Page {
    let (form, key) = (page.hidden("form"), page.hidden("key"));
    let hidden = [("form", form.as_str()), ("key", key.as_str())];
    office.browser.post_files(path, &[&hidden[..], fields].concat(), all)
}

#[test]
fn members_are_found_and_their_accounts_kept() {
    let server = Server::of("clem");
    server.member_called("bea");
    let mut agent = Office::of(&server, "agent");
    agent.get("members").shows("100001").shows("Family-of-bea");
    agent.get("members?find=of-bea").shows("Family-of-bea");
    agent.get("members?find=x").shows("aria-invalid=\"true\"");
    let path = format!("members/{}/account", rimessa_app::show_id(server.anna.0));
    let page = agent.get(&path);
    page.shows("Contracts and subscriptions").shows("name=\"plan\"");
    assert!(!page.html.contains("name=\"licence_number\""), "not for agents");
    let done =
        agent.press(&page, &format!("{path}/contracts"), &[("act", "join"), ("plan", "comfort")]);
    agent.leads_to(&done, &format!("{path}?told=kept"));
    let page = agent.get(&path);
    page.shows("running").shows(">Leave</button>");
    let done =
        agent.press(&page, &format!("{path}/contracts"), &[("act", "leave"), ("plan", "comfort")]);
    agent.leads_to(&done, &format!("{path}?told=kept"));
    let card = [("act", "give"), ("uid", "nonsense"), ("label", "spare")];
    let wrong = agent.press(&page, &format!("{path}/cards"), &card);
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.shows("id=\"e-uid\"").shows("value=\"spare\"");
    let card = [("act", "give"), ("uid", "04 A2 24 5B"), ("label", "spare")];
    let done = agent.press(&wrong, &format!("{path}/cards"), &card);
    agent.leads_to(&done, &format!("{path}?told=kept"));
    agent.get(&path).shows("spare").shows(">Block</button>");
    let nobody =
        agent.press(&page, &format!("{path}/drivers"), &[("act", "add"), ("driver", "999999")]);
    nobody.shows("id=\"e-driver\"").shows("value=\"999999\"");
    let done =
        agent.press(&nobody, &format!("{path}/drivers"), &[("act", "add"), ("driver", "100002")]);
    agent.leads_to(&done, &format!("{path}?told=kept"));
    agent.get(&path).shows(">Take away</button>").shows("Family-of-bea");
    let empty = agent.press(&page, &format!("{path}/notes"), &[("act", "note"), ("note", " ")]);
    empty.shows("id=\"e-note\"");
    let note = [("act", "note"), ("note", "<b>calls at night</b>")];
    let done = agent.press(&empty, &format!("{path}/notes"), &note);
    agent.leads_to(&done, &format!("{path}?told=kept"));
    agent.get(&path).shows("&#60;b&#62;calls at night");
}

/// Nobody but managers enables vehicles, and nobody but those who verify corrects.
#[test]
fn managers_enable_vehicles_and_correct_who_a_member_is() {
    let server = Server::of("clem");
    let path = format!("members/{}/account", rimessa_app::show_id(server.anna.0));
    let mut agent = Office::of(&server, "agent");
    let page = agent.get(&path);
    let denied = agent.press(&page, &format!("{path}/vehicles"), &[("act", "enable")]);
    assert_eq!(denied.status, StatusCode::FORBIDDEN);
    let mut manager = Office::of(&server, "manager");
    let page = manager.get(&path);
    let missing = [("act", "enable"), ("vehicles", "1 99")];
    manager
        .press(&page, &format!("{path}/vehicles"), &missing)
        .shows("id=\"e-vehicles\"")
        .shows("1 99");
    let done =
        manager.press(&page, &format!("{path}/vehicles"), &[("act", "enable"), ("vehicles", "2")]);
    manager.leads_to(&done, &format!("{path}?told=kept"));
    let corrected = [
        ("act", "correct"),
        ("family_name", "Rossi"),
        ("mail", "anna@example.org"),
        ("mobile", "+393330000001"),
    ];
    let done = manager.press(&page, &format!("{path}/person"), &corrected);
    manager.leads_to(&done, &format!("{path}?told=kept"));
    manager.get(&path).shows("Rossi");
}

/// J4.3, CCC-10: the receipt of a taxi comes back as a credit, once staff have seen it.
#[test]
fn j4_3_a_receipt_is_entered_looked_at_and_credited() {
    let server = Server::of("carcityclub");
    let anna = server.anna();
    let trip = server.trip(&anna, at(10, 0), at(11, 0));
    let member = rimessa_app::show_id(server.anna.0);
    let mut agent = Office::of(&server, "agent");
    let page = agent.get(&format!("members/{member}/claim"));
    page.shows("Taxi refund");
    let path = format!("/desk/carcityclub/members/{member}/claim");
    let typed =
        [("kind", "taxi"), ("amount", "much"), ("text", "car missing"), ("booking", trip.as_str())];
    let pdf: &[u8] = b"%PDF-1.4\n%%EOF\n";
    let receipt = [("receipt", "taxi.pdf", "application/pdf", pdf)];
    let wrong = files(&mut agent, &page, &path, &typed, &receipt);
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.shows("id=\"e-amount\"").shows("car missing");
    let typed = [
        ("kind", "taxi"),
        ("amount", "18,00"),
        ("text", "car missing"),
        ("booking", trip.as_str()),
    ];
    let done = files(&mut agent, &wrong, &path, &typed, &receipt);
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
    agent.get("claims").shows("€18.00");
    let claim = done
        .location
        .strip_prefix("/desk/carcityclub/")
        .unwrap()
        .split('?')
        .next()
        .unwrap()
        .to_owned();
    let seen = agent.get(&claim);
    seen.shows("car missing");
    assert!(
        !seen.html.contains("/receipt") && !seen.html.contains("value=\"pay\""),
        "not for agents"
    );
    let mut billing = Office::of(&server, "billing");
    let page = billing.get(&claim);
    page.shows("/receipt");
    assert_eq!(billing.get(&format!("{claim}/receipt")).status, StatusCode::OK);
    let unexplained =
        billing.press(&page, &format!("{claim}/decision"), &[("act", "refuse"), ("reason", "")]);
    unexplained.shows("id=\"e-reason\"");
    let ticked = [("act", "pay"), ("receipt_complete", "true"), ("receipt_in_name", "true")];
    let done = billing.press(&unexplained, &format!("{claim}/decision"), &ticked);
    billing.leads_to(&done, &format!("{claim}?told=decided"));
    billing.get("claims?state=paid").shows("€18.00");
    assert_eq!(server.billed(&anna, "CCC-10"), ["-18.00"]);
    server.told_again();
}

#[test]
fn fuel_cards_and_keys_are_issued_and_replaced() {
    let server = Server::of("carcityclub");
    let mut field = Office::of(&server, "field");
    let page = field.get("items");
    page.shows("Nothing has been issued.");
    let wrong = [("act", "issue"), ("kind", "fuel-card"), ("label", "T-1"), ("vehicle", "99")];
    field.press(&page, "items", &wrong).shows("id=\"e-vehicle\"").shows("value=\"T-1\"");
    let card = [("act", "issue"), ("kind", "fuel-card"), ("label", "T-1"), ("vehicle", "1")];
    let done = field.press(&page, "items", &card);
    field.leads_to(&done, "items?told=kept");
    let page = field.get("items");
    page.shows("T-1").shows("/vehicles/1\"");
    let item = page.html.split("name=\"item\"").nth(1).unwrap();
    let item = item.split("<option value=\"").nth(2).unwrap().split('"').next().unwrap();
    let twice = [("act", "replace"), ("item", item), ("replacement", "T-1")];
    field.press(&page, "items", &twice).shows("id=\"e-replacement\"");
    let anew = [("act", "replace"), ("item", item), ("replacement", "T-2")];
    let done = field.press(&page, "items", &anew);
    field.leads_to(&done, "items?told=kept");
    field.get("items").shows("T-2").shows("Replaced");
    assert_eq!(Office::of(&server, "billing").get("items").status, StatusCode::FORBIDDEN);
}

#[test]
fn a_list_is_tried_and_then_imported_and_every_bad_row_is_named() {
    let server = Server::of("clem");
    let mut manager = Office::of(&server, "manager");
    let page = manager.get("import");
    let path = "/desk/clem/import";
    let list: &[u8] = b"code,station,bay,power_w\nL1,A,1,11000\nL2,Z,1,11000\n";
    let file = [("file", "chargers.csv", "text/csv", list)];
    let fields = [("list", "chargers"), ("act", "try"), ("text", "")];
    let tried = files(&mut manager, &page, path, &fields, &file);
    tried.shows("What would come of it").shows("<td>station</td>").shows("L2,Z,1,11000");
    let fields = [("list", "chargers"), ("act", "import"), ("text", "code,station\nL1,A\nL2,Z\n")];
    let refused = files(&mut manager, &tried, path, &fields, &[]);
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.shows("role=\"alert\"").shows("L2,Z");
    let fields =
        [("list", "chargers"), ("act", "import"), ("text", "code,station,power_w\nL1,A,11000\n")];
    files(&mut manager, &refused, path, &fields, &[]).shows("1 new");
    manager.get("equipment").shows("L1").shows("11.0 kW");
    let page = manager.get("import");
    let nothing = [("list", ""), ("act", "try"), ("text", "x")];
    files(&mut manager, &page, path, &nothing, &[]).shows("id=\"e-list\"");
    assert_eq!(Office::of(&server, "agent").get("import").status, StatusCode::FORBIDDEN);
}

#[test]
fn a_station_is_closed_and_opened_again_and_a_vehicle_leaves_the_fleet() {
    let server = Server::of("clem");
    let mut manager = Office::of(&server, "manager");
    let page = manager.get("stations/A");
    manager.press(&page, "stations/A/close", &[]).shows("role=\"alert\"");
    let page = manager.get("stations/B");
    let done = manager.press(&page, "stations/B/close", &[]);
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
    let page = manager.get("equipment");
    page.shows("Station B").shows("/stations/B/reopen\"");
    let done = manager.press(&page, "stations/B/reopen", &[]);
    manager.leads_to(&done, "equipment?told=kept");
    manager.get("stations").shows("Station B");
    server.booked(&server.anna(), at(12, 0), at(13, 0));
    let page = manager.get("vehicles/1");
    manager.press(&page, "vehicles/1/remove", &[]).shows("role=\"alert\"");
    let page = manager.get("vehicles/2");
    let done = manager.press(&page, "vehicles/2/remove", &[]);
    manager.leads_to(&done, "vehicles?told=removed");
    assert!(!manager.get("vehicles").html.contains("/vehicles/2\""));
}

/// J6.2: vehicles that were not heard of for longer than the operator waits stand on the board.
#[test]
fn j6_2_a_vehicle_that_is_silent_is_off_line() {
    let server = Server::of("carcityclub");
    let unit = server.on_board();
    let mut field = Office::of(&server, "field");
    server.pass(Span::hours(3));
    assert!(!field.get("").html.contains("Last heard of"), "nobody watches");
    server.configure(&server.operator, |settings| settings.off_line_minutes = Some(60));
    field.get("").shows("Last heard of");
    field.get("vehicles/1").shows("Off line");
    let empty = json!([]);
    unit.call("POST", "/device/events", &empty).expect(200);
    assert!(!field.get("").html.contains("Last heard of"), "it was heard of just now");
    let page = field.get("vehicles/1");
    page.shows("Last heard of");
    assert!(!page.html.contains("Off line"), "{}", page.html);
    server.pass(Span::minutes(61));
    field.get("").shows("Last heard of");
}

#[test]
fn kilometres_emit_what_the_operator_has_set_with_its_source() {
    let server = Server::of("carcityclub");
    server.trip(&server.anna(), at(10, 0), at(11, 0));
    let mut billing = Office::of(&server, "billing");
    billing.get("figures").shows("No grams per kilometre are set").shows("12.0");
    let mut admin = Office::of(&server, "administrator");
    let page = admin.get("settings");
    let wrong = [("co2_grams_per_km", "spaceship 9"), ("co2_source", "Ministry")];
    admin
        .press(&page, "settings/change", &wrong)
        .shows("id=\"e-co2_grams_per_km\"")
        .shows("Ministry");
    let set = [
        ("co2_grams_per_km", "city 100"),
        ("co2_average_car", "150"),
        ("co2_source", "Ministry"),
        ("co2_assumed", "yes"),
    ];
    let done = admin.press(&page, "settings/change", &set);
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
    // 12 km: 1.2 kg, and 1.8 kg in an average car.
    let page = billing.get("figures");
    page.shows("<strong>1.2</strong>")
        .shows("<strong>0.6 kg</strong>")
        .shows("Ministry")
        .shows("assumed");
    let file = billing.get("figures/co2.csv");
    file.shows("11,12.000,1.200,1.800\r\n");
    billing.get("figures/vehicles.csv").shows(",12.000,1.200,1.800\r\n");
}
