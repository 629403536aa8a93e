//! Contracts and subscriptions of a member.

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use rimessa_app::subscribe::{self, Wish};
use rimessa_app::{Reply, contracts, profile};
use rimessa_pages::{Contracts, Errors, Here};
use serde::Deserialize;

use super::{Settled, carry_out, find_out, settled};
use crate::http::guard::{Caller, Who};
use crate::http::pages::sent::{Sent, asked};
use crate::http::pages::{Page, both, frame, html, sent, wrong};
use crate::http::web::Web;

pub(super) fn pages() -> Vec<Page> {
    let page = |path, methods| Page::new(Who::members(), path, methods);
    vec![
        page("/{operator}/contracts", both(get(list).post(begin))),
        page("/{operator}/contracts/leave", sent(post(leave))),
    ]
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    plan: String,
    contract: String,
    told: String,
}

pub(super) async fn list(
    State(web): State<Web>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Response {
    let typed: Typed = asked(query.as_deref());
    listed(&web, &caller, &typed.told, None).await
}

async fn listed(web: &Web, caller: &Caller, told: &str, errors: Option<Errors>) -> Response {
    let found = find_out(web, caller, |scene, member| {
        let profile = profile::profile(scene, member)?;
        Ok((profile, contracts::list(scene, member)?, contracts::plans(scene)?))
    });
    let (profile, all, plans) = match found.await {
        Ok(found) => found,
        Err(trouble) => return wrong::page(web, caller, &trouble),
    };
    // Where the regulation opens contracts only to those who agreed to something, it says so here.
    let (all, plans, closed) = match all {
        Reply::Done(all) => (all, plans, Errors::default()),
        Reply::Refused(refused) => (Vec::new(), Vec::new(), wrong::refused(refused)),
    };
    let path = format!("/{}/contracts", caller.operator.slug);
    let frame = frame(web, caller, &path, Here::Account);
    let told = match told {
        "begun" => frame.talk.t("contract-begun"),
        "left" => frame.talk.t("contract-left-told"),
        _ => String::new(),
    };
    let plan = frame.talk.plan(&profile.plan);
    let is_wrong = errors.is_some();
    let errors = errors.unwrap_or(closed);
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    // One can choose only what lasts.
    let lasts = |plan: &contracts::PlanView| plan.fee.is_some() || plan.is_contract;
    let plans = if plans.iter().any(lasts) { plans } else { Vec::new() };
    (status, html(&Contracts { frame, told, plan, all, plans, errors })).into_response()
}

/// Subscribes to a plan, or begins a contract.
pub(super) async fn begin(State(web): State<Web>, caller: Caller, sent: Sent<Typed>) -> Response {
    let wish = Wish { plan: Some(sent.fields.plan.clone()), ..Wish::default() };
    let done = carry_out(&web, &caller, &sent, move |scene, _| subscribe::subscribe(scene, &wish));
    match settled(&web, &caller, done.await, "contracts?told=begun") {
        Settled::Answered(response) => response,
        Settled::AtForm(errors) => listed(&web, &caller, "", Some(errors)).await,
    }
}

/// Leaves a plan or a contract.
pub(super) async fn leave(State(web): State<Web>, caller: Caller, sent: Sent<Typed>) -> Response {
    let contract = Some(sent.fields.contract.clone()).filter(|id| !id.is_empty());
    let wish = Wish { contract, ..Wish::default() };
    let done =
        carry_out(&web, &caller, &sent, move |scene, _| subscribe::unsubscribe(scene, &wish));
    match settled(&web, &caller, done.await, "contracts?told=left") {
        Settled::Answered(response) => response,
        Settled::AtForm(errors) => listed(&web, &caller, "", Some(errors)).await,
    }
}
