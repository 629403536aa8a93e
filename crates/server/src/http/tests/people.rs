//! What is kept about people: sealed with the newest key, told, and erased, wherever it stands.

use std::collections::{BTreeMap, BTreeSet};

use rimessa_app::{Keys, reseal};
use rimessa_domain::time::Span;
use rimessa_store::reseal::{Column, page};
use rimessa_store::{Failure, OperatorId, Tx};
use serde_json::{Value, json};

use super::cast::{NOTHING, at, text};
use super::kit::Server;
use super::whole::{NEEDLES, anna_with_everything, of_login};

/// What is in a column, sealed.
fn sealed(app: &rimessa_app::App, column: Column) -> Vec<Vec<u8>> {
    let read = move |tx: &mut Tx<'_>| page(tx, column, (OperatorId(-1), 0, 0), 1000);
    let all = app.store().read_now(read).unwrap();
    all.into_iter().map(|one| one.bytes).collect()
}

#[test]
fn all_that_an_older_key_sealed_is_sealed_again() {
    let server = Server::of("carcityclub");
    let anna = anna_with_everything(&server);
    let (unit, key) = server.device(&json!({ "kind": "on-board", "label": "1", "vehicle": "1" }));
    let boss = server.staff("administrator");
    server.call(&boss, "POST", &format!("/devices/{unit}/keys"), &json!({})).expect(201);
    server.call(&boss, "POST", "/me/second-factor", &NOTHING).expect(201);
    let new = Keys::generate();
    let both = server.with_key(&new, true);
    let newest = Keys::parse(&new).unwrap();
    for column in Column::ALL.iter().copied() {
        let kept = sealed(&both, column);
        assert!(!kept.is_empty(), "nothing in {column:?}: this test would not notice");
        assert!(kept.iter().all(|one| !newest.is_newest(one)), "{column:?}");
    }
    let done = reseal::reseal_all(&both).unwrap();
    assert!(done.lost == 0 && done.done >= Column::ALL.len(), "{done:?}");
    assert_eq!(reseal::reseal_all(&both).unwrap().done, 0);
    for column in Column::ALL.iter().copied() {
        assert!(sealed(&both, column).iter().all(|one| newest.is_newest(one)), "{column:?}");
    }
    drop(both);
    // Without the old key, everything still opens: what was said, and whoever shows what they have.
    let app = server.with_key(&new, false);
    let id = server.anna;
    let read = move |scene: &mut rimessa_app::Scene<'_, '_>| rimessa_app::held::export(scene, id);
    let told = app.ask_now(&server.operator, rimessa_app::Actor::System, read).unwrap();
    let told = told.to_string();
    for words in ["Needle-case", "Needle-answer", "Needle-objection", "Needle-claim"] {
        assert!(told.contains(words), "{words}");
    }
    let server = server.served_by(app);
    let shown = json!({ "vehicle": "1", "card": "04A2245B112233" });
    let reader = format!("device {unit} {key}");
    let answer = server.call(&reader, "POST", "/device/cards", &shown).expect(409);
    assert_eq!(answer["code"], "card-no-booking", "the card is known");
    server.call(&anna, "GET", "/me/data", &NOTHING).expect(200);
}

#[test]
fn what_no_key_opens_any_more_is_counted_and_stays() {
    let server = Server::of("carcityclub");
    anna_with_everything(&server);
    let other = server.with_key(&Keys::generate(), false);
    let done = reseal::reseal_all(&other).unwrap();
    assert!(done.done == 0 && done.lost >= 10, "{done:?}");
}

/// What becomes of a table's rows about a person who is erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// They go; told in that part.
    Goes(&'static str),
    /// They stay as the law wants, without a name; told in that part.
    Stays(&'static str),
    /// They vanish by themselves.
    Fades,
    /// They are about nobody.
    Nobody,
}
use Fate::{Fades, Goes, Nobody, Stays};

/// Every table with every column. What a `*` stands before is told as it is; of what a `?` stands before
/// the person is told what it means; the rest is how it is kept. A table or column that is new needs an
/// answer here: is it about people, are they told, does it go?
const TABLES: &[(&str, Fate, &str)] = &[
    ("attempt", Nobody, "origin since failures"),
    // The code goes, and whose it was is a number that leads to nobody.
    (
        "booking",
        Stays("bookings"),
        "booking_id ?member_id ?vehicle_id category plan channel made_at start_at end_at
        agreed_end_at reserve_ms pickup dropoff *state returned_at reported extension_refused waived
        restored reserved_from reserved_until settles_at code_sealed version opened_at driver_id
        exchanged_at distance_m",
    ),
    ("card", Goes("access"), "card_id uid_hash *label member_id *state made_at"),
    ("card_enrolment", Goes("access"), "member_id vehicle_id ?expires_at uid_hash"),
    (
        "case_entry",
        Goes("cases"),
        "case_id entry_id ?at *author author_id *kind visible ?sealed uploads_json",
    ),
    (
        "case_file",
        Stays("cases"),
        "case_id *kind *state outcome opened_at *opened_by due_at owner_id member_id booking_id
        vehicle_id once_key closed_at version",
    ),
    ("charger", Nobody, "charger_id code station_id bay power_w"),
    (
        "claim",
        Stays("refunds"),
        "claim_id member_id booking_id *kind amount upload_id ?text_sealed *state asked_at due_at
        decided_at decided_by ?reason_sealed escalated_at",
    ),
    (
        "consent",
        Goes("consents"),
        "consent_id member_id ?consent given at rulebook_at language actor",
    ),
    ("contract_exit", Nobody, "contract_id exit_id at"),
    (
        "device",
        Nobody,
        "device_id kind label station_id vehicle_id key_sealed old_key_sealed old_key_until created_at
        disabled_at",
    ),
    (
        "device_command",
        Nobody,
        "command_id vehicle_id booking_id what asked_at expires_at state problem",
    ),
    // Of a vehicle, for 90 days: who drove it, only the booking knows.
    (
        "device_event",
        Nobody,
        "device_id sequence at received_at clock_wrong kind vehicle_id data",
    ),
    ("device_progress", Nobody, "device_id sequence seen_at clock_off_ms"),
    // Of somebody who is no member yet: gone when it is confirmed, or after thirty days.
    ("draft", Nobody, "token_hash draft_id sealed created_at expires_at"),
    ("fuel_pin", Goes("access"), "member_id ?sealed"),
    // Answers to the member go; what staff were answered goes within seven days.
    ("idempotency", Fades, "actor key digest made_at answer"),
    ("installation_key", Nobody, "key_id sealed"),
    (
        "issued_item",
        Goes("items"),
        "item_id *kind *label vehicle_id member_id *state issued_at lost_at case_id replaced_by",
    ),
    ("job", Nobody, "kind due_at leased_until attempts problem"),
    // What was done and by which number, never who that is.
    (
        "journal",
        Stays("journal"),
        "seq at *actor actor_id *kind refused member_id booking_id vehicle_id subject_id version data",
    ),
    ("key_slot", Nobody, "kiosk_id slot_no vehicle_id"),
    ("kiosk", Nobody, "kiosk_id code station_id"),
    (
        "ledger_entry",
        Stays("bill"),
        "posting_id entry_no account member_id unit amount posted_at state line_id",
    ),
    (
        "line",
        Stays("bill"),
        "line_id member_id about about_id rule source_no *clause vat due_at made_at amount rulebook_at
        items_json",
    ),
    (
        "login",
        Goes("access"),
        "login_id kind *name password_hash must_change failures blocked_until disabled created_at",
    ),
    ("mail_token", Goes("access"), "token_hash member_id address_hash made_at ?expires_at"),
    // The number, the language and the plan stay; whom they belong to does not.
    (
        "member",
        Stays("account"),
        "member_id *number created_at *language *plan *state validated validated_at_first
        vehicles_limited has_subscription locked_by counted_json version applied_at ?payer_id
        *wished_plan *payment_means",
    ),
    ("member_note", Goes("notes"), "note_id member_id ?made_at staff_id ?sealed"),
    ("member_service", Goes("account"), "member_id *service"),
    // Without it, the history would not replay.
    ("member_vehicle", Stays("account"), "member_id ?vehicle_id"),
    ("odometer", Nobody, "vehicle_id reading_id at odometer_m occasion booking_id"),
    ("one_way_member", Goes("account"), "member_id"),
    ("operator", Nobody, "slug created_at settings_json settings_version"),
    (
        "outbox",
        Goes("messages"),
        "message_id made_at *medium *kind member_id booking_id sealed *state attempts next_at sent_at
        problem",
    ),
    (
        "passkey",
        Goes("access"),
        "passkey_id login_id *rp_id credential_hash *label sealed created_at used_at",
    ),
    // Lasts for five minutes.
    ("passkey_ceremony", Goes("access"), "ceremony_id login_id sealed expires_at"),
    ("password_reset", Goes("access"), "token_hash login_id ?expires_at"),
    (
        "person",
        Goes("person"),
        "member_id *family_name *given_name *organisation *email email_confirmed_at *phone *born_on
        *street *postal_code *city *country *licence_number *licence_issued_on *licence_expires_on
        *second_email *birth_place ?other_json *note restricted_at licence_warned",
    ),
    ("procedure_step", Nobody, "booking_id of_procedure step done_at"),
    (
        "proposal",
        Stays("indemnities"),
        "proposal_id member_id booking_id case_id *kind recorded_json evidence_json *clause amount
        *state proposed_at notified_at object_until objected_at ?objection_sealed decided_at decided_by
        ?reason_sealed once_key version",
    ),
    // Of staff alone.
    ("recovery_code", Nobody, "login_id code_hash"),
    ("reminded", Nobody, "booking_id about at"),
    ("rulebook_version", Nobody, "in_force_at version toml texts_json added_at"),
    ("second_factor", Nobody, "login_id secret_sealed confirmed_at last_step"),
    (
        "session",
        Goes("sessions"),
        "token_hash kind subject_id label scopes created_at expires_at session_id used_at
        second_factor",
    ),
    ("sms_in", Nobody, "gateway_key received_at outcome booking_id"),
    ("staff_grant", Nobody, "login_id role"),
    ("station", Nobody, "station_id code name lat_e7 lon_e7 address bays closed_at version"),
    (
        "subscription",
        Stays("bill"),
        "subscription_id member_id is_contract plan joined_at periods_billed has_left ends_at
        free_used_json counted_json due_at",
    ),
    (
        "upload",
        Goes("documents"),
        "upload_id subject subject_id *purpose *media_type size_bytes made_at delete_at ?sealed",
    ),
    (
        "vehicle",
        Nobody,
        "vehicle_id code plate name category station_id first_pickup left_at left_place
        out_of_service_at removed_at version",
    ),
    ("vehicle_reading", Nobody, "vehicle_id kind at value second_value"),
];

/// All rows of all tables, each value as text: ids and bytes as hexadecimal digits.
type Rows = BTreeMap<String, Vec<BTreeMap<String, String>>>;

/// A statement of this test alone.
fn statement(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

fn everything(tx: &mut Tx<'_>) -> Result<Rows, Failure> {
    let sql = "SELECT m.name, c.name, c.type FROM sqlite_schema m, pragma_table_info(m.name) c
        WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'
        AND m.name <> 'refinery_schema_history' ORDER BY m.name, c.cid";
    let mut tables: BTreeMap<String, Vec<(String, bool)>> = BTreeMap::new();
    for (table, column, is_blob) in
        tx.all(sql, &[], |row| Ok((row.string(0)?, row.string(1)?, row.string(2)? == "BLOB")))?
    {
        tables.entry(table).or_default().push((column, is_blob));
    }
    let mut all = Rows::new();
    for (table, columns) in tables {
        let value = |(column, is_blob): &(String, bool)| match is_blob {
            true => format!("COALESCE(LOWER(HEX({column})), '')"),
            false => format!("COALESCE(CAST({column} AS TEXT), '')"),
        };
        let values: Vec<String> = columns.iter().map(value).collect();
        let sql = statement(format!("SELECT {} FROM {table}", values.join(", ")));
        let rows = tx.all(sql, &[], |row| {
            let read =
                |(at, (name, _)): (usize, &(String, bool))| Ok((name.clone(), row.string(at)?));
            columns.iter().enumerate().map(read).collect::<Result<BTreeMap<_, _>, Failure>>()
        })?;
        all.insert(table, rows);
    }
    Ok(all)
}

fn kept(server: &Server) -> Rows {
    server.app.store().read_now(everything).unwrap()
}

/// The columns of a table in the list, without their signs.
fn columns(told: &str) -> Vec<&str> {
    told.split_whitespace().map(|name| name.trim_start_matches(['*', '?'])).collect()
}

#[test]
fn every_table_and_column_has_an_answer() {
    let server = Server::of("clem");
    let read = |tx: &mut Tx<'_>| -> Result<_, Failure> {
        let sql = "SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c
            WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'
            AND m.name <> 'refinery_schema_history' AND c.name <> 'operator_id'";
        tx.all(sql, &[], |row| Ok((row.string(0)?, row.string(1)?)))
    };
    let there: BTreeSet<(String, String)> =
        server.app.store().read_now(read).unwrap().into_iter().collect();
    let owned = |table: &str, column: &str| (table.to_owned(), column.to_owned());
    let answered: BTreeSet<(String, String)> = TABLES
        .iter()
        .flat_map(|(table, _, told)| columns(told).into_iter().map(|one| owned(table, one)))
        .collect();
    let missing: Vec<_> = there.difference(&answered).collect();
    assert!(missing.is_empty(), "nobody has said what becomes of {missing:?}");
    let gone: Vec<_> = answered.difference(&there).collect();
    assert!(gone.is_empty(), "these are no more: {gone:?}");
}

/// Whether a row says whose it is, or something that only anna is or has.
fn is_hers(row: &BTreeMap<String, String>, ids: &[String]) -> bool {
    let named = |value: &String| ids.iter().any(|id| value.contains(id));
    row.values().any(|value| named(value) || NEEDLES.iter().any(|needle| value == needle))
}

/// Anna's id, as it may stand anywhere.
fn ids(server: &Server) -> [String; 2] {
    [rimessa_app::show_id(server.anna.0), format!("{:032x}", server.anna.0)]
}

#[test]
fn all_that_is_held_on_a_person_is_told_and_erased() {
    let server = Server::of("carcityclub");
    let anna = anna_with_everything(&server);
    let ids = ids(&server);
    let told = server.call(&anna, "GET", "/me/data", &NOTHING).expect(200);
    let before = kept(&server);
    for (table, fate, names) in TABLES {
        let hers: Vec<_> = before[*table].iter().filter(|row| is_hers(row, &ids)).collect();
        let part = match fate {
            Nobody => {
                assert!(hers.is_empty(), "{table} is about somebody: {hers:?}");
                continue;
            }
            Fades => continue,
            Goes(part) | Stays(part) => &told["parts"][part],
        };
        assert!(part["title"].is_string(), "{table} is not told");
        // Subscriptions are in the way of being erased, and are told with the bill.
        assert!(!hers.is_empty() || *table == "subscription", "{table} would not be noticed");
        let whole = part["data"].to_string();
        for name in names.split_whitespace().filter_map(|name| name.strip_prefix('*')) {
            // Whose account she pays for is told; the rest of it is theirs.
            let own = |row: &BTreeMap<String, String>| {
                row.get("member_id").is_none_or(|id| id.is_empty() || ids.contains(id))
            };
            for row in hers.iter().filter(|row| own(row) && !row[name].is_empty()) {
                assert!(whole.contains(&row[name]), "{table}.{name} = {} is not told", row[name]);
            }
        }
    }
    let words = told.to_string();
    for needle in NEEDLES {
        assert!(words.contains(needle), "{needle} is not told");
    }
    let erased = server.call(&anna, "POST", "/me/erasure", &json!({})).expect(200);
    after(&server, &erased, &ids);
}

/// What is there after she was erased, and that what she was told of it is true.
fn after(server: &Server, erased: &Value, ids: &[String; 2]) {
    let bea = of_login(server, "bea");
    assert_eq!(rimessa_app::show_id(bea.0).len(), 36, "others are still there");
    let now_kept = kept(server);
    for (table, fate, _) in TABLES {
        let hers = now_kept[*table].iter().filter(|row| is_hers(row, ids));
        if matches!(fate, Goes(_) | Nobody) {
            let hers: Vec<_> = hers.collect();
            assert!(hers.is_empty(), "still in {table}: {hers:?}");
        }
    }
    let parts = |which: &str| -> BTreeSet<String> {
        erased[which].as_array().unwrap().iter().map(|part| text(&part["part"])).collect()
    };
    // A part that is said to be gone has nothing left; one that is kept says why.
    let staying = |wanted: bool| -> BTreeSet<String> {
        let of = |fate: &Fate| match fate {
            Stays(part) => wanted.then(|| (*part).to_owned()),
            Goes(part) => (!wanted).then(|| (*part).to_owned()),
            _ => None,
        };
        TABLES.iter().filter_map(|(_, fate, _)| of(fate)).collect()
    };
    assert_eq!(parts("kept"), staying(true));
    assert_eq!(parts("erased"), &staying(false) - &staying(true));
    for part in erased["kept"].as_array().unwrap() {
        assert!(!text(&part["why"]).starts_with("data-"), "{part}");
    }
    let manager = server.staff("manager");
    let view = format!("/members/{}/data", ids[0]);
    let left = server.call(&manager, "GET", &view, &NOTHING).expect(200);
    for part in parts("erased") {
        let data = &left["parts"][&part]["data"];
        let empty =
            |value: &Value| value.is_null() || *value == json!([]) || *value == json!(false);
        let is_empty =
            empty(data) || data.as_object().is_some_and(|object| object.values().all(empty));
        assert!(is_empty, "{part} is said to be gone: {data}");
    }
    // What was answered to staff goes by itself; then nothing anywhere leads to her.
    server.pass(Span::days(8));
    rimessa_app::retain::retain_all(&server.app, server.app.clock().now()).unwrap();
    for (table, rows) in kept(server) {
        for row in rows {
            for (column, value) in row {
                let found = NEEDLES.iter().find(|needle| value.contains(*needle));
                // The name under which she logs in is short: as a part of a word it says nothing.
                let found = found.filter(|needle| **needle != "anna" || value == "anna");
                assert_eq!(found, None, "{table}.{column} = {value}");
            }
        }
    }
    server.told_again();
}

#[test]
fn what_is_not_decided_stands_in_the_way() {
    let server = Server::of("carcityclub");
    let anna = server.anna();
    let wish = json!({ "kind": "fuel", "amount": "20.00", "text": "no partner station" });
    let claim = server.call(&anna, "POST", "/refunds", &wish).expect(201);
    let erase = || server.call(&anna, "POST", "/me/erasure", &json!({}));
    assert_eq!(erase().expect(409)["code"], "matter-open");
    let path = format!("/refunds/{}/refuse", text(&claim["id"]));
    let billing = server.staff("billing");
    server.call(&billing, "POST", &path, &json!({ "reason": "no receipt" })).expect(200);
    erase().expect(200);
}

#[test]
fn evidence_belongs_to_whoever_names_it() {
    let server = Server::of("carcityclub");
    let (anna, bea) = (server.anna(), server.member_called("bea"));
    let (mine, theirs) = (server.receipt(&anna), server.receipt(&bea));
    let hat = |upload: &str| json!({ "kind": "lost-property", "text": "x", "uploads": [upload] });
    let code = |answer: Value| text(&answer["errors"][0]["code"]);
    let report = |token: &str, upload: &str| server.call(token, "POST", "/cases", &hat(upload));
    assert_eq!(code(report(&anna, &theirs).expect(422)), "no-such-upload");
    assert_eq!(code(report(&anna, &rimessa_app::show_id(7)).expect(422)), "no-such-upload");
    let case = report(&anna, &mine).expect(201);
    assert_eq!(case["entries"][0]["uploads"], json!([mine]));
    let replies = format!("/cases/{}/replies", text(&case["id"]));
    let reply = json!({ "text": "look", "uploads": [theirs] });
    assert_eq!(code(server.call(&anna, "POST", &replies, &reply).expect(422)), "no-such-upload");
    // Whoever is on the phone with her may name it for her.
    server.call(&server.staff("agent"), "POST", &replies, &reply).expect(200);
    let booking = server.booked(&anna, at(10, 0), at(11, 0));
    server.until(at(10, 0));
    server.opened(&anna, &booking);
    let dent = json!({ "what": "damage", "text": "dent", "uploads": [theirs] });
    let findings = format!("/bookings/{booking}/findings");
    assert_eq!(code(server.call(&anna, "POST", &findings, &dent).expect(422)), "no-such-upload");
    let unit = server.unit("on-board");
    assert_eq!(code(report(&unit, &mine).expect(422)), "no-such-upload");
}

#[test]
fn a_device_names_only_members_of_bookings_at_its_place() {
    let server = Server::of("carcityclub");
    let (anna, _) = (server.anna(), server.member_called("bea"));
    let (anna_id, bea_id) = (rimessa_app::show_id(server.anna.0), of_login(&server, "bea"));
    let bea_id = rimessa_app::show_id(bea_id.0);
    let (unit, kiosk) = (server.unit("on-board"), server.unit("kiosk"));
    let elsewhere = server.device(&json!({ "kind": "kiosk", "label": "B", "station": "B" }));
    let elsewhere = format!("device {} {}", elsewhere.0, elsewhere.1);
    let report = |device: &str, member: &str, booking: Option<&str>| {
        let case = json!({ "kind": "other", "text": "x", "member": member, "booking": booking });
        server.call(device, "POST", "/cases", &case).status.as_u16()
    };
    assert_eq!(report(&unit, &anna_id, None), 404, "she has nothing to do with this vehicle");
    let booking = server.booked(&anna, at(10, 0), at(11, 0));
    assert_eq!(report(&unit, &anna_id, None), 404, "not yet");
    server.until(at(9, 30));
    for device in [&unit, &kiosk] {
        assert_eq!(report(device, &anna_id, None), 201);
        assert_eq!(report(device, &anna_id, Some(&booking)), 201);
        assert_eq!(report(device, &bea_id, None), 404);
        assert_eq!(report(device, &bea_id, Some(&booking)), 404, "it is not her booking");
    }
    assert_eq!(report(&elsewhere, &anna_id, None), 404);
    assert_eq!(report(&elsewhere, &anna_id, Some(&booking)), 404);
}
