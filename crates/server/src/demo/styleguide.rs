//! The style guide, in the demo alone: every part that pages are made of, in the colours of each operator.

use axum::Router;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rimessa_app::Actor;
use rimessa_pages::{GUIDE_STYLE, Guide, Here};
use serde::Deserialize;

use crate::http::pages::{frame, gate, html, wrong};
use crate::http::{Caller, Web};

pub(super) fn router() -> Router<Web> {
    let style = [(header::CONTENT_TYPE, "text/css; charset=utf-8")];
    Router::new()
        .route("/styleguide", get(guide))
        .route("/styleguide.css", get(move || async move { (style, GUIDE_STYLE) }))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Whose {
    operator: String,
}

async fn guide(State(web): State<Web>, Query(whose): Query<Whose>, headers: HeaderMap) -> Response {
    let wanted = gate::language(&headers);
    let mut all = web.app().directory().all();
    all.sort_by(|one, other| one.slug.cmp(&other.slug));
    let chosen = all.iter().find(|operator| operator.slug == whose.operator).or(all.first());
    let Some(operator) = chosen.cloned() else { return wrong::nothing_here(&wanted) };
    let now = web.app().clock().now();
    let language = operator.language(now, &wanted);
    let names = all.iter().map(|one| (one.slug.clone(), one.book_at(now).name.to_string()));
    let names = names.collect();
    let path = format!("/styleguide?operator={}", operator.slug);
    let caller = Caller { operator, actor: Actor::Stranger, language, token: None, address: None };
    html(&Guide::of(frame(&web, &caller, &path, Here::Elsewhere), names)).into_response()
}
