//! What is held on a person: all of it in one piece, kept only and not used, or erased as far as the
//! law allows.

use rimessa_domain::ids::{BookingId, MemberId};
use rimessa_domain::time::Instant;
use rimessa_rulebook::explain::Explainer;
use rimessa_store::{consents, journal, ledger, members, papers, subscriptions, uploads};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::event::Event;
use crate::identity::show_id;
use crate::reply::{RefusedView, Reply};
use crate::scene::{Concerns, Scene};
use crate::trouble::Trouble;
use crate::when::show_moment;

/// No list of an export is longer; who has more is told so.
const MOST: i64 = 100_000;

/// All data on a person, each part with where it comes from, what it is for and how long it is kept.
///
/// # Errors
/// [`Trouble`].
pub fn export(scene: &mut Scene<'_, '_>, id: MemberId) -> Result<Value, Trouble> {
    let at = scene.now();
    let profile = crate::profile::profile(scene, id)?;
    let person = json!(profile.person);
    let mut account = json!(profile);
    account.as_object_mut().map(|account| account.remove("person"));
    let parts = [
        ("person", ["member", "contract", "contract"], person),
        ("account", ["member", "contract", "law"], account),
        ("sessions", ["use", "security", "short"], scene.sessions_of(id)?),
        ("documents", ["member", "contract", "short"], json!(crate::uploads::list(scene, id)?)),
        ("consents", ["member", "consent", "contract"], json!(crate::consents::list(scene, id)?)),
        ("bookings", ["use", "contract", "law"], scene.bookings_held(id)?),
        ("bill", ["use", "billing", "law"], scene.bill_held(id)?),
        ("messages", ["use", "contract", "short"], scene.messages_of(id)?),
        ("journal", ["use", "security", "law"], scene.journal_of(id)?),
    ];
    let book = scene.operator.book_at(at);
    let explainer = Explainer { rulebook: book, language: scene.language };
    let mut all = serde_json::Map::new();
    for (name, [from, purpose, kept], data) in parts {
        let part = json!({
            "title": explainer.words(&format!("data-{name}"), &[]),
            "from": explainer.words(&format!("data-from-{from}"), &[]),
            "for": explainer.words(&format!("data-for-{purpose}"), &[]),
            "kept": explainer.words(&format!("data-kept-{kept}"), &[]),
            "data": data,
        });
        all.insert(name.to_owned(), part);
    }
    Ok(json!({ "operator": book.name, "at": show_moment(at), "parts": all }))
}

impl Scene<'_, '_> {
    fn sessions_of(&mut self, id: MemberId) -> Result<Value, Trouble> {
        let all = papers::sessions(self.tx, self.operator.id, id)?;
        let all = all
            .into_iter()
            .map(|(begun, ends)| json!({ "begun": show_moment(begun), "ends": show_moment(ends) }));
        Ok(all.collect())
    }

    fn messages_of(&mut self, id: MemberId) -> Result<Value, Trouble> {
        let all = papers::messages(self.tx, self.operator.id, id)?;
        let all = all.into_iter().map(|(made, medium, kind, state)| {
            json!({ "made": show_moment(made), "medium": medium, "kind": kind, "state": state })
        });
        Ok(all.collect())
    }

    fn bookings_held(&mut self, id: MemberId) -> Result<Value, Trouble> {
        Ok(json!(crate::show::bookings_of(self, id, None, MOST)?))
    }

    fn bill_held(&mut self, id: MemberId) -> Result<Value, Trouble> {
        let bill = crate::show::statement(self, id, None, MOST)?;
        let rules = self.operator.versions.at(self.now());
        let all = subscriptions::of_member(self.tx, self.operator.id, id, rules)?;
        let contracts: Vec<_> = all.iter().map(|one| self.show_subscription(one)).collect();
        Ok(json!({ "statement": bill, "contracts": contracts }))
    }

    fn journal_of(&mut self, id: MemberId) -> Result<Value, Trouble> {
        let all = journal::of_member(self.tx, self.operator.id, id, i64::MAX, MOST)?;
        let all = all.into_iter().map(|entry| {
            let booking = entry.booking.map(|BookingId(id)| show_id(id));
            json!({
                "at": show_moment(entry.at), "by": entry.actor, "what": entry.kind,
                "refused": entry.refused, "booking": booking,
            })
        });
        Ok(all.collect())
    }
}

/// Whether somebody's data shall only be kept.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Restriction {
    /// Only kept, and not used.
    pub restricted: bool,
}

/// Restricts the use of a person's data, or lifts that: restricted, staff do not see them, and no
/// consent counts that the contract does not need.
///
/// # Errors
/// [`Trouble`].
pub fn restrict(
    scene: &mut Scene<'_, '_>,
    id: MemberId,
    wish: &Restriction,
) -> Result<crate::profile::ProfileView, Trouble> {
    scene.lock_member(id)?;
    let at = scene.now();
    let since = wish.restricted.then_some(at);
    papers::set_restricted(scene.tx, scene.operator.id, id, since)?;
    let kind = if wish.restricted { "restrict" } else { "lift-restriction" };
    let event = Event { kind, by: Some(show_id(id.0)), ..Event::default() };
    let concerns = Concerns { member: Some(id), ..Concerns::default() };
    scene.note(at, &event, None, concerns)?;
    crate::profile::profile(scene, id)
}

/// What was erased, and what was not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Erased {
    /// What is gone.
    pub erased: Vec<Part>,
    /// What the law makes the operator keep, without a name.
    pub kept: Vec<Part>,
}

/// A part of what was held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ErasedPart)]
pub struct Part {
    /// Its name in the export.
    pub part: String,
    /// What it is, in words.
    pub title: String,
    /// Why it is kept, and how long; `null`: it is gone.
    pub why: Option<String>,
}

/// Erases who a member is. What the law makes the operator keep (bookings, bills) stays under a number
/// that no longer leads to anybody.
///
/// Refused while a booking is to come or a trip is under way (`trip-pending`), a contract runs
/// (`contract-running`), or something is left to pay or to pay out (`balance-open`).
///
/// # Errors
/// [`Trouble`].
pub fn erase(scene: &mut Scene<'_, '_>, id: MemberId) -> Result<Reply<Erased>, Trouble> {
    scene.lock_member(id)?;
    let (op, at) = (scene.operator.id, scene.now());
    scene.settle_member(id, at)?;
    if let Some(code) = scene.stands_in_the_way(id)? {
        return Ok(Reply::Refused(scene.plain_refusal(code)));
    }
    for driver in papers::drivers_of(scene.tx, op, id)? {
        let paper = papers::get(scene.tx, op, driver)?;
        papers::put(scene.tx, op, driver, &papers::Papers { payer: None, ..paper })?;
    }
    uploads::delete(scene.tx, op, id.0, None)?;
    consents::delete(scene.tx, op, id)?;
    papers::erase(scene.tx, op, id, &format!("member:{}", show_id(id.0)))?;
    papers::put(scene.tx, op, id, &papers::Papers::default())?;
    members::set_state(scene.tx, op, id, "closed")?;
    let event = Event { kind: "erase", by: Some(show_id(id.0)), ..Event::default() };
    let concerns = Concerns { member: Some(id), ..Concerns::default() };
    scene.note(at, &event, None, concerns)?;
    Ok(Reply::Done(scene.what_was_erased(at)))
}

impl Scene<'_, '_> {
    fn stands_in_the_way(&mut self, id: MemberId) -> Result<Option<&'static str>, Trouble> {
        let (op, at) = (self.operator.id, self.now());
        if papers::has_open_bookings(self.tx, op, id)? {
            return Ok(Some("trip-pending"));
        }
        let rules = self.operator.versions.at(at);
        let all = subscriptions::of_member(self.tx, op, id, rules)?;
        if all.iter().any(|one| one.runs(at)) {
            return Ok(Some("contract-running"));
        }
        let balance = ledger::balance(self.tx, op, id, &rules.currency)?;
        Ok((balance != 0).then_some("balance-open"))
    }

    /// A refusal that is no clause's.
    pub(crate) fn plain_refusal(&self, code: &str) -> RefusedView {
        let book = self.operator.book_at(self.now());
        let explainer = Explainer { rulebook: book, language: self.language };
        RefusedView {
            code: code.to_owned(),
            clause: None,
            words: explainer.words(&format!("refusal-{code}"), &[]),
        }
    }

    fn what_was_erased(&self, at: Instant) -> Erased {
        let explainer = Explainer { rulebook: self.operator.book_at(at), language: self.language };
        let words = |key: String| explainer.words(&key, &[]);
        let part = |name: &str, kept: bool| Part {
            part: name.to_owned(),
            title: words(format!("data-{name}")),
            why: kept.then(|| words("data-kept-law".to_owned())),
        };
        let gone = ["person", "sessions", "documents", "consents", "messages"];
        let kept = ["account", "bookings", "bill", "journal"];
        Erased {
            erased: gone.iter().map(|name| part(name, false)).collect(),
            kept: kept.iter().map(|name| part(name, true)).collect(),
        }
    }
}
