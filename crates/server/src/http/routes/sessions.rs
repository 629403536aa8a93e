//! Logging in and out, sessions, and passwords.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use rimessa_app::log_in::{Credentials, SessionView};
use rimessa_app::password::{Change, Reset};
use rimessa_app::{Trouble, log_in, parse_id, password, show_moment};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};
use utoipa_axum::routes;

use crate::http::body::Body;
use crate::http::guard::{self, Caller, Role, Who};
use crate::http::problem::Problem;
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
    let (operator, who) = (Arc::clone(&caller.operator), body.value);
    let begun =
        web.aside(&caller.language, move |app| log_in::log_in(app, &operator, &who)).await?;
    Ok((StatusCode::CREATED, Json(Session::from(begun))).into_response())
}

/// Log out.
#[utoipa::path(delete, path = "/api/v1/{operator}/sessions/current", tag = "sessions",
    responses((status = 204)))]
async fn end(State(web): State<Web>, caller: Caller) -> Result<StatusCode, Problem> {
    if let Some(token) = caller.token {
        let shown = token.clone();
        web.aside(&caller.language, move |app| {
            app.store().write_now(move |tx| log_in::log_out(tx, &shown))
        })
        .await?;
        web.forget(&token);
    }
    Ok(StatusCode::NO_CONTENT)
}

/// List my sessions.
#[utoipa::path(get, path = "/api/v1/{operator}/me/sessions", tag = "sessions",
    responses((status = 200, body = Vec<SessionView>)))]
async fn list(State(web): State<Web>, caller: Caller) -> Result<Json<Vec<SessionView>>, Problem> {
    let token = caller.token.clone().unwrap_or_default();
    web.ask(&caller, move |scene| log_in::own_sessions(scene, &token)).await.map(Json)
}

/// End one of my sessions.
#[utoipa::path(delete, path = "/api/v1/{operator}/me/sessions/{session}", tag = "sessions",
    responses((status = 204)))]
async fn end_one(
    State(web): State<Web>,
    caller: Caller,
    Path((_, session)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let unknown = || Problem::new(&Trouble::NotFound("session"), &caller.language);
    let id = parse_id(&session).ok_or_else(unknown)?;
    web.carry_out(&caller, move |scene| log_in::end_session(scene, id)).await?;
    web.forget_all();
    Ok(StatusCode::NO_CONTENT)
}

/// Change my password. All my sessions end.
#[utoipa::path(put, path = "/api/v1/{operator}/me/password", tag = "sessions",
    request_body = Change, responses((status = 204)))]
async fn change(
    State(web): State<Web>,
    caller: Caller,
    body: Body<Change>,
) -> Result<StatusCode, Problem> {
    let (operator, actor, wish) = (Arc::clone(&caller.operator), caller.actor, body.value);
    let work = move |app: &_| password::change(app, &operator, actor, &wish);
    web.aside(&caller.language, work).await?;
    web.forget_all();
    Ok(StatusCode::NO_CONTENT)
}

/// Whose password is to be set anew.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
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
) -> Result<StatusCode, Problem> {
    let (operator, login) = (Arc::clone(&caller.operator), body.value.login);
    let work = move |app: &_| password::ask_reset(app, &operator, &login);
    web.aside(&caller.language, work).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Set another password with the token of the mail. All sessions end.
#[utoipa::path(put, path = "/api/v1/{operator}/password-resets", tag = "sessions",
    request_body = Reset, responses((status = 204)))]
async fn reset(
    State(web): State<Web>,
    caller: Caller,
    body: Body<Reset>,
) -> Result<StatusCode, Problem> {
    let (operator, wish) = (Arc::clone(&caller.operator), body.value);
    let work = move |app: &_| password::reset(app, &operator, &wish);
    web.aside(&caller.language, work).await?;
    web.forget_all();
    Ok(StatusCode::NO_CONTENT)
}
