//! The rulebook and the figures in the back office.

use axum::http::StatusCode;

use super::cast::at;
use super::kit::{Server, rulebook};
use super::office_fleet::Office;

/// J6.1: errors at line and column before anything is kept, findings, then the day it comes into force.
#[test]
fn j6_1_a_new_version_is_checked_before_it_is_kept() {
    let server = Server::of("clem");
    let mut office = Office::of(&server, "manager");
    let page = office.get("new-rulebook");
    page.shows("CLEM-10").shows("name=\"text-fr\"");
    let files = rulebook("clem");
    let texts = [("text-fr", files.texts["fr"].as_str()), ("text-en", &files.texts["en"])];
    let form = |toml: &'static str, from: &'static str, act: &'static str| {
        [&texts[..], &[("toml", toml), ("from", from), ("act", act)]].concat()
    };
    let own: &'static str = Box::leak(files.toml.clone().into_boxed_str());
    let broken: &'static str =
        Box::leak(own.replace("clause = \"CLEM-10\"", "clause = \"CLEM-99\"").into_boxed_str());
    let wrong = office.press(&page, "new-rulebook", &form(broken, "2026-04-01T00:00", "keep"));
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.html);
    wrong.shows("<code>rulebook.toml:").shows("CLEM-99").shows("value=\"2026-04-01T00:00\"");
    let past = office.press(&wrong, "new-rulebook", &form(own, "2026-01-01T00:00", "check"));
    past.shows("id=\"e-from\"");
    // Browsers send files with other ends of lines.
    let named = own.replacen("2018-08-30", "2026 spring", 1).replace('\n', "\r\n");
    let named: &'static str = Box::leak(named.into_boxed_str());
    let checked = office.press(&past, "new-rulebook", &form(named, "2026-04-01T00:00", "check"));
    assert_eq!(checked.status, StatusCode::OK, "{}", checked.html);
    checked.shows("Nothing has been kept yet");
    assert!(!office.get("rulebook").html.contains("2026 spring"));
    let done = office.press(&checked, "new-rulebook", &form(named, "2026-04-01T00:00", "keep"));
    office.leads_to(&done, "rulebook?told=kept");
    let list = office.get("rulebook");
    list.shows("2026 spring").shows("Wed 1 Apr 2026");
    let page = office.get("rulebook/2026%20spring");
    page.shows("CLEM-11").shows("plan comfort").shows("The regulation is silent");
    assert_eq!(office.get("rulebook/nothing").status, StatusCode::NOT_FOUND);
    let mut agent = Office::of(&server, "agent");
    agent.get("rulebook").shows("in force");
}

#[test]
fn figures_are_sums_of_what_happened_as_pages_and_as_files() {
    let server = Server::of("carcityclub");
    let anna = server.anna();
    server.trip(&anna, at(10, 0), at(11, 0));
    server.trip(&anna, at(12, 0), at(14, 0));
    server.booked(&anna, at(20, 0), at(21, 0));
    server.until(at(23, 0));
    let mut office = Office::of(&server, "billing");
    let days = "?from=2026-03-02&until=2026-03-02";
    let page = office.get(&format!("figures{days}"));
    page.shows("<strong>2</strong> Trips").shows("<th scope=\"row\">1 ");
    let file = office.get(&format!("figures/vehicles.csv{days}"));
    let lines: Vec<&str> = file.html.lines().collect();
    assert_eq!(
        lines[0],
        "code,name,trips,used_minutes,used_percent,revenue,currency,\
         distance_km,co2_kg,average_car_co2_kg"
    );
    // Three hours of the day, which begins at 23:00 UTC of the day before.
    assert!(lines[1].starts_with("1,,2,180,12.5,"), "{lines:?}");
    assert!(lines[2].starts_with("2,,0,0,0.0,0.00,EUR"), "{lines:?}");
    let billed = lines[1].split(',').nth(5).unwrap();
    assert!(billed.parse::<f64>().unwrap() > 0.0, "{billed}");
    let file = office.get(&format!("figures/hours.csv{days}"));
    // Nine in the morning UTC is ten on the wall.
    assert!(file.html.contains("\r\n11,1\r\n12,0\r\n13,1\r\n"), "{}", file.html);
    let file = office.get(&format!("figures/stations.csv{days}"));
    assert!(file.html.contains("A,Station A,2,180,,"), "{}", file.html);
    assert_eq!(office.get("figures/secrets.csv").status, StatusCode::NOT_FOUND);
    for (days, field) in [
        ("?from=soon", "e-from"),
        ("?from=2026-03-02&until=2026-03-01", "e-until"),
        ("?from=2025-03-02&until=2026-03-01", "e-until"),
    ] {
        let wrong = office.get(&format!("figures{days}"));
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{days}");
        wrong.shows(&format!("id=\"{field}\""));
    }
    office.get("figures?from=2026-01-05&until=2026-01-06").shows("<strong>0</strong> Trips");
}
