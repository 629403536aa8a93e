//! A booking as an agent sees it: all that is known, what happened, what can be done at which price.

use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use rimessa_app::{
    BookingView, Reply, Scene, Trouble, assist, cancel, case_file, desk, parse_id, profile,
    running, show, show_moment,
};
use rimessa_domain::ids::{BookingId, MemberId};
use rimessa_pages::{Acts, DeskBooking, DeskFrame, Driver, Errors, Typed};
use serde::Deserialize;

use super::{Desk, status_of};
use crate::http::pages::sent::asked;
use crate::http::pages::{html, wrong};
use crate::http::web::Web;

/// So many of the member's cases are looked through.
const CASES: i64 = 50;

/// What was just done, and the sentences that say so.
const TOLD: [(&str, &str); 14] = [
    ("booked", "desk-told-booked"),
    ("changed", "desk-told-changed"),
    ("cancelled", "desk-told-cancelled"),
    ("restored", "desk-told-restored"),
    ("code", "desk-told-code"),
    ("open", "desk-told-open"),
    ("door-open", "desk-told-door-open"),
    ("door-close", "desk-told-door-close"),
    ("moved", "desk-told-moved"),
    ("taxi", "desk-told-taxi"),
    ("late", "desk-told-late"),
    ("late-warned", "desk-told-late-warned"),
    ("reported", "desk-told-reported"),
    ("opened", "desk-told-opened"),
];

/// The sentence for what was just done; empty: nothing was.
pub(super) fn told(word: &str) -> &'static str {
    TOLD.iter().find(|(known, _)| *known == word).map_or("", |(_, key)| *key)
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Shown {
    told: String,
    start: String,
    end: String,
    until: String,
    kind: String,
    place: String,
    identity_confirmed: String,
}

impl Shown {
    /// What was typed.
    pub(super) fn typed(self) -> Typed {
        Typed {
            start: self.start,
            end: self.end,
            until: self.until,
            kind: self.kind,
            place: self.place,
            is_sure: self.identity_confirmed == "yes",
        }
    }
}

pub(super) fn id_of(booking: &str) -> Result<BookingId, Trouble> {
    parse_id(booking).map(BookingId).ok_or(Trouble::NotFound("booking"))
}

pub(super) async fn booking(
    State(web): State<Web>,
    at: Desk,
    Path((_, booking)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    let shown: Shown = asked(query.as_deref());
    let told = told(&shown.told);
    show(&web, &at, &booking, told, shown.typed(), Errors::default()).await
}

/// The page of a booking.
pub(super) async fn show(
    web: &Web,
    at: &Desk,
    booking: &str,
    told: &'static str,
    typed: Typed,
    errors: Errors,
) -> Response {
    let frame = at.frame(web);
    let found = match id_of(booking) {
        Ok(id) => web.find_out(&at.caller, move |scene| looked_up(scene, &frame, id)).await,
        Err(trouble) => Err(trouble),
    };
    let mut page = match found {
        Ok(page) => page,
        Err(trouble) => return at.wrong(web, &trouble),
    };
    let fields =
        (page.frame.talk.field(&page.booking.start), page.frame.talk.field(&page.booking.end));
    let or = |typed: String, known: String| if typed.is_empty() { known } else { typed };
    page.typed = Typed { start: or(typed.start, fields.0), end: or(typed.end, fields.1), ..typed };
    (page.told, page.errors) = (told, errors);
    (status_of(&page.errors), html(&page)).into_response()
}

fn looked_up(
    scene: &mut Scene<'_, '_>,
    frame: &DeskFrame,
    id: BookingId,
) -> Result<DeskBooking, Trouble> {
    let booking = show::booking(scene, id)?;
    let whose = |text: &str| parse_id(text).map(MemberId).ok_or(Trouble::NotFound("member"));
    let member = whose(&booking.member)?;
    let pays = Driver::from(&profile::profile(scene, member)?);
    let (driver, payer) = match booking.driver.as_deref() {
        None => (pays, None),
        Some(driver) => (Driver::from(&profile::profile(scene, whose(driver)?)?), Some(pays)),
    };
    let running = match booking.state.as_str() {
        "driving" | "planned" => running::running(scene, id, None)?.done(),
        _ => None,
    };
    let mut cases = case_file::of_member(scene, member, None, CASES)?.cases;
    if let Some(driver) = booking.driver.as_deref() {
        cases.extend(case_file::of_member(scene, whose(driver)?, None, CASES)?.cases);
    }
    cases.retain(|case| case.booking.as_ref() == Some(&booking.id));
    Ok(DeskBooking {
        frame: frame.clone(),
        driver,
        payer,
        pickup: show::station_called(scene, &booking.pickup)?,
        dropoff: show::station_called(scene, &booking.dropoff)?,
        code: show::code(scene, id)?.unwrap_or_default(),
        running,
        events: desk::happened_to(scene, id)?,
        cases,
        acts: acts(scene, id, &booking)?,
        told: "",
        typed: Typed::default(),
        errors: Errors::default(),
        booking,
    })
}

/// What can be done about a booking, and what it costs.
fn acts(scene: &mut Scene<'_, '_>, id: BookingId, booking: &BookingView) -> Result<Acts, Trouble> {
    let mut acts = Acts::default();
    // Moments in UTC are in the order of their texts.
    let now = show_moment(scene.now());
    match booking.state.as_str() {
        "planned" => {
            match cancel::cost(scene, id)? {
                Reply::Done(cost) => acts.cancelling = Some(cost),
                Reply::Refused(refused) => acts.not_cancelled = wrong::refused(refused).0,
            }
            acts.restoring = assist::restoring(scene, id)?;
            acts.opens = booking.start <= now && acts.restoring.is_none();
        }
        "driving" | "returned" => {
            acts.doors = assist::doors_cost(scene, id)?.done();
            acts.is_overdue = booking.state == "driving" && booking.end < now;
        }
        _ => {}
    }
    Ok(acts)
}
