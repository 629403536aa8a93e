//! Pages of staff: one session for all operators that somebody works for. What they do is journaled as
//! theirs.

mod access;
mod acts;
mod book;
mod booking;
mod case;
mod cases;
mod find;
mod front;
mod member;
mod missing;
mod times;

use std::sync::Arc;

use axum::Router;
use axum::extract::FromRequestParts;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use rimessa_app::log_in::Principal;
use rimessa_app::{Actor, Operator, Trouble, random_id};
use rimessa_pages::{DeskFrame, DeskMessage, Errors, SCRIPT, SCRIPT_VERSION, Talk, Workplace};
use rimessa_store::logins::INSTALLATION;

use super::answered::Stopped;
use super::front::FOR_GOOD;
use super::gate::{self, AtDesk};
use super::{Page, both, html, office, sent, shown};
use crate::http::guard::{Caller, Role, Who};
use crate::http::problem::Problem;
use crate::http::web::Web;

/// All who work at the desk.
const STAFF: Who =
    Who::staff(&[Role::Agent, Role::Field, Role::Billing, Role::Manager, Role::Administrator]);
/// Those who see to cases.
const CASES: Who = Who::staff(&[Role::Agent, Role::Field, Role::Billing, Role::Manager]);
/// Those who do for members what members do.
const DOERS: Who = Who::staff(&[Role::Agent, Role::Manager]);
/// Those who talk with members.
const AGENTS: Who = Who::staff(&[Role::Agent, Role::Billing, Role::Manager]);

/// All pages of staff.
pub(super) fn all() -> Vec<Page> {
    let page = |who, path, (by, methods): super::Methods| Page { path, who, methods, by };
    let mut all = vec![
        page(
            Who::anyone().by_attempts(),
            "/desk/log-in",
            both(get(front::log_in).post(front::begin)),
        ),
        page(Who::anyone().even_unready(), "/desk/log-out", sent(post(front::end))),
        page(STAFF, "/desk/", shown(get(find::start))),
        page(
            STAFF.by_attempts(),
            "/desk/password",
            both(get(access::password).post(access::set_password)),
        ),
        page(
            STAFF.even_factorless(),
            "/desk/second-factor",
            both(get(access::factor).post(access::enrol)),
        ),
        page(STAFF.even_factorless(), "/desk/second-factor/confirm", sent(post(access::confirm))),
        page(AGENTS, "/desk/{operator}/members/{member}", shown(get(member::member))),
        page(DOERS, "/desk/{operator}/members/{member}/lift", sent(post(member::lift))),
        page(
            DOERS,
            "/desk/{operator}/members/{member}/book",
            both(get(book::book).post(book::confirm)),
        ),
        page(DOERS, "/desk/{operator}/bookings/{booking}", shown(get(booking::booking))),
        page(
            DOERS,
            "/desk/{operator}/bookings/{booking}/times",
            both(get(times::times).post(times::set)),
        ),
        page(
            DOERS,
            "/desk/{operator}/bookings/{booking}/missing",
            both(get(missing::missing).post(missing::tell)),
        ),
        page(DOERS, "/desk/{operator}/bookings/{booking}/call-off", sent(post(acts::call_off))),
        page(DOERS, "/desk/{operator}/bookings/{booking}/restore", sent(post(acts::restore))),
        page(DOERS, "/desk/{operator}/bookings/{booking}/code", sent(post(acts::send_code))),
        page(DOERS, "/desk/{operator}/bookings/{booking}/open", sent(post(acts::open))),
        page(DOERS, "/desk/{operator}/bookings/{booking}/doors", sent(post(acts::doors))),
        page(DOERS, "/desk/{operator}/bookings/{booking}/late", sent(post(acts::late))),
        page(DOERS, "/desk/{operator}/bookings/{booking}/report", sent(post(acts::report))),
        page(STAFF, "/desk/cases", shown(get(cases::cases))),
        page(CASES, "/desk/{operator}/cases/new", both(get(cases::blank).post(cases::open))),
        page(CASES, "/desk/{operator}/cases/{case}", shown(get(case::case))),
        page(CASES, "/desk/{operator}/cases/{case}/files/{upload}", shown(get(case::file))),
        page(CASES, "/desk/{operator}/cases/{case}/take", sent(post(case::take))),
        page(CASES, "/desk/{operator}/cases/{case}/hand-over", sent(post(case::hand_over))),
        page(CASES, "/desk/{operator}/cases/{case}/reply", sent(post(case::reply))),
        page(CASES, "/desk/{operator}/cases/{case}/close", sent(post(case::close))),
    ];
    all.extend(office::all());
    all
}

/// All pages of staff: the address, the roles that may see it, and how it can be asked for.
#[cfg(test)]
pub(in crate::http) fn walk() -> Vec<(&'static str, Vec<String>, &'static [&'static str])> {
    all().into_iter().map(|page| (page.path, page.who.words(), page.by)).collect()
}

/// The address as people type it.
pub(super) fn open() -> Router<Web> {
    let kind = "text/javascript; charset=utf-8";
    let script = move || async move { ([(CONTENT_TYPE, kind), (CACHE_CONTROL, FOR_GOOD)], SCRIPT) };
    Router::new()
        .route("/desk", get(|| async { gate::onwards("/desk/") }))
        .route(&format!("/assets/{SCRIPT_VERSION}/desk.js"), get(script))
}

/// Who works at the desk, and at which of its pages.
pub(super) struct Desk {
    /// Who acts, for which operator.
    pub(super) caller: Caller,
    pub(super) principal: Option<Arc<Principal>>,
    path: String,
}

impl<S: Send + Sync> FromRequestParts<S> for Desk {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Response> {
        let (caller, principal) =
            (parts.extensions.get::<Caller>(), parts.extensions.get::<AtDesk>());
        let (Some(caller), Some(AtDesk(principal))) = (caller.cloned(), principal.cloned()) else {
            return Err(StatusCode::INTERNAL_SERVER_ERROR.into_response());
        };
        // Below a router the path is the whole one.
        let uri =
            parts.extensions.get::<axum::extract::OriginalUri>().map_or(&parts.uri, |uri| &uri.0);
        Ok(Self { caller, principal, path: path_of(uri) })
    }
}

fn path_of(uri: &Uri) -> String {
    uri.path_and_query().map_or_else(String::new, ToString::to_string)
}

impl Desk {
    /// The operators somebody works for.
    pub(super) fn workplaces(&self, web: &Web) -> Vec<Arc<Operator>> {
        gate::workplaces(web, self.principal.as_deref())
    }

    /// Those of them where somebody may do what these may.
    pub(super) fn workplaces_as(&self, web: &Web, who: Who) -> Vec<Arc<Operator>> {
        let mut all = self.workplaces(web);
        let may = |operator: &Operator, principal| who.check(principal, operator).is_ok();
        all.retain(|operator| self.principal.as_ref().is_some_and(|own| may(operator, own)));
        all
    }

    /// What stands around a page about the operator.
    pub(super) fn frame(&self, web: &Web) -> DeskFrame {
        let operator = &self.caller.operator;
        let talk = Talk::of(operator.book_at(web.app().clock().now()), &self.caller.language);
        let operator = Some(workplace(web, operator));
        DeskFrame { talk, operator, ..self.frame_of_all(web) }
    }

    /// What stands around a page about no operator in particular.
    pub(super) fn frame_of_all(&self, web: &Web) -> DeskFrame {
        let here = |op| op == self.caller.operator.id || op == INSTALLATION;
        let grants = self.principal.iter().flat_map(|principal| &principal.grants);
        let roles = grants.filter(|(op, _)| here(*op)).map(|(_, role)| role.clone()).collect();
        let workplaces = match &self.principal {
            Some(_) => self.workplaces(web).iter().map(|own| workplace(web, own)).collect(),
            None => Vec::new(),
        };
        DeskFrame { roles, workplaces, ..plain(&self.caller, &self.path) }
    }

    /// Those of them that can be worked for only with a second factor.
    pub(super) fn locked(&self, web: &Web) -> Vec<Workplace> {
        let mut all = self.workplaces(web);
        let needs = Err(Trouble::Denied("second-factor-needed"));
        let is_locked = |operator: &Operator, own| STAFF.check(own, operator) == needs;
        all.retain(|operator| self.principal.as_ref().is_some_and(|own| is_locked(operator, own)));
        all.iter().map(|operator| workplace(web, operator)).collect()
    }

    /// The same for another operator that somebody works for.
    pub(super) fn at(&self, web: &Web, operator: Arc<Operator>) -> Caller {
        let language = operator.language(web.app().clock().now(), &self.caller.language);
        Caller { operator, language, ..self.caller.clone() }
    }

    /// An address below the operator's part of the desk.
    pub(super) fn address(&self, path: &str) -> String {
        format!("/desk/{}/{path}", self.caller.operator.slug)
    }

    /// What stood in the way, as a page.
    pub(super) fn wrong(&self, web: &Web, trouble: &Trouble) -> Response {
        wrong(web, &self.caller, trouble)
    }
}

/// An operator by its name.
pub(super) fn workplace(web: &Web, operator: &Operator) -> Workplace {
    let name = operator.book_at(web.app().clock().now()).name.to_string();
    Workplace { slug: operator.slug.clone(), name }
}

fn plain(caller: &Caller, path: &str) -> DeskFrame {
    DeskFrame {
        talk: Talk::plain(&caller.language),
        operator: None,
        workplaces: Vec::new(),
        roles: Vec::new(),
        path: path.to_owned(),
        is_known: caller.actor != Actor::Stranger,
        form_token: gate::form_token(caller).unwrap_or_default(),
        form_key: random_id(),
    }
}

/// What stood in the way, as a page of the desk.
pub(super) fn wrong(_: &Web, caller: &Caller, trouble: &Trouble) -> Response {
    let problem = Problem::new(trouble, &caller.language);
    let frame = plain(caller, "/desk/");
    let is_missing = problem.code() == StatusCode::NOT_FOUND;
    let title = frame.talk.t(if is_missing { "missing-title" } else { "problem-title" });
    let request = if problem.code().is_server_error() { problem.request() } else { "" };
    let (words, request) = (problem.sentences().join(" "), request.to_owned());
    (problem.code(), html(&DeskMessage { frame, title, words, request })).into_response()
}

/// The status of a page on which something is wrong, or nothing.
pub(in crate::http::pages) fn status_of(errors: &Errors) -> StatusCode {
    if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
}

/// What is told at the form, or the page that tells what stood in the way.
pub(super) fn at_form(desk: &Desk, web: &Web, stopped: Stopped) -> Result<Errors, Box<Response>> {
    match stopped {
        Stopped::AtForm(errors) => Ok(errors),
        Stopped::Apart(trouble) => Err(Box::new(desk.wrong(web, &trouble))),
    }
}

/// A form that was not made here, or not for this session.
pub(super) fn foreign(_: &Web, caller: &Caller) -> Response {
    let frame = plain(caller, "/desk/");
    let (title, words) = (frame.talk.t("problem-title"), frame.talk.t("form-foreign"));
    let page = DeskMessage { frame, title, words, request: String::new() };
    (StatusCode::FORBIDDEN, html(&page)).into_response()
}
