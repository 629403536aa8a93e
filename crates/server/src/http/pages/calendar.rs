//! When a vehicle is taken: what the calendar on the page of a price draws. It tells no one who others are.

use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use rimessa_app::{Scene, calendar};
use rimessa_pages::{Here, TakenShown};
use serde::Deserialize;

use super::frame;
use super::sent::asked;
use crate::http::guard::Caller;
use crate::http::problem::Problem;
use crate::http::web::Web;

/// Which stretch of the calendar.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    from: Option<String>,
    until: Option<String>,
}

pub(super) async fn of_vehicle(
    State(web): State<Web>,
    caller: Caller,
    Path((_, vehicle)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    let Asked { from, until } = asked(query.as_deref());
    let wish = calendar::Wish { from, until };
    let work = move |scene: &mut Scene<'_, '_>| calendar::calendar(scene, &vehicle, &wish);
    match web.find_out(&caller, work).await {
        Ok(taken) => {
            let frame = frame(&web, &caller, "", Here::Find);
            let shown = taken.iter().map(|one| TakenShown::of(&frame, one));
            Json(shown.collect::<Vec<_>>()).into_response()
        }
        Err(trouble) => Problem::new(&trouble, &caller.language).into_response(),
    }
}
