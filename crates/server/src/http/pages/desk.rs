//! Pages of staff: one session for all operators that somebody works for. What they do is journaled as
//! theirs.

mod find;
mod front;
mod member;

use std::sync::Arc;

use axum::Router;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use rimessa_app::log_in::Principal;
use rimessa_app::{Actor, Operator, Trouble, random_id};
use rimessa_pages::{DeskFrame, DeskMessage, Talk, Workplace};
use rimessa_store::logins::INSTALLATION;

use super::gate::{self, AtDesk};
use super::{Page, both, html, sent, shown};
use crate::http::guard::{Caller, Role, Who};
use crate::http::problem::Problem;
use crate::http::web::Web;

/// All who work at the desk.
const STAFF: Who =
    Who::staff(&[Role::Agent, Role::Field, Role::Billing, Role::Manager, Role::Administrator]);
/// Those who talk with members.
const AGENTS: Who = Who::staff(&[Role::Agent, Role::Billing, Role::Manager]);

/// All pages of staff.
pub(super) fn all() -> Vec<Page> {
    let page = |who, path, (by, methods): super::Methods| Page { path, who, methods, by };
    vec![
        page(
            Who::anyone().by_attempts(),
            "/desk/log-in",
            both(get(front::log_in).post(front::begin)),
        ),
        page(Who::anyone().even_unready(), "/desk/log-out", sent(post(front::end))),
        page(STAFF, "/desk/", shown(get(find::start))),
        page(AGENTS, "/desk/{operator}/members/{member}", shown(get(member::member))),
    ]
}

/// All pages of staff: the address, the roles that may see it, and how it can be asked for.
#[cfg(test)]
pub(in crate::http) fn walk() -> Vec<(&'static str, Vec<String>, &'static [&'static str])> {
    all().into_iter().map(|page| (page.path, page.who.words(), page.by)).collect()
}

/// The address as people type it.
pub(super) fn open() -> Router<Web> {
    Router::new().route("/desk", get(|| async { gate::onwards("/desk/") }))
}

/// Who works at the desk, and at which of its pages.
pub(super) struct Desk {
    /// Who acts, for which operator.
    pub(super) caller: Caller,
    principal: Option<Arc<Principal>>,
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

/// A form that was not made here, or not for this session.
pub(super) fn foreign(_: &Web, caller: &Caller) -> Response {
    let frame = plain(caller, "/desk/");
    let (title, words) = (frame.talk.t("problem-title"), frame.talk.t("form-foreign"));
    let page = DeskMessage { frame, title, words, request: String::new() };
    (StatusCode::FORBIDDEN, html(&page)).into_response()
}
