//! What opens: cards and their enrolment, codes sent again, PINs, and procedures step by step.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use rimessa_app::card::{self, CardView, EnrolmentView};
use rimessa_app::mailbox::{self, Resent};
use rimessa_app::pin::{self, Pin};
use rimessa_app::procedure::{self, ProcedureView};
use rimessa_app::{Scene, Trouble, parse_id};
use rimessa_domain::ids::BookingId;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};
use utoipa_axum::routes;

use super::paging::Page;
use crate::http::body::{Body, Nothing};
use crate::http::guard::{self, Caller, Role, Who};
use crate::http::problem::Problem;
use crate::http::raw::Query;
use crate::http::web::Web;

pub(super) fn add(web: &Web, router: OpenApiRouter<Web>) -> OpenApiRouter<Web> {
    let desk = Who::staff(&[Role::Agent, Role::Manager]);
    let members = Who::members();
    let both = members.and_staff(&[Role::Agent, Role::Manager]);
    let at_vehicle = both.and_staff(&[Role::Field]).and_devices();
    let all: [(Who, UtoipaMethodRouter<Web>); 8] = [
        (members, routes!(own_cards, name_card)),
        (members, routes!(begin_card, card_so_far)),
        (desk, routes!(cards_of, give_card)),
        (both, routes!(change_card)),
        (both.and_programs("bookings"), routes!(send_code_again)),
        (members.and_devices(), routes!(fuel_pin)),
        (at_vehicle, routes!(look_at_procedure)),
        (at_vehicle, routes!(step_done)),
    ];
    all.into_iter().fold(router, |router, (who, routes)| guard::add(router, web, who, routes))
}

fn booking_of(text: &str, caller: &Caller) -> Result<BookingId, Problem> {
    let id = parse_id(text).map(BookingId);
    id.ok_or_else(|| Problem::new(&Trouble::NotFound("booking"), &caller.language))
}

/// My cards.
#[utoipa::path(get, path = "/api/v1/{operator}/me/cards", tag = "access", params(Page),
    responses((status = 200, body = Vec<CardView>)))]
async fn own_cards(
    State(web): State<Web>,
    caller: Caller,
    at: Uri,
    Query(page): Query<Page>,
) -> Result<Response, Problem> {
    let all = web.ask(&caller, |scene| card::list(scene, None)).await?;
    Ok(page.cut(all, |one| &one.id, &caller.language)?.answer(&at))
}

/// Name the card that the reader has seen: from now on it opens.
#[utoipa::path(post, path = "/api/v1/{operator}/me/cards", tag = "access",
    request_body = card::Named, responses((status = 201, body = CardView)))]
async fn name_card(
    State(web): State<Web>,
    caller: Caller,
    body: Body<card::Named>,
) -> Result<Response, Problem> {
    let once = body.once(&caller);
    let named = body.value;
    web.command(&caller, once, StatusCode::CREATED, move |scene| card::finish(scene, &named)).await
}

/// Begin to enable a card of my own at a vehicle: hold it to the reader within ten minutes.
#[utoipa::path(post, path = "/api/v1/{operator}/me/cards/enrolment", tag = "access",
    request_body = card::Begin, responses((status = 201, body = EnrolmentView)))]
async fn begin_card(
    State(web): State<Web>,
    caller: Caller,
    body: Body<card::Begin>,
) -> Result<Response, Problem> {
    let once = body.once(&caller);
    let wish = body.value;
    web.command(&caller, once, StatusCode::CREATED, move |scene| card::begin(scene, &wish)).await
}

/// Whether the reader has seen my card.
#[utoipa::path(get, path = "/api/v1/{operator}/me/cards/enrolment", tag = "access",
    responses((status = 200, body = EnrolmentView)))]
async fn card_so_far(
    State(web): State<Web>,
    caller: Caller,
) -> Result<Json<EnrolmentView>, Problem> {
    web.ask(&caller, card::enrolment_of).await.map(Json)
}

/// A member's cards.
#[utoipa::path(get, path = "/api/v1/{operator}/members/{member}/cards", tag = "access",
    params(Page), responses((status = 200, body = Vec<CardView>)))]
async fn cards_of(
    State(web): State<Web>,
    caller: Caller,
    Path((_, member)): Path<(String, String)>,
    at: Uri,
    Query(page): Query<Page>,
) -> Result<Response, Problem> {
    let all = web.ask(&caller, move |scene| card::list(scene, Some(&member))).await?;
    Ok(page.cut(all, |one| &one.id, &caller.language)?.answer(&at))
}

/// Give a card to a member.
#[utoipa::path(post, path = "/api/v1/{operator}/members/{member}/cards", tag = "access",
    request_body = card::NewCard, responses((status = 201, body = CardView)))]
async fn give_card(
    State(web): State<Web>,
    caller: Caller,
    Path((_, member)): Path<(String, String)>,
    body: Body<card::NewCard>,
) -> Result<Response, Problem> {
    let once = body.once(&caller);
    let new = body.value;
    let work = move |scene: &mut Scene<'_, '_>| card::give(scene, &member, &new);
    web.command(&caller, once, StatusCode::CREATED, work).await
}

/// Rename a card, block it, or say that it is lost.
#[utoipa::path(patch, path = "/api/v1/{operator}/cards/{card}", tag = "access",
    request_body = card::Changed, responses((status = 200, body = CardView)))]
async fn change_card(
    State(web): State<Web>,
    caller: Caller,
    Path((_, card)): Path<(String, String)>,
    body: Body<card::Changed>,
) -> Result<Response, Problem> {
    let id = parse_id(&card);
    let id = id.ok_or_else(|| Problem::new(&Trouble::NotFound("card"), &caller.language))?;
    let once = body.once(&caller);
    let wish = body.value;
    web.command(&caller, once, StatusCode::OK, move |scene| card::change(scene, id, &wish)).await
}

/// Send the code of a booking to its member again.
#[utoipa::path(post, path = "/api/v1/{operator}/bookings/{booking}/code/resend", tag = "access",
    responses((status = 200, body = Resent)))]
async fn send_code_again(
    State(web): State<Web>,
    caller: Caller,
    Path((_, booking)): Path<(String, String)>,
    body: Body<Nothing>,
) -> Result<Response, Problem> {
    let (id, once) = (booking_of(&booking, &caller)?, body.once(&caller));
    web.command(&caller, once, StatusCode::OK, move |scene| mailbox::resend_code(scene, id)).await
}

/// The driver's code and PIN for refuelling, while the trip is under way.
#[utoipa::path(post, path = "/api/v1/{operator}/bookings/{booking}/fuel-pin", tag = "access",
    responses((status = 200, body = Pin)))]
async fn fuel_pin(
    State(web): State<Web>,
    caller: Caller,
    Path((_, booking)): Path<(String, String)>,
    body: Body<Nothing>,
) -> Result<Response, Problem> {
    let (id, once) = (booking_of(&booking, &caller)?, body.secret(&caller));
    web.command(&caller, once, StatusCode::OK, move |scene| pin::show(scene, id)).await
}

/// A procedure for a booking, step by step, with what is done of it.
#[utoipa::path(get, path = "/api/v1/{operator}/bookings/{booking}/procedures/{procedure}",
    tag = "access", responses((status = 200, body = ProcedureView)))]
async fn look_at_procedure(
    State(web): State<Web>,
    caller: Caller,
    Path((_, booking, name)): Path<(String, String, String)>,
) -> Result<Json<ProcedureView>, Problem> {
    let id = booking_of(&booking, &caller)?;
    web.ask(&caller, move |scene| procedure::procedure(scene, id, &name)).await.map(Json)
}

/// A step of a procedure is done.
#[utoipa::path(post,
    path = "/api/v1/{operator}/bookings/{booking}/procedures/{procedure}/steps/{step}",
    tag = "access", responses((status = 200, body = ProcedureView)))]
async fn step_done(
    State(web): State<Web>,
    caller: Caller,
    Path((_, booking, name, step)): Path<(String, String, String, String)>,
    body: Body<Nothing>,
) -> Result<Response, Problem> {
    let (id, once) = (booking_of(&booking, &caller)?, body.once(&caller));
    let work = move |scene: &mut Scene<'_, '_>| procedure::done(scene, id, &name, &step);
    web.command(&caller, once, StatusCode::OK, work).await
}
