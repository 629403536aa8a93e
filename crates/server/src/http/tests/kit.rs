//! A server of its own for each test, with one operator, at 9:00 UTC on Monday, 2 March 2026.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use rimessa_app::join::{NewMember, hash_password, join};
use rimessa_app::set_up::{self, NewStation, NewVehicle, RulebookFiles};
use rimessa_app::{Actor, App, Clock, Keys, Operator, Settings};
use rimessa_domain::ids::MemberId;
use rimessa_domain::time::{Instant, Span};
use rimessa_store::{Place, operators};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::http::{Bounds, Limits, Web, router};
use crate::library;

/// 9:00 UTC on Monday, 2 March 2026.
pub(super) const MORNING: Instant = Instant(1_772_442_000_000);

/// A server with one operator: stations `A` and `B`, vehicles `1` and `2` at `A`, member `anna`.
pub(super) struct Server {
    pub(super) app: App,
    pub(super) operator: Arc<Operator>,
    pub(super) anna: MemberId,
    router: Router,
    runtime: tokio::runtime::Runtime,
    folder: tempfile::TempDir,
    /// The key that seals.
    key: String,
}

/// An answer.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: axum::http::HeaderMap,
    pub(super) body: Value,
}

/// An answer that comes bit by bit.
pub(super) struct Stream<'s> {
    server: &'s Server,
    body: Body,
}

impl Stream<'_> {
    /// The next bit that is not silence; `None`: there are no more, or none for ten seconds.
    pub(super) fn next(&mut self) -> Option<String> {
        use hyper::body::Body as _;
        let body = &mut self.body;
        let next = async {
            loop {
                let frame = std::future::poll_fn(|context| {
                    std::pin::Pin::new(&mut *body).poll_frame(context)
                });
                let bytes = frame.await?.ok()?.into_data().ok()?;
                let text = String::from_utf8_lossy(&bytes).into_owned();
                if !text.starts_with(':') {
                    return Some(text);
                }
            }
        };
        let patience = std::time::Duration::from_secs(10);
        let waited = async { tokio::time::timeout(patience, next).await.ok().flatten() };
        self.server.runtime.block_on(waited)
    }
}

impl Answer {
    /// The body of an answer of that status.
    #[track_caller]
    pub(super) fn expect(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        self.body
    }
}

/// The files of a shipped rulebook.
pub(super) fn rulebook(name: &str) -> RulebookFiles {
    let files = library::files(name, std::path::Path::new(".")).unwrap();
    RulebookFiles { toml: files.toml, texts: files.texts.into_iter().collect() }
}

impl Server {
    /// A server with the shipped operator of that name; its vehicles have the first category.
    pub(super) fn of(name: &str) -> Self {
        Self::limited(name, Limits::none())
    }

    /// The same, where one may call so often.
    pub(super) fn limited(name: &str, limits: Limits) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::File(folder.path().join("store.db"));
        let key = Keys::generate();
        let keys = Keys::parse(&key).unwrap();
        let clock = Clock::set_to(MORNING);
        let app = App::open(&place, rimessa_store::Settings::default(), keys, clock).unwrap();
        let settings =
            Settings { assistance_phone: "+390110000".to_owned(), ..Settings::default() };
        let id = set_up::operator(&app, name, &rulebook(name), &settings).unwrap();
        let operator = Arc::clone(app.directory().by_id(id).unwrap());
        let category = operator.versions.at(MORNING).categories.first();
        let category = category.map(|category| category.id.to_string());
        let hash = hash_password("correct horse");
        let anna = app.command_now(&operator, Actor::System, move |scene| {
            for code in ["A", "B"] {
                let station = NewStation {
                    code: code.to_owned(),
                    name: format!("Station {code}"),
                    lat_e7: 497_000_000,
                    lon_e7: 47_000_000,
                    bays: Some(4),
                    ..NewStation::default()
                };
                set_up::station(scene, &station)?;
            }
            for code in ["1", "2"] {
                let vehicle = NewVehicle {
                    code: code.to_owned(),
                    category: category.clone(),
                    station: "A".to_owned(),
                    ..NewVehicle::default()
                };
                set_up::vehicle(scene, &vehicle)?;
            }
            let mut anna = NewMember {
                validated: true,
                login: Some(("anna".to_owned(), hash.clone())),
                ..NewMember::default()
            };
            anna.person.email = Some("anna@example.org".to_owned());
            anna.person.phone = Some("+393330000001".to_owned());
            join(scene, &anna)
        });
        let router = router(&Web::new(app.clone(), true, limits, Bounds::default()));
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        Self { app, operator, anna: anna.unwrap(), router, runtime, folder, key }
    }

    /// The path of the operator's API, with what follows.
    pub(super) fn path(&self, rest: &str) -> String {
        format!("/api/v1/{}{rest}", self.operator.slug)
    }

    /// Lets time pass.
    pub(super) fn pass(&self, span: Span) {
        self.app.clock().set(self.app.clock().now().plus(span));
    }

    /// Sends a request as it is.
    pub(super) fn send(&self, request: Request<Body>) -> Answer {
        let router = self.router.clone();
        self.runtime.block_on(async move {
            let response = router.oneshot(request).await.unwrap();
            let (status, headers) = (response.status(), response.headers().clone());
            let kind = headers.get("content-type").map(|kind| kind.as_bytes());
            if kind == Some(b"text/event-stream") {
                // It has no end.
                return Answer { status, headers, body: Value::Null };
            }
            let bytes = axum::body::to_bytes(response.into_body(), 1 << 26).await.unwrap();
            let text = || Value::String(String::from_utf8_lossy(&bytes).into_owned());
            let body = serde_json::from_slice(&bytes).unwrap_or_else(|_| text());
            Answer { status, headers, body }
        })
    }

    /// What comes of a request bit by bit.
    pub(super) fn opened_stream(&self, request: Request<Body>) -> Stream<'_> {
        let router = self.router.clone();
        let response = self.runtime.block_on(router.oneshot(request)).unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        Stream { server: self, body: response.into_body() }
    }

    /// Calls with JSON, showing a token unless it is empty, or signed by a [`Self::unit`].
    pub(super) fn call(&self, token: &str, method: &str, rest: &str, body: &Value) -> Answer {
        if let Some((id, key)) = token.strip_prefix("device ").and_then(|rest| rest.split_once(' '))
        {
            return self.call_signed((id, key), (method, rest), body);
        }
        let mut request = Request::builder().method(method).uri(self.path(rest));
        if !token.is_empty() {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let request = request.header("content-type", "application/json");
        let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
        self.send(request.body(body).unwrap())
    }

    /// Logs a member in; the token.
    pub(super) fn log_in(&self, login: &str, password: &str) -> String {
        let who = json!({ "login": login, "password": password });
        let session = self.call("", "POST", "/sessions", &who).expect(201);
        session["token"].as_str().unwrap().to_owned()
    }

    /// The token of anna.
    pub(super) fn anna(&self) -> String {
        self.log_in("anna", "correct horse")
    }

    /// The token of new staff with this role for this operator.
    pub(super) fn staff(&self, role: &'static str) -> String {
        let (app, op) = (self.app.clone(), self.operator.id);
        let name = format!("{role}-{}", rimessa_app::random_id());
        let hash = hash_password("staff password");
        let login = name.clone();
        self.app
            .store()
            .write_now(move |tx| rimessa_app::log_in::hire(tx, &app, &login, &hash, &[(op, role)]))
            .unwrap();
        let who = json!({ "login": name, "password": "staff password", "staff": true });
        let session = self.call("", "POST", "/sessions", &who).expect(201);
        session["token"].as_str().unwrap().to_owned()
    }

    /// The status of an answer, whatever it says.
    pub(super) fn status(&self, request: Request<Body>) -> u16 {
        let router = self.router.clone();
        self.runtime.block_on(router.oneshot(request)).unwrap().status().as_u16()
    }

    /// Calls as a device, signed with its key at this moment.
    pub(super) fn call_signed(
        &self,
        (device, key): (&str, &str),
        (method, rest): (&str, &str),
        body: &Value,
    ) -> Answer {
        let request = self.signed((device, key), (method, &self.path(rest)), body);
        self.send(request)
    }

    /// A request signed with the key of a device at this moment.
    pub(super) fn signed(
        &self,
        (device, key): (&str, &str),
        (method, path): (&str, &str),
        body: &Value,
    ) -> Request<Body> {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let call = rimessa_app::device::Signed {
            device: device.to_owned(),
            timestamp: (self.app.clock().now().0 / 1000).to_string(),
            signature: String::new(),
            method: method.to_owned(),
            path: path.to_owned(),
            body: rimessa_app::digest(body.as_bytes()),
        };
        let signature = call.sign(key).unwrap();
        let request = Request::builder().method(method).uri(path);
        let request = request.header("content-type", "application/json");
        let request = request.header("rimessa-device", device);
        let request = request.header("rimessa-timestamp", call.timestamp);
        request.header("rimessa-signature", signature).body(Body::from(body)).unwrap()
    }

    /// Registers a device; its id and its key.
    pub(super) fn device(&self, body: &Value) -> (String, String) {
        let administrator = self.staff("administrator");
        let made = self.call(&administrator, "POST", "/devices", body).expect(201);
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (text(&made["device"]["id"]), text(&made["key"]))
    }

    /// Another operator of the same installation.
    pub(super) fn another(&self, slug: &str) -> Arc<Operator> {
        let id = set_up::operator(&self.app, slug, &rulebook("clem"), &Settings::default());
        Arc::clone(self.app.directory().by_id(id.unwrap()).unwrap())
    }

    /// A member of that family name at an operator.
    pub(super) fn member_at(&self, operator: &Arc<Operator>, family_name: &str) -> MemberId {
        let name = family_name.to_owned();
        let joined = self.app.command_now(operator, Actor::System, move |scene| {
            let mut new = NewMember { validated: true, ..NewMember::default() };
            new.person.family_name = Some(name.clone());
            join(scene, &new)
        });
        joined.unwrap()
    }

    /// Changes what an operator set.
    pub(super) fn configure(&self, operator: &Operator, change: impl Fn(&mut Settings)) {
        let known = self.app.directory();
        let mut settings = known.by_id(operator.id).unwrap().settings.clone();
        change(&mut settings);
        let id = operator.id;
        let json = serde_json::to_string(&settings).unwrap();
        let work = move |tx: &mut rimessa_store::Tx<'_>| operators::set(tx, id, &json);
        self.app.store().write_now(work).unwrap();
        self.app.refresh().unwrap();
    }

    /// The same installation, where this key seals from now on; the old one still opens unless it is
    /// taken away.
    pub(super) fn with_key(&self, newest: &str, and_old: bool) -> App {
        let text = if and_old { format!("{newest} {}", self.key) } else { newest.to_owned() };
        let place = Place::File(self.folder.path().join("store.db"));
        let clock = Clock::set_to(self.app.clock().now());
        let keys = Keys::parse(&text).unwrap();
        App::open(&place, rimessa_store::Settings::default(), keys, clock).unwrap()
    }

    /// The same, served by this installation.
    pub(super) fn served_by(self, app: App) -> Self {
        let router = router(&Web::new(app.clone(), true, Limits::none(), Bounds::default()));
        Self { app, router, ..self }
    }

    /// All bytes of the store.
    pub(super) fn everything_kept(&self) -> Vec<u8> {
        let files = std::fs::read_dir(self.folder.path()).unwrap();
        files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect()
    }

    /// What is in the mailbox, the last message first.
    pub(super) fn mails(&self) -> Vec<rimessa_app::mailbox::Message> {
        let read =
            |scene: &mut rimessa_app::Scene<'_, '_>| rimessa_app::mailbox::latest(scene, 100);
        self.app.ask_now(&self.operator, Actor::System, read).unwrap()
    }

    /// What a new device of this kind shows in [`Self::call`]: an on-board unit is that of vehicle 1, a
    /// kiosk or charger stands at A.
    pub(super) fn unit(&self, kind: &str) -> String {
        let (mut vehicle, mut station) = (None, None);
        match kind {
            "on-board" => vehicle = Some("1"),
            "kiosk" | "charger" => station = Some("A"),
            _ => {}
        }
        let new = json!({ "kind": kind, "label": kind, "station": station, "vehicle": vehicle });
        let (id, key) = self.device(&new);
        format!("device {id} {key}")
    }

    /// What is in the mailbox, the last message first: medium, kind, text.
    pub(super) fn mailbox(&self) -> Vec<(String, String, String)> {
        let text = |letter: Option<rimessa_app::Letter>| letter.map_or(String::new(), |l| l.text);
        self.mails().into_iter().map(|one| (one.medium, one.kind, text(one.letter))).collect()
    }
}
