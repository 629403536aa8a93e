//! What agents do for members, and bill at once: doors opened, a card replaced, a booking restored.

use crate::assess::{self, Wish, charge_of};
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
