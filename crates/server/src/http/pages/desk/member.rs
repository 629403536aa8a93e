//! A member, as an agent on the phone sees him: who, what is booked, what happened.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use rimessa_app::{desk, profile, show};
use rimessa_pages::DeskMember;

use super::Desk;
use crate::http::pages::html;
use crate::http::web::Web;

/// So much of what happened stands on the page.
const EVENTS: i64 = 50;
/// So many bookings.
const BOOKINGS: i64 = 20;

pub(super) async fn member(
    State(web): State<Web>,
    at: Desk,
    Path((_, member)): Path<(String, String)>,
) -> Response {
    let found = web.find_out(&at.caller, move |scene| {
        let member = scene.member_there(&member)?;
        let profile = profile::profile(scene, member)?;
        let bookings = show::bookings_of(scene, member, None, BOOKINGS)?;
        Ok((profile, bookings, desk::happened(scene, member, None, EVENTS)?))
    });
    match found.await {
        Ok((profile, bookings, events)) => {
            let frame = at.frame(&web);
            html(&DeskMember { frame, profile, bookings, events }).into_response()
        }
        Err(trouble) => at.wrong(&web, &trouble),
    }
}
