//! Cancelling a booking.

use rimessa_domain::decide::cancel::cancel as decide;
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

/// How it is asked for.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BookingCancellation)]
pub struct Wish {
    /// By which channel.
    pub channel: Option<String>,
}

/// Cancels a booking.
///
/// # Errors
/// [`Trouble`].
pub fn cancel(
    scene: &mut Scene<'_, '_>,
    id: BookingId,
    wish: &Wish,
) -> Result<Reply<BookingView>, Trouble> {
    let channel = scene.channel(wish.channel.as_deref())?;
    let event = Event {
        kind: "cancel",
        booking: Some(show_id(id.0)),
        channel: Some(channel_word(channel)),
        ..Event::default()
    };
    scene
        .about_booking(id, &event, |facts| decide(&facts.now, channel, facts.booking, facts.member))
}
