//! Changing the times of a booking before it begins.

use rimessa_domain::decide::change::{Change, change as decide};
use rimessa_domain::ids::BookingId;
use rimessa_store::bookings::channel_word;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::event::Event;
use crate::identity::show_id;
use crate::reply::Reply;
use crate::scene::Scene;
use crate::trouble::Trouble;
use crate::view::BookingView;
use crate::when::{moment, show_moment};

/// What is asked for: another start, another end, or both.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BookingChange, example = json!({ "end": "2030-03-04T13:00" }))]
pub struct Wish {
    /// Another start.
    pub start: Option<String>,
    /// Another end.
    pub end: Option<String>,
    /// By which channel.
    pub channel: Option<String>,
}

/// Changes the times of a booking.
///
/// # Errors
/// [`Trouble`].
pub fn change(
    scene: &mut Scene<'_, '_>,
    id: BookingId,
    wish: &Wish,
) -> Result<Reply<BookingView>, Trouble> {
    let zone = &scene.operator.versions.at(scene.now()).zone;
    let start = wish.start.as_deref().map(|text| moment(zone, "start", text)).transpose()?;
    let end = wish.end.as_deref().map(|text| moment(zone, "end", text)).transpose()?;
    if start.is_none() && end.is_none() {
        return Err(Trouble::invalid("start", "missing", ""));
    }
    let channel = scene.channel(wish.channel.as_deref())?;
    let event = Event {
        kind: "change",
        booking: Some(show_id(id.0)),
        start: start.map(show_moment),
        end: end.map(show_moment),
        channel: Some(channel_word(channel)),
        ..Event::default()
    };
    let asked = Change { start, end, channel };
    scene.about_booking(id, &event, |facts| {
        decide(&facts.now, asked, facts.booking, facts.member, facts.vehicle)
    })
}
