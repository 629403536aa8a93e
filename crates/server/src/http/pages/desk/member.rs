//! A member, as an agent on the phone sees him: who, what runs, what comes, what happened.

use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use rimessa_app::case_file::CaseView;
use rimessa_app::contracts::ContractView;
use rimessa_app::desk::Happened;
use rimessa_app::drivers::DriverView;
use rimessa_app::profile::ProfileView;
use rimessa_app::running::Running;
use rimessa_app::{
    BookingView, Reply, Scene, Trouble, case_file, contracts, desk, drivers, lift, parse_id,
    profile, running, show,
};
use rimessa_domain::ids::{BookingId, MemberId};
use rimessa_pages::{DeskMember, Driver, Errors};
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::{Desk, at_form, status_of};
use crate::http::pages::answered::outcome;
use crate::http::pages::front::Nothing;
use crate::http::pages::sent::{Sent, asked};
use crate::http::pages::{gate, html};
use crate::http::web::Web;

/// So much of what happened stands on the page.
const EVENTS: usize = 40;
/// So many bookings.
const BOOKINGS: i64 = 30;
/// So many of those that are over.
const PAST: usize = 8;
/// So many cases.
const CASES: i64 = 8;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Which {
    told: String,
    /// Events from before this place in the journal.
    before: String,
}

pub(super) async fn member(
    State(web): State<Web>,
    at: Desk,
    Path((_, member)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    let Which { told, before } = asked(query.as_deref());
    let told = if told == "lifted" { "desk-told-lifted" } else { "" };
    let page = Asked { member, before: before.parse().ok(), told, errors: Errors::default() };
    show(&web, &at, page).await
}

/// What the page is asked for.
struct Asked {
    member: String,
    before: Option<i64>,
    told: &'static str,
    errors: Errors,
}

async fn show(web: &Web, at: &Desk, Asked { member, before, told, errors }: Asked) -> Response {
    let found = web.find_out(&at.caller, move |scene| looked_up(scene, &member, before)).await;
    let found = match found {
        Ok(found) => found,
        Err(trouble) => return at.wrong(web, &trouble),
    };
    let frame = at.frame(web);
    let now = rimessa_app::show_moment(web.app().clock().now());
    let Looked {
        profile, payer, drivers, contracts, balance, mut bookings, running, cases, ..
    } = found;
    let mut events = found.events;
    let earlier = if events.len() > EVENTS {
        events.truncate(EVENTS);
        let last = events.last().map_or(0, |event| event.position);
        at.address(&format!("members/{}?before={last}#events", profile.member))
    } else {
        String::new()
    };
    let driving = bookings.iter().position(|one| one.state == "driving");
    let driving = driving.map(|place| bookings.remove(place));
    let (mut coming, mut past): (Vec<_>, Vec<_>) =
        bookings.into_iter().partition(|one| one.state == "planned");
    coming.reverse();
    past.truncate(PAST);
    // Moments in UTC are in the order of their texts.
    let is_overdue = driving.as_ref().is_some_and(|trip| trip.end < now);
    let page = DeskMember {
        frame,
        profile,
        payer,
        drivers,
        contracts,
        balance,
        driving,
        running,
        is_overdue,
        coming,
        past,
        events,
        earlier,
        cases,
        told,
        errors,
    };
    (status_of(&page.errors), html(&page)).into_response()
}

/// All that is told of somebody.
struct Looked {
    profile: ProfileView,
    payer: Option<Driver>,
    drivers: Vec<DriverView>,
    contracts: Vec<ContractView>,
    balance: String,
    bookings: Vec<BookingView>,
    running: Option<Running>,
    events: Vec<Happened>,
    cases: Vec<CaseView>,
}

fn looked_up(
    scene: &mut Scene<'_, '_>,
    member: &str,
    before: Option<i64>,
) -> Result<Looked, Trouble> {
    let id = scene.member_there(member)?;
    let profile = profile::profile(scene, id)?;
    let whose = profile.payer.as_deref().and_then(parse_id).map_or(id, MemberId);
    let payer = match whose == id {
        true => None,
        false => Some(Driver::from(&profile::profile(scene, whose)?)),
    };
    let bookings = show::bookings_of(scene, id, None, BOOKINGS)?;
    let driving = bookings.iter().find(|one| one.state == "driving");
    let driving = driving.and_then(|one| parse_id(&one.id)).map(BookingId);
    let running = match driving {
        Some(id) => running::running(scene, id, None)?.done(),
        None => None,
    };
    let limit = i64::try_from(EVENTS).unwrap_or(i64::MAX) + 1;
    Ok(Looked {
        payer,
        drivers: drivers::list(scene, id)?,
        // Where they are closed, the account itself still stands.
        contracts: contracts::list(scene, whose)?.done().unwrap_or_default(),
        balance: show::statement(scene, whose, None, 1)?.balance,
        bookings,
        running,
        events: desk::happened(scene, id, before, limit)?,
        cases: case_file::of_member(scene, id, None, CASES)?.cases,
        profile,
    })
}

/// Opens an account again that was locked.
pub(super) async fn lift(
    State(web): State<Web>,
    at: Desk,
    Path((_, member)): Path<(String, String)>,
    sent: Sent<Nothing>,
) -> Response {
    let named = member.clone();
    let work = move |scene: &mut Scene<'_, '_>| -> Result<Reply<ProfileView>, Trouble> {
        let id = scene.member_there(&named)?;
        lift::lift(scene, id)
    };
    let done = web.carry_out(&at.caller, sent.once(&at.caller), work).await;
    match outcome::<IgnoredAny>(done, &at.caller.language) {
        Ok(_) => gate::onwards(&at.address(&format!("members/{member}?told=lifted"))),
        Err(stopped) => match at_form(&at, &web, stopped) {
            Ok(errors) => show(&web, &at, Asked { member, before: None, told: "", errors }).await,
            Err(page) => *page,
        },
    }
}
