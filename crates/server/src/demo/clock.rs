//! The clock of the demo, which anybody may put forward: nobody waits for tomorrow to see a trip end.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use rimessa_app::App;
use rimessa_domain::time::Span;
use rimessa_store::{Failure, Tx, journal};
use serde::Deserialize;
use serde_json::json;

use crate::http::Web;

/// Nobody puts it forward further at once: half a year.
const MOST_MINUTES: u32 = 183 * 24 * 60;

pub(super) fn router() -> Router<Web> {
    Router::new().route("/demo/clock", get(shown).post(put_forward))
}

/// By how much the clock is put forward.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Forward {
    minutes: u32,
}

fn told(app: &App) -> Response {
    Json(json!({ "now": rimessa_app::show_moment(app.clock().now()) })).into_response()
}

async fn shown(State(web): State<Web>) -> Response {
    told(web.app())
}

async fn put_forward(State(web): State<Web>, Json(forward): Json<Forward>) -> Response {
    if forward.minutes > MOST_MINUTES {
        let most = format!("minutes: at most {MOST_MINUTES}, half a year");
        return (StatusCode::UNPROCESSABLE_ENTITY, most).into_response();
    }
    web.app().clock().put_forward(Span::minutes(i64::from(forward.minutes)));
    // The vehicles have been heard of meanwhile.
    if let Err(trouble) = web.beside(super::beat).await {
        tracing::warn!(%trouble, "the demo's vehicles could not report");
    }
    // What falls due meanwhile is done at once.
    web.app().bell().wake_all();
    told(web.app())
}

/// Time goes on from where the demo was left, if its clock had been put forward.
///
/// # Errors
/// [`Failure`].
pub(crate) fn go_on(app: &App) -> Result<(), Failure> {
    let latest = app.store().read_now(|tx: &mut Tx<'_>| journal::latest(tx))?;
    if let Some(latest) = latest {
        app.clock().put_forward(latest.since(app.clock().now()));
    }
    Ok(())
}
