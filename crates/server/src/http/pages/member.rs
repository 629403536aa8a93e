//! The start page of a member, and the list of bookings.

use axum::extract::{OriginalUri, RawQuery, State};
use axum::response::{IntoResponse, Response};
use rimessa_app::case_file::{self, CaseView};
use rimessa_app::own_vehicles::{self, OwnVehicle};
use rimessa_app::profile::ProfileView;
use rimessa_app::{BookingView, Reply, Scene, Trouble, exit, parse_id, profile, running, show};
use rimessa_domain::ids::{BookingId, MemberId};
use rimessa_domain::time::Instant;
use rimessa_pages::{Bookings, Frame, Here, Next, Start, Way};
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

/// What is gathered for the start page.
struct Gathered {
    all: Vec<BookingView>,
    driving: Option<BookingView>,
    so_far: String,
    next: Option<Next>,
    own: Option<Vec<OwnVehicle>>,
    profile: ProfileView,
    /// Requests that wait for the member's answer.
    waiting: Vec<CaseView>,
    /// Documents are closed to the member until something is agreed to.
    closed: bool,
    /// Exits are counted on a contract of the member.
    exits: bool,
}

fn gather(scene: &mut Scene<'_, '_>, member: MemberId) -> Result<Gathered, Trouble> {
    let all = show::bookings_of(scene, member, None, i64::from(A_PAGE))?;
    let driving = all.iter().find(|booking| booking.state == "driving").cloned();
    let id = driving.as_ref().and_then(|booking| parse_id(&booking.id)).map(BookingId);
    let so_far = match id.map(|id| running::running(scene, id, None)) {
        Some(Ok(Reply::Done(running))) => running.altogether,
        _ => String::new(),
    };
    let next = match all.iter().rfind(|booking| booking.state == "planned").cloned() {
        Some(booking) => Some(next(scene, booking)?),
        None => None,
    };
    let own = own_vehicles::list(scene, member)?;
    let mut waiting = case_file::of_member(scene, member, None, i64::from(A_PAGE))?.cases;
    waiting.retain(|case| case.state == "waiting");
    let closed = scene.documents_closed(member)?.is_some();
    let exits = !exit::counted(scene, member)?.is_empty();
    let profile = profile::profile(scene, member)?;
    Ok(Gathered { all, driving, so_far, next, own, profile, waiting, closed, exits })
}

fn next(scene: &mut Scene<'_, '_>, booking: BookingView) -> Result<Next, Trouble> {
    let vehicle = show::vehicle_called(scene, &booking.vehicle)?;
    let pickup = show::station_called(scene, &booking.pickup)?;
    let is_now = has_passed(&booking.start, scene.now());
    Ok(Next { booking, vehicle, pickup, is_now })
}

fn has_passed(moment: &str, now: Instant) -> bool {
    moment.parse::<jiff::Timestamp>().is_ok_and(|at| at.as_millisecond() <= now.0)
}

async fn start_page(web: &Web, caller: &Caller, path: &str) -> Result<Start, Trouble> {
    let member = member_of(caller)?;
    let gathered = web.find_out(caller, move |scene| gather(scene, member)).await?;
    let frame = frame(web, caller, path, Here::Start);
    let to_do = to_do(&frame, &gathered);
    let Gathered { all, driving, so_far, next, own, profile, exits, .. } = gathered;
    let mut coming: Vec<_> = all.into_iter().filter(|b| b.state == "planned").collect();
    coming.reverse();
    // The first of them stands by itself.
    let coming = coming.into_iter().skip(1).take(3).collect();
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
    let now = web.app().clock().now();
    let is_late = driving.as_ref().is_some_and(|trip| has_passed(&trip.end, now));
    Ok(Start {
        frame,
        name,
        locked,
        to_do,
        driving,
        is_late,
        so_far,
        next,
        coming,
        own,
        exits,
        search,
    })
}

/// What waits for a member.
fn to_do(frame: &Frame, gathered: &Gathered) -> Vec<Way> {
    let talk = &frame.talk;
    let mut all = Vec::new();
    let mut add = |to: String, words: String| all.push(Way { to, words });
    match gathered.profile.state.as_str() {
        "incomplete" | "refused" => add(frame.at("contact"), talk.t("to-do-incomplete")),
        "applied" => add(String::new(), talk.t("to-do-applied")),
        _ => {}
    }
    for case in &gathered.waiting {
        let kind = talk.named("case", &case.kind);
        let to = frame.at(&format!("requests/{}", case.id));
        add(to, talk.t1("to-do-answer", "case", &kind));
    }
    if gathered.closed {
        add(frame.at("consents"), talk.t("to-do-consent"));
    }
    all
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
