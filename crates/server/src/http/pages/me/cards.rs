//! Cards: which open, which are lost, and enabling one's own at a vehicle.

use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use rimessa_app::card::{self, Begin, Changed, Named};
use rimessa_app::{Scene, Trouble, enable, parse_id, show};
use rimessa_domain::ids::MemberId;
use rimessa_pages::{Cards, Errors, Here};
use serde::Deserialize;

use super::{Settled, carry_out, find_out, settled};
use crate::http::guard::{Caller, Who};
use crate::http::pages::sent::{Sent, asked};
use crate::http::pages::{Page, both, frame, html, sent, wrong};
use crate::http::web::Web;

/// So many of the member's bookings are looked through for a vehicle.
const BOOKINGS: i64 = 20;

pub(super) fn pages() -> Vec<Page> {
    let page = |path, methods| Page::new(Who::members(), path, methods);
    vec![
        page("/{operator}/cards", both(get(list).post(begin))),
        page("/{operator}/cards/name", sent(post(name))),
        page("/{operator}/cards/{card}", sent(post(change))),
    ]
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    vehicle: String,
    label: String,
    state: String,
    told: String,
}

pub(super) async fn list(
    State(web): State<Web>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Response {
    let typed: Typed = asked(query.as_deref());
    listed(&web, &caller, typed, Errors::default()).await
}

/// The vehicles at which a card can be enabled: those enabled for the member, else those booked.
fn vehicles(scene: &mut Scene<'_, '_>, member: MemberId) -> Result<Vec<(String, String)>, Trouble> {
    let enabled = enable::list(scene, member)?;
    let mut codes: Vec<String> = enabled.into_iter().map(|vehicle| vehicle.code).collect();
    for booking in show::bookings_of(scene, member, None, BOOKINGS)? {
        let open = matches!(booking.state.as_str(), "planned" | "driving");
        if open && !codes.contains(&booking.vehicle) {
            codes.push(booking.vehicle);
        }
    }
    let named = |code: String| Ok((code.clone(), show::vehicle_called(scene, &code)?));
    codes.into_iter().map(named).collect()
}

async fn listed(web: &Web, caller: &Caller, typed: Typed, errors: Errors) -> Response {
    let found = find_out(web, caller, |scene, member| {
        let enrolment = match card::enrolment_of(scene) {
            Ok(enrolment) => Some(enrolment),
            Err(Trouble::NotFound(_)) => None,
            Err(trouble) => return Err(trouble),
        };
        Ok((card::list(scene, None)?, enrolment, vehicles(scene, member)?))
    });
    let (all, enrolment, vehicles) = match found.await {
        Ok(found) => found,
        Err(trouble) => return wrong::page(web, caller, &trouble),
    };
    let path = format!("/{}/cards", caller.operator.slug);
    let frame = frame(web, caller, &path, Here::Account);
    let told = match typed.told.as_str() {
        "kept" => frame.talk.t("card-kept"),
        "changed" => frame.talk.t("card-changed"),
        _ => String::new(),
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let label = typed.label;
    (status, html(&Cards { frame, told, all, enrolment, vehicles, label, errors })).into_response()
}

/// Begins to enable a card at a vehicle.
pub(super) async fn begin(State(web): State<Web>, caller: Caller, sent: Sent<Typed>) -> Response {
    let wish = Begin { vehicle: sent.fields.vehicle.clone() };
    let done = carry_out(&web, &caller, &sent, move |scene, _| card::begin(scene, &wish));
    match settled(&web, &caller, done.await, "cards") {
        Settled::Answered(response) => response,
        Settled::AtForm(errors) => listed(&web, &caller, sent.fields, errors).await,
    }
}

/// Gives a name to the card that was seen.
pub(super) async fn name(State(web): State<Web>, caller: Caller, sent: Sent<Typed>) -> Response {
    let wish = Named { label: sent.fields.label.clone() };
    let done = carry_out(&web, &caller, &sent, move |scene, _| card::finish(scene, &wish));
    match settled(&web, &caller, done.await, "cards?told=kept") {
        Settled::Answered(response) => response,
        Settled::AtForm(errors) => listed(&web, &caller, sent.fields, errors).await,
    }
}

/// Blocks a card, opens it again, or reports it lost.
pub(super) async fn change(
    State(web): State<Web>,
    caller: Caller,
    Path((_, card)): Path<(String, String)>,
    sent: Sent<Typed>,
) -> Response {
    let wish = Changed { label: None, state: Some(sent.fields.state.clone()) };
    let done = carry_out(&web, &caller, &sent, move |scene, _| {
        let id = parse_id(&card).ok_or(Trouble::NotFound("card"))?;
        card::change(scene, id, &wish)
    });
    match settled(&web, &caller, done.await, "cards?told=changed") {
        Settled::Answered(response) => response,
        Settled::AtForm(errors) => listed(&web, &caller, sent.fields, errors).await,
    }
}
