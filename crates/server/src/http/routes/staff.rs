//! Staff, their roles, and their second factor.

use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use rimessa_app::second_factor::{self, Confirmation, Enrolment, RecoveryCodes};
use rimessa_app::staff::{self, Access, Grant, NewStaff, StaffView, Welcome};
use rimessa_app::{Once, Reply, Scene, Trouble, join, password};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};
use utoipa_axum::routes;

use super::paging::{Listed, Page};
use crate::http::body::{Body, Key};
use crate::http::guard::{self, Caller, Role, Who};
use crate::http::problem::Problem;
use crate::http::raw::Query;
use crate::http::web::Web;

const ADMINISTRATORS: Who = Who::staff(&[Role::Administrator]);
const STAFF: Who =
    Who::staff(&[Role::Agent, Role::Field, Role::Billing, Role::Manager, Role::Administrator]);

pub(super) fn add(web: &Web, router: OpenApiRouter<Web>) -> OpenApiRouter<Web> {
    let all: [(Who, UtoipaMethodRouter<Web>); 6] = [
        (ADMINISTRATORS, routes!(list, hire)),
        (ADMINISTRATORS, routes!(set_access)),
        (ADMINISTRATORS, routes!(renew_password)),
        (ADMINISTRATORS, routes!(remove_second_factor)),
        (ADMINISTRATORS, routes!(grant, revoke)),
        (STAFF.even_factorless(), routes!(enrol, confirm)),
    ];
    all.into_iter().fold(router, |router, (who, routes)| guard::add(router, web, who, routes))
}

/// The staff that works for this operator.
#[utoipa::path(get, path = "/api/v1/{operator}/staff", tag = "staff",
    params(Page), responses((status = 200, body = Vec<StaffView>)))]
async fn list(
    State(web): State<Web>,
    caller: Caller,
    at: Uri,
    Query(page): Query<Page>,
) -> Result<Response, Problem> {
    let (after, limit) = page.read(&caller.language)?;
    let work = move |scene: &mut Scene<'_, '_>| staff::list(scene, after.unwrap_or(0), limit + 1);
    let all = web.ask(&caller, work).await?;
    Ok(Listed::cut(all, limit, |one| one.id.clone()).answer(&at))
}

/// A temporary password with its hash, which takes its time.
async fn temporary(web: &Web, caller: &Caller) -> Result<(String, String), Problem> {
    let make = |_: &_| -> Result<_, Trouble> {
        let password = password::temporary();
        let hash = join::hash_password(&password);
        Ok((password, hash))
    };
    web.aside(&caller.language, make).await
}

/// Hire somebody. The temporary password is shown once.
#[utoipa::path(post, path = "/api/v1/{operator}/staff", tag = "staff",
    request_body = NewStaff, responses((status = 201, body = Welcome)))]
async fn hire(
    State(web): State<Web>,
    caller: Caller,
    body: Body<NewStaff>,
) -> Result<Response, Problem> {
    let (password, hash) = temporary(&web, &caller).await?;
    let (once, new) = (body.secret(&caller), body.value);
    web.command(&caller, once, StatusCode::CREATED, move |scene| {
        staff::hire(scene, &new, false, (&password, &hash))
    })
    .await
}

/// Take all access away from somebody, or give it back.
#[utoipa::path(patch, path = "/api/v1/{operator}/staff/{staff}", tag = "staff",
    request_body = Access, responses((status = 200, body = StaffView)))]
async fn set_access(
    State(web): State<Web>,
    caller: Caller,
    Path((_, named)): Path<(String, String)>,
    body: Body<Access>,
) -> Result<Response, Problem> {
    let (once, access) = (body.once(&caller), body.value);
    let work = move |scene: &mut Scene<'_, '_>| staff::set_access(scene, &named, access);
    changed(&web, web.command(&caller, once, StatusCode::OK, work).await)
}

/// Give somebody a temporary password. It is shown once.
#[utoipa::path(post, path = "/api/v1/{operator}/staff/{staff}/password", tag = "staff",
    responses((status = 200, body = Welcome)))]
async fn renew_password(
    State(web): State<Web>,
    caller: Caller,
    Path((_, named)): Path<(String, String)>,
    key: Key,
) -> Result<Response, Problem> {
    let once = key.once(&caller, b"").map(Once::secret);
    let (password, hash) = temporary(&web, &caller).await?;
    let work =
        move |scene: &mut Scene<'_, '_>| staff::renew_password(scene, &named, (&password, &hash));
    changed(&web, web.command(&caller, once, StatusCode::OK, work).await)
}

/// Take somebody's second factor away, so that another one can be set up.
#[utoipa::path(delete, path = "/api/v1/{operator}/staff/{staff}/second-factor", tag = "staff",
    responses((status = 200, body = StaffView)))]
async fn remove_second_factor(
    State(web): State<Web>,
    caller: Caller,
    Path((_, named)): Path<(String, String)>,
    key: Key,
) -> Result<Response, Problem> {
    let once = key.once(&caller, b"");
    let work = move |scene: &mut Scene<'_, '_>| staff::remove_second_factor(scene, &named);
    changed(&web, web.command(&caller, once, StatusCode::OK, work).await)
}

/// How far a role reaches.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Reach {
    /// For all operators; only who administers the whole installation may.
    #[serde(default)]
    everywhere: bool,
}

/// Grant a role.
#[utoipa::path(put, path = "/api/v1/{operator}/staff/{staff}/roles/{role}", tag = "staff",
    params(Reach), responses((status = 200, body = StaffView)))]
async fn grant(
    State(web): State<Web>,
    caller: Caller,
    Path((_, staff, role)): Path<(String, String, String)>,
    Query(Reach { everywhere }): Query<Reach>,
    key: Key,
) -> Result<Response, Problem> {
    let once = key.once(&caller, b"");
    let wish = Grant { staff, role, everywhere };
    let work = move |scene: &mut Scene<'_, '_>| staff::grant(scene, &wish);
    changed(&web, web.command(&caller, once, StatusCode::OK, work).await)
}

/// Take a role away.
#[utoipa::path(delete, path = "/api/v1/{operator}/staff/{staff}/roles/{role}", tag = "staff",
    params(Reach), responses((status = 200, body = StaffView)))]
async fn revoke(
    State(web): State<Web>,
    caller: Caller,
    Path((_, staff, role)): Path<(String, String, String)>,
    Query(Reach { everywhere }): Query<Reach>,
    key: Key,
) -> Result<Response, Problem> {
    let once = key.once(&caller, b"");
    let wish = Grant { staff, role, everywhere };
    let work = move |scene: &mut Scene<'_, '_>| staff::revoke(scene, &wish);
    changed(&web, web.command(&caller, once, StatusCode::OK, work).await)
}

/// Who may do what has changed: nobody is remembered any more.
fn changed(web: &Web, answer: Result<Response, Problem>) -> Result<Response, Problem> {
    web.forget_all();
    answer
}

/// Begin to set up my second factor. The secret is shown once.
#[utoipa::path(post, path = "/api/v1/{operator}/me/second-factor", tag = "sessions",
    responses((status = 201, body = Enrolment)))]
async fn enrol(State(web): State<Web>, caller: Caller, key: Key) -> Result<Response, Problem> {
    let once = key.once(&caller, b"").map(Once::secret);
    let token = caller.token.clone().unwrap_or_default();
    let work =
        move |scene: &mut Scene<'_, '_>| second_factor::enrol(scene, &token).map(Reply::Done);
    web.command(&caller, once, StatusCode::CREATED, work).await
}

/// Confirm my second factor with the first code it shows. The recovery codes are shown once; all my
/// other sessions end.
#[utoipa::path(put, path = "/api/v1/{operator}/me/second-factor", tag = "sessions",
    request_body = Confirmation, responses((status = 200, body = RecoveryCodes)))]
async fn confirm(
    State(web): State<Web>,
    caller: Caller,
    body: Body<Confirmation>,
) -> Result<Response, Problem> {
    let once = body.secret(&caller);
    let (token, wish) = (caller.token.clone().unwrap_or_default(), body.value);
    let work = move |scene: &mut Scene<'_, '_>| {
        second_factor::confirm(scene, &token, &wish).map(Reply::Done)
    };
    changed(&web, web.command(&caller, once, StatusCode::OK, work).await)
}
