//! What stood in the way, as a page or at the fields of a form.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use rimessa_app::{RefusedView, Trouble};
use rimessa_pages::{Errors, Frame, Here, Message, Talk, Wrong};

use super::{Ground, desk, frame, gate, html};
use crate::http::guard::Caller;
use crate::http::problem::Problem;
use crate::http::web::Web;

/// What stood in the way, as a page.
pub(crate) fn page(web: &Web, caller: &Caller, trouble: &Trouble) -> Response {
    let problem = Problem::new(trouble, &caller.language);
    let frame = frame(web, caller, &format!("/{}/", caller.operator.slug), gate::ELSEWHERE);
    let is_missing = problem.code() == StatusCode::NOT_FOUND;
    let title = frame.talk.t(if is_missing { "missing-title" } else { "problem-title" });
    let request = if problem.code().is_server_error() { problem.request() } else { "" };
    let words = problem.sentences().join(" ");
    let page = Message { frame, title, words, request: request.to_owned() };
    (problem.code(), html(&page)).into_response()
}

/// A form that was not made here, or not for this session.
pub(crate) fn foreign(web: &Web, caller: &Caller, ground: Ground) -> Response {
    if ground == Ground::Desk {
        return desk::foreign(web, caller);
    }
    let frame = frame(web, caller, &format!("/{}/", caller.operator.slug), gate::ELSEWHERE);
    let (title, words) = (frame.talk.t("problem-title"), frame.talk.t("form-foreign"));
    let page = Message { frame, title, words, request: String::new() };
    (StatusCode::FORBIDDEN, html(&page)).into_response()
}

/// What stands around a page of no operator.
pub(super) fn plain(language: &str, path: &str) -> Frame {
    Frame {
        talk: Talk::plain(language),
        operator: String::new(),
        slug: String::new(),
        assistance: String::new(),
        site: String::new(),
        path: path.to_owned(),
        is_known: false,
        form_token: String::new(),
        form_key: String::new(),
        has_bookings: false,
        more: Vec::new(),
        here: Here::Elsewhere,
    }
}

/// There is nothing at this address.
pub(crate) fn nothing_here(language: &str) -> Response {
    let frame = plain(language, "/");
    let problem = Problem::said(StatusCode::NOT_FOUND, language);
    let (title, words) = (frame.talk.t("missing-title"), problem.words().to_owned());
    let page = Message { frame, title, words, request: String::new() };
    (StatusCode::NOT_FOUND, html(&page)).into_response()
}

/// What is wrong with a form: of its fields one by one, else as a whole. `None`: it is nothing that
/// typing something else would mend.
pub(super) fn at_fields(trouble: &Trouble, language: &str) -> Option<Errors> {
    match trouble {
        Trouble::Invalid(_) => {
            let problem = Problem::new(trouble, language);
            let wrong = problem.fields().map(|(field, words)| Wrong {
                field: field.to_owned(),
                words: words.to_owned(),
                clause: None,
            });
            Some(Errors(wrong.collect()))
        }
        Trouble::NotFound("vehicle") => {
            let words = Problem::new(trouble, language).words().to_owned();
            Some(Errors(vec![Wrong { field: "vehicle".to_owned(), words, clause: None }]))
        }
        _ => None,
    }
}

/// A refusal of the regulation, for the form as a whole.
pub(super) fn refused(refused: RefusedView) -> Errors {
    let clause = Some(refused.clause.unwrap_or_default());
    Errors(vec![Wrong { field: String::new(), words: refused.words, clause }])
}
