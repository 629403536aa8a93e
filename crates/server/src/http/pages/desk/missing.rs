//! A vehicle that is not there: it is noted, then another one is taken in its place, or a taxi.

use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use rimessa_app::missing::{self, Wish};
use rimessa_app::{Scene, Trouble};
use rimessa_pages::{DeskMissing, Errors, Typed};
use serde::Deserialize;

use super::booking::{self, id_of};
use super::{Desk, at_form, status_of};
use crate::http::pages::answered::outcome;
use crate::http::pages::sent::{Sent, asked};
use crate::http::pages::{gate, html};
use crate::http::web::Web;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Chosen {
    /// The vehicle that is taken in its place.
    vehicle: String,
    /// A taxi is taken.
    taxi: String,
    /// Vehicles whose bookings would give way, separated by `~`.
    others: String,
}

/// What an answer says of a vehicle that is not there.
#[derive(Deserialize)]
struct Noted {
    by_displacing: Vec<String>,
}

pub(super) async fn missing(
    State(web): State<Web>,
    at: Desk,
    Path((_, booking)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    let Chosen { others, .. } = asked(query.as_deref());
    show(&web, &at, &booking, &others, Errors::default()).await
}

async fn show(web: &Web, at: &Desk, booking: &str, others: &str, errors: Errors) -> Response {
    let found = match id_of(booking) {
        Ok(id) => web.find_out(&at.caller, move |scene| missing::alternatives(scene, id)).await,
        Err(trouble) => Err(trouble),
    };
    let instead = match found {
        Ok(instead) => instead,
        Err(trouble) => return at.wrong(web, &trouble),
    };
    let by_displacing = others.split('~').filter(|code| !code.is_empty()).map(str::to_owned);
    let by_displacing = by_displacing.collect();
    let page = DeskMissing { frame: at.frame(web), instead, by_displacing, errors };
    (status_of(&page.errors), html(&page)).into_response()
}

/// Notes it, and does what was chosen.
pub(super) async fn tell(
    State(web): State<Web>,
    at: Desk,
    Path((_, booking)): Path<(String, String)>,
    sent: Sent<Chosen>,
) -> Response {
    let (once, Chosen { vehicle, taxi, others }) = (sent.once(&at.caller), sent.fields);
    let wish = Wish {
        vehicle: Some(vehicle.clone()).filter(|vehicle| !vehicle.is_empty()),
        taxi: taxi == "yes",
    };
    let is_choice = wish.vehicle.is_some() || wish.taxi;
    let named = booking.clone();
    let work = move |scene: &mut Scene<'_, '_>| -> Result<_, Trouble> {
        missing::missing(scene, id_of(&named)?, &wish)
    };
    let done = web.carry_out(&at.caller, once, work).await;
    let path = format!("bookings/{booking}");
    match outcome::<Noted>(done, &at.caller.language) {
        Ok(_) if !vehicle.is_empty() => gate::onwards(&at.address(&format!("{path}?told=moved"))),
        Ok(_) if is_choice => gate::onwards(&at.address(&format!("{path}?told=taxi"))),
        Ok(Noted { by_displacing }) => {
            let mut query = form_urlencoded::Serializer::new(String::new());
            query.append_pair("others", &by_displacing.join("~"));
            gate::onwards(&at.address(&format!("{path}/missing?{}", query.finish())))
        }
        Err(stopped) => match at_form(&at, &web, stopped) {
            Ok(errors) if is_choice => show(&web, &at, &booking, &others, errors).await,
            Ok(errors) => booking::show(&web, &at, &booking, "", Typed::default(), errors).await,
            Err(page) => *page,
        },
    }
}
