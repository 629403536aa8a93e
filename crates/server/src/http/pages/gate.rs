//! The gate of a page: who comes with which session, and whether a form comes from here.

use std::sync::Arc;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{RawPathParams, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use rimessa_app::log_in::Principal;
use rimessa_app::{Actor, Operator, Trouble, digest};
use rimessa_pages::Here;
use rimessa_store::logins::INSTALLATION;

use super::cookies::{self, cookie};
use super::{Ground, wrong};
use crate::http::guard::{self, Caller, Who};
use crate::http::web::Web;

/// Fields that are never put into an address.
const NEVER_IN_ADDRESSES: [&str; 11] = [
    "form",
    "key",
    "agreed",
    "credential",
    "old",
    "password",
    "password_again",
    "totp",
    "recovery_code",
    "secret",
    "url",
];

/// Forms that stand on the page above their own address.
const ON_THE_PAGE_ABOVE: [&str; 13] = [
    "/late",
    "/call-off",
    "/restore",
    "/code",
    "/open",
    "/doors",
    "/report",
    "/lift",
    "/take",
    "/hand-over",
    "/reply",
    "/close",
    "/confirm",
];

/// Who works at the desk; `None`: nobody is logged in.
#[derive(Clone)]
pub(super) struct AtDesk(pub(super) Option<Arc<Principal>>);

/// Lets through who may see a page, and tells it who it is. Whoever is not logged in does that first, and
/// then comes back with everything that was typed.
pub(super) async fn gate(
    State((web, who, ground)): State<(Web, Who, Ground)>,
    params: RawPathParams,
    request: Request,
    next: Next,
) -> Response {
    let slug = params.iter().find(|(name, _)| *name == "operator").map(|(_, value)| value);
    let wanted = language(request.headers());
    let token = cookie(request.headers(), ground.cookie());
    let principal = match &token {
        Some(token) => web.principal(token).await,
        None => Ok(None),
    };
    let operator = match slug {
        Some(slug) => web.app().directory().by_slug(slug).cloned(),
        None => spokesman(&web, principal.as_ref().ok().and_then(Option::as_deref)),
    };
    let Some(operator) = operator else { return wrong::nothing_here(&wanted) };
    // A page about no operator in particular speaks all languages.
    let language = match slug {
        Some(_) => operator.language(web.app().clock().now(), &wanted),
        None => wanted,
    };
    let address = web.limits().address_of(&request);
    let mut caller = Caller { operator, actor: Actor::Stranger, language, token: None, address };
    let is_attempt = who.is_attempt() && request.method() == Method::POST;
    let let_in = web.limits().address(&request, is_attempt).and(principal);
    let let_in = let_in.and_then(|principal| {
        if let Some(principal) = &principal {
            // A session that has ended is none; another one is shown to the page even if it is kept out.
            (caller.actor, caller.token) = (principal.actor, token);
            web.limits().principal(principal.actor)?;
            who.check(principal, &caller.operator)?;
        }
        Ok(principal)
    });
    let principal = match let_in {
        Ok(principal) => principal,
        Err(Trouble::Denied("must-change-password")) => {
            return onwards(&ground.first_password(&caller.operator));
        }
        Err(Trouble::Denied("second-factor-needed")) => return onwards("/desk/second-factor"),
        Err(trouble) => return ground.wrong(&web, &caller, &trouble),
    };
    let path = request.uri().path_and_query().map_or_else(String::new, ToString::to_string);
    if request.method() == Method::POST && !is_from_here(request.headers()) {
        return wrong::foreign(&web, &caller, ground);
    }
    if caller.actor == Actor::Stranger && !who.is_anyone() {
        return to_log_in(&web, &ground.log_in(&caller.operator), &path, request).await;
    }
    let mut request = request;
    request.extensions_mut().insert(caller);
    request.extensions_mut().insert(ground);
    request.extensions_mut().insert(AtDesk(principal));
    let mut response = next.run(request).await;
    // What is shown to one is nobody else's business.
    let kept = response.headers_mut().entry(header::CACHE_CONTROL);
    kept.or_insert(HeaderValue::from_static("no-store"));
    response
}

/// The operator that speaks for all on a page of staff about none in particular: the first they work for.
fn spokesman(web: &Web, principal: Option<&Principal>) -> Option<Arc<Operator>> {
    let own = workplaces(web, principal);
    own.first().cloned().or_else(|| web.app().directory().all().first().cloned())
}

/// The operators somebody of the staff works for; all, for nobody in particular.
pub(super) fn workplaces(web: &Web, principal: Option<&Principal>) -> Vec<Arc<Operator>> {
    let mut all = web.app().directory().all();
    if let Some(principal) = principal {
        let works = |op| principal.grants.iter().any(|(at, _)| *at == op || *at == INSTALLATION);
        all.retain(|operator| works(operator.id));
    }
    all
}

/// The language that was chosen, or else the one the browser asks for.
pub(crate) fn language(headers: &HeaderMap) -> String {
    let known = |code: &String| rimessa_pages::LANGUAGES.iter().any(|(own, _)| own == code);
    cookie(headers, cookies::LANGUAGE).filter(known).unwrap_or_else(|| guard::language(headers))
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
async fn to_log_in(web: &Web, log_in: &str, path: &str, request: Request) -> Response {
    let mut next = path.to_owned();
    if request.method() == Method::POST {
        let body = to_bytes(request.into_body(), web.bounds().body).await.unwrap_or_default();
        next = with_fields(path, &body);
    }
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("next", &next);
    Redirect::to(&format!("{log_in}?{}", query.finish())).into_response()
}

/// The page on which a form stood, with its fields.
fn with_fields(path: &str, body: &Bytes) -> String {
    let mut fields = form_urlencoded::Serializer::new(String::new());
    for (name, value) in form_urlencoded::parse(body) {
        if !NEVER_IN_ADDRESSES.contains(&&*name) && body.len() < 4096 {
            fields.append_pair(&name, &value);
        }
    }
    let page = ON_THE_PAGE_ABOVE.iter().find_map(|form| path.strip_suffix(form)).unwrap_or(path);
    format!("{page}?{}", fields.finish())
}

/// An address that begins with `begin`, to go to after logging in; anything else is not followed.
pub(super) fn own_address(begin: &str, next: &str) -> Option<String> {
    let plain = next.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    (next.starts_with(begin) && plain && next.len() < 8000).then(|| next.to_owned())
}

/// A redirect after a form, so that going back or loading again sends nothing twice.
pub(super) fn onwards(path: &str) -> Response {
    let mut response = (StatusCode::SEE_OTHER, Body::empty()).into_response();
    // What is no address leads to the beginning.
    let to = HeaderValue::try_from(path).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(header::LOCATION, to);
    response
}

/// The part of the site for pages that are none of its parts.
pub(super) const ELSEWHERE: Here = Here::Elsewhere;
