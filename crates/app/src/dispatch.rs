//! Messages on their way out: taken for a while, tried, and either sent, tried again, given up, or
//! marked where nobody knows. Who carries them stands at the edge.

use rimessa_domain::time::{Instant, Span};
use rimessa_store::{OperatorId, Tx, outbox};

use crate::app::App;
use crate::identity::{digest, show_id};
use crate::message::{Letter, OUTBOX};
use crate::trouble::Trouble;

/// How long a message is kept from others while it is being sent: longer than a batch may take.
pub const LEASE: Span = Span::minutes(5);
/// So many are taken at once.
pub const BATCH: i64 = 8;
/// After so many attempts a message is dead.
pub const MOST_ATTEMPTS: i64 = 10;
/// How long is waited after the first attempt; it doubles with each further one.
const FIRST_WAIT_MS: i64 = 10_000;
/// Nobody waits longer.
const LONGEST_WAIT_MS: i64 = 3_600_000;

/// A message that was taken, to be sent now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispatch {
    operator: OperatorId,
    id: u128,
    attempt: i64,
    /// What is sent to whom.
    pub letter: Letter,
    /// Whoever took it before did not come back: it may have been sent.
    pub maybe_sent: bool,
    /// The operator's sender of e-mails; empty: it set none.
    pub from: String,
}

/// How an attempt ended. Problems are told without addresses and texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It was sent.
    Sent,
    /// Nobody sends: it stays to be read in the mailbox of the demo.
    Kept,
    /// It was refused for good.
    Refused(String),
    /// It was not sent; later it may be.
    Failed(String),
    /// Nobody knows whether it was sent.
    Unsure(String),
}

impl Dispatch {
    /// The message's id, by which whoever carries it knows it again.
    #[must_use]
    pub fn id(&self) -> String {
        show_id(self.id)
    }
}

/// Takes messages of a medium that are due.
///
/// # Errors
/// [`Trouble::Store`].
pub fn take(app: &App, medium: &'static str) -> Result<Vec<Dispatch>, Trouble> {
    let (app, now) = (app.clone(), app.clock().now());
    let work = {
        let app = app.clone();
        move |tx: &mut Tx<'_>| -> Result<Vec<Dispatch>, Trouble> {
            let rows = outbox::take(tx, medium, (now, now.plus(LEASE)), BATCH)?;
            let mut taken = Vec::with_capacity(rows.len());
            for row in rows {
                let sealed = row.sealed.as_deref();
                let text = sealed.and_then(|sealed| app.keys().open(OUTBOX, sealed));
                let letter = text.and_then(|text| serde_json::from_slice(&text).ok());
                let attempt = row.attempts + 1;
                let Some(letter) = letter else {
                    let ended = kept("dead", Some("it cannot be unsealed"), None);
                    outbox::ended(tx, (row.operator, row.id, attempt), &ended)?;
                    continue;
                };
                let from = app.directory().by_id(row.operator).cloned();
                taken.push(Dispatch {
                    operator: row.operator,
                    id: row.id,
                    attempt,
                    letter,
                    maybe_sent: row.state == "sending",
                    from: from.map(|op| op.settings.mail_from.clone()).unwrap_or_default(),
                });
            }
            Ok(taken)
        }
    };
    app.store().write_now(work)
}

fn kept<'a>(state: &'a str, problem: Option<&'a str>, next: Option<Instant>) -> outbox::Ended<'a> {
    outbox::Ended { state, problem, next, sent: None, purge: false }
}

/// Keeps how an attempt ended; `false`: somebody else has taken the message since.
///
/// # Errors
/// [`Trouble::Store`].
pub fn ended(app: &App, message: &Dispatch, how: &Ended) -> Result<bool, Trouble> {
    let now = app.clock().now();
    let key = (message.operator, message.id, message.attempt);
    let next = now.plus(wait(message.id, message.attempt));
    let how = how.clone();
    app.store().write_now(move |tx: &mut Tx<'_>| -> Result<bool, Trouble> {
        let sent = outbox::Ended {
            state: "sent",
            problem: None,
            next: None,
            sent: Some(now),
            purge: how == Ended::Sent,
        };
        let ended = match &how {
            Ended::Sent | Ended::Kept => sent,
            Ended::Refused(why) => kept("dead", Some(why), None),
            Ended::Unsure(why) => kept("unsure", Some(why), None),
            Ended::Failed(why) if key.2 >= MOST_ATTEMPTS => kept("dead", Some(why), None),
            Ended::Failed(why) => kept("waiting", Some(why), Some(next)),
        };
        Ok(outbox::ended(tx, key, &ended)?)
    })
}

/// How long is waited after an attempt: twice as long as before, and up to a quarter more, so that
/// not all come back at once.
fn wait(id: u128, attempt: i64) -> Span {
    let doublings = attempt.saturating_sub(1).clamp(0, 20);
    let wait = (FIRST_WAIT_MS << doublings).min(LONGEST_WAIT_MS);
    let seed = digest(&[id.to_be_bytes().as_slice(), &attempt.to_be_bytes()].concat());
    Span(wait + wait * i64::from(seed[0]) / 1024)
}

/// When the next message of a medium is due.
///
/// # Errors
/// [`Trouble::Store`].
pub fn next(app: &App, medium: &'static str) -> Result<Option<Instant>, Trouble> {
    app.store().read_now(move |tx| -> Result<_, Trouble> { Ok(outbox::next(tx, medium)?) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_an_hour_and_differ() {
        for (attempt, least) in [(1, 10_000), (2, 20_000), (5, 160_000), (60, 3_600_000)] {
            let wait = wait(7, attempt).0;
            assert!((least..=least * 5 / 4).contains(&wait), "{attempt}: {wait}");
        }
        assert_ne!(wait(7, 3), wait(8, 3));
    }
}
