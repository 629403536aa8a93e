//! A member of whom everything is held that can be held.

use rimessa_app::scan;
use rimessa_domain::ids::MemberId;
use rimessa_domain::time::Span;
use rimessa_store::consents::{self, ConsentRow};
use rimessa_store::issued::{self, ItemRow};
use rimessa_store::members::Person;
use rimessa_store::{Failure, OperatorId, Tx, cards, fleet, ledger, members, papers, uploads};
use serde_json::{Value, json};

use super::cast::{NOTHING, at, text};
use super::kit::Server;
use super::passkeys::{Authenticator, SITE};

/// Words that stand for what only anna is, said or has.
pub(super) const NEEDLES: [&str; 22] = [
    "anna",
    "Needle-family",
    "Needle-given",
    "Needle-organisation",
    "needle@example.org",
    "second-needle@example.org",
    "+39333555777",
    "1981-02-03",
    "Needle-birthplace",
    "Needle-street",
    "N-08000",
    "Needle-city",
    "NEEDLE-LICENCE",
    "2001-04-05",
    "2031-06-07",
    "Needle-other",
    "Needle-note",
    "Needle-card",
    "Needle-passkey",
    "Needle-case",
    "Needle-answer",
    "Needle-remark",
];

/// Anna with everything: trips, cases, indemnities, refunds, cards, passkeys …; her token. Nothing stands
/// in the way of erasing her.
pub(super) fn anna_with_everything(server: &Server) -> String {
    server.configure(&server.operator, |settings| settings.pages_url = SITE.to_owned());
    let (anna, bea) = (server.anna(), server.member_called("bea"));
    let (billing, agent) = (server.staff("billing"), server.staff("agent"));
    let member = rimessa_app::show_id(server.anna.0);
    let only = json!({ "vehicles": ["1"] });
    let enable = format!("/members/{member}/vehicles");
    server.call(&server.staff("manager"), "PUT", &enable, &only).expect(200);
    passkey(server, &anna);
    drives(server, &anna, &bea, &billing);
    case(server, &anna, &agent);
    refund(server, &anna, &billing);
    let card = json!({ "uid": "04A2245B112233", "label": "Needle-card" });
    server.call(&agent, "POST", &format!("/members/{member}/cards"), &card).expect(201);
    let note = json!({ "text": "Needle-remark" });
    server.call(&agent, "POST", &format!("/members/{member}/notes"), &note).expect(201);
    let mail = json!({ "mail": "needle@example.org" });
    server.call(&anna, "PATCH", "/me/profile", &mail).expect(200);
    server.call("", "POST", "/password-resets", &json!({ "login": "anna" })).expect(202);
    let begin = json!({ "vehicle": "1" });
    server.call(&anna, "POST", "/me/cards/enrolment", &begin).expect(201);
    server.call(&anna, "POST", "/me/passkeys/ceremonies", &NOTHING).expect(201);
    documents(server);
    let id = server.anna;
    let bea_id = of_login(server, "bea");
    let op = server.operator.id;
    let work = move |tx: &mut Tx<'_>| rest(tx, op, id, bea_id);
    server.app.store().write_now(work).unwrap();
    anna
}

/// The id of the member who logs in so.
pub(super) fn of_login(server: &Server, login: &'static str) -> MemberId {
    let op = server.operator.id;
    let work = move |tx: &mut Tx<'_>| rimessa_store::logins::by_name(tx, op, login);
    MemberId(server.app.store().read_now(work).unwrap().unwrap().id)
}

fn passkey(server: &Server, anna: &str) {
    let mut key = Authenticator::new();
    let made = key.register(server, anna, SITE).expect(201);
    let name = json!({ "label": "Needle-passkey" });
    let about = format!("/me/passkeys/{}", text(&made["id"]));
    server.call(anna, "PUT", &about, &name).expect(200);
}

/// A trip of anna's, after which bea finds damage: an indemnity, objected to and waived.
fn drives(server: &Server, anna: &str, bea: &str, billing: &str) {
    let trip = server.booked(anna, at(10, 0), at(11, 0));
    server.until(at(10, 0));
    server.opened(anna, &trip);
    server.call(anna, "POST", &format!("/bookings/{trip}/fuel-pin"), &NOTHING).expect(200);
    server.until(at(11, 0));
    let back = json!({ "distance_m": 12_000 });
    server.call(anna, "POST", &format!("/bookings/{trip}/return"), &back).expect(200);
    let next = server.booked(bea, at(12, 0), at(14, 0));
    server.until(at(12, 0));
    server.opened(bea, &next);
    let dent = json!({ "what": "damage", "text": "dent in the left door" });
    server.call(bea, "POST", &format!("/bookings/{next}/findings"), &dent).expect(201);
    let proposed = server.call(billing, "GET", "/indemnities", &NOTHING).expect(200);
    let about = format!("/indemnities/{}", text(&proposed["indemnities"][0]["id"]));
    let post = |token: &str, rest: &str, body: &Value| {
        server.call(token, "POST", &format!("{about}{rest}"), body).expect(200)
    };
    post(billing, "/notify", &json!({}));
    post(anna, "/objection", &json!({ "text": "Needle-objection" }));
    post(billing, "/waive", &json!({ "reason": "Needle-waived" }));
}

fn case(server: &Server, anna: &str, agent: &str) {
    let hat = json!({ "kind": "lost-property", "text": "Needle-case" });
    let case = server.call(anna, "POST", "/cases", &hat).expect(201);
    let about = format!("/cases/{}", text(&case["id"]));
    let answer = json!({ "text": "Needle-answer" });
    server.call(agent, "POST", &format!("{about}/replies"), &answer).expect(200);
}

fn refund(server: &Server, anna: &str, billing: &str) {
    let wish = json!({ "kind": "fuel", "amount": "20.00", "text": "Needle-claim" });
    let claim = server.call(anna, "POST", "/refunds", &wish).expect(201);
    let path = format!("/refunds/{}/refuse", text(&claim["id"]));
    let why = json!({ "reason": "Needle-refused" });
    server.call(billing, "POST", &path, &why).expect(200);
}

/// Scans of documents and a receipt.
fn documents(server: &Server) {
    let anna = server.anna;
    let pdf = scan::check(b"%PDF-1.4\n%%EOF\n", None).unwrap();
    let kept =
        server.app.command_now(&server.operator, rimessa_app::Actor::Member(anna), move |scene| {
            rimessa_app::uploads::put(scene, anna, "licence-front", &pdf)?;
            rimessa_app::uploads::receipt(scene, anna, &pdf)
        });
    kept.unwrap();
}

/// Who anna is.
fn person() -> Person {
    let text = |text: &str| Some(text.to_owned());
    Person {
        family_name: text("Needle-family"),
        given_name: text("Needle-given"),
        organisation: text("Needle-organisation"),
        email: text("needle@example.org"),
        email_confirmed: None,
        phone: text("+39333555777"),
        born_on: text("1981-02-03"),
        street: text("Needle-street"),
        postal_code: text("N-08000"),
        city: text("Needle-city"),
        country: text("IT"),
        licence_number: text("NEEDLE-LICENCE"),
        licence_issued_on: text("2001-04-05"),
        licence_expires_on: text("2031-06-07"),
        second_email: text("second-needle@example.org"),
        birth_place: text("Needle-birthplace"),
        other_json: text(r#"{"hobby":"Needle-other"}"#),
    }
}

/// What the shipped rulebook has no way to.
fn rest(tx: &mut Tx<'_>, op: OperatorId, anna: MemberId, bea: MemberId) -> Result<(), Failure> {
    let text = |text: &str| Some(text.to_owned());
    members::put_person(tx, op, anna, &person())?;
    papers::set_note(tx, op, anna, Some("Needle-note"))?;
    papers::set_services(tx, op, anna, &["needle-service".to_owned()])?;
    let paper = papers::Papers {
        applied: None,
        payer: Some(bea),
        wished_plan: text("needle-plan"),
        payment_means: text("needle-means"),
    };
    papers::put(tx, op, anna, &paper)?;
    let of_bea = papers::get(tx, op, bea)?;
    papers::put(tx, op, bea, &papers::Papers { payer: Some(anna), ..of_bea })?;
    fleet::let_one_way(tx, op, anna, true)?;
    let at = at(12, 0);
    let consent = ConsentRow {
        id: 1,
        consent: "needle-consent".to_owned(),
        given: true,
        at,
        rulebook_at: at,
        language: "en".to_owned(),
        actor: "member".to_owned(),
    };
    consents::insert(tx, op, anna, &consent)?;
    let item = ItemRow {
        id: 1,
        kind: "key".to_owned(),
        label: "needle-key".to_owned(),
        vehicle: None,
        member: Some(anna),
        state: "issued".to_owned(),
        issued: at,
        lost: None,
        case: None,
        replaced_by: None,
    };
    issued::insert(tx, op, &item)?;
    assert!(
        cards::pin(tx, op, anna)?.is_some() && !uploads::of_subject(tx, op, anna.0)?.is_empty()
    );
    let owed = ledger::balance(tx, op, anna, "EUR")?;
    let posting = ledger::Posting {
        id: 1,
        unit: "EUR",
        at: at.plus(Span::HOUR),
        state: "posted",
        line: None,
    };
    let entry = |account, member, amount| ledger::Entry { account, member, amount };
    let paid = [entry("receivable", Some(anna), -owed), entry("bank", None, owed)];
    ledger::post(tx, op, &posting, &paid)
}
