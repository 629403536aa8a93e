//! Passkeys: registering them, and logging in with one.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use rimessa_app::passkey::{self, Asked, Label, Name, NewPasskey, PasskeyView, Shown};
use rimessa_app::{Actor, App, Reply, Scene, Trouble, parse_id};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};
use utoipa_axum::routes;

use super::paging::Page;
use super::sessions::{EVERYONE, Session};
use crate::http::body::{Body, Key};
use crate::http::guard::{self, Caller, Who};
use crate::http::problem::Problem;
use crate::http::raw::Query;
use crate::http::web::Web;

pub(super) fn add(web: &Web, router: OpenApiRouter<Web>) -> OpenApiRouter<Web> {
    let all: [(Who, UtoipaMethodRouter<Web>); 5] = [
        (EVERYONE, routes!(list, register)),
        (EVERYONE, routes!(begin_registration)),
        (EVERYONE, routes!(rename, remove)),
        (Who::anyone().by_attempts(), routes!(begin_log_in)),
        (Who::anyone().by_attempts(), routes!(log_in)),
    ];
    all.into_iter().fold(router, |router, (who, routes)| guard::add(router, web, who, routes))
}

/// List my passkeys.
#[utoipa::path(get, path = "/api/v1/{operator}/me/passkeys", tag = "sessions",
    params(Page), responses((status = 200, body = Vec<PasskeyView>)))]
async fn list(
    State(web): State<Web>,
    caller: Caller,
    at: Uri,
    Query(page): Query<Page>,
) -> Result<Response, Problem> {
    let all = web.ask(&caller, passkey::list).await?;
    Ok(page.cut(all, |one| &one.id, &caller.language)?.answer(&at))
}

/// Begin to register a passkey: what to ask the authenticator.
#[utoipa::path(post, path = "/api/v1/{operator}/me/passkeys/ceremonies", tag = "sessions",
    responses((status = 201, body = Asked)))]
async fn begin_registration(
    State(web): State<Web>,
    caller: Caller,
    key: Key,
) -> Result<Response, Problem> {
    let once = key.once(&caller, b"");
    let token = caller.token.clone().unwrap_or_default();
    let work = move |scene: &mut Scene<'_, '_>| {
        passkey::begin_registration(scene, &token).map(Reply::Done)
    };
    web.command(&caller, once, StatusCode::CREATED, work).await
}

/// Register the passkey that the authenticator made.
#[utoipa::path(post, path = "/api/v1/{operator}/me/passkeys", tag = "sessions",
    request_body = NewPasskey, responses((status = 201, body = PasskeyView)))]
async fn register(
    State(web): State<Web>,
    caller: Caller,
    body: Body<NewPasskey>,
) -> Result<Response, Problem> {
    let (once, new) = (body.once(&caller), body.value);
    let work = move |scene: &mut Scene<'_, '_>| passkey::register(scene, &new);
    web.command(&caller, once, StatusCode::CREATED, work).await
}

/// Give one of my passkeys another name.
#[utoipa::path(put, path = "/api/v1/{operator}/me/passkeys/{passkey}", tag = "sessions",
    request_body = Label, responses((status = 200, body = PasskeyView)))]
async fn rename(
    State(web): State<Web>,
    caller: Caller,
    Path((_, passkey)): Path<(String, String)>,
    body: Body<Label>,
) -> Result<Response, Problem> {
    let unknown = || Problem::new(&Trouble::NotFound("passkey"), &caller.language);
    let id = parse_id(&passkey).ok_or_else(unknown)?;
    let (once, wish) = (body.once(&caller), body.value);
    let work = move |scene: &mut Scene<'_, '_>| passkey::rename(scene, id, &wish);
    web.command(&caller, once, StatusCode::OK, work).await
}

/// Take one of my passkeys away.
#[utoipa::path(delete, path = "/api/v1/{operator}/me/passkeys/{passkey}", tag = "sessions",
    responses((status = 204)))]
async fn remove(
    State(web): State<Web>,
    caller: Caller,
    Path((_, passkey)): Path<(String, String)>,
    key: Key,
) -> Result<Response, Problem> {
    let unknown = || Problem::new(&Trouble::NotFound("passkey"), &caller.language);
    let id = parse_id(&passkey).ok_or_else(unknown)?;
    let once = key.once(&caller, b"");
    let work = move |scene: &mut Scene<'_, '_>| passkey::remove(scene, id).map(Reply::Done);
    web.command(&caller, once, StatusCode::NO_CONTENT, work).await
}

/// Begin to log in with a passkey: what to ask the authenticator. The answer does not tell whether there
/// is anybody of that name; without a name, the authenticator knows whose passkeys it has.
#[utoipa::path(post, path = "/api/v1/{operator}/passkey-ceremonies", tag = "sessions",
    request_body = Name, responses((status = 201, body = Asked)))]
async fn begin_log_in(
    State(web): State<Web>,
    caller: Caller,
    body: Body<Name>,
) -> Result<Response, Problem> {
    let (once, name) = (body.once(&caller), body.value);
    let work =
        move |scene: &mut Scene<'_, '_>| passkey::begin_log_in(scene, &name).map(Reply::Done);
    web.command(&caller, once, StatusCode::CREATED, work).await
}

/// Log in with a passkey.
#[utoipa::path(post, path = "/api/v1/{operator}/passkey-sessions", tag = "sessions",
    request_body = Shown, responses((status = 201, body = Session)))]
async fn log_in(
    State(web): State<Web>,
    caller: Caller,
    body: Body<Shown>,
) -> Result<Response, Problem> {
    let (once, operator) = (body.secret(&caller), Arc::clone(&caller.operator));
    let shown = body.value;
    let work = move |app: &App| {
        let work = move |scene: &mut Scene<'_, '_>| passkey::log_in(scene, &shown);
        app.command_now(&operator, Actor::Stranger, work)?.map(Session::from)
    };
    web.apart(&caller, once, StatusCode::CREATED, work).await
}
