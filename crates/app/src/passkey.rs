//! Passkeys of members and staff (WebAuthn): registering one, and logging in with it.

use rimessa_domain::time::Span;
use rimessa_store::logins::{self, INSTALLATION};
use rimessa_store::passkeys::{self, PasskeyRow};
use rimessa_store::{Failure, OperatorId};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;
use webauthn_rs::prelude::{
    Passkey, PasskeyAuthentication, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Url,
};
use webauthn_rs::{Webauthn, WebauthnBuilder};

use crate::event::Event;
use crate::identity::{parse_id, show_id};
use crate::log_in::{self, Begun, find, login_name};
use crate::program::label;
use crate::reply::Reply;
use crate::scene::{Actor, Concerns, Scene};
use crate::trouble::Trouble;
use crate::when::show_moment;

/// What credentials and ceremonies are sealed for.
const CREDENTIAL: &str = "passkey";
const CEREMONY: &str = "passkey_ceremony";
/// So long an authenticator may take.
const TIME: Span = Span::minutes(5);
/// So many passkeys somebody may have.
const MOST: usize = 20;

/// What an authenticator is asked.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Asked {
    /// The ceremony, to be named in the answer.
    pub ceremony: String,
    /// What to hand to the browser's `navigator.credentials`.
    #[schema(value_type = Object)]
    pub options: Value,
}

/// A passkey that an authenticator made.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPasskey {
    /// The ceremony.
    pub ceremony: String,
    /// What its owner calls it.
    pub label: String,
    /// What the browser answered.
    #[schema(value_type = Object)]
    pub credential: Value,
}

/// Who wants to log in with a passkey.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Name {
    /// Login name, main e-mail address, or customer number.
    pub login: String,
    /// Whether it is somebody of the staff.
    #[serde(default)]
    pub staff: bool,
}

/// What an authenticator answered to log in.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Shown {
    /// The ceremony.
    pub ceremony: String,
    /// What the browser answered.
    #[schema(value_type = Object)]
    pub credential: Value,
}

/// A passkey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PasskeyView {
    /// Its id.
    pub id: String,
    /// What its owner calls it.
    pub label: String,
    /// When it was made, RFC 3339.
    pub made: String,
    /// When it was last used, RFC 3339.
    pub used: Option<String>,
}

fn view(row: PasskeyRow) -> PasskeyView {
    PasskeyView {
        id: show_id(row.id),
        label: row.label,
        made: show_moment(row.created),
        used: row.used.map(show_moment),
    }
}

fn broken(what: &str) -> Trouble {
    Trouble::Store(Failure::Corrupt(format!("{what} cannot be read")))
}

fn wrong() -> Trouble {
    Trouble::invalid("credential", "passkey-wrong", "")
}

/// The end of a ceremony under way: for whom it was begun.
#[derive(Serialize, Deserialize)]
enum Ceremony {
    Registering(PasskeyRegistration),
    LoggingIn(OperatorId64, PasskeyAuthentication),
}

/// Where a login is kept, in a form that is kept.
type OperatorId64 = i64;

impl Scene<'_, '_> {
    /// What holds an authenticator's answers against what was asked: for the operator's own site.
    fn webauthn(&self) -> Result<Webauthn, Trouble> {
        let none = || Trouble::Denied("passkeys-need-a-site");
        let site = Url::parse(&self.operator.settings.site).map_err(|_| none())?;
        let host = site.host_str().ok_or_else(none)?;
        let builder = WebauthnBuilder::new(host, &site).map_err(|_| none())?;
        let name = self.operator.book_at(self.now()).name.to_string();
        builder.rp_name(&name).build().map_err(|_| none())
    }

    fn sealed<T: Serialize>(&self, purpose: &str, value: &T) -> Vec<u8> {
        self.app.keys().seal(purpose, &serde_json::to_vec(value).unwrap_or_default())
    }

    fn opened<T: DeserializeOwned>(&self, purpose: &str, sealed: &[u8]) -> Result<T, Trouble> {
        let text = self.app.keys().open(purpose, sealed);
        let text = text.ok_or_else(|| broken("what was sealed"))?;
        serde_json::from_slice(&text).map_err(|_| broken("a passkey"))
    }

    fn own_passkeys(
        &mut self,
        whose: OperatorId,
        login: u128,
    ) -> Result<Vec<(PasskeyRow, Passkey)>, Trouble> {
        let rows = passkeys::of_login(self.tx, whose, login)?;
        let open = |row: PasskeyRow| {
            let passkey = self.opened(CREDENTIAL, &row.sealed)?;
            Ok((row, passkey))
        };
        rows.into_iter().map(open).collect()
    }

    /// Begins a ceremony of whoever it is; where it is kept is the operator under which it is held.
    fn begin_ceremony(
        &mut self,
        login: Option<u128>,
        ceremony: &Ceremony,
        options: Value,
    ) -> Result<Asked, Trouble> {
        let (id, now) = (self.id(), self.now());
        let sealed = self.sealed(CEREMONY, ceremony);
        let span = (now, now.plus(TIME));
        passkeys::begin(self.tx, self.operator.id, id, login, &sealed, span)?;
        Ok(Asked { ceremony: show_id(id), options })
    }

    fn end_ceremony(&mut self, named: &str) -> Result<(Option<u128>, Ceremony), Trouble> {
        let id = parse_id(named).ok_or_else(wrong)?;
        let ended = passkeys::end(self.tx, self.operator.id, id, self.now())?;
        let (login, sealed) = ended.ok_or_else(wrong)?;
        Ok((login, self.opened(CEREMONY, &sealed)?))
    }
}

/// Begins to register a passkey of whoever acts.
///
/// # Errors
/// [`Trouble::Denied`] if the operator has no site of its own; [`Trouble::Invalid`] if there are many.
pub fn begin_registration(scene: &mut Scene<'_, '_>) -> Result<Asked, Trouble> {
    let webauthn = scene.webauthn()?;
    let (whose, id) = log_in::place(scene.operator, scene.actor)?;
    let login = logins::lock(scene.tx, whose, id)?.ok_or(Trouble::NotLoggedIn)?;
    let known = scene.own_passkeys(whose, id)?;
    if known.len() >= MOST {
        return Err(Trouble::invalid("passkey", "too-many-passkeys", ""));
    }
    let known = known.iter().map(|(_, passkey)| passkey.cred_id().clone()).collect();
    let user = Uuid::from_u128(id);
    let begun = webauthn.start_passkey_registration(user, &login.name, &login.name, Some(known));
    let (options, state) = begun.map_err(|_| wrong())?;
    let options = serde_json::to_value(&options).unwrap_or_default();
    scene.begin_ceremony(Some(id), &Ceremony::Registering(state), options)
}

/// Registers the passkey that an authenticator made.
///
/// # Errors
/// [`Trouble::Invalid`] if it does not answer what was asked, or too late.
pub fn register(
    scene: &mut Scene<'_, '_>,
    new: &NewPasskey,
) -> Result<Reply<PasskeyView>, Trouble> {
    let webauthn = scene.webauthn()?;
    let (whose, id) = log_in::place(scene.operator, scene.actor)?;
    let label = label(&new.label)?.to_owned();
    let (login, Ceremony::Registering(state)) = scene.end_ceremony(&new.ceremony)? else {
        return Err(wrong());
    };
    let credential: RegisterPublicKeyCredential =
        serde_json::from_value(new.credential.clone()).map_err(|_| wrong())?;
    let passkey = webauthn.finish_passkey_registration(&credential, &state);
    let passkey = passkey.map_err(|_| wrong())?;
    if login != Some(id) {
        return Err(wrong());
    }
    let row = PasskeyRow {
        id: scene.id(),
        login: id,
        label,
        sealed: scene.sealed(CREDENTIAL, &passkey),
        created: scene.now(),
        used: None,
    };
    passkeys::put(scene.tx, whose, &row)?;
    note(scene, "passkey", id)?;
    Ok(Reply::Done(view(row)))
}

fn note(scene: &mut Scene<'_, '_>, kind: &'static str, id: u128) -> Result<(), Trouble> {
    let member = match scene.actor {
        Actor::Member(member) => Some(member),
        _ => None,
    };
    let concerns = Concerns { member, subject: Some(id), ..Concerns::default() };
    scene.note(scene.now(), &Event { kind, ..Event::default() }, None, concerns)
}

/// The passkeys of whoever acts.
///
/// # Errors
/// [`Trouble`].
pub fn list(scene: &mut Scene<'_, '_>) -> Result<Vec<PasskeyView>, Trouble> {
    let (whose, id) = log_in::place(scene.operator, scene.actor)?;
    Ok(passkeys::of_login(scene.tx, whose, id)?.into_iter().map(view).collect())
}

/// Takes a passkey of whoever acts away.
///
/// # Errors
/// [`Trouble::NotFound`].
pub fn remove(scene: &mut Scene<'_, '_>, passkey: u128) -> Result<(), Trouble> {
    let (whose, id) = log_in::place(scene.operator, scene.actor)?;
    if !passkeys::remove(scene.tx, whose, id, passkey)? {
        return Err(Trouble::NotFound("passkey"));
    }
    note(scene, "passkey-removed", id)
}

/// Begins to log somebody in with a passkey. A name that nobody has, or that has none, is asked for one
/// that does not exist.
///
/// # Errors
/// [`Trouble::Denied`] if the operator has no site of its own; [`Trouble`].
pub fn begin_log_in(scene: &mut Scene<'_, '_>, name: &Name) -> Result<Asked, Trouble> {
    let webauthn = scene.webauthn()?;
    let whose = if name.staff { INSTALLATION } else { scene.operator.id };
    let wanted = login_name(&name.login);
    let login = match wanted.len() {
        0..=200 => find(scene.tx, (!name.staff).then_some(whose), &wanted)?,
        _ => None,
    };
    let login = login.filter(|login| !login.disabled);
    let known = match &login {
        Some(login) => scene.own_passkeys(whose, login.id)?,
        None => Vec::new(),
    };
    let login = login.filter(|_| !known.is_empty()).map(|login| login.id);
    let known: Vec<Passkey> = known.into_iter().map(|(_, passkey)| passkey).collect();
    let begun = webauthn.start_passkey_authentication(&known).map_err(|_| wrong())?;
    let mut options = serde_json::to_value(&begun.0).unwrap_or_default();
    if login.is_none() {
        let mark = scene.app.keys().mark(CREDENTIAL, &format!("{} {wanted}", whose.0));
        options["publicKey"]["allowCredentials"] = json!([{ "type": "public-key", "id": mark }]);
    }
    scene.begin_ceremony(login, &Ceremony::LoggingIn(whose.0, begun.1), options)
}

/// Logs in with what an authenticator answered. For staff it counts as a second factor, too: the
/// authenticator makes sure who holds it.
///
/// # Errors
/// [`Trouble::NotLoggedIn`] if it does not answer what was asked, or too late; [`Trouble::Forbidden`] for
/// staff that may not work for this operator.
pub fn log_in(scene: &mut Scene<'_, '_>, shown: &Shown) -> Result<Begun, Trouble> {
    let webauthn = scene.webauthn()?;
    let ended = scene.end_ceremony(&shown.ceremony).map_err(|trouble| match trouble {
        Trouble::Invalid(_) => Trouble::NotLoggedIn,
        trouble => trouble,
    });
    let (Some(id), Ceremony::LoggingIn(whose, state)) = ended? else {
        return Err(Trouble::NotLoggedIn);
    };
    let whose = OperatorId(whose);
    let credential: PublicKeyCredential =
        serde_json::from_value(shown.credential.clone()).map_err(|_| Trouble::NotLoggedIn)?;
    let login = logins::lock(scene.tx, whose, id)?.ok_or(Trouble::NotLoggedIn)?;
    let result = webauthn.finish_passkey_authentication(&credential, &state);
    let result = result.ok().filter(|result| result.user_verified() && !login.disabled);
    let result = result.ok_or(Trouble::NotLoggedIn)?;
    let known = scene.own_passkeys(whose, id)?;
    let found = known.into_iter().find(|(_, passkey)| passkey.cred_id() == result.cred_id());
    let (row, mut passkey) = found.ok_or(Trouble::NotLoggedIn)?;
    passkey.update_credential(&result);
    let sealed = scene.sealed(CREDENTIAL, &passkey);
    let used = Some(scene.now());
    passkeys::put(scene.tx, whose, &PasskeyRow { sealed, used, ..row })?;
    if login.kind == "staff" {
        let grants = logins::grants(scene.tx, id)?;
        if !grants.iter().any(|(op, _)| *op == scene.operator.id || *op == INSTALLATION) {
            return Err(Trouble::Forbidden);
        }
        scene.actor = Actor::Staff(id);
    }
    log_in::start(scene, &login, true)
}
