//! Pages for everybody: the communities, logging in and out, the language, the look.

mod passkeys;

use std::fmt::Write as _;

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use rimessa_app::log_in::{self, Begun, Credentials};
use rimessa_app::search::FleetIndex;
use rimessa_app::{Operator, Trouble, passkey, signup};
use rimessa_pages::{Brand, Communities, Community, Errors, LogIn, STYLE, Talk, VERSION, Wrong};
use serde::Deserialize;

use super::sent::{Sent, asked};
use super::{Ground, Page, both, cookies, frame, gate, html, sent, shown, wrong};
use crate::http::guard::{Caller, Who};
use crate::http::problem::Problem;
use crate::http::web::Web;

pub(super) const FOR_GOOD: &str = "public, max-age=31536000, immutable";
pub(super) const A_WHILE: &str = "public, max-age=300";
const CSS: &str = "text/css; charset=utf-8";
const ICON: &str = include_str!("../../../assets/icon.svg");

/// What everybody sees of an operator.
pub(super) fn pages() -> Vec<Page> {
    let anyone = Who::anyone().even_unready();
    vec![
        Page::new(Who::anyone().by_attempts(), "/{operator}/log-in", both(get(log_in).post(begin))),
        Page::new(
            Who::anyone().by_attempts(),
            "/{operator}/log-in/passkey",
            sent(post(passkeys::log_in)),
        ),
        Page::new(
            Who::anyone().by_attempts(),
            "/{operator}/log-in/passkey/begin",
            sent(post(passkeys::begin)),
        ),
        Page::new(anyone, "/{operator}/log-out", sent(post(end))),
        Page::new(anyone, "/{operator}/brand.css", shown(get(brand))),
    ]
}

/// What belongs to no operator.
pub(super) fn open() -> Router<Web> {
    let style =
        || async { ([(header::CONTENT_TYPE, CSS), (header::CACHE_CONTROL, FOR_GOOD)], STYLE) };
    let kind = "image/svg+xml";
    let icon = move || async move {
        ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, FOR_GOOD)], ICON)
    };
    Router::new()
        .route("/", get(communities))
        .route("/{operator}", get(slashed))
        .route("/language", get(language))
        .route("/brands.css", get(brands))
        .route(&format!("/assets/{VERSION}/style.css"), get(style))
        .route(&format!("/assets/{VERSION}/icon.svg"), get(icon))
}

async fn communities(State(web): State<Web>, headers: HeaderMap) -> Response {
    let language = gate::language(&headers);
    let mut all = Vec::new();
    for operator in web.app().directory().all() {
        let name = operator.book_at(web.app().clock().now()).name.to_string();
        let slug = operator.slug.clone();
        // From memory: this page is everybody's, and must cost nothing.
        let counted = web.app().search().ask(operator.id, FleetIndex::open_stations);
        let stations = counted.unwrap_or_default();
        all.push(Community { brand: slug.clone(), slug, name, stations });
    }
    all.sort_by(|one, other| one.name.cmp(&other.name));
    html(&Communities { frame: wrong::plain(&language, "/"), all }).into_response()
}

/// The address of an operator as people type it.
async fn slashed(Path(slug): Path<String>, State(web): State<Web>, headers: HeaderMap) -> Response {
    match web.app().directory().by_slug(&slug) {
        Some(operator) => gate::onwards(&format!("/{}/", operator.slug)),
        None => wrong::nothing_here(&gate::language(&headers)),
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Chosen {
    to: String,
    back: String,
}

/// Chooses a language, and goes back.
async fn language(RawQuery(query): RawQuery) -> Response {
    let Chosen { to, back } = asked(query.as_deref());
    // Only to an address of this server: `//` and `/\` would lead elsewhere.
    let well =
        back.starts_with('/') && !back.starts_with("//") && !back.contains(['\\', '\n', '\r']);
    let mut response = gate::onwards(if well { &back } else { "/" });
    if rimessa_pages::LANGUAGES.iter().any(|(code, _)| *code == to) {
        let text = format!("{}={to}; Path=/; Max-Age=31536000; SameSite=Lax", cookies::LANGUAGE);
        if let Ok(value) = HeaderValue::try_from(text) {
            response.headers_mut().insert(header::SET_COOKIE, value);
        }
    }
    response
}

pub(super) fn colours(operator: &Operator) -> Brand {
    let chosen = operator.settings.brand_hue.map(|hue| Brand { hue });
    chosen.unwrap_or_else(|| Brand::of_name(&operator.slug))
}

/// The colours of an operator.
pub(super) async fn brand(caller: Caller) -> Response {
    let style = colours(&caller.operator).style();
    ([(header::CONTENT_TYPE, CSS), (header::CACHE_CONTROL, A_WHILE)], style).into_response()
}

/// The colours of all operators, a class each.
async fn brands(State(web): State<Web>) -> Response {
    let mut style = String::new();
    for operator in web.app().directory().all() {
        let Brand { hue } = colours(&operator);
        writeln!(style, ".hue-{}{{--hue:{hue}}}", operator.slug).ok();
    }
    ([(header::CONTENT_TYPE, CSS), (header::CACHE_CONTROL, A_WHILE)], style).into_response()
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    login: String,
    password: String,
    next: String,
    told: String,
}

pub(super) async fn log_in(
    State(web): State<Web>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Response {
    let typed: Typed = asked(query.as_deref());
    let next = gate::own_address(&Ground::Community.begin(&caller.operator), &typed.next)
        .unwrap_or_default();
    show_log_in(&web, &caller, Typed { next, ..typed }, Errors::default())
}

fn show_log_in(web: &Web, caller: &Caller, typed: Typed, errors: Errors) -> Response {
    let Typed { login, next, told, .. } = typed;
    let path = format!("/{}/log-in", caller.operator.slug);
    let mut frame = frame(web, caller, &path, gate::ELSEWHERE);
    frame.is_known = false;
    let told = match told.as_str() {
        "password" => frame.talk.t("password-changed"),
        _ => String::new(),
    };
    let open = signup::is_open(&caller.operator, web.app().clock().now());
    let passkeys = passkey::is_offered(&caller.operator);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, html(&LogIn { frame, login, next, told, open, passkeys, errors })).into_response()
}

/// Begins a session.
pub(super) async fn begin(State(web): State<Web>, caller: Caller, sent: Sent<Typed>) -> Response {
    let Typed { login, password, next, .. } = sent.fields;
    let next =
        gate::own_address(&Ground::Community.begin(&caller.operator), &next).unwrap_or_default();
    let place = caller.address.map(|address| address.to_string()).unwrap_or_default();
    let (operator, name) = (caller.operator.clone(), login.clone());
    let begun = web.beside(move |app| {
        let who = Credentials { login: name, password, ..Credentials::default() };
        log_in::log_in(app, &operator, &who, &place)
    });
    match begun.await {
        Ok(begun) => let_in(&web, &caller, &next, &begun),
        Err(trouble) => {
            not_let_in(&web, &caller, Typed { login, next, ..Typed::default() }, &trouble)
        }
    }
}

/// On with a session that has begun.
fn let_in(web: &Web, caller: &Caller, next: &str, begun: &Begun) -> Response {
    let home = format!("/{}/", caller.operator.slug);
    let mut response = gate::onwards(if next.is_empty() { &home } else { next });
    let cookie = cookies::begun(web.app(), Ground::Community, &caller.operator, begun);
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    response
}

/// The form again, or why there is no use in filling it in.
fn not_let_in(web: &Web, caller: &Caller, typed: Typed, trouble: &Trouble) -> Response {
    match not_begun(trouble, &caller.language) {
        Some(errors) => show_log_in(web, caller, typed, errors),
        None => wrong::page(web, caller, trouble),
    }
}

/// Why no session began, as far as whoever tried can do something about it.
pub(super) fn not_begun(trouble: &Trouble, language: &str) -> Option<Errors> {
    let words = match trouble {
        Trouble::NotLoggedIn => Talk::plain(language).t("wrong-log-in"),
        Trouble::LogIn(_) | Trouble::TooMany(_) | Trouble::Forbidden => {
            Problem::new(trouble, language).words().to_owned()
        }
        _ => return None,
    };
    Some(Errors(vec![Wrong { field: String::new(), words, clause: None }]))
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Nothing {}

/// Ends a session.
pub(super) async fn end(State(web): State<Web>, caller: Caller, _: Sent<Nothing>) -> Response {
    if let Some(token) = caller.token.clone() {
        let shown = token.clone();
        let ended = web.carry_out(&caller, None, move |scene| {
            log_in::log_out(scene.tx, &shown).map(rimessa_app::Reply::Done)
        });
        if let Err(trouble) = ended.await {
            return wrong::page(&web, &caller, &trouble);
        }
        web.forget(&token);
    }
    let mut response = gate::onwards(&format!("/{}/log-in", caller.operator.slug));
    response
        .headers_mut()
        .insert(header::SET_COOKIE, cookies::ended(Ground::Community, &caller.operator));
    response
}
