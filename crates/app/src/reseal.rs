//! Sealing everything again with the newest key, so that an old one can be taken out of the
//! configuration.

use rimessa_store::reseal::{self, Column, Sealed};
use rimessa_store::{OperatorId, Tx};

use crate::app::App;
use crate::book::CODE;
use crate::case_file::ENTRY;
use crate::marks::MARKS;
use crate::message::OUTBOX;
use crate::notes::NOTE;
use crate::passkey::CREDENTIAL;
use crate::pin::PIN;
use crate::trouble::Trouble;
use crate::uploads::UPLOAD;
use crate::{claim, device, indemnity, second_factor};

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

/// What a column was sealed for.
fn purpose(column: Column) -> &'static str {
    match column {
        Column::Outbox => OUTBOX,
        Column::Code => CODE,
        Column::Upload => UPLOAD,
        Column::SecondFactor => second_factor::PURPOSE,
        Column::Passkey => CREDENTIAL,
        Column::DeviceKey | Column::OldDeviceKey => device::PURPOSE,
        Column::CaseEntry => ENTRY,
        Column::Objection | Column::Decision => indemnity::WORDS,
        Column::Claim | Column::ClaimReason => claim::WORDS,
        Column::InstallationKey => MARKS,
        Column::Note => NOTE,
        Column::FuelPin => PIN,
    }
}

/// Seals everything again that an older key sealed. Broken off, it goes on when it is called again.
///
/// # Errors
/// [`Trouble::Store`]; what was done before stays done.
pub fn reseal_all(app: &App) -> Result<Resealed, Trouble> {
    let mut all = Resealed::default();
    for column in Column::ALL.iter().copied() {
        let mut after = (OperatorId(0), 0, 0);
        loop {
            let page = app.store().read_now(move |tx| reseal::page(tx, column, after, BATCH))?;
            let Some(last) = page.last() else { break };
            after = (last.operator, last.id, last.within);
            let old: Vec<Sealed> =
                page.into_iter().filter(|row| !app.keys().is_newest(&row.bytes)).collect();
            if old.is_empty() {
                continue;
            }
            let (done, lost) = anew(app, column, old)?;
            all.done += done;
            all.lost += lost;
        }
    }
    Ok(all)
}

/// Seals these again; how many, and how many no key opens.
fn anew(app: &App, column: Column, old: Vec<Sealed>) -> Result<(usize, usize), Trouble> {
    let (keys, purpose) = (app.keys().clone(), purpose(column));
    app.store().write_now(move |tx: &mut Tx<'_>| {
        let (mut done, mut lost) = (0, 0);
        for row in &old {
            match keys.open(purpose, &row.bytes) {
                Some(text) => {
                    reseal::replace(tx, column, row, &keys.seal(purpose, &text))?;
                    done += 1;
                }
                None => lost += 1,
            }
        }
        Ok((done, lost))
    })
}
