//! What vanishes by itself: unconfirmed drafts, scans whose time is over, links that hold no longer.

use rimessa_store::{drafts, uploads};

use crate::app::App;
use crate::trouble::Trouble;

/// Deletes all of that, of all operators; how many.
///
/// # Errors
/// [`Trouble::Store`].
pub fn sweep(app: &App) -> Result<u64, Trouble> {
    let now = app.clock().now();
    app.store().write_now(move |tx| -> Result<u64, Trouble> {
        Ok(uploads::sweep(tx, now)? + drafts::sweep(tx, now)?)
    })
}
