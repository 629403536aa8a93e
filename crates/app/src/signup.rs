//! Signing up, in the steps of the rulebook. What was typed is kept in a draft that only the holder
//! of its token can read, so that signing up survives a break; unconfirmed drafts vanish.

mod confirm;
pub(crate) mod fields;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rimessa_domain::time::{Instant, Span};
use rimessa_rulebook::explain::Explainer;
use rimessa_rulebook::regulation::{Item, Signup};
use rimessa_store::{drafts, uploads};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use confirm::{Joined, confirm};

use crate::app::App;
use crate::identity::{digest, token};
use crate::operator::Operator;
use crate::password;
use crate::scan::Checked;
use crate::scene::{Actor, Scene};
use crate::seal::Keys;
use crate::trouble::Trouble;
use crate::when::show_moment;
use fields::{Field, Kind, LONGEST};

/// What drafts are sealed for.
const DRAFT: &str = "draft";
/// How long a draft lasts.
const LASTS: Span = Span::days(30);
/// How long it lasts where the regulation keeps nothing that is not confirmed.
const LASTS_UNCONFIRMED: Span = Span::days(1);
/// No draft holds more fields.
const MOST_FIELDS: usize = 100;

/// What was typed so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Typed {
    /// By field.
    pub(crate) values: BTreeMap<String, String>,
    /// The services that were ticked.
    pub(crate) services: Vec<String>,
    /// The consents that were ticked or not.
    pub(crate) consents: BTreeMap<String, bool>,
    /// The password's hash.
    pub(crate) password: Option<String>,
    /// The purposes for which something was uploaded.
    pub(crate) uploads: BTreeSet<String>,
}

/// What is typed into a step, by field. What is left out stays as it was.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SignupFields)]
pub struct Wish {
    /// The values: texts; `true` or `false` for consents; a list for services.
    #[schema(value_type = std::collections::HashMap<String, serde_json::Value>)]
    pub values: BTreeMap<String, Entry>,
}

/// What is typed into a field.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Entry {
    /// A text.
    Text(String),
    /// Ticked or not.
    Ticked(bool),
    /// Several.
    Many(Vec<String>),
}

/// A signing up under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SignupView {
    /// The secret that finds it again; shown once, when it begins.
    pub token: Option<String>,
    /// When it vanishes, RFC 3339, unless it is confirmed.
    pub expires: String,
    /// The steps, in order.
    pub steps: Vec<StepView>,
    /// Nothing is missing or wrong: it can be confirmed.
    pub complete: bool,
}

/// A step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = SignupStep)]
pub struct StepView {
    /// Its name in the rulebook.
    pub id: String,
    /// What to do.
    pub words: String,
    /// The clause; empty: the regulation is silent.
    pub clause: String,
    /// Its fields.
    pub fields: Vec<FieldView>,
    /// Nothing in it is missing or wrong.
    pub complete: bool,
}

/// A field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = SignupField)]
pub struct FieldView {
    /// Its name.
    pub name: String,
    /// `text`, `date`, `mail`, `phone`, `country`, `login`, `password`, `consent`, `services`,
    /// `choice`, `time`, `upload`.
    pub kind: String,
    /// What it is called; of a consent, what is consented to.
    pub words: String,
    /// Whether it must be filled in.
    pub required: bool,
    /// What was typed; never a password. A consent or an upload that is there is `true`; services
    /// are separated by blanks.
    pub value: Option<String>,
    /// What may be chosen.
    pub choices: Vec<Choice>,
    /// What is wrong with what was typed: the code.
    pub wrong: Option<String>,
    /// What is wrong, in words.
    pub wrong_words: Option<String>,
}

/// Something that may be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = SignupChoice)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is shown.
    pub words: String,
}

/// A draft that is open.
pub(crate) struct Draft {
    pub(crate) id: u128,
    pub(crate) hash: [u8; 32],
    pub(crate) keys: Keys,
    pub(crate) typed: Typed,
    pub(crate) expires: Instant,
}

/// Whether one can sign up with an operator at `at`; otherwise members are entered by its staff.
#[must_use]
pub fn is_open(operator: &Operator, at: Instant) -> bool {
    fields::steps(operator, at).is_some()
}

/// What each step asks for, in words.
#[must_use]
pub fn steps_in_words(operator: &Operator, at: Instant, language: &str) -> Vec<String> {
    let explainer = Explainer { rulebook: operator.book_at(at), language };
    let steps = fields::steps(operator, at).unwrap_or_default();
    steps.iter().map(|step| explainer.words(&format!("signup-{}", step.id), &[])).collect()
}

/// Begins to sign up.
///
/// # Errors
/// [`Trouble::NotFound`] where members are entered by the operator; [`Trouble`].
pub fn begin(scene: &mut Scene<'_, '_>) -> Result<SignupView, Trouble> {
    let at = scene.now();
    let steps = fields::steps(scene.operator, at).ok_or(Trouble::NotFound("signup"))?;
    let lasts = if fields::is_confirmed_first(&steps) { LASTS_UNCONFIRMED } else { LASTS };
    let secret = token("sd");
    let draft = Draft {
        id: scene.id(),
        hash: digest(secret.as_bytes()),
        keys: Keys::of_secret(&secret),
        typed: Typed::default(),
        expires: at.plus(lasts),
    };
    let row = drafts::DraftRow { id: draft.id, sealed: draft.sealed(), expires: draft.expires };
    drafts::insert(scene.tx, scene.operator.id, &draft.hash, &row, at)?;
    let mut view = scene.show_draft(&draft)?;
    view.token = Some(secret);
    Ok(view)
}

impl Draft {
    fn sealed(&self) -> Vec<u8> {
        let text = serde_json::to_vec(&self.typed).unwrap_or_default();
        self.keys.seal(DRAFT, &text)
    }
}

/// What was typed so far: the summary.
///
/// # Errors
/// [`Trouble::NotFound`]; [`Trouble`].
pub fn look(scene: &mut Scene<'_, '_>, secret: &str) -> Result<SignupView, Trouble> {
    let draft = scene.draft(secret, false)?;
    scene.show_draft(&draft)
}

/// Keeps what is typed into fields of any step, right or wrong: what is wrong is said with the field.
/// Passwords are hashed first, so this is never called on a thread that must not wait.
///
/// # Errors
/// [`Trouble::Invalid`] if it is no field, or longer than any; [`Trouble`].
pub fn save(
    app: &App,
    operator: &Arc<Operator>,
    secret: String,
    language: String,
    wish: Wish,
) -> Result<SignupView, Trouble> {
    let password = typed_password(&wish)?;
    let (app_of, operator) = (app.clone(), Arc::clone(operator));
    app.store().write_now(move |tx| {
        let (operator, app) = (&*operator, &app_of);
        let mut scene = Scene { tx, operator, actor: Actor::System, language: &language, app };
        let mut draft = scene.draft(&secret, true)?;
        scene.take_in(&mut draft.typed, &wish)?;
        if let Some(hash) = &password {
            draft.typed.password = Some(hash.clone());
        }
        drafts::save(scene.tx, scene.operator.id, &draft.hash, &draft.sealed())?;
        scene.show_draft(&draft)
    })
}

/// The hash of a password that was typed twice, if one was.
fn typed_password(wish: &Wish) -> Result<Option<String>, Trouble> {
    let typed = |name: &str| match wish.values.get(name) {
        Some(Entry::Text(text)) if !text.is_empty() => Some(text.as_str()),
        _ => None,
    };
    match (typed("password"), typed("password-again")) {
        (None, None) => Ok(None),
        (password, again) => {
            let password = password.unwrap_or_default();
            let names = ["login", "mail", "family-name", "given-name"].map(typed);
            let names: Vec<&str> = names.into_iter().flatten().collect();
            password::check(password, again.unwrap_or_default(), &names)?;
            Ok(Some(password::hash(password)))
        }
    }
}

/// Keeps an upload for a draft, in the place of the one of that purpose.
///
/// # Errors
/// [`Trouble::NotFound`] if nothing of that purpose is asked for; [`Trouble`].
pub fn upload(
    scene: &mut Scene<'_, '_>,
    secret: &str,
    purpose: &str,
    checked: &Checked,
) -> Result<SignupView, Trouble> {
    let mut draft = scene.draft(secret, true)?;
    let asked = scene.all_fields()?;
    if !asked.iter().any(|field| field.kind == Kind::Upload && field.name == purpose) {
        return Err(Trouble::NotFound("purpose"));
    }
    let op = scene.operator.id;
    uploads::delete(scene.tx, op, draft.id, Some(purpose))?;
    scene.keep_upload(&draft.keys, ("draft", draft.id), purpose, checked)?;
    draft.typed.uploads.insert(purpose.to_owned());
    drafts::save(scene.tx, op, &draft.hash, &draft.sealed())?;
    scene.show_draft(&draft)
}

/// Gives up: the draft and its uploads are gone.
///
/// # Errors
/// [`Trouble::NotFound`]; [`Trouble`].
pub fn give_up(scene: &mut Scene<'_, '_>, secret: &str) -> Result<(), Trouble> {
    let draft = scene.draft(secret, true)?;
    Ok(drafts::delete(scene.tx, scene.operator.id, &draft.hash)?)
}

impl Scene<'_, '_> {
    /// The draft of a token; `locked` to change it.
    pub(crate) fn draft(&mut self, secret: &str, locked: bool) -> Result<Draft, Trouble> {
        let (op, now) = (self.operator.id, self.now());
        let hash = digest(secret.as_bytes());
        let found = match locked {
            true => drafts::lock(self.tx, op, &hash, now)?,
            false => drafts::find(self.tx, op, &hash, now)?,
        };
        let found = found.ok_or(Trouble::NotFound("signup"))?;
        let keys = Keys::of_secret(secret);
        let text = keys.open(DRAFT, &found.sealed).ok_or(Trouble::NotFound("signup"))?;
        let typed = serde_json::from_slice(&text).unwrap_or_default();
        Ok(Draft { id: found.id, hash, keys, typed, expires: found.expires })
    }

    fn all_fields(&self) -> Result<Vec<Field>, Trouble> {
        let at = self.now();
        let steps = fields::steps(self.operator, at).ok_or(Trouble::NotFound("signup"))?;
        let all = steps.iter().flat_map(|step| fields::of_step(self.operator, at, &steps, step));
        Ok(all.collect())
    }

    /// Takes in what was typed.
    fn take_in(&self, typed: &mut Typed, wish: &Wish) -> Result<(), Trouble> {
        let known = self.all_fields()?;
        for (name, entry) in wish.values.iter().take(MOST_FIELDS) {
            let field = known.iter().find(|field| field.name == *name);
            let Some(field) = field.filter(|field| field.kind != Kind::Upload) else {
                return Err(Trouble::invalid(name, "no-such-field", ""));
            };
            let wrong = || Trouble::invalid(name, "not-of-the-form", name);
            match (&field.kind, entry) {
                (Kind::Password, Entry::Text(_)) => {}
                (Kind::Consent, Entry::Ticked(given)) => {
                    typed.consents.insert(name.clone(), *given);
                }
                (Kind::Services, Entry::Many(all)) => {
                    let long = all.iter().any(|one| one.len() > LONGEST);
                    if all.len() > MOST_FIELDS || long {
                        return Err(Trouble::invalid(name, "too-long", ""));
                    }
                    typed.services.clone_from(all);
                }
                (Kind::Consent | Kind::Services | Kind::Password, _) => return Err(wrong()),
                (_, Entry::Text(text)) => {
                    // So much is kept, so that it can be put right; more cannot have been meant.
                    if text.len() > 10 * LONGEST {
                        return Err(Trouble::invalid(name, "too-long", text));
                    }
                    typed.values.insert(name.clone(), text.trim().to_owned());
                }
                _ => return Err(wrong()),
            }
        }
        Ok(())
    }

    fn show_draft(&mut self, draft: &Draft) -> Result<SignupView, Trouble> {
        let at = self.now();
        let operator = self.operator;
        let steps = fields::steps(operator, at).ok_or(Trouble::NotFound("signup"))?;
        let mut shown = Vec::with_capacity(steps.len());
        for step in &steps {
            shown.push(self.show_step(&steps, step, &draft.typed)?);
        }
        let complete = shown.iter().all(|step| step.complete);
        Ok(SignupView { token: None, expires: show_moment(draft.expires), steps: shown, complete })
    }

    fn show_step(
        &mut self,
        steps: &[&Item<Signup>],
        step: &Item<Signup>,
        typed: &Typed,
    ) -> Result<StepView, Trouble> {
        let (operator, at) = (self.operator, self.now());
        let book = operator.book_at(at);
        let explainer = Explainer { rulebook: book, language: self.language };
        let mut shown = Vec::new();
        for field in fields::of_step(operator, at, steps, step) {
            let wrong = self.wrong(&field, step, typed)?;
            let words = match field.kind {
                Kind::Consent => explainer.words(&format!("consent-{}", field.name), &[]),
                _ => explainer.words(&format!("field-{}", field.name), &[]),
            };
            let wrong_words = wrong.as_ref().map(|wrong| {
                let found = [("found", wrong.found.as_str().into())];
                explainer.words(&format!("invalid-{}", wrong.code), &found)
            });
            shown.push(FieldView {
                kind: field.kind.word().to_owned(),
                words,
                required: field.required,
                value: value_of(&field, typed),
                choices: self.choices(&field, step)?,
                wrong: wrong.map(|wrong| wrong.code.to_owned()),
                wrong_words,
                name: field.name,
            });
        }
        Ok(StepView {
            id: step.id.to_string(),
            words: explainer.words(&format!("signup-{}", step.id), &[]),
            clause: step.clause.map_or("", |clause| book.rules.clause(clause)).to_owned(),
            complete: shown.iter().all(|field| field.wrong.is_none()),
            fields: shown,
        })
    }
}

fn value_of(field: &Field, typed: &Typed) -> Option<String> {
    match field.kind {
        Kind::Password => None,
        Kind::Consent => typed.consents.get(&field.name).map(ToString::to_string),
        Kind::Upload => typed.uploads.contains(&field.name).then(|| "true".to_owned()),
        Kind::Services => (!typed.services.is_empty()).then(|| typed.services.join(" ")),
        _ => typed.values.get(&field.name).cloned(),
    }
}
