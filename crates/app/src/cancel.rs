//! Cancelling a booking, and what that would cost.

use rimessa_domain::decide::cancel::cancel as decide;
use rimessa_domain::decide::{Answer, Now};
use rimessa_domain::ids::BookingId;
use rimessa_rulebook::explain::Explainer;
use rimessa_store::bookings::channel_word;
use rimessa_store::{bookings, members};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::book::OTHER_PRICE;
use crate::event::Event;
use crate::identity::show_id;
use crate::quote::{QuoteLine, show_lines};
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
    /// What was agreed that it costs, like `12.50`: if it would be something else by now, nothing is
    /// cancelled. Left out: whatever it costs.
    pub agreed: Option<String>,
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
    if let Some(agreed) = &wish.agreed
        && let Reply::Done(now) = cost(scene, id)?
        && now.total != *agreed
    {
        return Ok(Reply::Refused(scene.turned_away(OTHER_PRICE)));
    }
    let event = Event {
        kind: "cancel",
        booking: Some(show_id(id.0)),
        channel: Some(channel_word(channel)),
        ..Event::default()
    };
    scene
        .about_booking(id, &event, |facts| decide(&facts.now, channel, facts.booking, facts.member))
}

/// What cancelling would cost now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CancellationCost)]
pub struct Cost {
    /// The currency, ISO 4217.
    pub currency: String,
    /// The lines that it would give; none: it is free.
    pub lines: Vec<QuoteLine>,
    /// Their sum, like `12.50`.
    #[schema(example = "12.50")]
    pub total: String,
}

/// Says what cancelling would cost now, or why it would be refused. Nothing is kept.
///
/// # Errors
/// [`Trouble::NotFound`], also for what is not the caller's; [`Trouble`].
pub fn cost(scene: &mut Scene<'_, '_>, id: BookingId) -> Result<Reply<Cost>, Trouble> {
    let (operator, at) = (scene.operator, scene.now());
    let found = bookings::get(scene.tx, operator.id, &operator.versions, id)?;
    let found = found.filter(|stored| scene.may_use(stored));
    let booking = found.ok_or(Trouble::NotFound("booking"))?.booking;
    let rules = operator.versions.at(booking.made);
    let row = members::get(scene.tx, operator.id, booking.member)?;
    let member = scene.account(&row.ok_or(Trouble::NotFound("member"))?, rules)?;
    let channel = scene.channel(None)?;
    match decide(&Now { rules, at }, channel, Some(&booking), &member)? {
        Answer::Refused(refusal, _) => {
            Ok(Reply::Refused(scene.refused(refusal, rules, booking.made)))
        }
        Answer::Done(outcome) => {
            let rulebook = operator.book_at(booking.made);
            let explainer = Explainer { rulebook, language: scene.language };
            let (lines, total) = show_lines(&explainer, &outcome.lines);
            Ok(Reply::Done(Cost { currency: rules.currency.to_string(), lines, total }))
        }
    }
}
