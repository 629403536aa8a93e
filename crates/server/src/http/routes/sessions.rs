//! Logging in and out, sessions, and passwords.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use rimessa_app::log_in::{Credentials, SessionView};
use rimessa_app::password::{Change, Reset};
use rimessa_app::{App, Reply, Scene, Trouble, log_in, parse_id, password, show_moment};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};
use utoipa_axum::routes;

use super::paging::Page;
use crate::http::body::{Body, Key};
use crate::http::guard::{self, Caller, Role, Who};
use crate::http::problem::Problem;
use crate::http::raw::Query;
use crate::http::web::Web;

/// Everybody who logs in.
pub(super) const EVERYONE: Who = Who::members().and_staff(&[
    Role::Agent,
    Role::Field,
    Role::Billing,
    Role::Manager,
    Role::Administrator,
]);

pub(super) fn add(web: &Web, router: OpenApiRouter<Web>) -> OpenApiRouter<Web> {
    let all: [(Who, UtoipaMethodRouter<Web>); 7] = [
        (Who::anyone().by_attempts(), routes!(begin)),
        (EVERYONE.even_unready(), routes!(end)),
        (EVERYONE, routes!(list)),
        (EVERYONE, routes!(end_one)),
        (EVERYONE.by_attempts(), routes!(change)),
        (Who::anyone().by_attempts(), routes!(ask_reset)),
        (Who::anyone().by_attempts(), routes!(reset)),
    ];
    all.into_iter().fold(router, |router, (who, routes)| guard::add(router, web, who, routes))
}

/// A session.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Session {
    /// Show it with every request: `Authorization: Bearer …`.
    token: String,
    /// When it ends, RFC 3339.
    expires: String,
    /// The password is temporary: set another one first.
    must_change_password: bool,
}

impl From<log_in::Begun> for Session {
    fn from(begun: log_in::Begun) -> Self {
        Self {
            token: begun.token,
            expires: show_moment(begun.expires),
            must_change_password: begun.must_change,
        }
    }
}

/// Log in.
#[utoipa::path(post, path = "/api/v1/{operator}/sessions", tag = "sessions",
    request_body = Credentials, responses((status = 201, body = Session)))]
async fn begin(
    State(web): State<Web>,
    caller: Caller,
    body: Body<Credentials>,
) -> Result<Response, Problem> {
    let (once, operator) = (body.secret(&caller), Arc::clone(&caller.operator));
    let place = caller.address.map(|address| address.to_string()).unwrap_or_default();
    let who = body.value;
    let work = move |app: &App| log_in::log_in(app, &operator, &who, &place).map(Session::from);
    web.apart(&caller, once, StatusCode::CREATED, work).await
}

/// Log out.
#[utoipa::path(delete, path = "/api/v1/{operator}/sessions/current", tag = "sessions",
    responses((status = 204)))]
async fn end(State(web): State<Web>, caller: Caller, key: Key) -> Result<Response, Problem> {
    let (once, token) = (key.once(&caller, b""), caller.token.clone().unwrap_or_default());
    let shown = token.clone();
    let work = move |scene: &mut Scene<'_, '_>| log_in::log_out(scene.tx, &shown).map(Reply::Done);
    let done = web.command(&caller, once, StatusCode::NO_CONTENT, work).await;
    web.forget(&token);
    done
}

/// List my sessions.
#[utoipa::path(get, path = "/api/v1/{operator}/me/sessions", tag = "sessions",
    params(Page), responses((status = 200, body = Vec<SessionView>)))]
async fn list(
    State(web): State<Web>,
    caller: Caller,
    at: Uri,
    Query(page): Query<Page>,
) -> Result<Response, Problem> {
    let token = caller.token.clone().unwrap_or_default();
    let all = web.ask(&caller, move |scene| log_in::own_sessions(scene, &token)).await?;
    Ok(page.cut(all, |one| &one.id, &caller.language)?.answer(&at))
}

/// End one of my sessions.
#[utoipa::path(delete, path = "/api/v1/{operator}/me/sessions/{session}", tag = "sessions",
    responses((status = 204)))]
async fn end_one(
    State(web): State<Web>,
    caller: Caller,
    Path((_, session)): Path<(String, String)>,
    key: Key,
) -> Result<Response, Problem> {
    let unknown = || Problem::new(&Trouble::NotFound("session"), &caller.language);
    let id = parse_id(&session).ok_or_else(unknown)?;
    let once = key.once(&caller, b"");
    let work = move |scene: &mut Scene<'_, '_>| log_in::end_session(scene, id).map(Reply::Done);
    let done = web.command(&caller, once, StatusCode::NO_CONTENT, work).await;
    web.forget_all();
    done
}

/// Change my password. All my sessions end.
#[utoipa::path(put, path = "/api/v1/{operator}/me/password", tag = "sessions",
    request_body = Change, responses((status = 204)))]
async fn change(
    State(web): State<Web>,
    caller: Caller,
    body: Body<Change>,
) -> Result<Response, Problem> {
    let once = body.secret(&caller);
    let (operator, actor, wish) = (Arc::clone(&caller.operator), caller.actor, body.value);
    let work = move |app: &App| password::change(app, &operator, actor, &wish);
    let done = web.apart(&caller, once, StatusCode::NO_CONTENT, work).await;
    web.forget_all();
    done
}

/// Whose password is to be set anew.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PasswordForgotten)]
struct Forgotten {
    /// Login name, main e-mail address, or customer number.
    login: String,
}

/// Ask for a mail that sets another password. Members only; the answer does not tell whether there is
/// one of that name.
#[utoipa::path(post, path = "/api/v1/{operator}/password-resets", tag = "sessions",
    request_body = Forgotten, responses((status = 202)))]
async fn ask_reset(
    State(web): State<Web>,
    caller: Caller,
    body: Body<Forgotten>,
) -> Result<Response, Problem> {
    let once = body.secret(&caller);
    let (operator, login) = (Arc::clone(&caller.operator), body.value.login);
    let work = move |app: &App| password::ask_reset(app, &operator, &login);
    web.apart(&caller, once, StatusCode::ACCEPTED, work).await
}

/// Set another password with the token of the mail. All sessions end.
#[utoipa::path(put, path = "/api/v1/{operator}/password-resets", tag = "sessions",
    request_body = Reset, responses((status = 204)))]
async fn reset(
    State(web): State<Web>,
    caller: Caller,
    body: Body<Reset>,
) -> Result<Response, Problem> {
    let once = body.secret(&caller);
    let (operator, wish) = (Arc::clone(&caller.operator), body.value);
    let work = move |app: &App| password::reset(app, &operator, &wish);
    let done = web.apart(&caller, once, StatusCode::NO_CONTENT, work).await;
    web.forget_all();
    done
}
