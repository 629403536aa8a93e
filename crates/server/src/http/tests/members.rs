//! Members and their papers: signing up, documents, verifying, consents, contracts, drivers, privacy.

use axum::body::Body;
use axum::http::Request;
use rimessa_domain::time::Span;
use serde_json::{Value, json};

use super::kit::{Answer, Server};
use super::life::replays;

const NOTHING: Value = Value::Null;
const PDF: &[u8] = b"%PDF-1.7\nthe back of a licence\n%%EOF\n";

/// A picture of 8 × 8 pixels.
fn png() -> Vec<u8> {
    let mut bytes = Vec::new();
    let picture = image::DynamicImage::new_rgb8(8, 8);
    picture.write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Png).unwrap();
    bytes
}

/// Somebody who signs up.
struct Visitor<'s> {
    server: &'s Server,
    token: String,
}

impl<'s> Visitor<'s> {
    fn of(server: &'s Server) -> Self {
        let begun = server.call("", "POST", "/signups", &NOTHING).expect(201);
        Self { server, token: begun["token"].as_str().unwrap().to_owned() }
    }

    fn send(&self, method: &str, rest: &str, kind: &str, body: Vec<u8>) -> Answer {
        let request = Request::builder().method(method).uri(self.server.path(rest));
        let request = request.header("signup-token", &self.token).header("content-type", kind);
        self.server.send(request.body(Body::from(body)).unwrap())
    }

    fn types(&self, values: &Value) -> Value {
        let body = json!({ "values": values }).to_string().into_bytes();
        self.send("PUT", "/signups/current", "application/json", body).expect(200)
    }

    fn uploads(&self, purpose: &str, kind: &str, bytes: &[u8]) -> Answer {
        let rest = format!("/signups/current/documents/{purpose}");
        self.send("PUT", &rest, kind, bytes.to_vec())
    }

    fn sees(&self) -> Value {
        self.send("GET", "/signups/current", "application/json", Vec::new()).expect(200)
    }

    fn confirms(&self) -> Answer {
        self.send("POST", "/signups/current/confirm", "application/json", Vec::new())
    }
}

fn field<'v>(view: &'v Value, name: &str) -> &'v Value {
    let steps = view["steps"].as_array().unwrap().iter();
    let mut fields = steps.flat_map(|step| step["fields"].as_array().unwrap());
    fields.find(|field| field["name"] == name).unwrap_or_else(|| panic!("{name} in {view}"))
}

/// The letters sent to a member, the latest first.
fn letters(server: &Server) -> Vec<String> {
    let letters = server.app.ask_now(&server.operator, rimessa_app::Actor::System, |scene| {
        rimessa_app::mailbox::latest(scene, 50)
    });
    letters.unwrap().into_iter().map(|letter| format!("{letter:?}")).collect()
}

fn clem_person() -> Value {
    json!({
        "community": "clem", "family-name": "Dupont", "given-name": "Claire",
        "birth-date": "1980-05-17", "street": "12 rue de la République",
        "postal-code": "08000", "city": "Charleville-Mézières", "country": "FR",
        "mobile": "+33 6 12 34 56 78", "mail": "claire@example.org", "login": "claire",
        "password": "nine purple kettles", "password-again": "nine purple kettles", "terms": true,
        "payment-means": "direct-debit", "services": ["sharing", "charging"], "plan": "comfort",
    })
}

/// A member of clem who signed up; the answer.
fn claire(server: &Server) -> Value {
    let visitor = Visitor::of(server);
    visitor.types(&clem_person());
    visitor.uploads("licence-front", "image/png", &png()).expect(200);
    visitor.uploads("licence-back", "application/pdf", PDF).expect(200);
    visitor.confirms().expect(201)
}

/// CLEM-02, CLEM-03, CLEM-04.
#[test]
fn clem_02_03_04_sign_up_in_steps_survives_a_break() {
    let server = Server::of("clem");
    let visitor = Visitor::of(&server);
    let begun = visitor.sees();
    let steps: Vec<&Value> = begun["steps"].as_array().unwrap().iter().map(|s| &s["id"]).collect();
    assert_eq!(steps, ["community", "person", "payment"]);
    assert_eq!(field(&begun, "community")["choices"][0]["value"], "clem");
    visitor.types(&json!({ "family-name": "Dupont", "mail": "no address", "mobile": "06 12" }));
    server.pass(Span::days(29));
    // What is wrong is kept, and said; what was typed before is still there.
    let later = visitor.types(&json!({ "community": "clem", "given-name": "Claire" }));
    assert_eq!(field(&later, "family-name")["value"], "Dupont");
    assert_eq!(field(&later, "mail")["value"], "no address");
    assert_eq!(field(&later, "mail")["wrong"], "not-a-mail-address");
    assert_eq!(field(&later, "mobile")["wrong"], "not-a-phone-number");
    assert_eq!(field(&later, "licence-front")["wrong"], "missing");
    assert_eq!(later["complete"], false);
    let early = visitor.confirms().expect(422);
    let wrong: Vec<&Value> = early["errors"].as_array().unwrap().iter().collect();
    assert!(wrong.iter().any(|one| one["field"] == "terms" && one["code"] == "consent-needed"));
    let full = visitor.types(&clem_person());
    assert!(full["steps"][1]["fields"].as_array().unwrap().len() > 10);
    assert_eq!(field(&full, "password")["value"], NOTHING);
    let ready = visitor.uploads("licence-front", "image/png", &png()).expect(200);
    assert_eq!(ready["complete"], true, "{ready}");
    let joined = visitor.confirms().expect(201);
    assert_eq!(joined["mail_sent"], true);
    assert_eq!(visitor.confirms().expect(404)["code"], "no-such-signup");
    let claire = server.log_in("claire", "nine purple kettles");
    let profile = server.call(&claire, "GET", "/me/profile", &NOTHING).expect(200);
    assert_eq!(profile["state"], "applied");
    assert_eq!(profile["person"]["mobile"], "+33612345678");
    assert_eq!(profile["services"], json!(["charging", "sharing"]));
    let ticked = json!({ "services": ["carpooling"] });
    let profile = server.call(&claire, "PUT", "/me/services", &ticked).expect(200);
    assert_eq!(profile["services"], json!(["carpooling"]));
    let unknown = json!({ "services": ["bikes"] });
    server.call(&claire, "PUT", "/me/services", &unknown).expect(422);
}

#[test]
fn clem_02_another_community_is_named() {
    let server = Server::of("clem");
    let visitor = Visitor::of(&server);
    let view = visitor.types(&json!({ "community": "elsewhere" }));
    assert_eq!(field(&view, "community")["wrong"], "not-an-option");
}

#[test]
fn a_draft_vanishes_and_nobody_else_reads_it() {
    let server = Server::of("clem");
    let visitor = Visitor::of(&server);
    visitor.types(&json!({ "family-name": "Dupont" }));
    let stranger = Visitor { server: &server, token: "sd_0123".to_owned() };
    let answer = stranger.send("GET", "/signups/current", "application/json", Vec::new());
    assert_eq!(answer.expect(404)["code"], "no-such-signup");
    server.pass(Span::days(31));
    let gone = visitor.send("GET", "/signups/current", "application/json", Vec::new());
    assert_eq!(gone.expect(404)["code"], "no-such-signup");
    rimessa_app::job::work(&server.app).unwrap();
    assert_eq!(rimessa_app::sweep::sweep(&server.app).unwrap(), 0, "the job has swept");
}

#[test]
fn clem_03_what_is_no_scan_is_refused_and_loses_nothing() {
    let server = Server::of("clem");
    let visitor = Visitor::of(&server);
    visitor.types(&json!({ "family-name": "Dupont" }));
    let large = vec![b'x'; 10 * 1024 * 1024 + 1];
    let larger = vec![b'x'; 12 * 1024 * 1024];
    for (kind, bytes, code) in [
        ("image/png", &b""[..], "upload-empty"),
        ("image/gif", b"GIF89a", "upload-wrong-kind"),
        ("application/zip", b"PK\x03\x04", "upload-wrong-kind"),
        ("application/pdf", &png(), "upload-not-what-it-says"),
        ("image/png", &png()[..40], "upload-damaged"),
        ("image/png", &large, "upload-too-large"),
        ("image/png", &larger, "upload-too-large"),
    ] {
        let wrong = visitor.uploads("licence-front", kind, bytes).expect(422);
        assert_eq!(wrong["errors"][0]["code"], code);
        assert_ne!(wrong["errors"][0]["detail"], format!("invalid-{code}"));
    }
    assert_eq!(
        visitor.uploads("passport", "image/png", &png()).expect(404)["code"],
        "no-such-purpose"
    );
    assert_eq!(field(&visitor.sees(), "family-name")["value"], "Dupont");
}

#[test]
fn what_nobody_can_have_meant_is_refused() {
    let server = Server::of("clem");
    let visitor = Visitor::of(&server);
    let put = |body: Vec<u8>| visitor.send("PUT", "/signups/current", "application/json", body);
    let named = |name: &str| json!({ "values": { "family-name": name } }).to_string().into_bytes();
    assert_eq!(put(named(&"x".repeat(1_000_000))).expect(413)["code"], "too-large");
    assert_eq!(put(named(&"x".repeat(100_000))).expect(422)["errors"][0]["code"], "too-long");
    let long = put(named(&"x".repeat(300))).expect(200);
    assert_eq!(field(&long, "family-name")["wrong"], "too-long");
    put(b"{\"values\": {\"family-name\": \"\xff\xfe\"}}".to_vec()).expect(400);
    put(b"{\"values\": {\"family-name\": 7}}".to_vec()).expect(422);
    put(b"{\"values\": {\"nickname\": \"x\"}}".to_vec()).expect(422);
    let short = json!({ "values": { "password": "short", "password-again": "short" } });
    let short = put(short.to_string().into_bytes()).expect(422);
    assert_eq!(short["errors"][0]["code"], "password-too-short");
    let other = json!({ "values": { "password": "long enough", "password-again": "not so" } });
    let other = put(other.to_string().into_bytes()).expect(422);
    assert_eq!(other["errors"][0]["code"], "passwords-differ");
}

#[test]
fn clem_03_the_address_is_confirmed_by_a_link_that_holds_once() {
    let server = Server::of("clem");
    claire(&server);
    let letter = letters(&server).remove(0);
    assert!(letter.contains("claire@example.org") && letter.contains("claire"), "{letter}");
    let at = letter.find("token=").unwrap() + 6;
    let token: String =
        letter[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    let confirm = json!({ "token": token });
    assert_eq!(server.call("", "POST", "/mail-confirmations", &confirm).status, 204);
    let again = server.call("", "POST", "/mail-confirmations", &confirm).expect(404);
    assert_eq!(again["code"], "no-such-link");
    let claire = server.log_in("claire@example.org", "nine purple kettles");
    let profile = server.call(&claire, "GET", "/me/profile", &NOTHING).expect(200);
    assert_eq!(profile["person"]["mail_confirmed"], "2026-03-02T09:00:00Z");
    // Another address is to be confirmed again; a link that is asked for often is sent once.
    let other = json!({ "mail": "Claire@example.net" });
    let profile = server.call(&claire, "PATCH", "/me/profile", &other).expect(200);
    assert_eq!(profile["person"]["mail"], "claire@example.net");
    assert_eq!(profile["person"]["mail_confirmed"], NOTHING);
    let sent = letters(&server).len();
    for login in ["claire", "claire", "nobody"] {
        let whom = json!({ "login": login });
        assert_eq!(server.call("", "POST", "/mail-confirmations/resend", &whom).status, 202);
    }
    assert_eq!(letters(&server).len(), sent);
    server.pass(Span::minutes(2));
    let whom = json!({ "login": "claire" });
    assert_eq!(server.call("", "POST", "/mail-confirmations/resend", &whom).status, 202);
    assert_eq!(letters(&server).len(), sent + 1);
}

#[test]
fn clem_01_staff_verify_and_the_chosen_plan_begins() {
    let server = Server::of("clem");
    let joined = claire(&server);
    let member = joined["member"].as_str().unwrap();
    let token = server.log_in("claire", "nine purple kettles");
    let wish = json!({ "vehicle": "1", "start": "2026-03-03T10:00", "end": "2026-03-03T12:00" });
    let early = server.call(&token, "POST", "/bookings", &wish).expect(409);
    assert_eq!(early["code"], "not-validated");
    server.pass(Span::hours(30));
    let manager = server.staff("manager");
    let queue = server.call(&manager, "GET", "/applications", &NOTHING).expect(200);
    let first = &queue["applications"][0];
    assert_eq!(first["profile"]["member"], member);
    assert_eq!(first["waits_hours"], 30);
    assert_eq!(first["uploads"].as_array().unwrap().len(), 2);
    // The scan beside the data: as it was written anew, and the look is in the journal.
    let front = first["uploads"].as_array().unwrap().iter();
    let front = front.clone().find(|upload| upload["purpose"] == "licence-front").unwrap();
    let rest = format!("/members/{member}/uploads/{}", front["id"].as_str().unwrap());
    let scan = server.call(&manager, "GET", &rest, &NOTHING);
    assert_eq!(scan.headers["content-type"], "image/jpeg");
    assert_eq!(scan.headers["x-content-type-options"], "nosniff");
    let back = first["uploads"].as_array().unwrap().iter();
    let back = back.clone().find(|upload| upload["purpose"] == "licence-back").unwrap();
    let rest = format!("/members/{member}/uploads/{}", back["id"].as_str().unwrap());
    let pdf = server.call(&manager, "GET", &rest, &NOTHING);
    assert!(pdf.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
    let data = server.call(&token, "GET", "/me/data", &NOTHING).expect(200);
    let journal = data["parts"]["journal"]["data"].as_array().unwrap();
    assert_eq!(journal.iter().filter(|entry| entry["what"] == "look").count(), 2);
    // Asked for more, the member uploads again and waits at the end of the queue.
    let agent = server.staff("agent");
    server.call(&agent, "GET", &rest, &NOTHING).expect(403);
    server.call(&agent, "POST", &format!("/members/{member}/validate"), &NOTHING).expect(403);
    let ask = format!("/members/{member}/ask");
    server.call(&manager, "POST", &ask, &json!({ "reason": " " })).expect(422);
    let more = json!({ "reason": "La photo est floue" });
    server.call(&manager, "POST", &ask, &more).expect(200);
    assert!(letters(&server)[0].contains("La photo est floue"));
    let queue = server.call(&manager, "GET", "/applications", &NOTHING).expect(200);
    assert_eq!(queue["applications"], json!([]));
    let request = Request::builder().method("PUT").uri(server.path("/me/documents/licence-front"));
    let request = request.header("authorization", format!("Bearer {token}"));
    server.send(request.body(Body::from(png())).unwrap()).expect(200);
    let queue = server.call(&manager, "GET", "/applications", &NOTHING).expect(200);
    assert_eq!(queue["applications"][0]["profile"]["state"], "applied");
    server.call(&manager, "POST", &format!("/members/{member}/validate"), &NOTHING).expect(200);
    let contracts = server.call(&token, "GET", "/me/contracts", &NOTHING).expect(200);
    assert_eq!(contracts[0]["subscription"]["plan"], "comfort");
    assert_eq!(contracts[0]["state"], "running");
    let statement = server.call(&token, "GET", "/me/statement", &NOTHING).expect(200);
    assert_eq!(statement["lines"][0]["amount"], "10.00");
    let later = json!({ "vehicle": "1", "start": "2026-03-04T10:00", "end": "2026-03-04T12:00" });
    server.call(&token, "POST", "/bookings", &later).expect(201);
    replays(&server, &server.call(&manager, "GET", "/history", &NOTHING).expect(200));
    // Scans that were verified go after a while.
    server.pass(Span::days(31));
    rimessa_app::sweep::sweep(&server.app).unwrap();
    let left = server.call(&token, "GET", "/me/uploads", &NOTHING).expect(401);
    assert_eq!(left["code"], "not-logged-in");
    let token = server.log_in("claire", "nine purple kettles");
    assert_eq!(server.call(&token, "GET", "/me/uploads", &NOTHING).expect(200), json!([]));
}

#[test]
fn clem_01_a_refusal_comes_with_a_reason_in_the_members_language() {
    let server = Server::of("clem");
    let member = claire(&server)["member"].as_str().unwrap().to_owned();
    let manager = server.staff("manager");
    let why = json!({ "reason": "Permis illisible" });
    server.call(&manager, "POST", &format!("/members/{member}/refuse"), &why).expect(200);
    let letter = letters(&server).remove(0);
    assert!(letter.contains("Permis illisible"), "{letter}");
    let rest = format!("/members/{member}/profile");
    let profile = server.call(&manager, "GET", &rest, &NOTHING).expect(200);
    assert_eq!(profile["state"], "refused");
}
