//! Stations, vehicles, lists and rulebooks, entered over HTTP.

use axum::body::Body;
use axum::http::Request;
use rimessa_domain::time::Span;
use serde_json::{Value, json};

use super::kit::{Answer, Server, rulebook};

const NOTHING: Value = Value::Null;

fn with(
    server: &Server,
    token: &str,
    method: &str,
    rest: &str,
    more: [&str; 2],
    body: &[u8],
) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(server.path(rest))
        .header("authorization", format!("Bearer {token}"))
        .header("accept-language", "de")
        .header(more[0], more[1]);
    server.send(request.body(Body::from(body.to_vec())).unwrap())
}

fn import(server: &Server, token: &str, rest: &str, body: &[u8]) -> Answer {
    with(server, token, "POST", &format!("/imports/{rest}"), ["content-type", "text/csv"], body)
}

fn wrong(report: &Value) -> Vec<(u64, &str, &str)> {
    let all = report["wrong"].as_array().unwrap().iter();
    all.map(|one| {
        assert!(one["detail"].as_str().unwrap().len() > 12, "{one}");
        (
            one["line"].as_u64().unwrap(),
            one["column"].as_str().unwrap(),
            one["code"].as_str().unwrap(),
        )
    })
    .collect()
}

#[test]
fn a_station_is_changed_only_as_it_was_looked_at() {
    let server = Server::of("clem");
    let manager = server.staff("manager");
    let seen = server.call("", "GET", "/stations/A", &NOTHING);
    let tag = seen.headers["etag"].to_str().unwrap().to_owned();
    let known = with(&server, &manager, "GET", "/stations/A", ["if-none-match", &tag], b"");
    assert_eq!((known.status.as_u16(), &known.body), (304, &json!("")));
    let wish = json!({ "name": "Gare", "lat": "49.7701", "lon": "-4.72", "bays": 6 });
    let text = wish.to_string();
    let put = |tag: &str| {
        with(&server, &manager, "PUT", "/stations/A", ["if-match", tag], text.as_bytes())
    };
    let changed = put(&tag).expect(200);
    assert_eq!((&changed["lat"], &changed["bays"]), (&json!("49.7701000"), &json!(6)));
    assert_eq!(put(&tag).expect(412)["code"], "stale");
    let fresh = with(&server, &manager, "GET", "/stations/A", ["if-none-match", &tag], b"");
    assert_eq!(fresh.expect(200)["name"], "Gare");
    for role in ["agent", "field", "billing", "administrator"] {
        let token = server.staff(role);
        server.call(&token, "PUT", "/stations/A", &wish).expect(403);
    }
    server.call(&server.anna(), "PUT", "/stations/A", &wish).expect(403);
    let bad = json!({ "name": "", "lat": "north", "lon": "181", "bays": -1 });
    let bad = server.call(&manager, "PUT", "/stations/A", &bad).expect(422);
    let fields: Vec<&str> =
        bad["errors"].as_array().unwrap().iter().map(|e| e["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["name", "lat", "lon", "bays"]);
}

#[test]
fn vehicles_and_stations_go_when_nobody_needs_them() {
    let server = Server::of("clem");
    let (manager, anna) = (server.staff("manager"), server.anna());
    server.call(&manager, "DELETE", "/stations/A", &NOTHING).expect(422);
    server.call(&manager, "DELETE", "/stations/B", &NOTHING).expect(200);
    server.call("", "GET", "/stations/B", &NOTHING).expect(404);
    let wish = json!({ "vehicle": "1", "start": "2026-03-03T10:00", "end": "2026-03-03T12:00" });
    let booked = server.call(&anna, "POST", "/bookings", &wish).expect(201);
    let still = server.call(&manager, "DELETE", "/vehicles/1", &NOTHING).expect(422);
    assert_eq!(still["errors"][0]["code"], "still-in-use");
    let about = format!("/bookings/{}/cancel", booked["id"].as_str().unwrap());
    server.call(&anna, "POST", &about, &NOTHING).expect(200);
    server.call(&manager, "DELETE", "/vehicles/1", &NOTHING).expect(200);
    server.call(&anna, "POST", "/bookings", &wish).expect(404);
    server.app.search().catch_up(&server.app).unwrap();
    let free = "/vehicles/free?from=2026-03-03T10:00&until=2026-03-03T12:00&station=A";
    assert_eq!(server.call("", "GET", free, &NOTHING).expect(200).as_array().unwrap().len(), 1);
    let back = json!({ "station": "A", "name": "Zoé" });
    assert_eq!(server.call(&manager, "PUT", "/vehicles/1", &back).expect(200)["name"], "Zoé");
    server.app.search().catch_up(&server.app).unwrap();
    assert_eq!(server.call("", "GET", free, &NOTHING).expect(200).as_array().unwrap().len(), 2);
    server.call(&anna, "POST", "/bookings", &wish).expect(201);
}

#[test]
fn a_list_is_imported_whole_or_not_at_all() {
    let server = Server::of("carcityclub");
    let manager = server.staff("manager");
    let stations = "code;name;lat;lon;address;bays\nT1;Torino Porta Nuova;45,0622;7.678;;12\n\
        T2;;45.0;7.6;;x\nT1;Noch einmal;45.0;7.6;;\nT3;Lingotto;45.0273;7.6640;Via, 1;4\n";
    let tried = import(&server, &manager, "stations?dry_run=true", stations.as_bytes());
    let tried = tried.expect(200);
    let expected = [
        (2, "lat", "not-degrees"),
        (3, "name", "missing"),
        (3, "bays", "not-a-count"),
        (4, "code", "twice"),
    ];
    assert_eq!(wrong(&tried), expected);
    assert!(tried["wrong"][0]["detail"].as_str().unwrap().contains("gradi"), "{tried}");
    let refused = import(&server, &manager, "stations", stations.as_bytes()).expect(422);
    assert_eq!(refused["errors"][0]["field"], "2:lat");
    assert_eq!(refused["errors"].as_array().unwrap().len(), 4);
    server.call("", "GET", "/stations/T3", &NOTHING).expect(404);
    let good =
        "\u{feff}code,name,lat,lon,bays\nT1,Porta Nuova,45.0622,7.678,12\nA,Aurora,45.1,7.7,\n";
    let tried = import(&server, &manager, "stations?dry_run=true", good.as_bytes()).expect(200);
    assert_eq!((&tried["added"], &tried["changed"]), (&json!(1), &json!(1)));
    server.call("", "GET", "/stations/T1", &NOTHING).expect(404);
    import(&server, &manager, "stations", good.as_bytes()).expect(200);
    assert_eq!(server.call("", "GET", "/stations/A", &NOTHING).expect(200)["name"], "Aurora");
    server.app.search().catch_up(&server.app).unwrap();
    server.call("", "GET", "/vehicles/free?station=T1", &NOTHING).expect(200);
}

#[test]
fn vehicles_chargers_kiosks_and_slots_are_imported() {
    let server = Server::of("carcityclub");
    let manager = server.staff("manager");
    let category = server.operator.versions.at(super::kit::MORNING).categories[0].id.to_string();
    let vehicles = format!(
        "code,station,category\n7,A,{category}\n8,Z,{category}\n9,A,lorry\n,A,{category}\n10,A,\n"
    );
    let tried = import(&server, &manager, "vehicles?dry_run=true", vehicles.as_bytes()).expect(200);
    let expected = [
        (3, "station", "no-such-station"),
        (4, "category", "no-such-category"),
        (5, "code", "missing"),
        (6, "category", "missing"),
    ];
    assert_eq!(wrong(&tried), expected);
    let good = format!("code,station,category\n7,A,{category}\n1,A,{category}\n");
    let done = import(&server, &manager, "vehicles", good.as_bytes()).expect(200);
    assert_eq!((&done["added"], &done["unchanged"]), (&json!(1), &json!(1)));
    let done = import(&server, &manager, "chargers", b"code,station,power_w\nL1,A,22000\n");
    assert_eq!(done.expect(200)["added"], 1);
    let bad =
        import(&server, &manager, "chargers", b"code,station,power_w\nL 2,Q,-5\n").expect(422);
    assert_eq!(bad["errors"].as_array().unwrap().len(), 3);
    import(&server, &manager, "kiosks", b"code,station\nK1,A\n").expect(200);
    let slots = b"kiosk,slot,vehicle\nK1,1,7\nK1,2,\nK9,0,99\n";
    let tried = import(&server, &manager, "key-slots?dry_run=true", slots).expect(200);
    let expected = [
        (4, "kiosk", "no-such-kiosk"),
        (4, "slot", "not-a-count"),
        (4, "vehicle", "no-such-vehicle"),
    ];
    assert_eq!(wrong(&tried), expected);
    import(&server, &manager, "key-slots", b"kiosk,slot,vehicle\nK1,1,7\nK1,2,\n").expect(200);
    import(&server, &manager, "lorries", b"code\n1\n").expect(404);
    let latin = import(&server, &manager, "kiosks?dry_run=true", b"code,station\nK\xe9,A\n");
    assert_eq!(wrong(&latin.expect(200)), [(2, "", "csv-not-utf-8")]);
    import(&server, &server.anna(), "kiosks", b"code,station\nK2,A\n").expect(403);
}

#[test]
fn the_same_list_imported_again_changes_nothing() {
    let server = Server::of("carcityclub");
    let manager = server.staff("manager");
    let category = server.operator.versions.at(super::kit::MORNING).categories[0].id.to_string();
    let vehicles = format!("code,station,category,plate\n7,A,{category},TO 1\n8,B,{category},\n");
    let feed = json!({ "data": { "stations": [{ "station_id": "MI1", "name": "Cadorna",
        "lat": 45.4685, "lon": 9.1759, "capacity": 8 }] } });
    let lists = [
        ("stations", "code,name,lat,lon,bays\nT1,Nuova,45.0622,7.678,12\n".to_owned()),
        ("gbfs-stations", feed.to_string()),
        ("vehicles", vehicles),
        ("chargers", "code,station,bay,power_w\nL1,A,3,22000\nL2,A,,\n".to_owned()),
        ("kiosks", "code,station\nK1,A\n".to_owned()),
        ("key-slots", "kiosk,slot,vehicle\nK1,1,7\nK1,2,\n".to_owned()),
        ("members", "number,family_name,mail,payer\nC1,Rossi,r@x.it,\nC2,Verdi,,C1\n".to_owned()),
    ];
    let entries = || {
        let manager = server.staff("manager");
        let seen = server.call(&manager, "GET", "/stations", &NOTHING);
        (seen.headers["etag"].clone(), server.everything_kept().len())
    };
    for (list, rows) in &lists {
        let first = import(&server, &manager, list, rows.as_bytes()).expect(200);
        assert!(first["added"].as_u64().unwrap() > 0, "{list}: {first}");
        let before = entries();
        for how in ["?dry_run=true", ""] {
            let again = import(&server, &manager, &format!("{list}{how}"), rows.as_bytes());
            let again = again.expect(200);
            assert_eq!((&again["added"], &again["changed"]), (&json!(0), &json!(0)), "{again}");
            assert_eq!(again["unchanged"], first["added"], "{list}");
        }
        assert_eq!(entries().0, before.0);
    }
}

#[test]
fn every_row_of_a_list_of_members_that_is_wrong_is_named() {
    let server = Server::of("clem");
    let manager = server.staff("manager");
    let bad = "number,family_name,organisation,mail,mobile,birth_date,language,plan,validated,payer\n\
        C 1,,,,,,,,,\n\
        C2,Roux,,not-mail,12,2031-02-30,xx,gold,maybe,C9\n\
        C3,Roux,,,,,,,,C3\n\
        C4,Roux,,,,,,,,C5\n\
        C5,Roux,,,,,,,,C6\n\
        C6,,Association,,,,,,,\n\
        100001,Anna,,,,,,comfort,yes,\n";
    let tried = import(&server, &manager, "members?dry_run=true", bad.as_bytes()).expect(200);
    let expected = [
        (2, "number", "not-a-number"),
        (2, "family_name", "missing"),
        (3, "mail", "not-a-mail-address"),
        (3, "mobile", "not-a-phone-number"),
        (3, "birth_date", "not-a-date"),
        (3, "validated", "not-yes-or-no"),
        (3, "language", "not-an-option"),
        (3, "plan", "no-such-plan"),
        (3, "payer", "no-such-payer"),
        (4, "payer", "cannot-pay"),
        (5, "payer", "cannot-pay"),
        (8, "plan", "not-by-list"),
    ];
    assert_eq!(wrong(&tried), expected);
    import(&server, &manager, "members", bad.as_bytes()).expect(422);
}

#[test]
fn a_list_may_be_as_long_as_a_town() {
    let server = Server::of("clem");
    let manager = server.staff("manager");
    let town = |rows: usize| {
        let row = |no: usize| format!("B{no},Familie mit langem Namen,m{no}@example.org\n");
        let rows: String = (1..=rows).map(row).collect();
        format!("number,family_name,mail\n{rows}")
    };
    let tried = import(&server, &manager, "members?dry_run=true", town(9000).as_bytes());
    assert_eq!(tried.expect(200)["added"], 9000);
    let tried = import(&server, &manager, "members?dry_run=true", town(20_001).as_bytes());
    assert_eq!(wrong(&tried.expect(200)), [(20_002, "", "csv-too-long")]);
}

/// SAE-02.
#[test]
fn sae_02_members_are_imported_with_who_pays_for_them() {
    let server = Server::of("clem");
    let (manager, agent) = (server.staff("manager"), server.staff("agent"));
    let rows = "number,family_name,given_name,organisation,mail,mobile,validated,payer\n\
        CLT013261,Durand,François,,durand@example.org,+33 6 12 34 56 78,yes,CLT2\n\
        CLT2,,,Mairie,mairie@example.org,,no,\n";
    let done = import(&server, &manager, "members", rows.as_bytes()).expect(200);
    assert_eq!((&done["added"], &done["changed"]), (&json!(2), &json!(0)), "{done}");
    let seen = server.call(&agent, "GET", "/members/CLT013261/profile", &NOTHING).expect(200);
    assert_eq!(
        (&seen["validated"], &seen["person"]["given_name"]),
        (&json!(true), &json!("François"))
    );
    let drivers = server.call(&agent, "GET", "/members/CLT2/drivers", &NOTHING).expect(200);
    assert_eq!(drivers[0]["number"], "CLT013261");
    // Whoever was imported comes in by the number and a temporary password.
    let made = server.call(&manager, "POST", "/members/CLT013261/temporary-password", &NOTHING);
    let password = made.expect(201)["temporary_password"].as_str().unwrap().to_owned();
    server.log_in("CLT013261", &password);
    let moved = "number,street,mail\nCLT013261,1 rue de la Paix,\n";
    let done = import(&server, &manager, "members", moved.as_bytes()).expect(200);
    assert_eq!((&done["added"], &done["changed"]), (&json!(0), &json!(1)));
    let seen = server.call(&agent, "GET", "/members/CLT013261/profile", &NOTHING).expect(200);
    let person = &seen["person"];
    assert_eq!(person["street"], "1 rue de la Paix", "{person}");
    assert_eq!(person["mail"], "durand@example.org", "an empty cell takes nothing away");
    import(&server, &agent, "members", moved.as_bytes()).expect(403);
    let told = server.call(&manager, "GET", "/history", &NOTHING).expect(200);
    super::life::replays(&server, &told);
}

#[test]
fn stations_come_from_a_feed() {
    let server = Server::of("evai");
    let manager = server.staff("manager");
    let feed = |stations: Value| {
        json!({ "last_updated": 1, "ttl": 0, "version": "3.0",
        "data": { "stations": stations } })
        .to_string()
    };
    let old = feed(json!([{ "station_id": "MI1", "name": "Milano Cadorna", "lat": 45.4685,
        "lon": 9.1759, "capacity": 8, "is_virtual_station": false }]));
    let done = import(&server, &manager, "gbfs-stations", old.as_bytes()).expect(200);
    assert_eq!(done["added"], 1);
    let station = server.call("", "GET", "/stations/MI1", &NOTHING).expect(200);
    assert_eq!((&station["lat"], &station["bays"]), (&json!("45.4685000"), &json!(8)));
    let new = feed(json!([
        { "station_id": "MI1", "name": [{ "text": "Milan", "language": "en" },
          { "text": "Milano", "language": "it" }], "lat": 45.4685, "lon": 9.1759 },
        { "station_id": "BAD", "name": "x", "lat": 95.0, "lon": 9 },
        { "station_id": "MI1", "name": "y", "lat": 45, "lon": 9 },
        { "station_id": "NO", "lat": 45, "lon": 9 }
    ]));
    let tried = import(&server, &manager, "gbfs-stations?dry_run=true", new.as_bytes()).expect(200);
    let expected = [(2, "lat", "not-degrees"), (3, "station_id", "twice"), (4, "", "not-a-feed")];
    assert_eq!(wrong(&tried), expected);
    let name = feed(json!([{ "station_id": "MI1", "name": [{ "text": "Milan", "language": "en" },
          { "text": "Milano", "language": "it" }], "lat": 45.4685, "lon": 9.1759 }]));
    import(&server, &manager, "gbfs-stations", name.as_bytes()).expect(200);
    assert_eq!(server.call("", "GET", "/stations/MI1", &NOTHING).expect(200)["name"], "Milano");
    import(&server, &manager, "gbfs-stations", b"<gbfs/>").expect(422);
}

#[test]
fn j6_1_a_rulebook_comes_into_force_on_its_day() {
    let server = Server::of("clem");
    let (manager, anna) = (server.staff("manager"), server.anna());
    let files = rulebook("clem");
    let add = |toml: &str, from: &str, dry_run: bool| {
        let wish = json!({ "toml": toml, "texts": files.texts, "from": from, "dry_run": dry_run });
        server.call(&manager, "POST", "/rulebooks", &wish)
    };
    assert_eq!(
        add(&files.toml, "2026-03-01T00:00", false).expect(422)["errors"][0]["field"],
        "from"
    );
    let broken = files.toml.replacen("[[plan]]", "[[plam]]", 1);
    let broken = add(&broken, "2026-04-01T00:00", false).expect(422);
    assert!(
        broken["errors"][0]["field"].as_str().unwrap().starts_with("rulebook.toml:"),
        "{broken}"
    );
    let plan = server.operator.versions.at(super::kit::MORNING).plans[0].id.to_string();
    let without = files.toml.replace(&format!("\"{plan}\""), "\"renamed\"");
    let lacking = add(&without, "2026-04-01T00:00", false).expect(422);
    assert!(lacking.to_string().contains("plan-in-use"), "{lacking}");
    let next = files.toml.replacen("version = \"", "version = \"next-", 1);
    assert_eq!(add(&next, "2026-04-01T00:00", true).expect(201)["dry_run"], true);
    let list = || server.call("", "GET", "/rulebooks", &NOTHING).expect(200);
    assert_eq!(list().as_array().unwrap().len(), 1);
    let added = add(&next, "2026-04-01T00:00", false).expect(201);
    assert!(added["findings"].is_array());
    let name = added["version"]["version"].as_str().unwrap();
    assert_eq!((&list()[0]["version"], &list()[0]["in_force"]), (&json!(name), &json!(false)));
    let shown = server.call("", "GET", &format!("/rulebooks/{name}"), &NOTHING).expect(200);
    assert!(shown["words"].as_str().unwrap().contains("CLEM-"), "{}", shown["words"]);
    assert_eq!(shown["toml"], json!(next));
    let wish = json!({ "vehicle": "1", "start": "2026-04-02T10:00", "end": "2026-04-02T12:00" });
    server.call(&anna, "POST", "/bookings", &wish).expect(201);
    server.pass(Span::days(40));
    assert_eq!(list()[0]["in_force"], json!(true));
    let anna = server.anna();
    server.call(&anna, "POST", "/rulebooks", &json!({ "toml": "", "from": "" })).expect(403);
    server.call("", "GET", "/rulebooks/none", &NOTHING).expect(404);
}

#[test]
fn staff_say_who_may_leave_vehicles_elsewhere() {
    let server = Server::of("evai");
    let (agent, anna) = (server.staff("agent"), server.anna());
    let about = format!("/members/{}/one-way", rimessa_app::show_id(server.anna.0));
    server.call(&anna, "PUT", &about, &json!({})).expect(403);
    server.call(&agent, "PUT", &about, &json!({})).expect(204);
    server.call(&agent, "DELETE", &about, &NOTHING).expect(204);
    server.call(&agent, "PUT", "/members/nobody/one-way", &json!({})).expect(404);
}
