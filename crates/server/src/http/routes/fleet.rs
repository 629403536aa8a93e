//! Stations and vehicles.

use axum::Json;
use axum::extract::State;
use rimessa_app::{StationView, VehicleView, show};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::guard::{self, Caller, Who};
use crate::http::problem::Problem;
use crate::http::web::Web;

pub(super) fn add(web: &Web, router: OpenApiRouter<Web>) -> OpenApiRouter<Web> {
    let router = guard::add(router, web, Who::anyone(), routes!(stations));
    guard::add(router, web, Who::anyone(), routes!(vehicles))
}

/// All stations.
#[utoipa::path(get, path = "/api/v1/{operator}/stations", tag = "fleet",
    responses((status = 200, body = Vec<StationView>)))]
async fn stations(
    State(web): State<Web>,
    caller: Caller,
) -> Result<Json<Vec<StationView>>, Problem> {
    web.ask(&caller, show::stations).await.map(Json)
}

/// All vehicles.
#[utoipa::path(get, path = "/api/v1/{operator}/vehicles", tag = "fleet",
    responses((status = 200, body = Vec<VehicleView>)))]
async fn vehicles(
    State(web): State<Web>,
    caller: Caller,
) -> Result<Json<Vec<VehicleView>>, Problem> {
    web.ask(&caller, show::vehicles).await.map(Json)
}
