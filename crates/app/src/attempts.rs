//! How often somebody was wrong about who he is, and how long he waits before the next attempt.
//!
//! It is counted for each place from which a login is tried: whoever guesses waits longer and longer, and
//! keeps nobody else out. Only if there is guessing from many places does the login itself wait. A name
//! that nobody has is counted in the same way, so that nobody learns which names there are.

use rimessa_domain::time::{Instant, Span};
use rimessa_store::logins::{self, LoginRow};
use rimessa_store::{OperatorId, Tx, access};

use crate::app::App;
use crate::identity::show_id;
use crate::trouble::Trouble;

/// So many wrong attempts from a place cost nothing; each further one doubles the time to wait.
const FREE: i64 = 4;
/// So many count against the login, from each place; and so many of all of them cost nothing.
const COUNTED: i64 = 5;
const FREE_OF_ALL: i64 = 50;
/// After so long without another one they are forgotten.
pub(crate) const REMEMBERED: Span = Span::days(1);
/// What the hashes of places and names are made for.
const ATTEMPT: &str = "attempt";

/// The attempts to log in as somebody from somewhere.
#[derive(Clone)]
pub(crate) struct Attempts {
    whose: OperatorId,
    /// `None`: nobody has the name that was typed.
    login: Option<u128>,
    from_here: [u8; 32],
    from_anywhere: [u8; 32],
}

impl Attempts {
    /// The attempts to log in under a name, from `place`. With another password they begin anew.
    pub(crate) fn of(
        app: &App,
        (whose, name): (OperatorId, &str),
        login: Option<&LoginRow>,
        place: &str,
    ) -> Self {
        let who = match login {
            Some(login) => {
                let password = login.password_hash.as_deref().unwrap_or_default();
                format!("{} {password}", show_id(login.id))
            }
            None => format!("{} {name}", whose.0),
        };
        let mark = |text: &str| app.marks().of(ATTEMPT, text.as_bytes());
        let (from_here, from_anywhere) = (mark(&format!("{place} {who}")), mark(&who));
        Self { whose, login: login.map(|login| login.id), from_here, from_anywhere }
    }

    /// Lets nobody try who must wait.
    pub(crate) fn check(&self, tx: &mut Tx<'_>, now: Instant) -> Result<(), Trouble> {
        let (last, failures) = self.counted(tx, &self.from_here, now)?;
        wait(blocked(failures, FREE, last), now)?;
        let until = match self.login {
            Some(id) => logins::get(tx, self.whose, id)?.and_then(|login| login.blocked_until),
            None => {
                let (last, failures) = self.counted(tx, &self.from_anywhere, now)?;
                blocked(failures, FREE_OF_ALL, last)
            }
        };
        wait(until, now)
    }

    /// Counts a wrong attempt.
    pub(crate) fn failed(&self, tx: &mut Tx<'_>, now: Instant) -> Result<(), Trouble> {
        let login = match self.login {
            Some(id) => logins::lock(tx, self.whose, id)?,
            None => None,
        };
        let from_here = self.count(tx, &self.from_here, now)?;
        if from_here > COUNTED {
            return Ok(());
        }
        let Some(login) = login else {
            return self.count(tx, &self.from_anywhere, now).map(drop);
        };
        let failures = login.failures + 1;
        let blocked_until = blocked(failures, FREE_OF_ALL, now);
        Ok(logins::put(tx, &LoginRow { failures, blocked_until, ..login }, now)?)
    }

    /// Forgets the wrong attempts from here: this one was right. The login must be locked.
    pub(crate) fn succeeded(
        &self,
        tx: &mut Tx<'_>,
        login: &LoginRow,
        now: Instant,
    ) -> Result<(), Trouble> {
        access::forget_attempts(tx, self.whose, &self.from_here)?;
        if login.failures > 0 {
            let calm = LoginRow { failures: 0, blocked_until: None, ..login.clone() };
            logins::put(tx, &calm, now)?;
        }
        Ok(())
    }

    /// When the last wrong attempt was and how many there were.
    fn counted(
        &self,
        tx: &mut Tx<'_>,
        origin: &[u8],
        now: Instant,
    ) -> Result<(Instant, i64), Trouble> {
        let known = access::attempts(tx, self.whose, origin)?;
        let known = known.filter(|(last, _)| last.plus(REMEMBERED) > now);
        Ok(known.unwrap_or((now, 0)))
    }

    fn count(&self, tx: &mut Tx<'_>, origin: &[u8], now: Instant) -> Result<i64, Trouble> {
        let failures = self.counted(tx, origin, now)?.1 + 1;
        access::put_attempts(tx, self.whose, origin, (now, failures))?;
        Ok(failures)
    }
}

/// Until when nothing is tried after so many failures, the last one at `last`.
fn blocked(failures: i64, free: i64, last: Instant) -> Option<Instant> {
    (failures > free).then(|| {
        let doublings = (failures - free).clamp(0, 10);
        last.plus(Span::minutes(1 << doublings).min(Span::hours(1)))
    })
}

fn wait(until: Option<Instant>, now: Instant) -> Result<(), Trouble> {
    match until {
        Some(until) if until > now => Err(Trouble::TooMany(until.since(now).0 / 1000 + 1)),
        _ => Ok(()),
    }
}
