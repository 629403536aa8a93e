//! The exits of parking contracts, and their monthly statement.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use rimessa_app::exit::{self, ExitsView};
use rimessa_app::subscribe::SubscriptionView;
use rimessa_app::{Trouble, parse_id};
use rimessa_domain::ids::ContractId;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::paging::member_of;
use crate::http::body::{Body, Nothing};
use crate::http::guard::{self, Caller, Role, Who};
use crate::http::problem::Problem;
use crate::http::raw::Query;
use crate::http::web::Web;

pub(super) fn add(web: &Web, router: OpenApiRouter<Web>) -> OpenApiRouter<Web> {
    let counters = Who::staff(&[Role::Agent, Role::Field, Role::Manager]);
    let counters = counters.and_devices().and_programs("contracts");
    let router = guard::add(router, web, counters, routes!(count));
    guard::add(router, web, Who::members(), routes!(own))
}

fn id_of(text: &str, caller: &Caller) -> Result<ContractId, Problem> {
    let id = parse_id(text).map(ContractId);
    id.ok_or_else(|| Problem::new(&Trouble::NotFound("contract"), &caller.language))
}

/// Count an exit, now. With an idempotency key it is counted once, however often it arrives.
#[utoipa::path(post, path = "/api/v1/{operator}/contracts/{contract}/exits", tag = "contracts",
    request_body = Nothing, responses((status = 200, body = SubscriptionView)))]
async fn count(
    State(web): State<Web>,
    caller: Caller,
    Path((_, contract)): Path<(String, String)>,
    body: Body<Nothing>,
) -> Result<Response, Problem> {
    let (id, once) = (id_of(&contract, &caller)?, body.once(&caller));
    web.command(&caller, once, StatusCode::OK, move |scene| exit::exit(scene, id)).await
}

/// Which month.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct InMonth {
    /// Like `2026-03`; left out: the present one.
    month: Option<String>,
}

/// The exits of one of my contracts in a month, where exits are counted.
#[utoipa::path(get, path = "/api/v1/{operator}/me/contracts/{contract}/exits", tag = "contracts",
    params(InMonth), responses((status = 200, body = ExitsView)))]
async fn own(
    State(web): State<Web>,
    caller: Caller,
    Path((_, contract)): Path<(String, String)>,
    Query(InMonth { month }): Query<InMonth>,
) -> Result<Json<ExitsView>, Problem> {
    let id = id_of(&contract, &caller)?;
    let member = member_of(&caller)?;
    web.ask(&caller, move |scene| exit::statement(scene, id, member, month.as_deref()))
        .await
        .map(Json)
}
