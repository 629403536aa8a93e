//! Extending a booking, before its start or during the trip.

use rimessa_domain::decide::extend::{Extend, extend as decide};
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

/// What is asked for.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BookingExtension, example = json!({ "end": "2030-03-04T13:00" }))]
pub struct Wish {
    /// The new end.
    pub end: String,
    /// By which channel.
    pub channel: Option<String>,
}

/// Extends a booking.
///
/// # Errors
/// [`Trouble`].
pub fn extend(
    scene: &mut Scene<'_, '_>,
    id: BookingId,
    wish: &Wish,
) -> Result<Reply<BookingView>, Trouble> {
    let zone = &scene.operator.versions.at(scene.now()).zone;
    let end = moment(zone, "end", &wish.end)?;
    let channel = scene.channel(wish.channel.as_deref())?;
    let event = Event {
        kind: "extend",
        booking: Some(show_id(id.0)),
        end: Some(show_moment(end)),
        channel: Some(channel_word(channel)),
        ..Event::default()
    };
    scene.about_booking(id, &event, |facts| {
        let asked = Extend { end, channel };
        decide(&facts.now, asked, facts.booking, facts.member, facts.vehicle)
    })
}
