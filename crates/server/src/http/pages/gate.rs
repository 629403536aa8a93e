//! The gate of a page: who comes with which session, and whether a form comes from here.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{RawPathParams, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use rimessa_app::{Actor, Operator, Trouble, digest};
use rimessa_pages::Here;

use super::wrong;
use crate::http::guard::{self, Caller, Who};
use crate::http::web::Web;

/// The cookie of a session.
const SESSION: &str = "rimessa";
/// The cookie with the language that was chosen.
pub(super) const LANGUAGE: &str = "rimessa-language";
/// Fields that are never put into an address.
const NEVER_IN_ADDRESSES: [&str; 5] = ["form", "key", "agreed", "password", "password_again"];

/// Lets through who may see a page, and tells it who it is. Whoever is not logged in does that first, and
/// then comes back with everything that was typed.
pub(super) async fn gate(
    State((web, who)): State<(Web, Who)>,
    params: RawPathParams,
    request: Request,
    next: Next,
) -> Response {
    let slug = params.iter().find(|(name, _)| *name == "operator").map(|(_, value)| value);
    let operator = slug.and_then(|slug| web.app().directory().by_slug(slug).cloned());
    let wanted = language(request.headers());
    let Some(operator) = operator else { return wrong::nothing_here(&wanted) };
    let language = operator.language(web.app().clock().now(), &wanted);
    let address = web.limits().address_of(&request);
    let token = cookie(request.headers(), SESSION);
    let caller = Caller { operator, actor: Actor::Stranger, language, token: None, address };
    let is_attempt = who.is_attempt() && request.method() == Method::POST;
    if let Err(trouble) = web.limits().address(&request, is_attempt) {
        return wrong::page(&web, &caller, &trouble);
    }
    let caller = match who_comes(&web, who, caller, token).await {
        Ok(caller) => caller,
        Err((caller, trouble)) => return wrong::page(&web, &caller, &trouble),
    };
    let path = request.uri().path_and_query().map_or_else(String::new, ToString::to_string);
    if request.method() == Method::POST && !is_from_here(request.headers()) {
        return wrong::foreign(&web, &caller);
    }
    if caller.actor == Actor::Stranger && !who.is_anyone() {
        return to_log_in(&web, &caller, &path, request).await;
    }
    let mut request = request;
    request.extensions_mut().insert(caller);
    let mut response = next.run(request).await;
    // What is shown to one is nobody else's business.
    let kept = response.headers_mut().entry(header::CACHE_CONTROL);
    kept.or_insert(HeaderValue::from_static("no-store"));
    response
}

/// The caller with whoever shows this session; or what keeps him out.
async fn who_comes(
    web: &Web,
    who: Who,
    mut caller: Caller,
    token: Option<String>,
) -> Result<Caller, (Caller, Trouble)> {
    let Some(token) = token else { return Ok(caller) };
    let found = match web.principal(&token).await {
        Ok(found) => found,
        Err(trouble) => return Err((caller, trouble)),
    };
    // A session that has ended is none.
    let Some(principal) = found else { return Ok(caller) };
    (caller.actor, caller.token) = (principal.actor, Some(token));
    let limited = web.limits().principal(principal.actor);
    match limited.and_then(|()| who.check(&principal, &caller.operator)) {
        Ok(()) => Ok(caller),
        Err(trouble) => Err((caller, trouble)),
    }
}

/// The value of a cookie.
pub(super) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|line| line.split(';')).filter_map(|pair| pair.split_once('='));
    let value = pairs.find(|(known, _)| known.trim() == name)?.1.trim();
    (value.len() <= 200).then(|| value.to_owned())
}

/// The cookie that begins a session (`token`), or ends it (`None`).
pub(super) fn session(operator: &Operator, token: Option<&str>) -> HeaderValue {
    let (value, age) = token.map_or(("", 0), |token| (token, 14 * 86_400));
    let safe = if operator.settings.pages_url.starts_with("https://") { "; Secure" } else { "" };
    let text = format!(
        "{SESSION}={value}; Path=/{}/; Max-Age={age}; HttpOnly; SameSite=Lax{safe}",
        operator.slug
    );
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(""))
}

/// The language that was chosen, or else the one the browser asks for.
pub(crate) fn language(headers: &HeaderMap) -> String {
    let known = |code: &String| rimessa_pages::LANGUAGES.iter().any(|(own, _)| own == code);
    cookie(headers, LANGUAGE).filter(known).unwrap_or_else(|| guard::language(headers))
}

/// Whether a form was sent by a page of this server: browsers always say so.
pub(crate) fn is_from_here(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin";
    }
    match (text("origin"), text("host")) {
        (Some(origin), Some(host)) => {
            origin.split_once("://").is_some_and(|(_, from)| from == host)
        }
        _ => false,
    }
}

/// What shows that a form was made for this session: it cannot be made without the session's token.
pub(super) fn form_token(caller: &Caller) -> Option<String> {
    let token = caller.token.as_deref()?;
    let made = digest(format!("form\n{token}").as_bytes());
    Some(made[..16].iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Logging in first; then back to where somebody was, with what was typed.
async fn to_log_in(web: &Web, caller: &Caller, path: &str, request: Request) -> Response {
    let mut next = path.to_owned();
    if request.method() == Method::POST {
        let body = to_bytes(request.into_body(), web.bounds().body).await.unwrap_or_default();
        next = with_fields(path, &body);
    }
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("next", &next);
    Redirect::to(&format!("/{}/log-in?{}", caller.operator.slug, query.finish())).into_response()
}

/// The page on which a form stood, with its fields.
fn with_fields(path: &str, body: &Bytes) -> String {
    let mut fields = form_urlencoded::Serializer::new(String::new());
    for (name, value) in form_urlencoded::parse(body) {
        if !NEVER_IN_ADDRESSES.contains(&&*name) && body.len() < 4096 {
            fields.append_pair(&name, &value);
        }
    }
    let page = path.strip_suffix("/extend").or(path.strip_suffix("/late")).unwrap_or(path);
    format!("{page}?{}", fields.finish())
}

/// An address of this operator, to go to after logging in; anything else is not followed.
pub(super) fn own_address(caller: &Caller, next: &str) -> Option<String> {
    let begin = format!("/{}/", caller.operator.slug);
    let plain = next.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    (next.starts_with(&begin) && plain && next.len() < 8000).then(|| next.to_owned())
}

/// A redirect after a form, so that going back or loading again sends nothing twice.
pub(super) fn onwards(path: &str) -> Response {
    let mut response = (StatusCode::SEE_OTHER, Body::empty()).into_response();
    if let Ok(to) = HeaderValue::try_from(path) {
        response.headers_mut().insert(header::LOCATION, to);
    }
    response
}

/// The part of the site for pages that are none of its parts.
pub(super) const ELSEWHERE: Here = Here::Elsewhere;
