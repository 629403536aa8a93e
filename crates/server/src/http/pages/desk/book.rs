//! Booking for somebody on the phone: by an agent, as theirs, at the price that was told.

use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use rimessa_app::book::Wish;
use rimessa_app::find::{self, FreeVehicle};
use rimessa_app::{Reply, Scene, Trouble, book, parse_id, profile};
use rimessa_domain::ids::MemberId;
use rimessa_pages::{DeskBook, Driver, Errors, Offer, QuoteShown, Search, Wanted};
use serde::Deserialize;

use super::{Desk, at_form, status_of};
use crate::http::pages::answered::{Stopped, outcome};
use crate::http::pages::finding::blank;
use crate::http::pages::offer::quoted;
use crate::http::pages::sent::{Sent, asked};
use crate::http::pages::{gate, html, wrong};
use crate::http::web::Web;

/// So many vehicles are offered in the place of one that is taken.
const INSTEAD: usize = 6;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    station: String,
    from: String,
    until: String,
    category: String,
    dropoff: String,
    vehicle: String,
    /// The total that was shown.
    agreed: String,
}

impl Typed {
    fn wish(&self, member: &str) -> Wish {
        let given = |text: &String| (!text.is_empty()).then(|| text.clone());
        Wish {
            member: Some(member.to_owned()),
            vehicle: given(&self.vehicle),
            start: self.from.clone(),
            end: self.until.clone(),
            dropoff: given(&self.dropoff),
            agreed: given(&self.agreed),
            ..Wish::default()
        }
    }
}

/// What an answer says of a booking.
#[derive(Deserialize)]
struct Made {
    id: String,
}

pub(super) async fn book(
    State(web): State<Web>,
    at: Desk,
    Path((_, member)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    show(&web, &at, &member, asked(query.as_deref()), None).await
}

/// The page; `refused`: why the booking was turned down just now.
async fn show(
    web: &Web,
    at: &Desk,
    member: &str,
    typed: Typed,
    refused: Option<Errors>,
) -> Response {
    match page(web, at, member, typed, refused).await {
        Ok(page) => {
            let status = status_of(&page.errors);
            (status, html(&page)).into_response()
        }
        Err(trouble) => at.wrong(web, &trouble),
    }
}

async fn page(
    web: &Web,
    at: &Desk,
    member: &str,
    typed: Typed,
    refused: Option<Errors>,
) -> Result<DeskBook, Trouble> {
    let named = member.to_owned();
    let (driver, payer) = web.find_out(&at.caller, move |scene| people(scene, &named)).await?;
    let frame = at.frame(web);
    let mut search = blank(web, &at.caller, &frame.talk).await?;
    let is_asked = !typed.station.is_empty();
    if is_asked {
        let Typed { station, from, until, category, .. } = typed.clone();
        search = Search { station, from, until, category, ..search };
    }
    let mut free = Vec::new();
    if is_asked {
        match look(web, at, &search) {
            Ok(found) => free = found,
            Err(trouble) => {
                search.errors = wrong::at_fields(&trouble, &at.caller.language).ok_or(trouble)?;
            }
        }
    }
    let (shown, mut errors) = match typed.vehicle.is_empty() || !search.errors.is_empty() {
        true => (None, Errors::default()),
        false => offered(web, at, typed.wish(&driver.id)).await?,
    };
    if let Some(refused) = refused {
        errors = refused;
    }
    let instead = match (shown.is_some(), typed.vehicle.is_empty()) {
        (false, false) => instead(web, at, &typed),
        _ => Offer::default(),
    };
    let Typed { vehicle, from: start, until: end, dropoff, .. } = typed;
    let wanted = Wanted { vehicle, start, end, dropoff };
    let asked = is_asked && search.errors.is_empty();
    Ok(DeskBook { frame, driver, payer, search, asked, free, wanted, shown, errors, instead })
}

/// For whom it is booked, and who pays, if that is another.
fn people(scene: &mut Scene<'_, '_>, member: &str) -> Result<(Driver, Option<Driver>), Trouble> {
    let id = scene.member_there(member)?;
    let driver = profile::profile(scene, id)?;
    let payer = match driver.payer.as_deref().and_then(parse_id) {
        Some(payer) => Some(Driver::from(&profile::profile(scene, MemberId(payer))?)),
        None => None,
    };
    Ok((Driver::from(&driver), payer))
}

fn look(web: &Web, at: &Desk, search: &Search) -> Result<Vec<FreeVehicle>, Trouble> {
    let wish = find::Wish {
        from: Some(search.from.clone()),
        until: Some(search.until.clone()),
        station: Some(search.station.clone()),
        category: (!search.category.is_empty()).then(|| search.category.clone()),
        ..find::Wish::default()
    };
    find::free(web.app(), &at.caller.operator, &wish)
}

/// What it will cost, or why it cannot be had.
async fn offered(
    web: &Web,
    at: &Desk,
    wish: Wish,
) -> Result<(Option<QuoteShown>, Errors), Trouble> {
    match web.find_out(&at.caller, move |scene| quoted(scene, &wish)).await {
        Ok(Reply::Done(shown)) => Ok((Some(shown), Errors::default())),
        Ok(Reply::Refused(refused)) => Ok((None, wrong::refused(refused))),
        Err(trouble) => match Stopped::by(trouble, &at.caller.language) {
            Stopped::AtForm(errors) => Ok((None, errors)),
            Stopped::Apart(trouble) => Err(trouble),
        },
    }
}

/// What there is in its place; nothing, if not even that can be told.
fn instead(web: &Web, at: &Desk, typed: &Typed) -> Offer {
    let (from, until) = (Some(typed.from.as_str()), Some(typed.until.as_str()));
    let found = find::alternatives(web.app(), &at.caller.operator, &typed.vehicle, from, until);
    let vehicles = found.map(|found| found.here.into_iter().chain(found.nearby).take(INSTEAD));
    Offer { vehicles: vehicles.into_iter().flatten().collect(), ..Offer::default() }
}

/// Books, at the price that was told.
pub(super) async fn confirm(
    State(web): State<Web>,
    at: Desk,
    Path((_, member)): Path<(String, String)>,
    sent: Sent<Typed>,
) -> Response {
    let (once, typed) = (sent.once(&at.caller), sent.fields);
    let (wish, named) = (typed.wish(&member), member.clone());
    let work = move |scene: &mut Scene<'_, '_>| {
        scene.member_there(&named)?;
        book::book(scene, &wish)
    };
    let done = web.carry_out(&at.caller, once, work).await;
    match outcome::<Made>(done, &at.caller.language) {
        Ok(Made { id }) => gate::onwards(&at.address(&format!("bookings/{id}?told=booked"))),
        Err(stopped) => match at_form(&at, &web, stopped) {
            Ok(errors) => show(&web, &at, &member, typed, Some(errors)).await,
            Err(page) => *page,
        },
    }
}
