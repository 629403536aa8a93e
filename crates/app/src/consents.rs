//! What members agree to: recorded with the text they read, and withdrawn as easily.

use rimessa_domain::ids::MemberId;
use rimessa_rulebook::explain::Explainer;
use rimessa_store::consents::{self, ConsentRow};
use rimessa_store::papers;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::event::Event;
use crate::identity::show_id;
use crate::reply::RefusedView;
use crate::scene::{Concerns, Scene};
use crate::tell::News;
use crate::trouble::Trouble;
use crate::when::show_moment;

/// The consent that opens documents, contracts and on-line payment, where a rulebook has it.
pub const DOCUMENTS: &str = "documents-by-mail";

/// The consent to the newsletter, where a rulebook has it. Whoever gives or withdraws it is sent a word
/// of that.
pub const NEWSLETTER: &str = "newsletter";

/// Yes or no.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ConsentGiven)]
pub struct Wish {
    /// Given; otherwise withdrawn.
    pub given: bool,
}

/// A consent of the rulebook, and what the member said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ConsentView {
    /// Its name in the rulebook.
    pub consent: String,
    /// What is consented to.
    pub words: String,
    /// The clause; empty: assumed.
    pub clause: String,
    /// Without it there is no contract.
    pub required: bool,
    /// Given, as things stand.
    pub given: bool,
    /// All that was said, in order.
    pub history: Vec<Said>,
}

/// A consent that was given or withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ConsentEntry)]
pub struct Said {
    /// Given; otherwise withdrawn.
    pub given: bool,
    /// When, RFC 3339.
    pub at: String,
    /// The version of the rulebook whose text was read.
    pub version: String,
    /// The language in which it was read.
    pub language: String,
    /// The text that was read.
    pub text: String,
    /// Who did it: `member`, or `staff` on the member's word.
    pub by: String,
}

/// The consents of the rulebook, with what a member said.
///
/// # Errors
/// [`Trouble`].
pub fn list(scene: &mut Scene<'_, '_>, member: MemberId) -> Result<Vec<ConsentView>, Trouble> {
    let (operator, at) = (scene.operator, scene.now());
    let said = consents::of_member(scene.tx, operator.id, member)?;
    let book = operator.book_at(at);
    let explainer = Explainer { rulebook: book, language: scene.language };
    let all = book.regulation.consents.iter().filter(|item| item.validity.holds(at));
    let views = all.map(|item| {
        let own = said.iter().filter(|row| *row.consent == *item.id);
        let history: Vec<Said> = own.map(|row| scene.show_said(row)).collect();
        ConsentView {
            consent: item.id.to_string(),
            words: explainer.words(&format!("consent-{}", item.id), &[]),
            clause: item.clause.map_or("", |clause| book.rules.clause(clause)).to_owned(),
            required: item.what.required,
            given: history.last().is_some_and(|last| last.given),
            history,
        }
    });
    Ok(views.collect())
}

/// Gives or withdraws a consent.
///
/// # Errors
/// [`Trouble::NotFound`] if the rulebook has no such consent; [`Trouble::Invalid`] if one is withdrawn
/// without which there is no contract; [`Trouble`].
pub fn set(
    scene: &mut Scene<'_, '_>,
    member: MemberId,
    consent: &str,
    wish: &Wish,
) -> Result<Vec<ConsentView>, Trouble> {
    scene.lock_member(member)?;
    let at = scene.now();
    let book = scene.operator.book_at(at);
    let mut known = book.regulation.consents.iter().filter(|item| item.validity.holds(at));
    let known = known.find(|item| &*item.id == consent).ok_or(Trouble::NotFound("consent"))?;
    if known.what.required && !wish.given {
        return Err(Trouble::invalid("given", "needed-for-contract", consent));
    }
    if consents::is_given(scene.tx, scene.operator.id, member, consent)? != wish.given {
        scene.record_consent(member, consent, wish.given)?;
        if consent == NEWSLETTER {
            let kind = if wish.given { "newsletter-begun" } else { "newsletter-ended" };
            scene.tell(member, &News { kind, booking: None, urgent: false, args: &[] })?;
        }
    }
    list(scene, member)
}

impl Scene<'_, '_> {
    fn show_said(&self, row: &ConsentRow) -> Said {
        let book = self.operator.book_at(row.rulebook_at);
        let explainer = Explainer { rulebook: book, language: &row.language };
        Said {
            given: row.given,
            at: show_moment(row.at),
            version: book.rules.version.to_string(),
            language: row.language.clone(),
            text: explainer.words(&format!("consent-{}", row.consent), &[]),
            by: row.actor.clone(),
        }
    }

    /// Records a consent, with the text that was read, and notes it.
    pub(crate) fn record_consent(
        &mut self,
        member: MemberId,
        consent: &str,
        given: bool,
    ) -> Result<(), Trouble> {
        let at = self.now();
        let row = ConsentRow {
            id: self.id(),
            consent: consent.to_owned(),
            given,
            at,
            rulebook_at: self.operator.versions.since(at),
            language: self.language.to_owned(),
            actor: self.actor.word().to_owned(),
        };
        consents::insert(self.tx, self.operator.id, member, &row)?;
        let kind = if given { "consent" } else { "withdraw" };
        let event = Event {
            kind,
            by: Some(show_id(member.0)),
            of: Some(consent.to_owned()),
            ..Event::default()
        };
        let concerns =
            Concerns { member: Some(member), subject: Some(row.id), ..Concerns::default() };
        self.note(at, &event, None, concerns)
    }

    /// Whether a member gave a consent and did not withdraw it. Whoever asked that the data be only
    /// kept consents to nothing that is not needed.
    pub(crate) fn consent_given(
        &mut self,
        member: MemberId,
        consent: &str,
    ) -> Result<bool, Trouble> {
        let op = self.operator.id;
        let restricted = papers::note(self.tx, op, member)?.1.is_some();
        Ok(!restricted && consents::is_given(self.tx, op, member, consent)?)
    }

    /// Why documents, contracts and on-line payment are closed to a member; `None`: they are open.
    /// They are where the rulebook asks for no such consent, and always to staff.
    ///
    /// # Errors
    /// [`Trouble::Store`].
    pub fn documents_closed(&mut self, member: MemberId) -> Result<Option<RefusedView>, Trouble> {
        let at = self.now();
        let book = self.operator.book_at(at);
        let mut asked = book.regulation.consents.iter().filter(|item| item.validity.holds(at));
        let asked = asked.find(|item| &*item.id == DOCUMENTS);
        let (Some(asked), crate::scene::Actor::Member(_)) = (asked, self.actor) else {
            return Ok(None);
        };
        if self.consent_given(member, DOCUMENTS)? {
            return Ok(None);
        }
        let explainer = Explainer { rulebook: book, language: self.language };
        Ok(Some(RefusedView {
            code: "consent-needed".to_owned(),
            clause: asked.clause.map(|clause| book.rules.clause(clause).to_owned()),
            words: explainer.words("refusal-consent-needed", &[]),
        }))
    }
}
