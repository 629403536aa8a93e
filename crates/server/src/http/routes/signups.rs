//! Signing up, in steps. The token of a registration comes in the header `signup-token`.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rimessa_app::signup::{self, SignupView};
use rimessa_app::{Actor, App, Once, Reply, Trouble, mail_address, scan};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};
use utoipa_axum::routes;

use crate::http::body::{Body, Key, Nothing};
use crate::http::guard::{self, Caller, Who};
use crate::http::problem::Problem;
use crate::http::web::Web;

/// Uploads are larger than anything else: the file, and a little for what is around it.
pub(super) const LARGEST_UPLOAD: usize = scan::LARGEST_BYTES + 1024 * 1024;

/// The header with the token of a registration.
pub(in crate::http) const TOKEN: &str = "signup-token";

pub(super) fn add(web: &Web, router: OpenApiRouter<Web>) -> OpenApiRouter<Web> {
    let (anyone, few) = (Who::anyone(), Who::anyone().sparingly());
    // What anybody may have us keep, hash or send is let through less often.
    let all: [(Who, UtoipaMethodRouter<Web>); 6] = [
        (few, routes!(begin)),
        (anyone, routes!(look, save, give_up)),
        (few, large(routes!(upload))),
        (few, routes!(confirm)),
        (few, routes!(confirm_mail)),
        (few, routes!(resend)),
    ];
    all.into_iter().fold(router, |router, (who, routes)| guard::add(router, web, who, routes))
}

/// Routes that take uploads.
pub(super) fn large((schemas, paths, methods): UtoipaMethodRouter<Web>) -> UtoipaMethodRouter<Web> {
    (schemas, paths, methods.layer(DefaultBodyLimit::max(LARGEST_UPLOAD)))
}

/// The bytes that were uploaded, checked; slow, beside the handlers.
pub(super) async fn checked(
    web: &Web,
    caller: &Caller,
    headers: &HeaderMap,
    bytes: Bytes,
) -> Result<scan::Checked, Problem> {
    let said = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let said = said.map(str::to_owned);
    web.aside(&caller.language, move |_| scan::check(&bytes, said.as_deref())).await
}

/// The body of an upload; one that is too large is a field that is wrong, so that nothing typed is lost.
pub(super) fn uploaded(
    bytes: Result<Bytes, axum::extract::rejection::BytesRejection>,
    caller: &Caller,
) -> Result<Bytes, Problem> {
    bytes.map_err(|error| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            Problem::new(&Trouble::invalid("file", "upload-too-large", ""), &caller.language)
        }
        status => Problem::status(status),
    })
}

fn token(headers: &HeaderMap, caller: &Caller) -> Result<String, Problem> {
    let shown = headers.get(TOKEN).and_then(|value| value.to_str().ok());
    let shown = shown.filter(|token| token.len() <= 200).map(str::to_owned);
    shown.ok_or_else(|| Problem::new(&Trouble::NotFound("signup"), &caller.language))
}

/// The question of whoever holds the token of a registration.
fn of_signup(once: Once, token: &str) -> Once {
    let digest = rimessa_app::digest(token.as_bytes());
    let whose: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    Once { actor: format!("signup:{whose}"), ..once }
}

/// Whoever signs up does so for himself, logged in or not.
fn visitor(caller: Caller) -> Caller {
    Caller { actor: Actor::System, ..caller }
}

/// Begin to sign up. The answer holds the token, once.
#[utoipa::path(post, path = "/api/v1/{operator}/signups", tag = "signing up",
    responses((status = 201, body = SignupView)))]
async fn begin(State(web): State<Web>, caller: Caller, key: Key) -> Result<Response, Problem> {
    let once = key.once(&caller, b"").map(Once::secret);
    let caller = visitor(caller);
    let work = |scene: &mut rimessa_app::Scene<'_, '_>| signup::begin(scene).map(Reply::Done);
    web.command(&caller, once, StatusCode::CREATED, work).await
}

/// What was typed so far, with what is missing or wrong: the summary.
#[utoipa::path(get, path = "/api/v1/{operator}/signups/current", tag = "signing up",
    params(("signup-token" = String, Header, description = "The token of the registration")),
    responses((status = 200, body = SignupView)))]
async fn look(
    State(web): State<Web>,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Json<SignupView>, Problem> {
    let token = token(&headers, &caller)?;
    web.ask(&visitor(caller), move |scene| signup::look(scene, &token)).await.map(Json)
}

/// Keep what is typed into fields of any step, right or wrong: nothing that was typed before is lost.
#[utoipa::path(put, path = "/api/v1/{operator}/signups/current", tag = "signing up",
    params(("signup-token" = String, Header, description = "The token of the registration")),
    request_body = signup::Wish, responses((status = 200, body = SignupView)))]
async fn save(
    State(web): State<Web>,
    caller: Caller,
    headers: HeaderMap,
    body: Body<signup::Wish>,
) -> Result<Response, Problem> {
    let (token, operator) = (token(&headers, &caller)?, caller.operator.clone());
    let once = body.secret(&caller).map(|once| of_signup(once, &token));
    let (wish, language) = (body.value, caller.language.clone());
    let work = move |app: &App| signup::save(app, &operator, token, language, wish);
    web.apart(&caller, once, StatusCode::OK, work).await
}

/// Give up: nothing that was typed is kept.
#[utoipa::path(delete, path = "/api/v1/{operator}/signups/current", tag = "signing up",
    params(("signup-token" = String, Header, description = "The token of the registration")),
    responses((status = 204)))]
async fn give_up(
    State(web): State<Web>,
    caller: Caller,
    headers: HeaderMap,
    key: Key,
) -> Result<Response, Problem> {
    let token = token(&headers, &caller)?;
    let once = key.once(&caller, b"").map(|once| of_signup(once, &token));
    let work = move |scene: &mut rimessa_app::Scene<'_, '_>| {
        signup::give_up(scene, &token).map(Reply::Done)
    };
    web.command(&visitor(caller), once, StatusCode::NO_CONTENT, work).await
}

/// Upload a document: JPEG, PNG or PDF, up to 10 MB, as the body.
#[utoipa::path(put, path = "/api/v1/{operator}/signups/current/documents/{purpose}",
    tag = "signing up",
    params(("signup-token" = String, Header, description = "The token of the registration")),
    request_body(content(
        (Vec<u8> = "image/jpeg"), (Vec<u8> = "image/png"), (Vec<u8> = "application/pdf")
    )),
    responses((status = 200, body = SignupView)))]
async fn upload(
    State(web): State<Web>,
    caller: Caller,
    Path((_, purpose)): Path<(String, String)>,
    headers: HeaderMap,
    key: Key,
    bytes: Result<Bytes, axum::extract::rejection::BytesRejection>,
) -> Result<Response, Problem> {
    let token = token(&headers, &caller)?;
    let bytes = uploaded(bytes, &caller)?;
    let once = key.once(&caller, &bytes).map(|once| of_signup(once.secret(), &token));
    let caller = visitor(caller);
    let checked = checked(&web, &caller, &headers, bytes).await?;
    let work = move |scene: &mut rimessa_app::Scene<'_, '_>| {
        signup::upload(scene, &token, &purpose, &checked).map(Reply::Done)
    };
    web.command(&caller, once, StatusCode::OK, work).await
}

/// Confirm: from now on whoever signed up is a member, whose documents wait to be verified.
#[utoipa::path(post, path = "/api/v1/{operator}/signups/current/confirm", tag = "signing up",
    params(("signup-token" = String, Header, description = "The token of the registration")),
    responses((status = 201, body = signup::Joined)))]
async fn confirm(
    State(web): State<Web>,
    caller: Caller,
    headers: HeaderMap,
    body: Body<Nothing>,
) -> Result<Response, Problem> {
    let token = token(&headers, &caller)?;
    let once = body.secret(&caller).map(|once| of_signup(once, &token));
    let caller = visitor(caller);
    let work = move |scene: &mut rimessa_app::Scene<'_, '_>| signup::confirm(scene, &token);
    web.command(&caller, once, StatusCode::CREATED, work).await
}

/// Confirm an e-mail address by the link that was sent; set the password, if none was set.
#[utoipa::path(post, path = "/api/v1/{operator}/mail-confirmations", tag = "signing up",
    request_body = mail_address::Wish, responses((status = 204)))]
async fn confirm_mail(
    State(web): State<Web>,
    caller: Caller,
    body: Body<mail_address::Wish>,
) -> Result<Response, Problem> {
    let once = body.secret(&caller);
    let (operator, wish) = (caller.operator.clone(), body.value);
    let work = move |app: &App| mail_address::confirm(app, &operator, &wish);
    web.apart(&caller, once, StatusCode::NO_CONTENT, work).await
}

/// To whom the link is sent again.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MailWanted)]
struct Whom {
    /// Login name, e-mail address or customer number.
    login: String,
}

/// Have the link sent again. The answer is the same whether there is such a member or not.
#[utoipa::path(post, path = "/api/v1/{operator}/mail-confirmations/resend", tag = "signing up",
    request_body = Whom, responses((status = 202)))]
async fn resend(
    State(web): State<Web>,
    caller: Caller,
    body: Body<Whom>,
) -> Result<Response, Problem> {
    let (once, login) = (body.once(&caller), body.value.login);
    let work = move |scene: &mut rimessa_app::Scene<'_, '_>| {
        mail_address::resend(scene, &login).map(Reply::Done)
    };
    web.command(&visitor(caller), once, StatusCode::ACCEPTED, work).await
}

/// An upload as it is handed out: never run, never guessed at, never kept by a browser.
pub(in crate::http) fn handed_out(opened: &rimessa_app::uploads::Opened) -> Response {
    let disposition = match opened.media_type.as_str() {
        "image/jpeg" => "inline",
        _ => "attachment; filename=\"document.pdf\"",
    };
    let headers = [
        (header::CONTENT_TYPE, opened.media_type.as_str()),
        (header::CONTENT_DISPOSITION, disposition),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
    ];
    (headers, opened.bytes.clone()).into_response()
}
