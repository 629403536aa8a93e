//! The cards of the demo's members. What a reader reads of one follows from whose it is, so that the page of
//! an on-board unit can hold it to the reader.

use rimessa_app::{Operator, Scene, Trouble, card, digest, show_id};
use rimessa_domain::ids::MemberId;
use rimessa_domain::time::Instant;
use rimessa_rulebook::regulation::Method;

/// What a reader reads of a card that nobody has.
pub(super) const STRANGE: &str = "04FFFFFFFFFFFF";

/// What a reader reads of a member's card: seven bytes, as most cards have.
pub(super) fn uid(member: MemberId) -> String {
    let made = digest(format!("card\n{}", show_id(member.0)).as_bytes());
    let bytes: String = made[..6].iter().map(|byte| format!("{byte:02X}")).collect();
    format!("04{bytes}")
}

/// Whether vehicles of an operator are opened by card.
pub(super) fn are_used(operator: &Operator, at: Instant) -> bool {
    let access = &operator.book_at(at).regulation.access;
    access.iter().any(|item| item.what.method == Method::Card && item.validity.holds(at))
}

/// Gives a member a card.
///
/// # Errors
/// [`Trouble`].
pub(super) fn give(scene: &mut Scene<'_, '_>, member: MemberId) -> Result<(), Trouble> {
    let new = card::NewCard { uid: uid(member), label: "1".to_owned() };
    card::give(scene, &show_id(member.0), &new).map(drop)
}
