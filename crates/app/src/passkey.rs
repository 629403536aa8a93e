//! Passkeys of members and staff (WebAuthn): registering one, and logging in with it, with or without
//! typing a name.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as URL_SAFE_NO_PAD;
use rimessa_domain::time::Span;
use rimessa_store::logins::{self, INSTALLATION, LoginRow};
use rimessa_store::passkeys::{self, PasskeyRow};
use rimessa_store::{Failure, OperatorId, factors, sessions};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;
use webauthn_rs::fake::{FakePasskeyDistribution, WebauthnFakeCredentialGenerator};
use webauthn_rs::prelude::{
    CredentialID, DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Url,
};
use webauthn_rs::{Webauthn, WebauthnBuilder};

use crate::event::Event;
use crate::identity::{digest, parse_id, show_id};
use crate::log_in::{self, Begun, find, login_name};
use crate::operator::Operator;
use crate::password;
use crate::program::label;
use crate::reply::Reply;
use crate::scene::{Actor, Concerns, Scene};
use crate::trouble::Trouble;
use crate::when::show_moment;

/// What credentials are sealed for.
pub(crate) const CREDENTIAL: &str = "passkey";
/// What ceremonies are sealed for. They last minutes: no key is changed meanwhile.
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

/// What a passkey is to be called.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PasskeyLabel)]
pub struct Label {
    /// What its owner calls it.
    pub label: String,
}

/// Who wants to log in with a passkey.
#[derive(Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PasskeyOwner)]
pub struct Name {
    /// Login name, main e-mail address, or customer number; left out: the authenticator knows it.
    pub login: Option<String>,
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
    /// The host of the site that it is for.
    pub site: String,
    /// When it was made, RFC 3339.
    pub made: String,
    /// When it was last used, RFC 3339.
    pub used: Option<String>,
}

fn view(row: PasskeyRow) -> PasskeyView {
    PasskeyView {
        id: show_id(row.id),
        label: row.label,
        site: row.rp_id,
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

/// A ceremony under way: what the answer is held against.
#[derive(Serialize, Deserialize)]
enum Ceremony {
    Registering(PasskeyRegistration),
    LoggingIn {
        /// A name was typed: it must be that one's passkey.
        is_named: bool,
        state: DiscoverableAuthentication,
    },
}

/// What holds an authenticator's answers against what was asked, for one site.
struct Party {
    /// The site's host.
    id: String,
    webauthn: Webauthn,
}

impl Scene<'_, '_> {
    /// The site of the operator's pages, to which passkeys belong.
    fn party(&self) -> Result<Party, Trouble> {
        let none = || Trouble::Denied("passkeys-need-a-site");
        let site = Url::parse(&self.operator.settings.pages_url).map_err(|_| none())?;
        let id = site.host_str().ok_or_else(none)?.to_owned();
        let builder = WebauthnBuilder::new(&id, &site).map_err(|_| none())?;
        let name = self.operator.book_at(self.now()).name.to_string();
        let webauthn = builder.rp_name(&name).build().map_err(|_| none())?;
        Ok(Party { id, webauthn })
    }

    fn sealed_json<T: Serialize>(&self, purpose: &str, value: &T) -> Vec<u8> {
        self.app.keys().seal(purpose, &serde_json::to_vec(value).unwrap_or_default())
    }

    fn opened_json<T: DeserializeOwned>(&self, purpose: &str, sealed: &[u8]) -> Result<T, Trouble> {
        let text = self.app.keys().open(purpose, sealed);
        let text = text.ok_or_else(|| broken("what was sealed"))?;
        serde_json::from_slice(&text).map_err(|_| broken("a passkey"))
    }

    /// Somebody's passkeys for a site.
    fn passkeys_for(
        &mut self,
        site: &str,
        (whose, login): (OperatorId, u128),
    ) -> Result<Vec<Passkey>, Trouble> {
        let rows = passkeys::of_login(self.tx, whose, login)?;
        let here = rows.iter().filter(|row| row.rp_id == site);
        here.map(|row| self.opened_json(CREDENTIAL, &row.sealed)).collect()
    }

    fn begin_ceremony(
        &mut self,
        login: Option<u128>,
        ceremony: &Ceremony,
        options: Value,
    ) -> Result<Asked, Trouble> {
        let (id, expires) = (self.id(), self.now().plus(TIME));
        let sealed = self.sealed_json(CEREMONY, ceremony);
        passkeys::begin(self.tx, self.operator.id, id, login, &sealed, expires)?;
        Ok(Asked { ceremony: show_id(id), options })
    }

    fn end_ceremony(&mut self, named: &str) -> Result<Option<(Option<u128>, Ceremony)>, Trouble> {
        let Some(id) = parse_id(named) else { return Ok(None) };
        let ended = passkeys::end(self.tx, self.operator.id, id, self.now())?;
        let Some((login, sealed)) = ended else { return Ok(None) };
        Ok(Some((login, self.opened_json(CEREMONY, &sealed)?)))
    }

    /// Whoever acts has shown enough to say how to show it from now on: whoever has a second factor or a
    /// passkey already must have shown one, or who only knows the password could do without it.
    pub(crate) fn may_enrol(&mut self, login: &LoginRow, token: &str) -> Result<(), Trouble> {
        if login.kind != "staff" {
            return Ok(());
        }
        let factor = factors::get(self.tx, login.id)?;
        let has_factor = factor.is_some_and(|factor| factor.confirmed.is_some());
        if !has_factor && passkeys::of_login(self.tx, login.operator, login.id)?.is_empty() {
            return Ok(());
        }
        let session = sessions::find(self.tx, &digest(token.as_bytes()))?;
        match session.is_some_and(|session| session.second_factor) {
            true => Ok(()),
            false => Err(Trouble::Denied("second-factor-needed")),
        }
    }

    /// Passkeys of somebody who has none: always the same for a name, in number and form like those that
    /// others have.
    fn made_up(&self, name: &str) -> Result<Vec<CredentialID>, Trouble> {
        let key = self.app.marks().of(CREDENTIAL, b"made up");
        let made = WebauthnFakeCredentialGenerator::<FakePasskeyDistribution>::new(&key);
        made.and_then(|made| made.generate(name.as_bytes())).map_err(|_| wrong())
    }

    fn note_passkey(&mut self, kind: &'static str, id: u128) -> Result<(), Trouble> {
        let member = match self.actor {
            Actor::Member(member) => Some(member),
            _ => None,
        };
        let concerns = Concerns { member, subject: Some(id), ..Concerns::default() };
        self.note(self.now(), &Event { kind, ..Event::default() }, None, concerns)
    }
}

/// Whether passkeys can be used with an operator: they belong to the site of its pages.
#[must_use]
pub fn is_offered(operator: &Operator) -> bool {
    Url::parse(&operator.settings.pages_url).is_ok_and(|site| site.host_str().is_some())
}

/// Begins to register a passkey of whoever acts, in the session of this token.
///
/// # Errors
/// [`Trouble::Denied`] if the operator has no site, or for staff who showed no second factor although
/// they have one; [`Trouble::Invalid`] if there are many.
pub fn begin_registration(scene: &mut Scene<'_, '_>, token: &str) -> Result<Asked, Trouble> {
    let party = scene.party()?;
    let (whose, id) = log_in::place(scene.operator, scene.actor)?;
    let login = logins::lock(scene.tx, whose, id)?.ok_or(Trouble::NotLoggedIn)?;
    scene.may_enrol(&login, token)?;
    let known = scene.passkeys_for(&party.id, (whose, id))?;
    if known.len() >= MOST {
        return Err(Trouble::invalid("passkey", "too-many-passkeys", ""));
    }
    let known = known.iter().map(|passkey| passkey.cred_id().clone()).collect();
    let (user, name) = (Uuid::from_u128(id), &login.name);
    let begun = party.webauthn.start_passkey_registration(user, name, name, Some(known));
    let (options, state) = begun.map_err(|_| wrong())?;
    let mut options = serde_json::to_value(&options).unwrap_or_default();
    // Kept by the authenticator, a passkey needs no name to be typed; those without room do without.
    options["publicKey"]["authenticatorSelection"]["residentKey"] = json!("preferred");
    scene.begin_ceremony(Some(id), &Ceremony::Registering(state), options)
}

/// Registers the passkey that an authenticator made. A member gets to know by mail.
///
/// # Errors
/// [`Trouble::Invalid`] if it does not answer what was asked, too late, or if it is registered.
pub fn register(
    scene: &mut Scene<'_, '_>,
    new: &NewPasskey,
) -> Result<Reply<PasskeyView>, Trouble> {
    let party = scene.party()?;
    let (whose, id) = log_in::place(scene.operator, scene.actor)?;
    logins::lock(scene.tx, whose, id)?.ok_or(Trouble::NotLoggedIn)?;
    let label = label(&new.label)?.to_owned();
    let ended = scene.end_ceremony(&new.ceremony)?;
    let Some((Some(login), Ceremony::Registering(state))) = ended else { return Err(wrong()) };
    if login != id {
        return Err(wrong());
    }
    let credential: RegisterPublicKeyCredential =
        serde_json::from_value(new.credential.clone()).map_err(|_| wrong())?;
    let passkey = party.webauthn.finish_passkey_registration(&credential, &state);
    let passkey = passkey.map_err(|_| wrong())?;
    let hash = digest(passkey.cred_id());
    if passkeys::by_credential(scene.tx, whose, &hash)?.is_some() {
        return Err(wrong());
    }
    let row = PasskeyRow {
        operator: whose,
        id: scene.id(),
        login: id,
        rp_id: party.id,
        credential_hash: hash.to_vec(),
        label,
        sealed: scene.sealed_json(CREDENTIAL, &passkey),
        created: scene.now(),
        used: None,
    };
    passkeys::put(scene.tx, &row)?;
    if let Actor::Member(member) = scene.actor {
        password::write(scene, member, "passkey-added", &[("label", &row.label)])?;
    }
    scene.note_passkey("passkey", row.id)?;
    Ok(Reply::Done(view(row)))
}

/// The passkeys of whoever acts.
///
/// # Errors
/// [`Trouble`].
pub fn list(scene: &mut Scene<'_, '_>) -> Result<Vec<PasskeyView>, Trouble> {
    let (whose, id) = log_in::place(scene.operator, scene.actor)?;
    scene.passkeys_of(whose, id)
}

impl Scene<'_, '_> {
    /// Somebody's passkeys.
    pub(crate) fn passkeys_of(
        &mut self,
        whose: OperatorId,
        login: u128,
    ) -> Result<Vec<PasskeyView>, Trouble> {
        Ok(passkeys::of_login(self.tx, whose, login)?.into_iter().map(view).collect())
    }
}

/// Gives a passkey of whoever acts another name.
///
/// # Errors
/// [`Trouble::NotFound`]; [`Trouble::Invalid`].
pub fn rename(
    scene: &mut Scene<'_, '_>,
    passkey: u128,
    wish: &Label,
) -> Result<Reply<PasskeyView>, Trouble> {
    let (whose, id) = log_in::place(scene.operator, scene.actor)?;
    let label = label(&wish.label)?.to_owned();
    logins::lock(scene.tx, whose, id)?.ok_or(Trouble::NotLoggedIn)?;
    let found = passkeys::of_login(scene.tx, whose, id)?.into_iter().find(|row| row.id == passkey);
    let row = PasskeyRow { label, ..found.ok_or(Trouble::NotFound("passkey"))? };
    passkeys::put(scene.tx, &row)?;
    scene.note_passkey("passkey-renamed", passkey)?;
    Ok(Reply::Done(view(row)))
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
    scene.note_passkey("passkey-removed", passkey)
}

/// Begins to log somebody in with a passkey. A name that nobody has, or that has none, is asked for one
/// that does not exist; without a name, the authenticator knows whose it has.
///
/// # Errors
/// [`Trouble::Denied`] if the operator has no site; [`Trouble`].
pub fn begin_log_in(scene: &mut Scene<'_, '_>, name: &Name) -> Result<Asked, Trouble> {
    let party = scene.party()?;
    let begun = party.webauthn.start_discoverable_authentication().map_err(|_| wrong())?;
    let mut options = serde_json::to_value(&begun.0).unwrap_or_default();
    // Whether a browser offers passkeys while a name is typed is for the page to say.
    options.as_object_mut().map(|options| options.remove("mediation"));
    let ceremony = Ceremony::LoggingIn { is_named: name.login.is_some(), state: begun.1 };
    let Some(typed) = &name.login else {
        return scene.begin_ceremony(None, &ceremony, options);
    };
    let whose = if name.staff { INSTALLATION } else { scene.operator.id };
    let wanted = login_name(typed);
    let login = match wanted.len() {
        0..=200 => find(scene.tx, (!name.staff).then_some(whose), &wanted)?,
        _ => None,
    };
    let login = login.filter(|login| !login.disabled);
    let known = match &login {
        Some(login) => scene.passkeys_for(&party.id, (whose, login.id))?,
        None => Vec::new(),
    };
    let login = login.filter(|_| !known.is_empty()).map(|login| login.id);
    let allowed = match known.is_empty() {
        true => scene.made_up(&format!("{} {wanted}", whose.0))?,
        false => known.iter().map(|passkey| passkey.cred_id().clone()).collect(),
    };
    let allow =
        |id: &CredentialID| json!({ "type": "public-key", "id": URL_SAFE_NO_PAD.encode(id) });
    options["publicKey"]["allowCredentials"] = allowed.iter().map(allow).collect();
    scene.begin_ceremony(login, &ceremony, options)
}

/// Logs in with what an authenticator answered. For staff it counts as a second factor, too: the
/// authenticator makes sure who holds it. Wrong passwords do not keep anybody from it. Whatever comes of
/// it, the ceremony is over: what fails although that is kept stands in the inner answer.
///
/// # Errors
/// [`Trouble::NotLoggedIn`] if it does not answer what was asked, or too late; [`Trouble::Forbidden`] for
/// staff that may not work for this operator.
pub fn log_in(scene: &mut Scene<'_, '_>, shown: &Shown) -> Result<Result<Begun, Trouble>, Trouble> {
    let party = scene.party()?;
    let Some((login, ceremony)) = scene.end_ceremony(&shown.ceremony)? else {
        return Ok(Err(Trouble::NotLoggedIn));
    };
    let Some((row, passkey)) = scene.shown(&party, (login, ceremony), &shown.credential)? else {
        return Ok(Err(Trouble::NotLoggedIn));
    };
    let (whose, id) = (row.operator, row.login);
    let login = logins::lock(scene.tx, whose, id)?.filter(|login| !login.disabled);
    let Some(login) = login else { return Ok(Err(Trouble::NotLoggedIn)) };
    let (sealed, used) = (scene.sealed_json(CREDENTIAL, &passkey), Some(scene.now()));
    passkeys::put(scene.tx, &PasskeyRow { sealed, used, ..row })?;
    if login.kind == "staff" {
        let grants = logins::grants(scene.tx, id)?;
        if !grants.iter().any(|(op, _)| *op == scene.operator.id || *op == INSTALLATION) {
            return Ok(Err(Trouble::Forbidden));
        }
        scene.actor = Actor::Staff(id);
    }
    log_in::start(scene, &login, true).map(Ok)
}

impl Scene<'_, '_> {
    /// The passkey that was shown, as it is after this use; `None`: none, or it is not right.
    fn shown(
        &mut self,
        party: &Party,
        (login, ceremony): (Option<u128>, Ceremony),
        credential: &Value,
    ) -> Result<Option<(PasskeyRow, Passkey)>, Trouble> {
        let credential = serde_json::from_value::<PublicKeyCredential>(credential.clone());
        let Ok(credential) = credential else { return Ok(None) };
        let hash = digest(&credential.raw_id);
        let row = passkeys::by_credential(self.tx, self.operator.id, &hash)?;
        let Some(row) = row.filter(|row| row.rp_id == party.id) else { return Ok(None) };
        // It may be used twice at once: then the second one sees the count of the first.
        logins::lock(self.tx, row.operator, row.login)?;
        let row = passkeys::by_credential(self.tx, self.operator.id, &hash)?;
        let Some(row) = row else { return Ok(None) };
        let Ceremony::LoggingIn { is_named, state } = ceremony else { return Ok(None) };
        let known = party.webauthn.identify_discoverable_authentication(&credential);
        let of_owner = known.map(|(user, _)| user.as_u128() == row.login);
        // An authenticator may keep silent about whose it is only if it was asked for somebody's.
        let fits = of_owner.unwrap_or(is_named) && (!is_named || login == Some(row.login));
        if !fits {
            return Ok(None);
        }
        let mut passkey: Passkey = self.opened_json(CREDENTIAL, &row.sealed)?;
        let finish = Webauthn::finish_discoverable_authentication_v2;
        let result = finish(&party.webauthn, &credential, state, &passkey);
        let Some(result) = result.ok().filter(|result| result.user_verified()) else {
            return Ok(None);
        };
        passkey.update_credential(&result);
        Ok(Some((row, passkey)))
    }
}
