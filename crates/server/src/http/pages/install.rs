//! What lets a phone keep an operator's pages like a program of its own, and what it shows without a network.

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use rimessa_pages::{
    KIOSK_SCRIPT, Message, OFFICE_SCRIPT, PAGE_SCRIPT, PASSKEY_SCRIPT, VERSION, WORKER_SCRIPT,
};
use serde_json::json;

use super::front::{A_WHILE, FOR_GOOD, colours};
use super::{Page, frame, gate, html, shown};
use crate::http::guard::{Caller, Who};
use crate::http::web::Web;

const SCRIPT: &str = "text/javascript; charset=utf-8";
/// A launcher shows no more of a name.
const SHORT_NAME: usize = 12;

/// What belongs to an operator.
pub(super) fn pages() -> Vec<Page> {
    let page = |path, methods| Page::new(Who::anyone().even_unready(), path, methods);
    vec![
        page("/{operator}/manifest.webmanifest", shown(get(manifest))),
        page("/{operator}/worker.js", shown(get(worker))),
        page("/{operator}/offline", shown(get(offline))),
    ]
}

/// Scripts and icons, which browsers keep for good.
pub(super) fn open() -> Router<Web> {
    let files: [(&str, &str, &[u8]); 7] = [
        ("kiosk.js", SCRIPT, KIOSK_SCRIPT.as_bytes()),
        ("office.js", SCRIPT, OFFICE_SCRIPT.as_bytes()),
        ("page.js", SCRIPT, PAGE_SCRIPT.as_bytes()),
        ("passkey.js", SCRIPT, PASSKEY_SCRIPT.as_bytes()),
        ("icon-192.png", "image/png", include_bytes!("../../../assets/icon-192.png")),
        ("icon-512.png", "image/png", include_bytes!("../../../assets/icon-512.png")),
        (
            "icon-maskable-512.png",
            "image/png",
            include_bytes!("../../../assets/icon-maskable-512.png"),
        ),
    ];
    files.into_iter().fold(Router::new(), |router, (name, kind, bytes)| {
        router.route(&format!("/assets/{VERSION}/{name}"), kept(kind, bytes))
    })
}

fn kept(kind: &'static str, bytes: &'static [u8]) -> MethodRouter<Web> {
    let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, FOR_GOOD)];
    get(move || async move { (headers, bytes) })
}

/// What a phone is told of an operator's pages.
async fn manifest(State(web): State<Web>, caller: Caller) -> Response {
    let operator = &caller.operator;
    let name = operator.book_at(web.app().clock().now()).name.to_string();
    let home = format!("/{}/", operator.slug);
    let icon = |file: &str, size: u16, purpose: &str| {
        json!({
            "src": format!("/assets/{VERSION}/{file}.png"),
            "sizes": format!("{size}x{size}"),
            "type": "image/png",
            "purpose": purpose,
        })
    };
    let colour = colours(operator).colour();
    let manifest = json!({
        "id": home,
        "name": name,
        "short_name": short(&name),
        "lang": caller.language,
        "start_url": home,
        "scope": home,
        "display": "standalone",
        "theme_color": colour,
        "background_color": colour,
        "icons": [
            icon("icon-192", 192, "any"),
            icon("icon-512", 512, "any"),
            icon("icon-maskable-512", 512, "maskable"),
        ],
    });
    let headers = [
        (header::CONTENT_TYPE, "application/manifest+json"),
        (header::CACHE_CONTROL, A_WHILE),
        (header::VARY, "accept-language, cookie"),
    ];
    (headers, manifest.to_string()).into_response()
}

/// As many words of a name as a launcher shows, and at least the first.
fn short(name: &str) -> String {
    let mut short = String::new();
    for word in name.split_whitespace().take_while(|word| word.chars().any(char::is_alphanumeric)) {
        let room = short.chars().count() + 1 + word.chars().count() <= SHORT_NAME;
        if !short.is_empty() && !room {
            break;
        }
        short = if short.is_empty() { word.to_owned() } else { format!("{short} {word}") };
    }
    short
}

/// The worker of an operator's pages; browsers look for a newer one by themselves.
async fn worker() -> Response {
    let headers = [(header::CONTENT_TYPE, SCRIPT), (header::CACHE_CONTROL, "no-cache")];
    (headers, WORKER_SCRIPT).into_response()
}

/// The page without a network: the same for everybody, so that a browser may keep it.
async fn offline(State(web): State<Web>, caller: Caller) -> Response {
    let path = format!("/{}/", caller.operator.slug);
    let mut frame = frame(&web, &caller, &path, gate::ELSEWHERE);
    (frame.is_known, frame.form_token) = (false, String::new());
    let title = frame.talk.t("offline-title");
    let mut words = frame.talk.t("offline");
    if !frame.assistance.is_empty() {
        words = format!("{words} {}", frame.talk.t1("offline-call", "phone", &frame.assistance));
    }
    html(&Message { frame, title, words, request: String::new() }).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_name_has_the_first_words() {
        for (name, expected) in [
            ("Ardenne – Cars of the north", "Ardenne"),
            ("Car Club Turin", "Car Club"),
            ("Automobilgenossenschaft", "Automobilgenossenschaft"),
            ("", ""),
        ] {
            assert_eq!(short(name), expected);
        }
    }
}
