//! Other times of a booking: what they cost first, then agreed to.

use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use rimessa_app::other_times::{self, Wish};
use rimessa_app::{Reply, Scene, Trouble, show};
use rimessa_pages::{DeskTimes, Errors};
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::booking::id_of;
use super::{Desk, at_form, status_of};
use crate::http::pages::answered::{Stopped, outcome};
use crate::http::pages::sent::{Sent, asked};
use crate::http::pages::{gate, html, wrong};
use crate::http::web::Web;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    start: String,
    end: String,
    /// The total that was shown.
    agreed: String,
}

pub(super) async fn times(
    State(web): State<Web>,
    at: Desk,
    Path((_, booking)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    show_times(&web, &at, &booking, asked(query.as_deref()), None).await
}

/// The page; `refused`: why it was turned down just now.
async fn show_times(
    web: &Web,
    at: &Desk,
    booking: &str,
    typed: Typed,
    refused: Option<Errors>,
) -> Response {
    let id = match id_of(booking) {
        Ok(id) => id,
        Err(trouble) => return at.wrong(web, &trouble),
    };
    let booking = match web.find_out(&at.caller, move |scene| show::booking(scene, id)).await {
        Ok(booking) => booking,
        Err(trouble) => return at.wrong(web, &trouble),
    };
    let Typed { start, end, .. } = typed;
    let wish = Wish { start: start.clone(), end: end.clone(), agreed: None };
    let asked = web.find_out(&at.caller, move |scene| other_times::cost(scene, id, &wish)).await;
    let (cost, why) = match asked {
        Ok(Reply::Done(cost)) => (Some(cost), Errors::default()),
        Ok(Reply::Refused(refused)) => (None, wrong::refused(refused)),
        Err(trouble) => match Stopped::by(trouble, &at.caller.language) {
            Stopped::AtForm(errors) => (None, errors),
            Stopped::Apart(trouble) => return at.wrong(web, &trouble),
        },
    };
    let errors = refused.unwrap_or(why);
    let frame = at.frame(web);
    let page = DeskTimes { frame, booking, start, end, cost, errors };
    (status_of(&page.errors), html(&page)).into_response()
}

/// Gives a booking other times, at the price that was shown.
pub(super) async fn set(
    State(web): State<Web>,
    at: Desk,
    Path((_, booking)): Path<(String, String)>,
    sent: Sent<Typed>,
) -> Response {
    let (once, typed) = (sent.once(&at.caller), sent.fields);
    let Typed { start, end, agreed } = typed.clone();
    let wish = Wish { start, end, agreed: Some(agreed).filter(|agreed| !agreed.is_empty()) };
    let named = booking.clone();
    let work = move |scene: &mut Scene<'_, '_>| -> Result<_, Trouble> {
        other_times::set(scene, id_of(&named)?, &wish)
    };
    let done = web.carry_out(&at.caller, once, work).await;
    match outcome::<IgnoredAny>(done, &at.caller.language) {
        Ok(_) => gate::onwards(&at.address(&format!("bookings/{booking}?told=changed"))),
        Err(stopped) => match at_form(&at, &web, stopped) {
            Ok(errors) => show_times(&web, &at, &booking, typed, Some(errors)).await,
            Err(page) => *page,
        },
    }
}
