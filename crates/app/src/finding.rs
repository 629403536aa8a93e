//! Damage and dirt found at the pick-up: it comes upon the file of whoever had the vehicle before.

use rimessa_domain::booking::{Booking, State};
use rimessa_domain::ids::BookingId;
use rimessa_store::trips;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::case_file::{CaseFile, Said};
use crate::event::Event;
use crate::identity::show_id;
use crate::indemnity;
use crate::open_case::{NewCase, check_text};
use crate::reply::Reply;
use crate::scene::{Concerns, Scene};
use crate::trouble::Trouble;

/// What was found.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Finding)]
pub struct Wish {
    /// `damage` or `dirt`.
    pub what: String,
    /// Where on the vehicle, and what it looks like.
    #[serde(default)]
    pub text: String,
    /// Photos, by the id of their upload.
    #[serde(default)]
    pub uploads: Vec<String>,
    /// What the odometer shows, in metres.
    pub odometer_m: Option<i64>,
}

/// What can be found, and the kind of assessment that a rulebook may have for it.
const FOUND: [(&str, &str); 2] = [("damage", "damage-unreported"), ("dirt", "dirty")];

/// Reports what was found: a case, and a proposal on the file of the previous user. Nothing is billed.
///
/// # Errors
/// [`Trouble`].
pub fn find(
    scene: &mut Scene<'_, '_>,
    id: BookingId,
    wish: &Wish,
) -> Result<Reply<CaseFile>, Trouble> {
    let found = FOUND.iter().find(|(what, _)| *what == wish.what);
    let (what, kind) = found.ok_or_else(|| Trouble::invalid("what", "no-such-case", &wish.what))?;
    check_text("text", &wish.text, wish.uploads.is_empty())?;
    let uploads = scene.named_uploads("uploads", &wish.uploads)?;
    let booking = scene.booking(id)?.ok_or(Trouble::NotFound("booking"))?;
    if matches!(booking.state, State::Cancelled | State::NeverOpened) {
        return Err(Trouble::invalid("booking", "not-used", ""));
    }
    if let Some(odometer_m) = wish.odometer_m {
        scene.keep_reading(booking.vehicle, odometer_m, "checked", Some(id))?;
    }
    let once = format!("finding:{}:{what}", show_id(id.0));
    let new = NewCase {
        kind: what,
        member: Some(booking.member),
        booking: Some(id),
        vehicle: Some(booking.vehicle),
        once: Some(once.clone()),
        said: Said { text: wish.text.trim().to_owned(), ..Said::default() },
        uploads: uploads.clone(),
    };
    let case = scene.open_case(&new)?;
    scene.blame(&booking, kind, (case.id, once), uploads, wish.odometer_m)?;
    scene.show_file(&case).map(Reply::Done)
}

impl Scene<'_, '_> {
    /// Proposes an indemnity to whoever had the vehicle before that booking, if anybody had it and the
    /// rulebook knows one.
    fn blame(
        &mut self,
        booking: &Booking,
        kind: &str,
        (case, once): (u128, String),
        uploads: Vec<String>,
        odometer_m: Option<i64>,
    ) -> Result<(), Trouble> {
        let (op, at) = (self.operator.id, self.now());
        let until = match booking.state {
            State::Returned(returned) => returned,
            _ => at,
        };
        let before = trips::before(self.tx, op, booking.vehicle, booking.id, until)?;
        let Some(before) = before.filter(|_| self.can_propose(kind)) else { return Ok(()) };
        let wish = indemnity::Wish {
            kind: kind.to_owned(),
            booking: Some(show_id(before.0)),
            evidence: indemnity::Evidence {
                uploads,
                events: vec!["finding".to_owned()],
                odometer_m,
                place: Some(self.place_code(booking.pickup)?),
                found_by_booking: Some(show_id(booking.id.0)),
            },
            ..indemnity::Wish::default()
        };
        // The one who reports may not see the other's file: it is Rimessa that proposes.
        let reporter = std::mem::replace(&mut self.actor, crate::scene::Actor::System);
        let proposed = self.propose(&wish, Some(case), Some(once));
        self.actor = reporter;
        let Some(proposal) = proposed?.done() else { return Ok(()) };
        let event = Event { kind: "finding", of: Some(kind.to_owned()), ..Event::default() };
        let concerns = Concerns {
            member: Some(proposal.member),
            booking: Some(before),
            vehicle: Some(booking.vehicle),
            subject: Some(case),
            ..Concerns::default()
        };
        self.note(at, &event, None, concerns)
    }
}
