//! Reporting something during a trip: a delay, a bay taken, force majeure.

use rimessa_domain::decide::drive::report as decide;
use rimessa_domain::ids::BookingId;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::event::Event;
use crate::identity::show_id;
use crate::reply::Reply;
use crate::scene::Scene;
use crate::trouble::Trouble;
use crate::view::BookingView;

/// What is reported.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TripReport)]
pub struct Wish {
    /// Of which kind: `delay`, `bay-taken`, `force-majeure`, or one of the rulebook's.
    pub kind: String,
}

const KINDS: [&str; 3] = ["bay-taken", "delay", "force-majeure"];

/// Reports something.
///
/// # Errors
/// [`Trouble`].
pub fn report(
    scene: &mut Scene<'_, '_>,
    id: BookingId,
    wish: &Wish,
) -> Result<Reply<BookingView>, Trouble> {
    let rules = scene.operator.versions.at(scene.now());
    if !KINDS.contains(&wish.kind.as_str()) && rules.find_name(&wish.kind).is_none() {
        return Err(Trouble::invalid("kind", "no-such-kind", &wish.kind));
    }
    let event = Event {
        kind: "report",
        booking: Some(show_id(id.0)),
        of: Some(wish.kind.clone()),
        ..Event::default()
    };
    scene.about_booking(id, &event, |facts| decide(&facts.now, &wish.kind, facts.booking))
}
