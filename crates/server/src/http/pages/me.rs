//! What members do about themselves.

mod cards;
mod contact;
mod contracts;
mod exits;
mod newsletter;
mod passkeys;
mod privacy;
mod profile;
mod sessions;

use axum::response::Response;
use rimessa_app::{Answer, Reply, Scene, Trouble};
use rimessa_domain::ids::MemberId;
use rimessa_pages::Errors;
use serde::Serialize;
use serde::de::IgnoredAny;

use super::answered::{Stopped, outcome};
use super::sent::Sent;
use super::{Page, gate, member_of, wrong};
use crate::http::guard::Caller;
use crate::http::web::Web;

/// All of these pages.
pub(super) fn pages() -> Vec<Page> {
    let parts =
        [profile::pages(), privacy::pages(), contracts::pages(), cards::pages(), contact::pages()];
    let mut all: Vec<Page> = parts.into_iter().flatten().collect();
    all.extend(sessions::pages());
    all.extend(passkeys::pages());
    all.extend(newsletter::pages());
    all.extend(exits::pages());
    all
}

/// Asks something about whoever is logged in.
async fn find_out<T: Send + 'static>(
    web: &Web,
    caller: &Caller,
    work: impl Fn(&mut Scene<'_, '_>, MemberId) -> Result<T, Trouble> + Send + 'static,
) -> Result<T, Trouble> {
    let member = member_of(caller)?;
    web.find_out(caller, move |scene| work(scene, member)).await
}

/// Does something about whoever is logged in, once however often the form is sent.
async fn carry_out<F, T: Serialize + Send + 'static>(
    web: &Web,
    caller: &Caller,
    sent: &Sent<F>,
    work: impl Fn(&mut Scene<'_, '_>, MemberId) -> Result<Reply<T>, Trouble> + Send + 'static,
) -> Result<Answer, Trouble> {
    let member = member_of(caller)?;
    web.carry_out(caller, sent.once(caller), move |scene| work(scene, member)).await
}

/// What came of a form.
enum Settled {
    /// The answer is ready.
    Answered(Response),
    /// Something is to be told at the form.
    AtForm(Errors),
}

/// What came of a form: on to a page below the operator's address, or what stood in the way.
fn settled(web: &Web, caller: &Caller, done: Result<Answer, Trouble>, to: &str) -> Settled {
    match outcome::<IgnoredAny>(done, &caller.language) {
        Ok(_) => Settled::Answered(gate::onwards(&format!("/{}/{to}", caller.operator.slug))),
        Err(Stopped::AtForm(errors)) => Settled::AtForm(errors),
        Err(Stopped::Apart(trouble)) => Settled::Answered(wrong::page(web, caller, &trouble)),
    }
}
