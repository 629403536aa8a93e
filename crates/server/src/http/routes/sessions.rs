//! Logging in and out.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use rimessa_app::log_in;
use rimessa_app::show_moment;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::body::Body;
use crate::http::guard::{self, Caller, Role, Who};
use crate::http::problem::Problem;
use crate::http::web::Web;

pub(super) fn add(web: &Web, router: OpenApiRouter<Web>) -> OpenApiRouter<Web> {
    let everyone = Who::members().and_staff(&[
        Role::Agent,
        Role::Field,
        Role::Billing,
        Role::Manager,
        Role::Administrator,
    ]);
    let router = guard::add(router, web, Who::anyone(), routes!(begin));
    guard::add(router, web, everyone, routes!(end))
}

/// Who logs in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Credentials {
    /// Login name, main e-mail address, or customer number.
    login: String,
    /// The password.
    password: String,
    /// Whether it is somebody of the staff.
    #[serde(default)]
    staff: bool,
}

/// A session.
#[derive(Debug, Serialize, ToSchema)]
struct Session {
    /// Show it with every request: `Authorization: Bearer …`.
    token: String,
    /// When it ends, RFC 3339.
    expires: String,
    /// The password is temporary: set another one first.
    must_change_password: bool,
}

/// Log in.
#[utoipa::path(post, path = "/api/v1/{operator}/sessions", tag = "sessions",
    request_body = Credentials, responses((status = 201, body = Session)))]
async fn begin(
    State(web): State<Web>,
    caller: Caller,
    body: Body<Credentials>,
) -> Result<Response, Problem> {
    let Credentials { login, password, staff } = body.value;
    let operator = (!staff).then_some(caller.operator.id);
    let begun = web
        .aside(&caller.language, move |app| log_in::log_in(app, operator, &login, &password))
        .await?;
    let session = Session {
        token: begun.token,
        expires: show_moment(begun.expires),
        must_change_password: begun.must_change,
    };
    Ok((StatusCode::CREATED, axum::Json(session)).into_response())
}

/// Log out.
#[utoipa::path(delete, path = "/api/v1/{operator}/sessions/current", tag = "sessions",
    responses((status = 204)))]
async fn end(State(web): State<Web>, caller: Caller) -> Result<StatusCode, Problem> {
    if let Some(token) = caller.token {
        web.forget(&token);
        web.aside(&caller.language, move |app| {
            app.store().write_now(move |tx| log_in::log_out(tx, &token))
        })
        .await?;
    }
    Ok(StatusCode::NO_CONTENT)
}
