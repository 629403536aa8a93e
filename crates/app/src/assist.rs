//! What agents do for members, and bill at once: doors opened, a card replaced, a booking restored.

use rimessa_domain::decide::assess::{Assess, assess as decide, needs};
use rimessa_domain::decide::{Answer, Now};
use rimessa_domain::ids::BookingId;
use rimessa_domain::rules::billing::Occasion;
use rimessa_rulebook::explain::Explainer;
use rimessa_store::{bookings, members};

use crate::assess::{self, Wish, charge_of};
use crate::doors::REMOTE_DOOR;
use crate::quote::{QuoteLine, show_lines};
use crate::reply::Reply;
use crate::scene::Scene;
use crate::trouble::Trouble;
use crate::view::LineView;

/// Indemnities that nobody needs to be heard about: somebody else decided already.
const PASSED_ON: [&str; 1] = ["traffic-fine"];

/// Does a service, and bills it.
///
/// # Errors
/// [`Trouble::Invalid`] for an indemnity: it is proposed, and the member is heard first.
pub fn assist(scene: &mut Scene<'_, '_>, wish: &Wish) -> Result<Reply<Vec<LineView>>, Trouble> {
    let at = scene.now();
    let rules = scene.operator.versions.at(at);
    let charge = charge_of(rules, &wish.kind, at);
    let taxed =
        |class: u16| rules.vat.get(usize::from(class)).is_some_and(|class| !class.rates.is_empty());
    if charge.is_some_and(|charge| !taxed(charge.vat)) && !PASSED_ON.contains(&wish.kind.as_str()) {
        return Err(Trouble::invalid("kind", "hear-first", &wish.kind));
    }
    assess::assess(scene, wish)
}

/// What a service would cost.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// The kind, by the rulebook's name.
    pub kind: String,
    /// The lines that it would give; none: it is free.
    pub lines: Vec<QuoteLine>,
    /// Their sum, like `2.50`.
    pub total: String,
}

/// What opening or closing the doors of a booking's vehicle from afar costs now. Nothing is kept.
///
/// # Errors
/// [`Trouble::NotFound`]; [`Trouble`].
pub fn doors_cost(scene: &mut Scene<'_, '_>, id: BookingId) -> Result<Reply<Cost>, Trouble> {
    match scene.service_cost(id, REMOTE_DOOR)? {
        Some(reply) => Ok(reply),
        // The regulation has no price for it.
        None => Ok(Reply::Done(Cost { total: "0.00".to_owned(), ..Cost::default() })),
    }
}

/// What restoring a suspended booking costs now, and by which kind of service; `None`: it is not
/// suspended, or the regulation restores none. Nothing is kept.
///
/// # Errors
/// [`Trouble::NotFound`]; [`Trouble`].
pub fn restoring(scene: &mut Scene<'_, '_>, id: BookingId) -> Result<Option<Cost>, Trouble> {
    let Some(kind) = restoring_kind(scene) else { return Ok(None) };
    Ok(scene.service_cost(id, &kind)?.and_then(Reply::done))
}

/// The kind of service that restores a suspended booking; `None`: the regulation has none.
#[must_use]
pub fn restoring_kind(scene: &Scene<'_, '_>) -> Option<String> {
    let rules = scene.operator.versions.at(scene.now());
    let mut restores = rules.charges.iter().filter(|charge| charge.restores);
    let charge = restores.find(|charge| charge.on & Occasion::Assess.bit() != 0)?;
    charge.kinds.first().map(|kind| rules.name(*kind).to_owned())
}

impl Scene<'_, '_> {
    /// What a service about a booking would cost; `None`: the regulation knows none of that kind.
    fn service_cost(&mut self, id: BookingId, kind: &str) -> Result<Option<Reply<Cost>>, Trouble> {
        let (operator, at) = (self.operator, self.now());
        let found = bookings::get(self.tx, operator.id, &operator.versions, id)?;
        let found = found.filter(|stored| self.may_use(stored));
        let booking = found.ok_or(Trouble::NotFound("booking"))?.booking;
        let rules = operator.versions.at(booking.made);
        if needs(rules, kind, at).is_none() {
            return Ok(None);
        }
        let row = members::get(self.tx, operator.id, booking.member)?;
        let member = self.account(&row.ok_or(Trouble::NotFound("member"))?, rules)?;
        let asked = Assess { kind, costs: &[], recorded: None, recorded_mm: 0 };
        match decide(&Now { rules, at }, &asked, Some(Some(&booking)), &member)? {
            Answer::Refused(refusal, _) => {
                Ok(Some(Reply::Refused(self.refused(refusal, rules, booking.made))))
            }
            Answer::Done(outcome) => {
                let rulebook = operator.book_at(booking.made);
                let explainer = Explainer { rulebook, language: self.language };
                let (lines, total) = show_lines(&explainer, &outcome.lines);
                Ok(Some(Reply::Done(Cost { kind: kind.to_owned(), lines, total })))
            }
        }
    }
}
