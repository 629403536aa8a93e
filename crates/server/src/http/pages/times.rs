//! Another end, or other times altogether: what they cost first, then agreed to; where they are refused,
//! what it costs to bring the vehicle back at that time all the same.

use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rimessa_app::late_cost::{LateCost, late_cost};
use rimessa_app::other_times::{self, Cost, Wish};
use rimessa_app::{BookingView, Reply, Scene, Trouble, show};
use rimessa_domain::ids::BookingId;
use rimessa_pages::{Errors, Here, Times};
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::answered::{Stopped, outcome};
use super::booking::id_of;
use super::desk::status_of;
use super::sent::{Sent, asked};
use super::{Page, both, frame, gate, html, wrong};
use crate::http::guard::{Caller, Who};
use crate::http::web::Web;

pub(super) fn pages() -> Vec<Page> {
    let page = |path, methods| Page::new(Who::members(), path, methods);
    vec![
        page("/{operator}/bookings/{booking}/extend", both(get(end).post(set_end))),
        page("/{operator}/bookings/{booking}/change", both(get(times).post(set_times))),
    ]
}

/// Which of the two pages it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Only {
    /// Only the end is asked for.
    End,
    /// Both times are.
    Neither,
}

impl Only {
    fn address(self, slug: &str, booking: &str) -> String {
        let page = if self == Self::End { "extend" } else { "change" };
        format!("/{slug}/bookings/{booking}/{page}")
    }
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    start: String,
    end: String,
    /// The total that was shown.
    agreed: String,
}

impl Typed {
    fn wish(&self, only: Only) -> Wish {
        let start = if only == Only::End { String::new() } else { self.start.clone() };
        Wish { start, end: self.end.clone(), agreed: Some(self.agreed.clone()) }
    }

    fn query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [("start", &self.start), ("end", &self.end)] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        query.finish()
    }
}

type At = Path<(String, String)>;

pub(super) async fn end(
    State(web): State<Web>,
    caller: Caller,
    Path((_, booking)): At,
    RawQuery(query): RawQuery,
) -> Response {
    shown(&web, &caller, (&booking, Only::End), asked(query.as_deref()), None).await
}

pub(super) async fn times(
    State(web): State<Web>,
    caller: Caller,
    Path((_, booking)): At,
    RawQuery(query): RawQuery,
) -> Response {
    shown(&web, &caller, (&booking, Only::Neither), asked(query.as_deref()), None).await
}

pub(super) async fn set_end(
    State(web): State<Web>,
    caller: Caller,
    Path((_, booking)): At,
    sent: Sent<Typed>,
) -> Response {
    set(&web, &caller, (&booking, Only::End), sent).await
}

pub(super) async fn set_times(
    State(web): State<Web>,
    caller: Caller,
    Path((_, booking)): At,
    sent: Sent<Typed>,
) -> Response {
    set(&web, &caller, (&booking, Only::Neither), sent).await
}

/// A booking, and what the times that were typed would cost.
struct Looked {
    booking: BookingView,
    vehicle: String,
    /// `None`: nothing was typed yet.
    cost: Option<Result<Reply<Cost>, Trouble>>,
    /// Where they are refused: what coming back then costs.
    late: Option<LateCost>,
}

fn looked_up(scene: &mut Scene<'_, '_>, id: BookingId, wish: &Wish) -> Result<Looked, Trouble> {
    let booking = show::booking(scene, id)?;
    let vehicle = show::vehicle_called(scene, &booking.vehicle)?;
    let cost = (!wish.end.is_empty()).then(|| other_times::cost(scene, id, wish));
    let late = match &cost {
        Some(Ok(Reply::Refused(_))) => match late_cost(scene, id, &wish.end) {
            Ok(late) => Some(late),
            // It is no later end, or there is nothing to bring back.
            Err(Trouble::Invalid(_)) => None,
            Err(trouble) => return Err(trouble),
        },
        _ => None,
    };
    Ok(Looked { booking, vehicle, cost, late })
}

/// The page; `refused`: why it was turned down just now.
async fn shown(
    web: &Web,
    caller: &Caller,
    (booking, only): (&str, Only),
    typed: Typed,
    refused: Option<Errors>,
) -> Response {
    let wish = typed.wish(only);
    let found = match id_of(booking) {
        Ok(id) => web.find_out(caller, move |scene| looked_up(scene, id, &wish)).await,
        Err(trouble) => Err(trouble),
    };
    let Looked { booking, vehicle, cost, late } = match found {
        Ok(found) => found,
        Err(trouble) => return wrong::page(web, caller, &trouble),
    };
    let (cost, why) = match cost {
        None => (None, Errors::default()),
        Some(Ok(Reply::Done(cost))) => (Some(cost), Errors::default()),
        Some(Ok(Reply::Refused(refused))) => (None, wrong::refused(refused)),
        Some(Err(trouble)) => match Stopped::by(trouble, &caller.language) {
            Stopped::AtForm(errors) => (None, errors),
            Stopped::Apart(trouble) => return wrong::page(web, caller, &trouble),
        },
    };
    let errors = refused.unwrap_or(why);
    let path = only.address(&caller.operator.slug, &booking.id);
    let frame = frame(web, caller, &format!("{path}?{}", typed.query()), Here::Bookings);
    let or = |text: String, moment: &str| match text.is_empty() {
        true => frame.talk.field(moment),
        false => text,
    };
    let Typed { start, end, .. } = typed;
    let (start, end) = (or(start, &booking.start), or(end, &booking.end));
    let only_end = only == Only::End || booking.state == "driving";
    let page =
        Times { frame, booking, vehicle, only_end, action: path, start, end, cost, late, errors };
    (status_of(&page.errors), html(&page)).into_response()
}

/// Shows what the times cost, or sets them if that was agreed to. What is refused is asked for in earnest:
/// the regulation may look at it when the vehicle comes back, and staff see it.
async fn set(
    web: &Web,
    caller: &Caller,
    (booking, only): (&str, Only),
    sent: Sent<Typed>,
) -> Response {
    let id = match id_of(booking) {
        Ok(id) => id,
        Err(trouble) => return wrong::page(web, caller, &trouble),
    };
    let (once, typed) = (sent.once(caller), sent.fields);
    let wish = typed.wish(only);
    let is_agreed = !typed.agreed.is_empty();
    if !is_agreed {
        let asked = wish.clone();
        let cost = web.find_out(caller, move |scene| other_times::cost(scene, id, &asked)).await;
        if let Ok(Reply::Done(_)) = cost {
            let path = only.address(&caller.operator.slug, booking);
            return gate::onwards(&format!("{path}?{}", typed.query()));
        }
    }
    let once = once.filter(|_| is_agreed);
    let done = web.carry_out(caller, once, move |scene| other_times::set(scene, id, &wish)).await;
    match outcome::<IgnoredAny>(done, &caller.language) {
        Ok(_) => {
            let told = if only == Only::End { "extended" } else { "changed" };
            let slug = &caller.operator.slug;
            gate::onwards(&format!("/{slug}/bookings/{booking}?told={told}"))
        }
        Err(Stopped::AtForm(errors)) => {
            shown(web, caller, (booking, only), typed, Some(errors)).await
        }
        Err(Stopped::Apart(trouble)) => wrong::page(web, caller, &trouble),
    }
}
