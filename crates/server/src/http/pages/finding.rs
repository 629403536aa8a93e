//! Looking for a vehicle.

use axum::extract::{OriginalUri, RawQuery, State};
use axum::response::{IntoResponse, Response};
use rimessa_app::find::{self, FreeVehicle, StationFree, Wish};
use rimessa_app::{StationView, Trouble, show, show_moment};
use rimessa_domain::time::{Instant, Span};
use rimessa_pages::{Errors, Found, Frame, Here, Search, Talk};
use serde::Deserialize;

use super::sent::asked;
use super::{frame, html, wrong};
use crate::http::guard::Caller;
use crate::http::harden::with_pictures;
use crate::http::web::Web;

/// So many stations stand in a list.
const MOST_STATIONS: i64 = 1000;
/// A trip is proposed to start at a quarter of an hour, and to take two hours.
const QUARTER_MS: i64 = 15 * 60_000;
const USUAL: Span = Span::hours(2);

#[derive(Default, Deserialize)]
#[serde(default)]
struct Typed {
    station: String,
    from: String,
    until: String,
    category: String,
}

pub(super) async fn stations(web: &Web, caller: &Caller) -> Result<Vec<StationView>, Trouble> {
    let all = web.find_out(caller, |scene| show::stations(scene, "", MOST_STATIONS));
    let mut all = all.await?;
    all.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(all)
}

/// The fields of a search, with times that suit most.
pub(super) async fn blank_search(
    web: &Web,
    caller: &Caller,
    frame: &Frame,
) -> Result<Search, Trouble> {
    blank(web, caller, &frame.talk).await
}

/// The same, in these words.
pub(super) async fn blank(web: &Web, caller: &Caller, talk: &Talk) -> Result<Search, Trouble> {
    let stations = stations(web, caller).await?;
    let now = web.app().clock().now();
    let from = Instant(now.0 - now.0.rem_euclid(QUARTER_MS) + QUARTER_MS);
    let rules = caller.operator.versions.at(now);
    let categories = rules.categories.iter().map(|category| category.id.to_string()).collect();
    Ok(Search {
        stations,
        from: talk.field(&show_moment(from)),
        until: talk.field(&show_moment(from.plus(USUAL))),
        categories,
        ..Search::default()
    })
}

pub(super) async fn find(
    State(web): State<Web>,
    caller: Caller,
    OriginalUri(uri): OriginalUri,
    RawQuery(query): RawQuery,
) -> Response {
    let path = uri.path_and_query().map_or_else(String::new, ToString::to_string);
    let frame = frame(&web, &caller, &path, Here::Find);
    let mut search = match blank_search(&web, &caller, &frame).await {
        Ok(search) => search,
        Err(trouble) => return wrong::page(&web, &caller, &trouble),
    };
    let typed: Typed = asked(query.as_deref());
    let asked = !typed.station.is_empty();
    if asked {
        let Typed { station, from, until, category } = typed;
        search = Search { station, from, until, category, ..search };
    }
    let free = if asked { look(&web, &caller, &search).await } else { Ok(Vec::new()) };
    let free = match free {
        Ok(free) => free,
        Err(trouble) => {
            let Some(errors) = wrong::at_fields(&trouble, &caller.language) else {
                return wrong::page(&web, &caller, &trouble);
            };
            search.errors = errors;
            Vec::new()
        }
    };
    let asked = asked && search.errors == Errors::default();
    let places = places(&web, &caller, &search);
    let tiles = web.tiles().cloned();
    let page = html(&Found { frame, search, asked, free, places, tiles }).into_response();
    with_pictures(page, web.tiles())
}

/// What can be had where at that time; nothing, if it cannot be told.
fn places(web: &Web, caller: &Caller, search: &Search) -> Vec<StationFree> {
    let wish = Wish {
        from: Some(search.from.clone()),
        until: Some(search.until.clone()),
        category: (!search.category.is_empty()).then(|| search.category.clone()),
        ..Wish::default()
    };
    find::stations(web.app(), &caller.operator, &wish).unwrap_or_default()
}

async fn look(web: &Web, caller: &Caller, search: &Search) -> Result<Vec<FreeVehicle>, Trouble> {
    let wish = Wish {
        from: Some(search.from.clone()),
        until: Some(search.until.clone()),
        station: Some(search.station.clone()),
        category: (!search.category.is_empty()).then(|| search.category.clone()),
        ..Wish::default()
    };
    find::free(web.app(), &caller.operator, &wish)
}
