//! The mailbox and the telephone of the demo: what would have been sent, readable in the browser.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use rimessa_app::{Actor, Trouble, mailbox, sms};
use serde::Deserialize;

use super::{clock, kiosk, on_board, styleguide};
use crate::http::Web;

/// The pages of the demo.
pub(crate) fn router() -> Router<Web> {
    Router::new()
        .route("/demo", get(|| async { page(include_str!("../../demo/page.html")) }))
        .route("/demo/operators", get(operators))
        .route("/demo/{operator}/messages", get(messages))
        .route("/demo/phone", get(|| async { page(include_str!("../../demo/phone.html")) }))
        .route("/demo/{operator}/sms", post(send_sms))
        .merge(clock::router())
        .merge(kiosk::router())
        .merge(on_board::router())
        .merge(styleguide::router())
}

/// A page of the demo, whose script stands in it.
fn page(html: &'static str) -> Response {
    let own = "default-src 'self'; img-src data:; script-src 'unsafe-inline'; \
               style-src 'unsafe-inline'";
    let headers = [(header::CONTENT_SECURITY_POLICY, own)];
    (headers, Html(html)).into_response()
}

async fn operators(State(web): State<Web>) -> Response {
    let all = web.app().directory().all();
    let all: Vec<_> = all.iter().map(|operator| operator.slug.clone()).collect();
    Json(all).into_response()
}

async fn messages(State(web): State<Web>, Path(slug): Path<String>) -> Response {
    let Some(operator) = web.app().directory().by_slug(&slug).cloned() else {
        return crate::http::not_found();
    };
    let read = web.aside("en", move |app| -> Result<_, Trouble> {
        app.ask_now(&operator, Actor::System, |scene| mailbox::latest(scene, 50))
    });
    match read.await {
        Ok(letters) => Json(letters).into_response(),
        Err(problem) => problem.into_response(),
    }
}

/// A text message from the telephone of the demo.
#[derive(Deserialize)]
struct Typed {
    number: String,
    text: String,
}

async fn send_sms(
    State(web): State<Web>,
    Path(slug): Path<String>,
    Json(typed): Json<Typed>,
) -> Response {
    let Some(operator) = web.app().directory().by_slug(&slug).cloned() else {
        return crate::http::not_found();
    };
    let Typed { number, text } = typed;
    let id = rimessa_app::random_id();
    let done = web.aside("en", move |app| {
        app.command_now(&operator, Actor::System, move |scene| {
            let (id, number, text) = (id.clone(), number.clone(), text.clone());
            sms::receive(scene, &sms::Incoming { id, number, text })
        })
    });
    match done.await {
        Ok(reply) => Json(reply.done()).into_response(),
        Err(problem) => problem.into_response(),
    }
}
