//! The second factor of staff: codes of an authenticator (TOTP), and what stands in for a lost one.

use rimessa_domain::time::Instant;
use rimessa_store::factors::{self, FactorRow};
use rimessa_store::logins::{self, INSTALLATION};
use rimessa_store::{Tx, sessions};
use serde::{Deserialize, Serialize};
use totp_rs::{Builder, Secret, Totp};
use utoipa::ToSchema;

use crate::app::App;
use crate::event::Event;
use crate::identity::{digest, random};
use crate::log_in;
use crate::scene::{Actor, Concerns, Scene};
use crate::trouble::Trouble;

/// What the secret is sealed for.
pub(crate) const PURPOSE: &str = "second_factor";
/// So many codes stand in for a lost second factor.
const RECOVERY_CODES: usize = 10;

/// A second factor to be set up. It is shown once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = SecondFactorEnrolment)]
pub struct Enrolment {
    /// The secret, as it is typed into an authenticator.
    pub secret: String,
    /// The same as an address, for a QR code.
    pub url: String,
}

/// The codes that stand in for a lost second factor, each once. They are shown once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RecoveryCodes {
    /// The codes.
    pub codes: Vec<String>,
}

/// A code of the authenticator.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SecondFactorConfirmation)]
pub struct Confirmation {
    /// The six digits it shows now.
    pub totp: String,
}

fn totp(secret: &[u8], issuer: &str, name: &str) -> Option<Totp> {
    let plain: String = name.chars().filter(|c| *c != ':').collect();
    let issuer: String = issuer.chars().filter(|c| *c != ':').collect();
    let builder = Builder::new()
        .with_secret(Secret::new(secret.into()))
        .with_account_name(plain)
        .with_issuer(Some(issuer));
    builder.build().ok()
}

/// The step whose code this is, if it is one of now.
fn step(secret: &[u8], code: &str, now: Instant) -> Option<i64> {
    let seconds = u64::try_from(now.0 / 1000).ok()?;
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    i64::try_from(totp(secret, "", "")?.check(&code, seconds)?).ok()
}

fn broken() -> Trouble {
    Trouble::Store(rimessa_store::Failure::Corrupt("a second factor cannot be opened".to_owned()))
}

/// Begins to set up the second factor of whoever acts, in the session of this token.
///
/// # Errors
/// [`Trouble::Invalid`] if there is one already; [`Trouble::Denied`] for whoever has a passkey and did not
/// show it.
pub fn enrol(scene: &mut Scene<'_, '_>, token: &str) -> Result<Enrolment, Trouble> {
    let Actor::Staff(id) = scene.actor else { return Err(Trouble::Forbidden) };
    let login = logins::lock(scene.tx, INSTALLATION, id)?.ok_or(Trouble::NotLoggedIn)?;
    if factors::get(scene.tx, id)?.is_some_and(|factor| factor.confirmed.is_some()) {
        return Err(Trouble::invalid("totp", "second-factor-is-there", ""));
    }
    scene.may_enrol(&login, token)?;
    let secret: [u8; 20] = random();
    let shown = totp(&secret, "Rimessa", &login.name).ok_or_else(broken)?;
    let url = shown.to_url().map_err(|_| broken())?;
    let factor = FactorRow {
        secret_sealed: scene.app.keys().seal(PURPOSE, &secret),
        confirmed: None,
        last_step: 0,
    };
    factors::put(scene.tx, id, &factor)?;
    Ok(Enrolment { secret: shown.secret().to_base32(), url })
}

/// Confirms the second factor of whoever acts: from now on it is asked for. This session (by its
/// token) counts as begun with it, all others end.
///
/// # Errors
/// [`Trouble::Invalid`] if the code is wrong or nothing waits to be confirmed.
pub fn confirm(
    scene: &mut Scene<'_, '_>,
    token: &str,
    wish: &Confirmation,
) -> Result<RecoveryCodes, Trouble> {
    let Actor::Staff(id) = scene.actor else { return Err(Trouble::Forbidden) };
    logins::lock(scene.tx, INSTALLATION, id)?.ok_or(Trouble::NotLoggedIn)?;
    let now = scene.now();
    let waiting = factors::get(scene.tx, id)?.filter(|factor| factor.confirmed.is_none());
    let nothing = || Trouble::invalid("totp", "nothing-to-confirm", "");
    let factor = waiting.ok_or_else(nothing)?;
    let secret = scene.app.keys().open(PURPOSE, &factor.secret_sealed).ok_or_else(broken)?;
    let step = step(&secret, &wish.totp, now);
    let step = step.ok_or_else(|| Trouble::invalid("totp", "wrong-totp", ""))?;
    factors::put(scene.tx, id, &FactorRow { confirmed: Some(now), last_step: step, ..factor })?;
    let mut codes = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        let code = crate::password::temporary();
        factors::add_code(scene.tx, id, &digest(plain(&code).as_bytes()))?;
        codes.push(code);
    }
    let current = sessions::find(scene.tx, &digest(token.as_bytes()))?;
    sessions::end_all(scene.tx, id)?;
    if let Some(current) = current {
        sessions::insert(scene.tx, &sessions::SessionRow { second_factor: true, ..current })?;
    }
    let event = Event { kind: "second-factor", ..Event::default() };
    scene.note(now, &event, None, Concerns { subject: Some(id), ..Concerns::default() })?;
    Ok(RecoveryCodes { codes })
}

/// A recovery code as it is compared.
fn plain(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase()
}

/// Whether somebody showed a second factor.
pub(crate) enum Shown {
    /// None is needed.
    NotNeeded,
    /// It is right.
    Right,
    /// It is needed, and was not shown.
    Missing,
    /// It is wrong, or was used before.
    Wrong,
}

/// Takes what somebody who is logging in shows as a second factor; no code is taken twice.
///
/// The login must be locked.
pub(crate) fn take(
    tx: &mut Tx<'_>,
    app: &App,
    id: u128,
    shown: &log_in::Credentials,
) -> Result<Shown, Trouble> {
    let Some(factor) = factors::get(tx, id)?.filter(|factor| factor.confirmed.is_some()) else {
        return Ok(Shown::NotNeeded);
    };
    if let Some(code) = &shown.recovery_code {
        let used = factors::use_code(tx, id, &digest(plain(code).as_bytes()))?;
        return Ok(if used { Shown::Right } else { Shown::Wrong });
    }
    let Some(code) = &shown.totp else { return Ok(Shown::Missing) };
    let secret = app.keys().open(PURPOSE, &factor.secret_sealed).ok_or_else(broken)?;
    match step(&secret, code, app.clock().now()) {
        Some(step) if step > factor.last_step => {
            factors::put(tx, id, &FactorRow { last_step: step, ..factor })?;
            Ok(Shown::Right)
        }
        _ => Ok(Shown::Wrong),
    }
}
