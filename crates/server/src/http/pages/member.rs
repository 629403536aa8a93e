//! The start page of a member, and the list of bookings.

use axum::extract::{OriginalUri, RawQuery, State};
use axum::response::{IntoResponse, Response};
use rimessa_app::{BookingView, Reply, Trouble, parse_id, profile, running, show};
use rimessa_domain::ids::BookingId;
use rimessa_domain::time::Instant;
use rimessa_pages::{Bookings, Here, Start};
use serde::Deserialize;

use super::finding::blank_search;
use super::sent::asked;
use super::{frame, html, member_of, wrong};
use crate::http::guard::Caller;
use crate::http::web::Web;

/// So many bookings stand on a page.
const A_PAGE: u8 = 50;

fn is_open(booking: &BookingView) -> bool {
    matches!(booking.state.as_str(), "planned" | "driving")
}

pub(super) async fn start(
    State(web): State<Web>,
    caller: Caller,
    OriginalUri(uri): OriginalUri,
) -> Response {
    match start_page(&web, &caller, uri.path()).await {
        Ok(page) => html(&page).into_response(),
        Err(trouble) => wrong::page(&web, &caller, &trouble),
    }
}

async fn start_page(web: &Web, caller: &Caller, path: &str) -> Result<Start, Trouble> {
    let member = member_of(caller)?;
    let asked = web.find_out(caller, move |scene| {
        let all = show::bookings_of(scene, member, None, i64::from(A_PAGE))?;
        let driving = all.iter().find(|booking| booking.state == "driving").cloned();
        let id = driving.as_ref().and_then(|booking| parse_id(&booking.id)).map(BookingId);
        let so_far = match id.map(|id| running::running(scene, id, None)) {
            Some(Ok(Reply::Done(running))) => running.altogether,
            _ => String::new(),
        };
        Ok((all, driving, so_far, profile::profile(scene, member)?))
    });
    let (all, driving, so_far, profile) = asked.await?;
    let mut coming: Vec<_> = all.into_iter().filter(|b| b.state == "planned").collect();
    coming.reverse();
    coming.truncate(3);
    let frame = frame(web, caller, path, Here::Start);
    let search = blank_search(web, caller, &frame).await?;
    let locked = profile.locked.map(|reason| {
        let ours = frame.talk.t("account-locked");
        frame
            .talk
            .rule(&format!("rule-{reason}"))
            .map_or(ours.clone(), |why| format!("{ours} {why}"))
    });
    let name = profile.person.and_then(|person| person.given_name).unwrap_or_default();
    let locked = locked.unwrap_or_default();
    Ok(Start { frame, name, locked, driving, so_far, coming, search })
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Which {
    before: String,
}

pub(super) async fn bookings(
    State(web): State<Web>,
    caller: Caller,
    OriginalUri(uri): OriginalUri,
    RawQuery(query): RawQuery,
) -> Response {
    let which: Which = asked(query.as_deref());
    let before = which.before.parse::<i64>().ok();
    let cursor = before.map(|at| (Instant(at), BookingId(0)));
    let found = match member_of(&caller) {
        Ok(member) => {
            let limit = i64::from(A_PAGE) + 1;
            web.find_out(&caller, move |scene| show::bookings_of(scene, member, cursor, limit))
                .await
        }
        Err(trouble) => Err(trouble),
    };
    let mut all = match found {
        Ok(all) => all,
        Err(trouble) => return wrong::page(&web, &caller, &trouble),
    };
    let more = all.len() > usize::from(A_PAGE);
    all.truncate(usize::from(A_PAGE));
    let frame = frame(&web, &caller, uri.path(), Here::Bookings);
    let last = all.last().and_then(|booking| booking.start.parse::<jiff::Timestamp>().ok());
    let older = match last.filter(|_| more) {
        Some(at) => format!("{}?before={}", frame.at("bookings"), at.as_millisecond()),
        None => String::new(),
    };
    let (mut coming, past): (Vec<_>, Vec<_>) = all.into_iter().partition(is_open);
    coming.reverse();
    html(&Bookings { frame, coming, past, older }).into_response()
}
