//! Forms that were sent: from this session, and counted once however often they are sent.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use rimessa_app::{Once, digest, show_id};
use serde::de::DeserializeOwned;

use super::{Ground, gate, wrong};
use crate::http::guard::Caller;
use crate::http::web::Web;

/// A form that was sent.
pub(super) struct Sent<T> {
    /// What was typed.
    pub(super) fields: T,
    key: String,
    /// To which address, in short.
    place: String,
    digest: [u8; 32],
}

impl<T> Sent<T> {
    /// The question: a form that is sent twice has one answer.
    pub(super) fn once(&self, caller: &Caller) -> Option<Once> {
        once_of(caller, &format!("{}-{}", self.key, self.place), self.digest)
    }
}

/// The question of a form with this key, which may be followed by what tells its parts from each other.
pub(crate) fn once_of(caller: &Caller, key: &str, digest: [u8; 32]) -> Option<Once> {
    let id = show_id(caller.actor.id().unwrap_or_default());
    let actor = format!("{}:{id}", caller.actor.word());
    let made = key.get(..32).is_some_and(|own| own.bytes().all(|b| b.is_ascii_hexdigit()));
    let well = made && key.len() <= 64;
    well.then(|| Once { actor, key: format!("page-{key}"), digest, secret: false })
}

/// Fields by their names, as a page's form has them; others are left aside. What is ticked several times is a
/// list.
fn read<T: DeserializeOwned>(text: &[u8]) -> Result<T, serde_html_form::de::Error> {
    serde_html_form::from_bytes(text)
}

impl<T: DeserializeOwned> FromRequest<Web> for Sent<T> {
    type Rejection = Response;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Response> {
        let nobody = || StatusCode::INTERNAL_SERVER_ERROR.into_response();
        let caller = request.extensions().get::<Caller>().cloned().ok_or_else(nobody)?;
        let ground = request.extensions().get::<Ground>().copied().ok_or_else(nobody)?;
        let path = request.uri().path().to_owned();
        let bytes = Bytes::from_request(request, web).await;
        let bytes = bytes.map_err(|_| wrong::foreign(web, &caller, ground))?;
        let field = |wanted: &str| {
            let mut all = form_urlencoded::parse(&bytes);
            all.find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned())
        };
        if gate::form_token(&caller).is_some_and(|token| field("form") != Some(token)) {
            return Err(wrong::foreign(web, &caller, ground));
        }
        let fields = read(&bytes).map_err(|_| wrong::foreign(web, &caller, ground))?;
        let whole = digest(&[path.as_bytes(), b"\n", &bytes[..]].concat());
        // Several forms of a page have one key: each counts once.
        let place = digest(path.as_bytes())[..8].iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { fields, key: field("key").unwrap_or_default(), place, digest: whole })
    }
}

/// What stands after the `?`: what is missing is empty, what is not known is left aside.
pub(crate) fn asked<T: DeserializeOwned + Default>(query: Option<&str>) -> T {
    read(query.unwrap_or_default().as_bytes()).unwrap_or_default()
}
