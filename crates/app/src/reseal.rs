//! Sealing everything again with the newest key, so that an old one can be taken out of the
//! configuration.

use rimessa_store::reseal::{self, Column, Sealed};
use rimessa_store::{OperatorId, Tx};

use crate::app::App;
use crate::book::CODE;
use crate::message::OUTBOX;
use crate::trouble::Trouble;
use crate::uploads::UPLOAD;

/// How many are looked at in one transaction. Uploads are large.
const BATCH: i64 = 20;

/// What became of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Resealed {
    /// So many were sealed again.
    pub done: usize,
    /// So many no key opens: the key is no longer in the configuration.
    pub lost: usize,
}

/// Seals everything again that an older key sealed. Broken off, it goes on when it is called again.
///
/// # Errors
/// [`Trouble::Store`]; what was done before stays done.
pub fn reseal_all(app: &App) -> Result<Resealed, Trouble> {
    let mut all = Resealed::default();
    for column in Column::ALL {
        let purpose = match column {
            Column::Outbox => OUTBOX,
            Column::Code => CODE,
            Column::Upload => UPLOAD,
        };
        let mut after = (OperatorId(0), 0);
        loop {
            let page = app.store().read_now(move |tx| reseal::page(tx, column, after, BATCH))?;
            let Some(last) = page.last() else { break };
            after = (last.0, last.1);
            let old: Vec<Sealed> =
                page.into_iter().filter(|row| !app.keys().is_newest(&row.2)).collect();
            if old.is_empty() {
                continue;
            }
            let keys = app.keys().clone();
            let (done, lost) = app.store().write_now(move |tx: &mut Tx<'_>| {
                let (mut done, mut lost) = (0, 0);
                for row in &old {
                    match keys.open(purpose, &row.2) {
                        Some(text) => {
                            reseal::replace(tx, column, row, &keys.seal(purpose, &text))?;
                            done += 1;
                        }
                        None => lost += 1,
                    }
                }
                Ok::<_, Trouble>((done, lost))
            })?;
            all.done += done;
            all.lost += lost;
        }
    }
    Ok(all)
}
