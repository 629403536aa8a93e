//! Cases: what members, agents and devices report, and how the staff sees to it.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use rimessa_app::case_file::{self, CaseFile, CasePage, Queue};
use rimessa_app::{Accident, Actor, Scene, Trouble, open_case, parse_id, work_case};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};
use utoipa_axum::routes;

use super::paging::{Page, leading, member_of};
use crate::http::body::{Body, Nothing};
use crate::http::conditional::{if_match, tagged};
use crate::http::guard::{self, Caller, Role, Who};
use crate::http::problem::Problem;
use crate::http::raw::Query;
use crate::http::web::Web;

pub(super) fn add(web: &Web, router: OpenApiRouter<Web>) -> OpenApiRouter<Web> {
    let desk = Who::staff(&[Role::Agent, Role::Field, Role::Billing, Role::Manager]);
    let people = desk.and_members();
    let all: [(Who, UtoipaMethodRouter<Web>); 8] = [
        (people.and_devices(), routes!(open)),
        (desk, routes!(queue)),
        (Who::members(), routes!(own)),
        (people, routes!(look)),
        (desk, routes!(take)),
        (desk, routes!(hand_over)),
        (people, routes!(answer)),
        (people, routes!(fill_in)),
    ];
    let router =
        all.into_iter().fold(router, |router, (who, routes)| guard::add(router, web, who, routes));
    guard::add(router, web, desk, routes!(close))
}

/// Report something: an accident, a breakdown, lost property, a question about a trip …
#[utoipa::path(post, path = "/api/v1/{operator}/cases", tag = "cases",
    request_body = open_case::Wish, responses((status = 201, body = CaseFile)))]
async fn open(
    State(web): State<Web>,
    caller: Caller,
    body: Body<open_case::Wish>,
) -> Result<Response, Problem> {
    let once = body.once(&caller);
    let wish = body.value;
    web.command(&caller, once, StatusCode::CREATED, move |scene| open_case::open(scene, &wish))
        .await
}

/// Which cases, and where to go on reading.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Sought {
    /// `open`, `waiting` or `closed`; left out: all that are not closed.
    state: Option<String>,
    /// Of this kind.
    kind: Option<String>,
    /// `me`, `nobody`, or the id of somebody of the staff.
    owner: Option<String>,
    /// The `next` of the page before.
    after: Option<String>,
    /// How many at most: 1 to 500; 100 by default.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<u16>,
}

/// The queue: what is overdue comes first, then what is due next.
#[utoipa::path(get, path = "/api/v1/{operator}/cases", tag = "cases",
    params(Sought), responses((status = 200, body = CasePage)))]
async fn queue(
    State(web): State<Web>,
    caller: Caller,
    at: Uri,
    Query(sought): Query<Sought>,
) -> Result<Response, Problem> {
    let Sought { state, kind, owner, after, limit } = sought;
    let (_, limit) = Page { after: None, limit }.read(&caller.language)?;
    let queue = Queue { state, kind, owner, after, limit };
    let work = move |scene: &mut Scene<'_, '_>| case_file::queue(scene, &queue);
    Ok(leading(web.ask(&caller, work).await?, |view| view.next.as_deref(), &at))
}

/// My cases, the latest first.
#[utoipa::path(get, path = "/api/v1/{operator}/me/cases", tag = "cases",
    params(Page), responses((status = 200, body = CasePage)))]
async fn own(
    State(web): State<Web>,
    caller: Caller,
    at: Uri,
    Query(page): Query<Page>,
) -> Result<Response, Problem> {
    let (after, limit) = page.read(&caller.language)?;
    let member = member_of(&caller)?;
    let work = move |scene: &mut Scene<'_, '_>| case_file::of_member(scene, member, after, limit);
    Ok(leading(web.ask(&caller, work).await?, |view| view.next.as_deref(), &at))
}

fn id_of(text: &str, caller: &Caller) -> Result<u128, Problem> {
    parse_id(text).ok_or_else(|| Problem::new(&Trouble::NotFound("case"), &caller.language))
}

/// Look at a case, with what was said about it.
#[utoipa::path(get, path = "/api/v1/{operator}/cases/{case}", tag = "cases",
    responses((status = 200, body = CaseFile), (status = 304)))]
async fn look(
    State(web): State<Web>,
    caller: Caller,
    Path((_, case)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let id = id_of(&case, &caller)?;
    Ok(tagged(&headers, web.ask(&caller, move |scene| case_file::case(scene, id)).await?))
}

fn take_it(
    scene: &mut Scene<'_, '_>,
    id: u128,
    _: &Nothing,
) -> Result<rimessa_app::Reply<CaseFile>, Trouble> {
    match scene.actor {
        Actor::Staff(_) => work_case::take(scene, id),
        _ => Err(Trouble::Forbidden),
    }
}

macro_rules! about_case {
    ($($(#[$meta:meta])* $name:ident: $wish:ty, $work:path;)*) => {$(
        $(#[$meta])*
        async fn $name(
            State(web): State<Web>,
            caller: Caller,
            Path((_, case)): Path<(String, String)>,
            headers: HeaderMap,
            body: Body<$wish>,
        ) -> Result<Response, Problem> {
            let (id, once) = (id_of(&case, &caller)?, body.once(&caller));
            let (seen, wish) = (if_match(&headers), body.value);
            let work = move |scene: &mut Scene<'_, '_>| {
                case_file::as_seen(scene, id, seen.as_deref())?;
                $work(scene, id, &wish)
            };
            web.command(&caller, once, StatusCode::OK, work).await
        }
    )*};
}

about_case! {
    /// Take a case that is nobody's.
    #[utoipa::path(post, path = "/api/v1/{operator}/cases/{case}/take", tag = "cases",
        request_body = Nothing, responses((status = 200, body = CaseFile), (status = 412)))]
    take: Nothing, take_it;

    /// Hand a case over, with a note.
    #[utoipa::path(post, path = "/api/v1/{operator}/cases/{case}/hand-over", tag = "cases",
        request_body = work_case::HandOver, responses((status = 200, body = CaseFile), (status = 412)))]
    hand_over: work_case::HandOver, work_case::hand_over;

    /// Answer, or note something for the staff.
    #[utoipa::path(post, path = "/api/v1/{operator}/cases/{case}/replies", tag = "cases",
        request_body = work_case::Answer, responses((status = 200, body = CaseFile), (status = 412)))]
    answer: work_case::Answer, work_case::reply;

    /// Hand in the form of an accident.
    #[utoipa::path(post, path = "/api/v1/{operator}/cases/{case}/accident", tag = "cases",
        request_body = Accident, responses((status = 200, body = CaseFile), (status = 412)))]
    fill_in: Accident, work_case::fill_in;

    /// Close a case.
    #[utoipa::path(post, path = "/api/v1/{operator}/cases/{case}/close", tag = "cases",
        request_body = work_case::Closing, responses((status = 200, body = CaseFile), (status = 412)))]
    close: work_case::Closing, work_case::close;
}
