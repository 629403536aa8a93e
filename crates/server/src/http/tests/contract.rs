//! What the API's description promises of all routes alike: names, keys, pages, tags.

use std::collections::{BTreeMap, BTreeSet};

use axum::body::Body;
use axum::http::Request;
use serde_json::{Map, Value, json};

use super::kit::{Answer, Server};
use super::walk::document;

const NOTHING: Value = Value::Null;
/// An id that nothing has.
const NO_ID: &str = "01949f00-0000-7000-8000-000000000001";

/// An operation of the description.
struct Operation {
    method: String,
    path: String,
    of: Value,
}

impl Operation {
    fn is_write(&self) -> bool {
        self.method != "GET"
    }

    fn may(&self) -> Vec<&str> {
        let words = self.of["x-who-may-call"].as_array().unwrap();
        words.iter().filter_map(Value::as_str).collect()
    }

    fn takes(&self, place: &str, name: &str) -> bool {
        let all = self.of["parameters"].as_array().into_iter().flatten();
        all.into_iter().any(|one| one["in"] == place && one["name"] == name)
    }

    /// Its path below the operator, with `fill` for each name in it.
    fn at(&self, fill: impl Fn(&str) -> String) -> String {
        let rest = self.path.strip_prefix("/api/v1/{operator}").unwrap();
        let parts = rest.split(['{', '}']).enumerate();
        parts.map(|(n, part)| if n % 2 == 1 { fill(part) } else { part.to_owned() }).collect()
    }
}

fn operations(document: &Value) -> Vec<Operation> {
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, of) in item.as_object().unwrap() {
            let (method, path) = (method.to_uppercase(), path.clone());
            all.push(Operation { method, path, of: of.clone() });
        }
    }
    assert!(all.len() > 100, "{}", all.len());
    all
}

/// Whom the tests of this file call as: one of each kind.
struct Cast<'s> {
    server: &'s Server,
    tokens: BTreeMap<&'static str, String>,
}

impl<'s> Cast<'s> {
    fn of(server: &'s Server) -> Self {
        let mut tokens = BTreeMap::from([("member", server.anna())]);
        for role in ["agent", "field", "billing", "manager", "administrator"] {
            tokens.insert(role, server.staff(role));
        }
        tokens.insert("device", server.unit("kiosk"));
        tokens.insert("anyone", String::new());
        Self { server, tokens }
    }

    /// Somebody who may call that.
    fn who(&self, operation: &Operation) -> &str {
        let may = operation.may();
        let first = may.iter().find_map(|word| self.tokens.get::<str>(word)).map(String::as_str);
        first.expect("somebody may call it")
    }

    /// Calls with a header more.
    fn call(
        &self,
        token: &str,
        (method, rest): (&str, &str),
        (name, value): (&str, &str),
        body: &Value,
    ) -> Answer {
        let mut request = match token.strip_prefix("device ").and_then(|rest| rest.split_once(' '))
        {
            Some(device) => self.server.signed(device, (method, &self.server.path(rest)), body),
            None => {
                let mut request = Request::builder().method(method).uri(self.server.path(rest));
                if !token.is_empty() {
                    request = request.header("authorization", format!("Bearer {token}"));
                }
                let body = if body.is_null() { String::new() } else { body.to_string() };
                let request = request.header("content-type", "application/json");
                request.body(Body::from(body)).unwrap()
            }
        };
        let name: axum::http::HeaderName = name.parse().unwrap();
        request.headers_mut().insert(name, value.parse().unwrap());
        self.server.send(request)
    }
}

#[test]
fn names_are_unique_and_nothing_is_missing_that_is_referred_to() {
    let server = Server::of("clem");
    let document = document(&server);
    let operations = operations(&document);
    let names: BTreeSet<&str> =
        operations.iter().map(|one| one.of["operationId"].as_str().unwrap()).collect();
    assert_eq!(names.len(), operations.len());
    let mut referred = BTreeSet::new();
    references(&document, &mut referred);
    assert!(referred.len() > 100, "{}", referred.len());
    for name in &referred {
        assert!(document.pointer(name.trim_start_matches('#')).is_some(), "{name}");
    }
    // What a request looks like is in its name.
    assert!(!referred.iter().any(|name| name.ends_with("/Wish")), "{referred:?}");
}

fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Array(all) => all.iter().for_each(|one| references(one, found)),
        Value::Object(all) => {
            found.extend(all.get("$ref").and_then(Value::as_str).map(str::to_owned));
            all.values().for_each(|one| references(one, found));
        }
        _ => {}
    }
}

#[test]
fn every_route_says_what_it_can_answer() {
    let server = Server::of("clem");
    for one in operations(&document(&server)) {
        let (what, answers) = (format!("{} {}", one.method, one.path), &one.of["responses"]);
        let answers = answers.as_object().unwrap();
        for status in ["400", "401", "403", "404", "408", "429", "503"] {
            let name = answers[status]["$ref"].as_str();
            assert!(name.is_some_and(|name| name.starts_with("#/components/responses/")), "{what}");
        }
        assert!(!one.is_write() || ["409", "413", "422"].iter().all(|s| answers.contains_key(*s)));
        assert!(one.of["summary"].as_str().is_some_and(|words| words.len() > 5), "{what}");
        for parameter in one.of["parameters"].as_array().unwrap() {
            let words = parameter["description"].as_str();
            assert!(words.is_some_and(|words| !words.is_empty()), "{what}: {parameter}");
        }
        let done = answers.iter().find(|(status, _)| status.starts_with('2'));
        let (status, done) = done.unwrap_or_else(|| panic!("{what} is never done"));
        let says_nothing = ["202", "204"].contains(&status.as_str());
        assert_eq!(done["content"].is_object(), !says_nothing, "{what}: {done}");
    }
}

#[test]
fn every_write_takes_an_idempotency_key() {
    let server = Server::of("clem");
    let cast = Cast::of(&server);
    let long = "k".repeat(201);
    let mut tried = 0;
    for one in operations(&document(&server)).iter().filter(|one| one.is_write()) {
        assert!(one.takes("header", "Idempotency-Key"), "{} {}", one.method, one.path);
        let at = one.at(|name| if name == "role" { "agent".to_owned() } else { NO_ID.to_owned() });
        let who = cast.who(one);
        for (key, code) in [(&*long, "not-a-key"), ("k k", "not-a-key"), ("", "not-a-key")] {
            let bare = if one.method == "DELETE" { NOTHING } else { json!({}) };
            let answer = cast.call(who, (&one.method, &at), ("idempotency-key", key), &bare);
            let told = answer.expect(422);
            assert_eq!(told["errors"][0]["code"], code, "{} {}: {told}", one.method, one.path);
        }
        if who.is_empty() {
            let short = cast.call("", (&one.method, &at), ("idempotency-key", "k1"), &json!({}));
            assert_eq!(short.expect(422)["errors"][0]["code"], "key-too-short");
        }
        tried += 1;
    }
    assert!(tried > 70, "{tried}");
}

#[test]
fn a_secret_is_told_again_to_whoever_has_the_key_and_stands_nowhere_in_the_clear() {
    let server = Server::of("clem");
    let cast = Cast::of(&server);
    let administrator = &cast.tokens["administrator"];
    let new = json!({ "kind": "kiosk", "label": "K", "station": "A" });
    let ask = |key: &str, body: &Value| {
        cast.call(administrator, ("POST", "/devices"), ("idempotency-key", key), body)
    };
    let first = ask("k1", &new).expect(201);
    let again = ask("k1", &new);
    assert_eq!(again.headers["idempotency-replayed"], "true");
    assert_eq!(again.expect(201), first);
    assert_ne!(ask("k2", &new).expect(201)["key"], first["key"]);
    let other = json!({ "kind": "kiosk", "label": "L", "station": "A" });
    assert_eq!(ask("k1", &other).expect(422)["code"], "key-used");
    // Slow work, by somebody who is not logged in yet.
    let long = "0123456789abcdef";
    let log_in = |password: &str| {
        let who = json!({ "login": "anna", "password": password });
        cast.call("", ("POST", "/sessions"), ("idempotency-key", long), &who)
    };
    assert_eq!(log_in("wrong password").expect(401)["code"], "not-logged-in");
    let session = log_in("correct horse").expect(201);
    assert_eq!(log_in("correct horse").expect(201), session);
    assert_eq!(log_in("wrong password").expect(422)["code"], "key-used");
    let kept = server.everything_kept();
    for secret in [&first["key"], &session["token"]] {
        let secret = secret.as_str().unwrap().as_bytes();
        assert!(!kept.windows(secret.len()).any(|window| window == secret));
    }
}

#[test]
fn strangers_share_no_answers_by_chance() {
    let server = Server::of("clem");
    let cast = Cast::of(&server);
    let begin = |key: &str| cast.call("", ("POST", "/signups"), ("idempotency-key", key), &NOTHING);
    let mine = begin("0123456789abcdef").expect(201);
    assert_eq!(begin("0123456789abcdef").expect(201)["token"], mine["token"]);
    assert_ne!(begin("0123456789abcdeg").expect(201)["token"], mine["token"]);
    // The same key about another registration is another question: both are given up.
    let other = begin("0123456789abcdeh").expect(201);
    let about = |signup: &Value, method: &str| {
        let request = Request::builder().method(method).uri(server.path("/signups/current"));
        let request = request
            .header("signup-token", signup["token"].as_str().unwrap())
            .header("idempotency-key", "0123456789abcdef");
        server.send(request.body(Body::empty()).unwrap()).status.as_u16()
    };
    for signup in [&mine, &other] {
        assert_eq!((about(signup, "GET"), about(signup, "DELETE")), (200, 204));
        assert_eq!(about(signup, "GET"), 404);
    }
}

/// A server with several of everything that is listed.
fn peopled() -> Server {
    let server = Server::of("clem");
    let (anna, manager) = (server.anna(), server.staff("manager"));
    let (field, administrator) = (server.staff("field"), server.staff("administrator"));
    server.anna();
    let post = |token: &str, rest: &str, body: Value| {
        let answer = server.call(token, "POST", rest, &body);
        assert!(answer.status.is_success(), "{rest}: {}", answer.body);
        answer.body
    };
    let list = |name: &str, csv: &str| {
        let request = Request::builder()
            .method("POST")
            .uri(server.path(&format!("/imports/{name}")))
            .header("authorization", format!("Bearer {manager}"))
            .header("content-type", "text/csv");
        server.send(request.body(Body::from(csv.to_owned())).unwrap()).expect(200);
    };
    list("chargers", "code,station,power_w\nL1,A,22000\nL2,A,22000\nL3,B,7000\n");
    list("kiosks", "code,station\nK1,A\nK2,B\nK3,B\n");
    list("key-slots", "kiosk,slot,vehicle\nK1,1,1\nK1,2,\n");
    for (vehicle, start) in [("1", "12"), ("2", "12"), ("1", "14"), ("2", "16"), ("1", "18")] {
        let (from, until) = (format!("2026-03-02T{start}:00"), format!("2026-03-02T{start}:30"));
        post(&anna, "/bookings", json!({ "vehicle": vehicle, "start": from, "end": until }));
    }
    for n in 0..3 {
        let label = format!("label {n}");
        post(&anna, "/cases", json!({ "kind": "lost-property", "text": label }));
        post(&field, "/items", json!({ "kind": "key", "label": label, "vehicle": "1" }));
        post(&administrator, "/programs", json!({ "label": label, "scopes": ["bookings"] }));
        post(
            &administrator,
            "/devices",
            json!({ "kind": "kiosk", "label": label, "station": "A" }),
        );
        let card = json!({ "uid": format!("0123456{n}"), "label": label });
        post(&manager, &format!("/members/{}/cards", rimessa_app::show_id(server.anna.0)), card);
    }
    server
}

/// The list in an answer.
fn items(body: &Value) -> Vec<Value> {
    let list = match body {
        Value::Object(all) => all.values().find(|value| value.is_array()),
        other => Some(other),
    };
    list.and_then(Value::as_array).unwrap_or_else(|| panic!("no list: {body}")).clone()
}

/// Where the header `Link` leads on to, below the operator.
fn next(server: &Server, answer: &Answer) -> Option<String> {
    let link = answer.headers.get("link")?.to_str().unwrap();
    let (target, rel) = link.strip_prefix('<').unwrap().split_once('>').unwrap();
    assert_eq!(rel, "; rel=\"next\"");
    Some(target.strip_prefix(&server.path("")).unwrap().to_owned())
}

/// Whether an answer of this schema is a list, or a page of one.
fn is_list(document: &Value, schema: &Value) -> bool {
    let named = schema["$ref"].as_str().and_then(|name| document.pointer(&name[1..]));
    let schema = named.unwrap_or(schema);
    let none = Map::new();
    let properties = schema["properties"].as_object().unwrap_or(&none);
    schema["type"] == "array" || properties.contains_key("next")
}

/// Lists that are short by what they are: the nearest, the next five, the calendar of 62 days, what there
/// is instead, who may be meant, what is amiss with one vehicle, the latest notes about a member.
const SHORT: [&str; 6] =
    ["/vehicles/free", "/free-times", "/calendar", "/members", "/not-in-order", "/notes"];

#[test]
fn every_list_is_read_to_its_end_page_by_page() {
    let server = peopled();
    let cast = Cast::of(&server);
    let document = document(&server);
    let mut long = 0;
    for one in operations(&document).iter().filter(|one| !one.is_write()) {
        let schema = &one.of["responses"]["200"]["content"]["application/json"]["schema"];
        if !is_list(&document, schema) || SHORT.iter().any(|end| one.path.ends_with(end)) {
            continue;
        }
        assert!(one.takes("query", "after") && one.takes("query", "limit"), "{}", one.path);
        let at = one.at(|name| match name {
            "member" => rimessa_app::show_id(server.anna.0),
            "vehicle" => "1".to_owned(),
            other => panic!("{other} in {}", one.path),
        });
        let who = cast.who(one);
        let more = if at == "/device/commands" { "vehicle=1&" } else { "" };
        let more =
            if at == "/bookings" && who == cast.tokens["device"] { "member=x&" } else { more };
        let whole = server.call(who, "GET", &format!("{at}?{more}limit=500"), &NOTHING);
        if whole.body["code"] == "documents-closed" || whole.status.as_u16() == 404 {
            continue; // Contracts open with a consent; a kiosk has no vehicle.
        }
        assert!(next(&server, &whole).is_none(), "{at}");
        let whole = items(&whole.expect(200));
        let mut read = Vec::new();
        let mut page = Some(format!("{at}?{more}limit=1"));
        while let Some(here) = page {
            let answer = server.call(who, "GET", &here, &NOTHING);
            page = next(&server, &answer);
            let items = items(&answer.expect(200));
            assert!(items.len() <= 1 && read.len() < 600, "{here}");
            read.extend(items);
        }
        assert_eq!(read, whole, "{at}");
        long += usize::from(whole.len() > 1);
        for bad in ["limit=0", "limit=501", "limit=x"] {
            server.call(who, "GET", &format!("{at}?{more}{bad}"), &NOTHING).expect(422);
        }
    }
    assert!(long >= 15, "{long} lists of more than one");
}

#[test]
fn whoever_looked_at_an_older_state_is_told_so() {
    let server = Server::of("clem");
    let cast = Cast::of(&server);
    let (anna, agent) = (&cast.tokens["member"], &cast.tokens["agent"]);
    let wish = json!({ "vehicle": "1", "start": "2026-03-02T12:00", "end": "2026-03-02T14:00" });
    let booking = server.call(anna, "POST", "/bookings", &wish).expect(201);
    let case = json!({ "kind": "lost-property", "text": "a hat" });
    let case = server.call(anna, "POST", "/cases", &case).expect(201);
    let id = |value: &Value| value["id"].as_str().unwrap().to_owned();
    let booking = format!("/bookings/{}", id(&booking));
    let case = format!("/cases/{}", id(&case));
    let member = format!("/members/{}", rimessa_app::show_id(server.anna.0));
    let later = json!({ "end": "2026-03-02T15:00" });
    let reply = json!({ "text": "It is green." });
    let mobile = json!({ "mobile": "+393330000002" });
    for (look, (method, change), body) in [
        (booking.clone(), ("PATCH", booking.clone()), &later),
        (booking.clone(), ("POST", format!("{booking}/cancel")), &json!({})),
        (case.clone(), ("POST", format!("{case}/replies")), &reply),
        (case.clone(), ("POST", format!("{case}/close")), &json!({ "outcome": "settled" })),
        ("/me/profile".to_owned(), ("PATCH", "/me/profile".to_owned()), &mobile),
        (
            format!("{member}/profile"),
            ("PUT", format!("{member}/services")),
            &json!({ "services": [] }),
        ),
    ] {
        let who =
            if look.starts_with("/cases") || look.starts_with("/members") { agent } else { anna };
        let seen = server.call(who, "GET", &look, &NOTHING);
        let tag = seen.headers["etag"].to_str().unwrap().to_owned();
        let known = cast.call(who, ("GET", &look), ("if-none-match", &tag), &NOTHING);
        assert_eq!(known.headers["etag"], &*tag, "{look}");
        assert_eq!(known.status.as_u16(), 304, "{look}");
        let stale = cast.call(who, (method, &change), ("if-match", "\"older\""), body);
        assert_eq!(stale.expect(412)["code"], "stale", "{change}");
        let still = server.call(who, "GET", &look, &NOTHING);
        assert_eq!(still.headers["etag"], &*tag, "{change} did something");
        let done = cast.call(who, (method, &change), ("if-match", &tag), body);
        assert_eq!(done.status.as_u16(), 200, "{change}: {}", done.body);
    }
}

#[test]
fn a_stale_change_is_told_in_four_languages() {
    let server = Server::of("clem");
    let cast = Cast::of(&server);
    let mut said = BTreeSet::new();
    for language in ["en", "fr", "de", "it"] {
        let mut request = Request::builder().method("PATCH").uri(server.path("/me/profile"));
        for (name, value) in [
            ("authorization", format!("Bearer {}", cast.tokens["member"])),
            ("accept-language", language.to_owned()),
            ("if-match", "\"x\"".to_owned()),
            ("content-type", "application/json".to_owned()),
        ] {
            request = request.header(name, value);
        }
        let told = server.send(request.body(Body::from("{}")).unwrap()).expect(412);
        said.insert(told["detail"].as_str().unwrap().to_owned());
    }
    // clem speaks the language of its rulebook to whoever wants one that it has not.
    assert!(said.len() >= 2 && said.iter().all(|words| words.len() > 20), "{said:?}");
}

#[test]
fn what_stands_at_stations_is_told_to_the_staff() {
    let server = peopled();
    let field = server.staff("field");
    let bays = server.call(&field, "GET", "/stations/A/bays", &NOTHING).expect(200);
    assert_eq!((&bays["bays"], &bays["free"]), (&json!(4), &json!(2)));
    assert_eq!(bays["standing"], json!(["1", "2"]));
    assert_eq!(bays["chargers"][1]["code"], "L2");
    let kiosks = server.call(&field, "GET", "/kiosks", &NOTHING).expect(200);
    assert_eq!(kiosks[0]["slots"][0], json!({ "no": 1, "vehicle": "1" }));
    assert_eq!(kiosks[0]["slots"][1], json!({ "no": 2, "vehicle": null }));
    server.call(&field, "GET", "/stations/Q/bays", &NOTHING).expect(404);
    server.call(&server.anna(), "GET", "/kiosks", &NOTHING).expect(403);
    let administrator = server.staff("administrator");
    let devices = server.call(&administrator, "GET", "/devices", &NOTHING).expect(200);
    let one = format!("/devices/{}", devices[0]["id"].as_str().unwrap());
    assert_eq!(server.call(&administrator, "GET", &one, &NOTHING).expect(200), devices[0]);
    let operator = server.call("", "GET", "", &NOTHING).expect(200);
    assert_eq!((&operator["zone"], &operator["currency"]), (&json!("Europe/Paris"), &json!("EUR")));
    // Somebody is under way: the bay is free.
    let anna = server.anna();
    server.pass(rimessa_domain::time::Span::minutes(125));
    let booked = server.call(&anna, "GET", "/bookings", &NOTHING).expect(200);
    let noon = booked.as_array().unwrap().iter().rfind(|one| one["vehicle"] == "1");
    let id = noon.unwrap()["id"].as_str().unwrap().to_owned();
    server.call(&anna, "POST", &format!("/bookings/{id}/unlock"), &NOTHING).expect(200);
    let bays = server.call(&field, "GET", "/stations/A/bays", &NOTHING).expect(200);
    assert_eq!((&bays["free"], &bays["standing"]), (&json!(3), &json!(["2"])));
}
