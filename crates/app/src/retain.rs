//! Forgetting what need not, or must not, be kept any longer.
//!
//! Each period stands here once, with its reason. A job calls [`retain_all`]; it forgets in small
//! parts, so that nobody waits for it, and called again after it broke off it goes on.

use rimessa_domain::time::{Instant, Span};
use rimessa_store::{Failure, Tx, access, passkeys, reports, resets, retention, sessions};

use crate::app::App;
use crate::attempts::REMEMBERED;
use crate::trouble::Trouble;

/// So many are forgotten at once.
const PART: usize = 500;

/// Something that is kept for a while.
pub struct Period {
    /// What.
    pub what: &'static str,
    /// How long.
    pub kept: Span,
    /// Why not longer, and why so long.
    pub why: &'static str,
    /// Forgets what is older; how many there were.
    forget: fn(&App, Instant) -> Result<u64, Trouble>,
}

/// All periods.
pub const PERIODS: &[Period] = &[
    Period {
        what: "answers",
        kept: Span::days(7),
        why: "whoever got no answer asks again within minutes, after a long weekend at the latest; \
              an answer may hold personal data",
        forget: answers,
    },
    Period {
        what: "sessions",
        kept: Span::days(1),
        why: "a session that has ended opens nothing; for a day it can still be listed",
        forget: |app, before| write(app, move |tx| sessions::forget(tx, before)),
    },
    Period {
        what: "resets",
        kept: Span::ZERO,
        why: "a token that has expired opens nothing",
        forget: |app, before| write(app, move |tx| resets::forget(tx, before)),
    },
    Period {
        what: "passkey ceremonies",
        kept: Span::ZERO,
        why: "one that has expired lets nobody in",
        forget: |app, before| write(app, move |tx| passkeys::forget(tx, before)),
    },
    Period {
        what: "wrong attempts",
        kept: REMEMBERED,
        why: "whoever was wrong a day ago waits no longer for it",
        forget: |app, before| write(app, move |tx| access::forget_old_attempts(tx, before)),
    },
    Period {
        what: "device keys",
        kept: Span::ZERO,
        why: "a key that was replaced and has ended opens nothing",
        forget: |app, before| write(app, move |tx| retention::forget_device_keys(tx, before)),
    },
    Period {
        what: "letters",
        kept: Span::days(30),
        why: "address and text of a message that was sent go at once; those of one that could not be \
              sent are needed until somebody has looked into it",
        forget: letters,
    },
    Period {
        what: "device reports",
        kept: Span::days(90),
        why: "they say where people were; a bill or an indemnity is disputed within weeks",
        forget: |app, before| write(app, move |tx| reports::forget(tx, before)),
    },
    Period {
        what: "text messages",
        kept: Span::days(90),
        why: "that one came is told apart from a repeated one; the gateway gives up within days",
        forget: |app, before| write(app, move |tx| access::forget(tx, before)),
    },
];

/// What was forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forgotten {
    /// What.
    pub what: &'static str,
    /// How many.
    pub count: u64,
}

/// Forgets all that has been kept for its period at `now`.
///
/// # Errors
/// [`Trouble::Store`]; what was forgotten before stays forgotten.
pub fn retain_all(app: &App, now: Instant) -> Result<Vec<Forgotten>, Trouble> {
    let forget = |period: &Period| {
        let count = (period.forget)(app, now.minus(period.kept))?;
        Ok(Forgotten { what: period.what, count })
    };
    PERIODS.iter().map(forget).collect()
}

fn write(
    app: &App,
    work: impl Fn(&mut Tx<'_>) -> Result<u64, Failure> + Send + 'static,
) -> Result<u64, Trouble> {
    Ok(app.store().write_now(work)?)
}

/// They are looked for beside the writer, and then forgotten by their keys.
fn answers(app: &App, before: Instant) -> Result<u64, Trouble> {
    const AT_ONCE: i64 = 50_000;
    let mut count = 0;
    loop {
        let old = app.store().read_now(move |tx| retention::old_answers(tx, before, AT_ONCE))?;
        for part in old.chunks(PART) {
            count += part.len() as u64;
            let part = part.to_vec();
            app.store().write_now(move |tx| retention::forget_answers(tx, &part))?;
        }
        if old.is_empty() {
            return Ok(count);
        }
    }
}

fn letters(app: &App, before: Instant) -> Result<u64, Trouble> {
    let mut count = 0;
    loop {
        let part = i64::try_from(PART).unwrap_or(i64::MAX);
        let forgotten = write(app, move |tx| retention::forget_letters(tx, before, part))?;
        if forgotten == 0 {
            return Ok(count);
        }
        count += forgotten;
    }
}
