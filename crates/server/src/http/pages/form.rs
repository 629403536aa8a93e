//! Pages that are one form: shown, sent, and shown again with what is wrong.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use rimessa_app::Trouble;
use rimessa_pages::{Errors, FormPage, Here, Input, Way};

use super::answered::Stopped;
use super::{frame, html, wrong};
use crate::http::guard::Caller;
use crate::http::web::Web;

/// A form of a page, before it is filled in.
pub(super) struct Blank {
    /// The page below the operator's address, which the form is sent to.
    pub(super) at: String,
    /// The keys of title and button.
    pub(super) title: &'static str,
    pub(super) button: &'static str,
    pub(super) here: Here,
}

impl Blank {
    /// The form with its inputs.
    pub(super) fn page(&self, web: &Web, caller: &Caller, inputs: Vec<Input>) -> FormPage {
        let path = format!("/{}/{}", caller.operator.slug, self.at);
        let frame = frame(web, caller, &path, self.here);
        let (title, button) = (frame.talk.t(self.title), frame.talk.t(self.button));
        FormPage {
            frame,
            title,
            lead: Vec::new(),
            told: String::new(),
            action: path,
            unseen: Vec::new(),
            inputs,
            button,
            ways: Vec::new(),
            errors: Errors::default(),
        }
    }
}

/// The form as it is sent; with errors it was not accepted.
pub(super) fn show(page: &FormPage) -> Response {
    let ok = page.errors.is_empty();
    let status = if ok { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, html(page)).into_response()
}

/// The form again with what is wrong; or a page of its own for what typing something else cannot mend.
pub(super) fn again(web: &Web, caller: &Caller, page: FormPage, trouble: Trouble) -> Response {
    match Stopped::by(trouble, &caller.language) {
        Stopped::AtForm(errors) => show(&FormPage { errors, ..page }),
        Stopped::Apart(trouble) => wrong::page(web, caller, &trouble),
    }
}

/// Something that is told on a page without a form, with a way on.
pub(super) fn told(page: FormPage, lead: String, way: Way) -> Response {
    show(&FormPage {
        lead: vec![lead],
        inputs: Vec::new(),
        button: String::new(),
        ways: vec![way],
        ..page
    })
}
