//! Every route, called by everybody: whoever may is let in, and nobody else.

use axum::body::Body;
use axum::http::Request;
use rimessa_app::join::{NewMember, join};
use rimessa_app::{Actor, Operator, digest, show_id};
use rimessa_domain::ids::MemberId;
use rimessa_domain::time::Span;
use rimessa_store::sessions::{self, SessionRow};
use serde_json::{Value, json};

use super::kit::{Answer, Server};

const ROLES: [&str; 5] = ["agent", "field", "billing", "manager", "administrator"];
/// An id that nothing has.
const NOTHING: &str = "01949f00-0000-7000-8000-000000000001";

/// A route: how it is called and who may.
#[derive(Debug)]
struct Route {
    method: String,
    path: String,
    may: Vec<String>,
}

impl Route {
    fn lets(&self, word: &str) -> bool {
        self.may.iter().any(|may| may == word || may == "anyone")
    }

    /// Its path at an operator, with `fill` for each name in it.
    fn at(&self, operator: &Operator, fill: impl Fn(&str) -> String) -> String {
        let mut path = String::new();
        for (index, part) in self.path.split(['{', '}']).enumerate() {
            match part {
                "operator" if index % 2 == 1 => path.push_str(&operator.slug),
                name if index % 2 == 1 => path.push_str(&fill(name)),
                text => path.push_str(text),
            }
        }
        path
    }
}

pub(super) fn document(server: &Server) -> Value {
    let request = Request::builder().uri("/api/v1/openapi.json").body(Body::empty()).unwrap();
    server.send(request).expect(200)
}

fn routes(server: &Server) -> Vec<Route> {
    let document = document(server);
    let mut routes = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let may = operation["x-who-may-call"].as_array();
            let may = may.unwrap_or_else(|| panic!("{method} {path} does not say who may call"));
            assert!(!may.is_empty(), "{method} {path}: nobody may call");
            let may = may.iter().map(|word| word.as_str().unwrap().to_owned()).collect();
            routes.push(Route { method: method.to_uppercase(), path: path.clone(), may });
        }
    }
    assert!(routes.len() > 30, "{} routes", routes.len());
    routes
}

/// A session of somebody new: the member `kind`, the role `kind`, or a program with that scope.
fn session(server: &Server, at: &Operator, kind: &str, word: &str, lasts: Span) -> String {
    let app = &server.app;
    let subject = match kind {
        "member" => {
            let operator = app.directory().by_id(at.id).unwrap().clone();
            let work = |scene: &mut rimessa_app::Scene<'_, '_>| {
                let login = Some((rimessa_app::random_id(), String::new()));
                join(scene, &NewMember { validated: true, login, ..NewMember::default() })
            };
            app.command_now(&operator, Actor::System, work).unwrap().0
        }
        "staff" => {
            let (app, op, role) = (app.clone(), at.id, word.to_owned());
            let name = rimessa_app::random_id();
            let work = move |tx: &mut rimessa_store::Tx<'_>| {
                rimessa_app::log_in::hire(tx, &app, &name, "", &[(op, role.as_str())])
            };
            server.app.store().write_now(work).unwrap()
        }
        _ => app.ids().next(app.clock().now()),
    };
    let token = format!("walk_{}", rimessa_app::random_id());
    let now = app.clock().now();
    let row = SessionRow {
        operator: if kind == "staff" { rimessa_store::logins::INSTALLATION } else { at.id },
        token_hash: digest(token.as_bytes()).to_vec(),
        id: app.ids().next(now),
        kind: kind.to_owned(),
        subject,
        label: "walk".to_owned(),
        scopes: if kind == "program" { word.to_owned() } else { String::new() },
        created: now,
        expires: now.plus(lasts),
        used: Some(now),
        second_factor: false,
    };
    app.store().write_now(move |tx| sessions::insert(tx, &row)).unwrap();
    token
}

fn request(method: &str, path: &str, token: Option<&str>) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let request = request.header("content-type", "application/json");
    request.body(if method == "GET" { Body::empty() } else { Body::from("{}") }).unwrap()
}

/// What must come of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Must {
    LogIn,
    Never,
    In,
}

#[track_caller]
fn check(route: &Route, who: &str, must: Must, status: u16) {
    let well = match must {
        Must::LogIn => status == 401,
        Must::Never => status == 403,
        Must::In => status != 401 && status != 403 && status < 500,
    };
    assert!(well, "{who} calls {} {} and must be {must:?}: {status}", route.method, route.path);
}

#[test]
fn every_route_lets_in_whom_it_says_and_nobody_else() {
    let server = Server::of("clem");
    let here = server.operator.clone();
    let elsewhere = server.another("other");
    for operator in [&here, &elsewhere] {
        server.configure(operator, |all| all.pages_url = super::passkeys::SITE.to_owned());
    }
    let day = Span::days(1);
    let device = server.device(&json!({ "kind": "on-board", "label": "1", "vehicle": "1" }));
    let stolen = (device.0.clone(), "ab".repeat(32));
    let routes = routes(&server);
    let mut scopes: Vec<&str> = routes
        .iter()
        .flat_map(|route| route.may.iter().filter_map(|word| word.strip_prefix("program:")))
        .collect();
    scopes.sort_unstable();
    scopes.dedup();
    for route in &routes {
        let fill =
            |name: &str| if name == "role" { "agent".to_owned() } else { NOTHING.to_owned() };
        let path = route.at(&here, fill);
        let call = |token: Option<&str>| server.status(request(&route.method, &path, token));
        let anyone = |otherwise| if route.lets("anyone") { Must::In } else { otherwise };
        check(route, "nobody", anyone(Must::LogIn), call(None));
        check(route, "garbage", anyone(Must::LogIn), call(Some("rs_garbage")));
        let over = session(&server, &here, "member", "", Span(-1_000));
        check(route, "an ended session", anyone(Must::LogIn), call(Some(&over)));
        let may = |word: &str| if route.lets(word) { Must::In } else { Must::Never };
        let member = session(&server, &here, "member", "", day);
        check(route, "a member", may("member"), call(Some(&member)));
        let member = session(&server, &elsewhere, "member", "", day);
        check(route, "a member elsewhere", anyone(Must::Never), call(Some(&member)));
        for role in ROLES {
            let staff = session(&server, &here, "staff", role, day);
            check(route, role, may(role), call(Some(&staff)));
            let staff = session(&server, &elsewhere, "staff", role, day);
            check(route, &format!("{role} elsewhere"), anyone(Must::Never), call(Some(&staff)));
        }
        let body = if route.method == "GET" { Value::Null } else { json!({}) };
        let signed = |path: &str, by: &(String, String)| {
            server.status(server.signed((&by.0, &by.1), (&route.method, path), &body))
        };
        check(route, "a device", may("device"), signed(&path, &device));
        check(route, "a forged device", Must::LogIn, signed(&path, &stolen));
        let there = route.at(&elsewhere, fill);
        check(route, "a device elsewhere", Must::LogIn, signed(&there, &device));
        let program = session(&server, &here, "program", "", day);
        check(route, "a program", anyone(Must::Never), call(Some(&program)));
        for scope in &scopes {
            let program = session(&server, &here, "program", scope, day);
            let word = format!("program:{scope}");
            check(route, &word, may(&word), call(Some(&program)));
            let program = session(&server, &elsewhere, "program", scope, day);
            check(route, "a program elsewhere", anyone(Must::Never), call(Some(&program)));
        }
    }
}

/// No route is added in another way than by [`crate::http::guard::add`] or behind the gate of pages, a
/// few apart that tell nothing of anybody.
#[test]
fn no_route_goes_past_the_guard() {
    let open = [
        "/",
        "/healthz",
        "/readyz",
        "/metrics",
        "/api/v1/openapi.json",
        "/api/v1/docs",
        "/api/v1/docs.css",
        // Of pages, what shows no data of anybody.
        "/{operator}",
        "/language",
        "/brands.css",
        "/assets/{VERSION}/style.css",
        "/assets/{VERSION}/icon.svg",
        "/assets/{VERSION}/{name}",
        "{WEB}{{file}}",
        "/assets/{SCRIPT_VERSION}/desk.js",
        "/desk",
        // Of the demo, too.
        "/styleguide",
        "/styleguide.css",
    ];
    let mut folders = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if path.is_dir() {
                if name != "tests" {
                    folders.push(path);
                }
                continue;
            }
            let source = std::fs::read_to_string(&path).unwrap();
            let guarded = source.matches(".routes(").count();
            assert!(guarded == 0 || name == "guard.rs", "{name} adds routes past the guard");
            for rest in source.split(".route(").skip(1) {
                if rest.starts_with("path, methods.route_layer(gate)") {
                    // Pages have a gate of their own, and a walk of their own.
                    continue;
                }
                let told = rest.split('"').nth(1).unwrap();
                let fine = open.contains(&told)
                    || told.starts_with("/api/v1/docs/")
                    || told.starts_with("/demo");
                assert!(fine, "{name} adds {told} past the guard");
                seen += 1;
            }
        }
    }
    assert!(seen >= 3);
}

/// What another member has, by the name it has in a path. Names that are missing here belong to no
/// member, or to operators that have no such thing: then only what is not there is tried.
fn things(server: &Server, bertha: &str, id: MemberId) -> Vec<(&'static str, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let wish = json!({ "vehicle": "2", "start": "2026-03-02T12:00", "end": "2026-03-02T14:00" });
    let booked = server.call(bertha, "POST", "/bookings", &wish).expect(201);
    let case = json!({ "kind": "lost-property", "text": "a hat" });
    let case = server.call(bertha, "POST", "/cases", &case).expect(201);
    let listed = server.call(bertha, "GET", "/me/sessions", &Value::Null).expect(200);
    let (agent, field) = (server.staff("agent"), server.staff("field"));
    let administrator = server.staff("administrator");
    let of_bertha = format!("/members/{}", show_id(id.0));
    let card = json!({ "uid": "0123456789", "label": "hers" });
    let card = server.call(&agent, "POST", &format!("{of_bertha}/cards"), &card).expect(201);
    let item = json!({ "kind": "key", "label": "hers", "member": show_id(id.0) });
    let item = server.call(&field, "POST", "/items", &item).expect(201);
    let program = json!({ "label": "p", "scopes": ["bookings"] });
    let program = server.call(&administrator, "POST", "/programs", &program).expect(201);
    let device = json!({ "kind": "kiosk", "label": "k", "station": "B" });
    let device = server.call(&administrator, "POST", "/devices", &device).expect(201);
    let pdf = b"%PDF-1.7 a receipt %%EOF".to_vec();
    let request = Request::builder().method("POST").uri(server.path("/me/receipts"));
    let request = request.header("authorization", format!("Bearer {bertha}"));
    let request = request.header("content-type", "application/pdf");
    let upload = server.send(request.body(Body::from(pdf)).unwrap()).expect(201);
    vec![
        ("booking", text(&booked["id"])),
        ("case", text(&case["id"])),
        ("member", show_id(id.0)),
        ("session", text(&listed[0]["id"])),
        ("card", text(&card["id"])),
        ("item", text(&item["id"])),
        ("upload", text(&upload["id"])),
        ("program", text(&program["program"]["id"])),
        ("device", text(&device["device"]["id"])),
    ]
}

/// Bertha with a booking of the vehicle 2 and other things; what she has.
fn bertha(server: &Server) -> Vec<(&'static str, String)> {
    let hash = rimessa_app::join::hash_password("bertha's own");
    let work = move |scene: &mut rimessa_app::Scene<'_, '_>| {
        let login = Some(("bertha".to_owned(), hash.clone()));
        join(scene, &NewMember { validated: true, login, ..NewMember::default() })
    };
    let id = server.app.command_now(&server.operator, Actor::System, work).unwrap();
    assert_ne!(id, server.anna);
    let bertha = server.log_in("bertha", "bertha's own");
    things(server, &bertha, id)
}

/// That whoever `calls` and whom a route lets in as `word` sees no difference between these things
/// and things that are not there; on how many routes that was tried.
fn all_hidden(
    (server, at): (&Server, &Operator),
    word: &str,
    things: &[(&'static str, String)],
    calls: impl Fn(&str, &str) -> Answer,
) -> usize {
    let mut tried = 0;
    for route in routes(server).iter().filter(|route| route.lets(word)) {
        if route.lets("anyone") {
            continue; // What anyone may see is hidden from nobody.
        }
        let names: Vec<&str> = route.path.split(['{', '}']).skip(3).step_by(2).collect();
        if !names.iter().any(|name| things.iter().any(|(known, _)| known == name)) {
            continue;
        }
        let named = |own: bool| {
            route.at(at, |name| {
                let found = things.iter().find(|(known, _)| *known == name).filter(|_| own);
                found.map_or_else(|| NOTHING.to_owned(), |(_, id)| id.clone())
            })
        };
        let (others, missing) =
            (calls(&route.method, &named(true)), calls(&route.method, &named(false)));
        let what = format!("{} {}: {}", route.method, route.path, others.body);
        let told = (others.status.as_u16(), &others.body["code"]);
        assert_eq!(told, (missing.status.as_u16(), &missing.body["code"]), "{what}");
        // Where a body is needed, an empty one may be refused before anything is looked up.
        let is_bare = matches!(&*route.method, "GET" | "DELETE");
        assert!(told.0 == 404 || told.0 == 422 && !is_bare, "{what}");
        tried += 1;
    }
    tried
}

#[test]
fn what_belongs_to_another_member_is_not_there() {
    let server = Server::of("clem");
    let things = bertha(&server);
    let anna = server.anna();
    let calls = |method: &str, path: &str| server.send(request(method, path, Some(&anna)));
    let tried = all_hidden((&server, &server.operator), "member", &things, calls);
    assert!(tried >= 24, "{tried}");
}

/// Whoever works for one operator reaches nothing of another, by no id and by no route.
#[test]
fn what_belongs_to_another_operator_is_not_there() {
    let server = Server::of("clem");
    let mut things = bertha(&server);
    things.push(("vehicle", "2".to_owned()));
    things.push(("station", "B".to_owned()));
    let elsewhere = server.another("other");
    let mut tried = 0;
    for role in ROLES {
        let staff = session(&server, &elsewhere, "staff", role, Span::days(1));
        let calls = |method: &str, path: &str| server.send(request(method, path, Some(&staff)));
        tried += all_hidden((&server, &elsewhere), role, &things, calls);
    }
    assert!(tried >= 150, "{tried}");
}

/// What staff may call before a temporary password was changed.
const UNREADY: [&str; 7] = [
    "DELETE /api/v1/{operator}/sessions/current",
    "POST /api/v1/{operator}/passkey-ceremonies",
    "POST /api/v1/{operator}/passkey-sessions",
    "POST /api/v1/{operator}/password-resets",
    "POST /api/v1/{operator}/sessions",
    "PUT /api/v1/{operator}/me/password",
    "PUT /api/v1/{operator}/password-resets",
];

/// The routes that do not stop somebody with this code.
fn let_in(server: &Server, at: &Operator, token: &str, code: &str) -> Vec<String> {
    let mut all = routes(server);
    // Logging out comes last.
    all.sort_by_key(|route| route.path.ends_with("/sessions/current"));
    let fill = |name: &str| if name == "role" { "agent".to_owned() } else { NOTHING.to_owned() };
    all.retain(|route| {
        let answer = server.send(request(&route.method, &route.at(at, fill), Some(token)));
        // Whether or not the role may call at all.
        answer.body["code"] != code && answer.body["code"] != "forbidden"
    });
    let mut names: Vec<String> =
        all.iter().map(|route| format!("{} {}", route.method, route.path)).collect();
    names.sort();
    names
}

#[test]
fn whoever_must_change_a_password_does_that_first() {
    let server = Server::of("clem");
    let administrator = server.staff("administrator");
    let new = json!({ "name": "newcomer", "roles": ROLES });
    let hired = server.call(&administrator, "POST", "/staff", &new).expect(201);
    let password = hired["password"].as_str().unwrap();
    let who = json!({ "login": "newcomer", "password": password, "staff": true });
    let session = server.call("", "POST", "/sessions", &who).expect(201);
    let token = session["token"].as_str().unwrap();
    let open = let_in(&server, &server.operator, token, "must-change-password");
    assert_eq!(open, UNREADY);
}

#[test]
fn whoever_needs_a_second_factor_sets_it_up_first() {
    let server = Server::of("clem");
    let settings =
        rimessa_app::Settings { staff_second_factor: true, ..rimessa_app::Settings::default() };
    let files = super::kit::rulebook("clem");
    let id = rimessa_app::set_up::operator(&server.app, "strict", &files, &settings).unwrap();
    let strict = server.app.directory().by_id(id).unwrap().clone();
    let token = session(&server, &strict, "staff", "manager", Span::days(1));
    let open = let_in(&server, &strict, &token, "second-factor-needed");
    let anyones = routes(&server).iter().filter(|route| route.lets("anyone")).count();
    let own: Vec<&String> = open.iter().filter(|name| name.contains("/me/")).collect();
    let wanted = [
        "POST /api/v1/{operator}/me/second-factor",
        "PUT /api/v1/{operator}/me/password",
        "PUT /api/v1/{operator}/me/second-factor",
    ];
    assert_eq!(own, wanted);
    assert_eq!(open.len(), anyones + wanted.len() + 1, "{open:?}");
}

#[test]
fn what_is_none_of_a_devices_business_is_not_there() {
    let server = Server::of("clem");
    let mut things = bertha(&server);
    things.push(("vehicle", "2".to_owned()));
    let unit = server.device(&json!({ "kind": "on-board", "label": "1", "vehicle": "1" }));
    let kiosk = server.device(&json!({ "kind": "kiosk", "label": "B", "station": "B" }));
    for device in [unit, kiosk] {
        let calls = |method: &str, path: &str| {
            let body = if method == "GET" { Value::Null } else { json!({}) };
            server.send(server.signed((&device.0, &device.1), (method, path), &body))
        };
        let tried = all_hidden((&server, &server.operator), "device", &things, calls);
        assert!(tried >= 6, "{tried}");
    }
}
