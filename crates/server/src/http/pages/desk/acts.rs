//! What agents do about a booking for whoever is on the phone. Each act is journaled as theirs.

use axum::extract::{Path, State};
use axum::response::Response;
use rimessa_app::{
    Answer, Once, Reply, Scene, Trouble, assess, assist, cancel, doors, late, mailbox, report,
    show, unlock,
};
use rimessa_domain::ids::BookingId;
use rimessa_pages::Typed;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::booking::{self, Shown, id_of};
use super::{Desk, at_form};
use crate::http::pages::answered::{Stopped, outcome};
use crate::http::pages::front::Nothing;
use crate::http::pages::gate;
use crate::http::pages::sent::Sent;
use crate::http::web::Web;

/// Carries out a use case about a booking.
async fn carry_out<T: serde::Serialize + Send + 'static>(
    web: &Web,
    at: &Desk,
    booking: &str,
    once: Option<Once>,
    work: impl Fn(&mut Scene<'_, '_>, BookingId) -> Result<Reply<T>, Trouble> + Send + 'static,
) -> Result<Answer, Trouble> {
    let id = id_of(booking)?;
    web.carry_out(&at.caller, once, move |scene| work(scene, id)).await
}

/// Back to the booking: with what was done, or with what is wrong and what was typed.
async fn after(
    web: &Web,
    at: &Desk,
    booking: &str,
    done: Result<&str, Stopped>,
    typed: Typed,
) -> Response {
    match done {
        Ok(told) => gate::onwards(&at.address(&format!("bookings/{booking}?told={told}"))),
        Err(stopped) => match at_form(at, web, stopped) {
            Ok(errors) => booking::show(web, at, booking, "", typed, errors).await,
            Err(page) => *page,
        },
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Agreed {
    /// The total that was shown.
    agreed: String,
}

/// Cancels, at the cost that was shown.
pub(super) async fn call_off(
    State(web): State<Web>,
    at: Desk,
    Path((_, booking)): Path<(String, String)>,
    sent: Sent<Agreed>,
) -> Response {
    let once = sent.once(&at.caller);
    let agreed = Some(sent.fields.agreed).filter(|agreed| !agreed.is_empty());
    let wish = cancel::Wish { agreed, channel: None };
    let work = move |scene: &mut Scene<'_, '_>, id| cancel::cancel(scene, id, &wish);
    let done = carry_out(&web, &at, &booking, once, work).await;
    let done = outcome::<IgnoredAny>(done, &at.caller.language).map(|_| "cancelled");
    after(&web, &at, &booking, done, Typed::default()).await
}

/// Restores a suspended booking, at the regulation's price.
pub(super) async fn restore(
    State(web): State<Web>,
    at: Desk,
    Path((_, booking)): Path<(String, String)>,
    sent: Sent<Nothing>,
) -> Response {
    let named = booking.clone();
    let work = move |scene: &mut Scene<'_, '_>, id| {
        show::booking(scene, id)?;
        let kind = assist::restoring_kind(scene).ok_or(Trouble::NotFound("booking"))?;
        let wish = assess::Wish { kind, booking: Some(named.clone()), ..assess::Wish::default() };
        assist::assist(scene, &wish)
    };
    let done = carry_out(&web, &at, &booking, sent.once(&at.caller), work).await;
    let done = outcome::<IgnoredAny>(done, &at.caller.language).map(|_| "restored");
    after(&web, &at, &booking, done, Typed::default()).await
}

/// Sends the code again.
pub(super) async fn send_code(
    State(web): State<Web>,
    at: Desk,
    Path((_, booking)): Path<(String, String)>,
    sent: Sent<Nothing>,
) -> Response {
    let work = move |scene: &mut Scene<'_, '_>, id| mailbox::resend_code(scene, id);
    let done = carry_out(&web, &at, &booking, sent.once(&at.caller), work).await;
    let done = outcome::<IgnoredAny>(done, &at.caller.language).map(|_| "code");
    after(&web, &at, &booking, done, Typed::default()).await
}

/// Begins the trip: the vehicle opens.
pub(super) async fn open(
    State(web): State<Web>,
    at: Desk,
    Path((_, booking)): Path<(String, String)>,
    sent: Sent<Nothing>,
) -> Response {
    let wish = unlock::Wish::default();
    let work = move |scene: &mut Scene<'_, '_>, id| unlock::unlock(scene, id, &wish);
    let done = carry_out(&web, &at, &booking, sent.once(&at.caller), work).await;
    let done = outcome::<IgnoredAny>(done, &at.caller.language).map(|_| "open");
    after(&web, &at, &booking, done, Typed::default()).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Door {
    what: String,
    identity_confirmed: String,
}

/// Opens or closes the doors from afar, once it is sure who calls.
pub(super) async fn doors(
    State(web): State<Web>,
    at: Desk,
    Path((_, booking)): Path<(String, String)>,
    sent: Sent<Door>,
) -> Response {
    let (once, Door { what, identity_confirmed }) = (sent.once(&at.caller), sent.fields);
    let is_sure = identity_confirmed == "yes";
    let told = if what == "close" { "door-close" } else { "door-open" };
    let wish = doors::Wish { what, booking: booking.clone(), identity_confirmed: is_sure };
    let work = move |scene: &mut Scene<'_, '_>, id| {
        let vehicle = show::booking(scene, id)?.vehicle;
        doors::remote(scene, &vehicle, &wish)
    };
    let done = carry_out(&web, &at, &booking, once, work).await;
    let done = outcome::<IgnoredAny>(done, &at.caller.language).map(|_| told);
    after(&web, &at, &booking, done, Typed { is_sure, ..Typed::default() }).await
}

/// What is answered to a delay that was told.
#[derive(Deserialize)]
struct Warned {
    next_warned: bool,
}

/// Notes that it will be late.
pub(super) async fn late(
    State(web): State<Web>,
    at: Desk,
    Path((_, booking)): Path<(String, String)>,
    sent: Sent<Shown>,
) -> Response {
    let (once, typed) = (sent.once(&at.caller), sent.fields.typed());
    let wish = late::Wish { until: Some(typed.until.clone()).filter(|text| !text.is_empty()) };
    let work = move |scene: &mut Scene<'_, '_>, id| late::late(scene, id, &wish);
    let done = carry_out(&web, &at, &booking, once, work).await;
    let done = outcome::<Warned>(done, &at.caller.language);
    let done = done.map(|told| if told.next_warned { "late-warned" } else { "late" });
    after(&web, &at, &booking, done, typed).await
}

/// Notes what a member reports.
pub(super) async fn report(
    State(web): State<Web>,
    at: Desk,
    Path((_, booking)): Path<(String, String)>,
    sent: Sent<Shown>,
) -> Response {
    let (once, typed) = (sent.once(&at.caller), sent.fields.typed());
    let place = Some(typed.place.clone()).filter(|text| !text.trim().is_empty());
    let wish = report::Wish { kind: typed.kind.clone(), place };
    let work = move |scene: &mut Scene<'_, '_>, id| report::report(scene, id, &wish);
    let done = carry_out(&web, &at, &booking, once, work).await;
    let done = outcome::<IgnoredAny>(done, &at.caller.language).map(|_| "reported");
    after(&web, &at, &booking, done, typed).await
}
