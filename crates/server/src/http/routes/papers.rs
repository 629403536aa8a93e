//! Members' documents, and verifying them.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use rimessa_app::licences::{self, LicenceView};
use rimessa_app::profile::{self, ProfileView};
use rimessa_app::uploads::{self, UploadView};
use rimessa_app::validate::{self, Queue, Reason};
use rimessa_app::{Reply, Trouble, parse_id};
use rimessa_domain::ids::{BookingId, MemberId};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};
use utoipa_axum::routes;

use super::paging::{Listed, Page, leading, member_of, not_a_cursor};
use super::signups::{checked, handed_out, large, uploaded};
use crate::http::body::{Body, Key, Nothing};
use crate::http::guard::{self, Caller, Role, Who};
use crate::http::problem::Problem;
use crate::http::raw::Query;
use crate::http::web::Web;

/// Those of the staff who verify documents. Nobody else sees them.
pub(super) const VERIFIERS: [Role; 2] = [Role::Billing, Role::Manager];

pub(super) fn add(web: &Web, router: OpenApiRouter<Web>) -> OpenApiRouter<Web> {
    let (own, verifiers) = (Who::members(), Who::staff(&VERIFIERS));
    let all: [(Who, UtoipaMethodRouter<Web>); 11] = [
        (own, routes!(own_uploads)),
        (Who::staff(&[]).and_devices(), large(routes!(put_photo))),
        (own, large(routes!(put_document))),
        (own, large(routes!(put_receipt))),
        (own, routes!(own_upload)),
        (verifiers, routes!(uploads_of)),
        (verifiers, routes!(upload_of)),
        (verifiers, routes!(applications)),
        (verifiers, routes!(verify)),
        (verifiers, routes!(refuse)),
        (verifiers, routes!(ask_for_more)),
    ];
    let router =
        all.into_iter().fold(router, |router, (who, routes)| guard::add(router, web, who, routes));
    guard::add(router, web, verifiers, routes!(expiring_licences))
}

/// My documents, without what they show.
#[utoipa::path(get, path = "/api/v1/{operator}/me/uploads", tag = "documents",
    params(Page), responses((status = 200, body = Vec<UploadView>)))]
async fn own_uploads(
    State(web): State<Web>,
    caller: Caller,
    at: Uri,
    Query(page): Query<Page>,
) -> Result<Response, Problem> {
    let member = member_of(&caller)?;
    let all = web.ask(&caller, move |scene| uploads::list(scene, member)).await?;
    Ok(page.cut(all, |one| &one.id, &caller.language)?.answer(&at))
}

/// The documents of a member, without what they show.
#[utoipa::path(get, path = "/api/v1/{operator}/members/{member}/uploads", tag = "documents",
    params(Page), responses((status = 200, body = Vec<UploadView>)))]
async fn uploads_of(
    State(web): State<Web>,
    caller: Caller,
    Path((_, member)): Path<(String, String)>,
    at: Uri,
    Query(page): Query<Page>,
) -> Result<Response, Problem> {
    let work = move |scene: &mut rimessa_app::Scene<'_, '_>| {
        let member = scene.member_there(&member)?;
        uploads::list(scene, member)
    };
    let all = web.ask(&caller, work).await?;
    Ok(page.cut(all, |one| &one.id, &caller.language)?.answer(&at))
}

/// Put a document of mine in the place of the one before: JPEG, PNG or PDF, up to 10 MB, as the body.
#[utoipa::path(put, path = "/api/v1/{operator}/me/documents/{purpose}", tag = "documents",
    request_body(content(
        (Vec<u8> = "image/jpeg"), (Vec<u8> = "image/png"), (Vec<u8> = "application/pdf")
    )),
    responses((status = 200, body = UploadView)))]
async fn put_document(
    State(web): State<Web>,
    caller: Caller,
    Path((_, purpose)): Path<(String, String)>,
    headers: HeaderMap,
    key: Key,
    bytes: Result<Bytes, axum::extract::rejection::BytesRejection>,
) -> Result<Response, Problem> {
    let (member, bytes) = (member_of(&caller)?, uploaded(bytes, &caller)?);
    let once = key.once(&caller, &bytes);
    let checked = checked(&web, &caller, &headers, bytes).await?;
    let work = move |scene: &mut rimessa_app::Scene<'_, '_>| {
        uploads::put(scene, member, &purpose, &checked).map(Reply::Done)
    };
    web.command(&caller, once, StatusCode::OK, work).await
}

/// Upload a receipt: JPEG, PNG or PDF, up to 10 MB, as the body.
#[utoipa::path(post, path = "/api/v1/{operator}/me/receipts", tag = "documents",
    request_body(content(
        (Vec<u8> = "image/jpeg"), (Vec<u8> = "image/png"), (Vec<u8> = "application/pdf")
    )),
    responses((status = 201, body = UploadView)))]
async fn put_receipt(
    State(web): State<Web>,
    caller: Caller,
    headers: HeaderMap,
    key: Key,
    bytes: Result<Bytes, axum::extract::rejection::BytesRejection>,
) -> Result<Response, Problem> {
    let (member, bytes) = (member_of(&caller)?, uploaded(bytes, &caller)?);
    let once = key.once(&caller, &bytes);
    let checked = checked(&web, &caller, &headers, bytes).await?;
    let work = move |scene: &mut rimessa_app::Scene<'_, '_>| {
        uploads::receipt(scene, member, &checked).map(Reply::Done)
    };
    web.command(&caller, once, StatusCode::CREATED, work).await
}

/// Upload a photo that was taken at the vehicle during a booking: JPEG, PNG or PDF, up to 10 MB, as the
/// body. It can be named in what the device reports.
#[utoipa::path(post, path = "/api/v1/{operator}/device/bookings/{booking}/photos", tag = "devices",
    request_body(content(
        (Vec<u8> = "image/jpeg"), (Vec<u8> = "image/png"), (Vec<u8> = "application/pdf")
    )),
    responses((status = 201, body = UploadView)))]
async fn put_photo(
    State(web): State<Web>,
    caller: Caller,
    Path((_, booking)): Path<(String, String)>,
    headers: HeaderMap,
    key: Key,
    bytes: Result<Bytes, axum::extract::rejection::BytesRejection>,
) -> Result<Response, Problem> {
    let id = parse_id(&booking).map(BookingId);
    let id = id.ok_or_else(|| Problem::new(&Trouble::NotFound("booking"), &caller.language))?;
    let bytes = uploaded(bytes, &caller)?;
    let once = key.once(&caller, &bytes);
    let checked = checked(&web, &caller, &headers, bytes).await?;
    let work = move |scene: &mut rimessa_app::Scene<'_, '_>| {
        uploads::photo(scene, id, &checked).map(Reply::Done)
    };
    web.command(&caller, once, StatusCode::CREATED, work).await
}

fn upload_id(text: &str, caller: &Caller) -> Result<u128, Problem> {
    let id = parse_id(text);
    id.ok_or_else(|| Problem::new(&Trouble::NotFound("upload"), &caller.language))
}

/// A document of mine.
#[utoipa::path(get, path = "/api/v1/{operator}/me/uploads/{upload}", tag = "documents",
    responses((status = 200, content((Vec<u8> = "image/jpeg"), (Vec<u8> = "application/pdf")))))]
async fn own_upload(
    State(web): State<Web>,
    caller: Caller,
    Path((_, upload)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (member, id) = (member_of(&caller)?, upload_id(&upload, &caller)?);
    let (operator, actor) = (caller.operator.clone(), caller.actor);
    let opened = web.aside(&caller.language, move |app| {
        app.command_now(&operator, actor, move |scene| uploads::look(scene, member, id))
    });
    opened.await.map(|opened| handed_out(&opened))
}

/// A document of a member. Every look is in the journal.
#[utoipa::path(get, path = "/api/v1/{operator}/members/{member}/uploads/{upload}",
    tag = "documents",
    responses((status = 200, content((Vec<u8> = "image/jpeg"), (Vec<u8> = "application/pdf")))))]
async fn upload_of(
    State(web): State<Web>,
    caller: Caller,
    Path((_, member, upload)): Path<(String, String, String)>,
) -> Result<Response, Problem> {
    let id = upload_id(&upload, &caller)?;
    let (operator, actor) = (caller.operator.clone(), caller.actor);
    let opened = web.aside(&caller.language, move |app| {
        app.command_now(&operator, actor, move |scene| {
            let member = scene.member_named(Some(&member))?;
            uploads::look(scene, member, id)
        })
    });
    opened.await.map(|opened| handed_out(&opened))
}

/// Who waits for the documents to be verified, the oldest first.
#[utoipa::path(get, path = "/api/v1/{operator}/applications", tag = "documents",
    params(Page), responses((status = 200, body = Queue)))]
async fn applications(
    State(web): State<Web>,
    caller: Caller,
    at: Uri,
    Query(page): Query<Page>,
) -> Result<Response, Problem> {
    let limit = page.limit(&caller.language)?;
    let work = move |scene: &mut rimessa_app::Scene<'_, '_>| {
        validate::queue(scene, page.after.as_deref(), limit)
    };
    Ok(leading(web.ask(&caller, work).await?, |view| view.next.as_deref(), &at))
}

/// The documents of a member are verified: the account is active, and the plan chosen begins.
#[utoipa::path(post, path = "/api/v1/{operator}/members/{member}/validate", tag = "documents",
    responses((status = 200, body = ProfileView)))]
async fn verify(
    State(web): State<Web>,
    caller: Caller,
    Path((_, member)): Path<(String, String)>,
    body: Body<Nothing>,
) -> Result<Response, Problem> {
    let once = body.once(&caller);
    let work = move |scene: &mut rimessa_app::Scene<'_, '_>| {
        let member = scene.member_named(Some(&member))?;
        match validate::validate(scene, member)? {
            Reply::Done(()) => profile::profile(scene, member).map(Reply::Done),
            Reply::Refused(refused) => Ok(Reply::Refused(refused)),
        }
    };
    web.command(&caller, once, StatusCode::OK, work).await
}

/// Refuse a member, who is told why.
#[utoipa::path(post, path = "/api/v1/{operator}/members/{member}/refuse", tag = "documents",
    request_body = Reason, responses((status = 200, body = ProfileView)))]
async fn refuse(
    State(web): State<Web>,
    caller: Caller,
    Path((_, member)): Path<(String, String)>,
    body: Body<Reason>,
) -> Result<Response, Problem> {
    let (once, why) = (body.once(&caller), body.value);
    let work = move |scene: &mut rimessa_app::Scene<'_, '_>| {
        let member = scene.member_named(Some(&member))?;
        validate::refuse(scene, member, &why)?;
        profile::profile(scene, member).map(Reply::Done)
    };
    web.command(&caller, once, StatusCode::OK, work).await
}

/// Ask a member for more, before anything is verified.
#[utoipa::path(post, path = "/api/v1/{operator}/members/{member}/ask", tag = "documents",
    request_body = Reason, responses((status = 200, body = ProfileView)))]
async fn ask_for_more(
    State(web): State<Web>,
    caller: Caller,
    Path((_, member)): Path<(String, String)>,
    body: Body<Reason>,
) -> Result<Response, Problem> {
    let (once, what) = (body.once(&caller), body.value);
    let work = move |scene: &mut rimessa_app::Scene<'_, '_>| {
        let member = scene.member_named(Some(&member))?;
        validate::ask(scene, member, &what)?;
        profile::profile(scene, member).map(Reply::Done)
    };
    web.command(&caller, once, StatusCode::OK, work).await
}

/// Within how many days, and where to go on reading.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Within {
    /// Days ahead: 0 to 365; 30 by default.
    #[param(minimum = 0, maximum = 365)]
    days: Option<u16>,
    /// Where the page before ended; follow the header `Link`.
    after: Option<String>,
    /// How many at most: 1 to 500; 100 by default.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<u16>,
}

/// The licences of members who may drive that expire soon, the first one first.
#[utoipa::path(get, path = "/api/v1/{operator}/licences", tag = "documents",
    params(Within), responses((status = 200, body = Vec<LicenceView>)))]
async fn expiring_licences(
    State(web): State<Web>,
    caller: Caller,
    at: Uri,
    Query(within): Query<Within>,
) -> Result<Response, Problem> {
    let Within { days, after, limit } = within;
    let limit = Page { after: None, limit }.limit(&caller.language)?;
    let days = days.unwrap_or(30).min(365);
    let after = after.unwrap_or_else(|| "~".to_owned());
    let (date, member) = after.split_once('~').ok_or_else(|| not_a_cursor(&caller.language))?;
    let (date, member) = (date.to_owned(), MemberId(parse_id(member).unwrap_or_default()));
    let work = move |scene: &mut rimessa_app::Scene<'_, '_>| {
        licences::expiring(scene, days, (&date, member), limit + 1)
    };
    let all = web.ask(&caller, work).await?;
    let ended = |one: &LicenceView| format!("{}~{}", one.expires_on, one.member);
    Ok(Listed::cut(all, limit, ended).answer(&at))
}
