//! What is held on a person, all of it in one piece: part by part, with where it comes from, what it is
//! for, and how long it is kept.

use rimessa_domain::ids::{BookingId, MemberId, VehicleId};
use rimessa_rulebook::explain::Explainer;
use rimessa_store::{
    cards, cases, claims, fleet, issued, journal, logins, members, papers, proposals, subscriptions,
};
use serde_json::{Value, json};

use crate::identity::show_id;
use crate::scene::{Actor, Scene};
use crate::trouble::Trouble;
use crate::when::show_moment;

/// No list of an export is longer; who has more is told so.
pub(crate) const MOST: i64 = 100_000;

/// What is held on a person, part by part: where it comes from, what it is for, how long it is kept.
/// What is kept because of the law is kept without a name; of `words` only what was written goes.
pub(crate) const PARTS: [(&str, [&str; 3]); 15] = [
    ("person", ["member", "contract", "contract"]),
    ("account", ["member", "contract", "law"]),
    ("access", ["member", "security", "contract"]),
    ("sessions", ["use", "security", "short"]),
    ("documents", ["member", "contract", "short"]),
    ("consents", ["member", "consent", "contract"]),
    ("bookings", ["use", "contract", "law"]),
    ("bill", ["use", "billing", "law"]),
    ("cases", ["member", "contract", "words"]),
    ("indemnities", ["use", "billing", "words"]),
    ("refunds", ["member", "billing", "words"]),
    ("items", ["use", "contract", "contract"]),
    ("notes", ["use", "contract", "contract"]),
    ("messages", ["use", "contract", "short"]),
    ("journal", ["use", "security", "law"]),
];

/// Whether a part outlives the erasure of the person.
pub(crate) fn is_kept(kept: &str) -> bool {
    ["law", "words"].contains(&kept)
}

/// All data on a person, each part with where it comes from, what it is for and how long it is kept.
///
/// # Errors
/// [`Trouble`].
pub fn export(scene: &mut Scene<'_, '_>, id: MemberId) -> Result<Value, Trouble> {
    let at = scene.now();
    scene.member_named(Some(&show_id(id.0)))?;
    let mut all = serde_json::Map::new();
    for (name, [from, purpose, kept]) in PARTS {
        let data = scene.held(name, id)?;
        let explainer =
            Explainer { rulebook: scene.operator.book_at(at), language: scene.language };
        let part = json!({
            "title": explainer.words(&format!("data-{name}"), &[]),
            "from": explainer.words(&format!("data-from-{from}"), &[]),
            "for": explainer.words(&format!("data-for-{purpose}"), &[]),
            "kept": explainer.words(&format!("data-kept-{kept}"), &[]),
            "data": data,
        });
        all.insert(name.to_owned(), part);
    }
    let book = scene.operator.book_at(at);
    Ok(json!({ "operator": book.name, "at": show_moment(at), "parts": all }))
}

impl Scene<'_, '_> {
    /// What is held on a member in one of the parts.
    fn held(&mut self, part: &str, id: MemberId) -> Result<Value, Trouble> {
        Ok(match part {
            "person" => self.person_held(id)?,
            "account" => self.account_held(id)?,
            "access" => self.access_held(id)?,
            "sessions" => self.sessions_of(id)?,
            "documents" => json!(crate::uploads::list(self, id)?),
            "consents" => json!(crate::consents::list(self, id)?),
            "bookings" => self.bookings_held(id)?,
            "bill" => self.bill_held(id)?,
            "cases" => self.cases_held(id)?,
            "indemnities" => self.indemnities_held(id)?,
            "refunds" => self.refunds_held(id)?,
            "items" => self.items_held(id)?,
            "notes" => json!(self.notes_held(id)?),
            "messages" => self.messages_of(id)?,
            _ => self.journal_of(id)?,
        })
    }

    fn person_held(&mut self, id: MemberId) -> Result<Value, Trouble> {
        let mut person = json!(crate::profile::profile(self, id)?.person);
        let (note, _) = papers::note(self.tx, self.operator.id, id)?;
        if let Some(person) = person.as_object_mut() {
            person.insert("note".to_owned(), json!(note));
        }
        Ok(person)
    }

    fn account_held(&mut self, id: MemberId) -> Result<Value, Trouble> {
        let op = self.operator.id;
        let mut account = json!(crate::profile::profile(self, id)?);
        let row = members::get(self.tx, op, id)?;
        let locked = row.and_then(|row| row.locked_by);
        let enabled = members::vehicles(self.tx, op, id)?.into_iter();
        let enabled: Vec<String> = enabled.map(|VehicleId(id)| show_id(id)).collect();
        let drivers = papers::drivers_of(self.tx, op, id)?.into_iter();
        let drivers: Vec<String> = drivers.map(|MemberId(id)| show_id(id)).collect();
        let one_way = fleet::may_one_way(self.tx, op, id)?;
        if let Some(account) = account.as_object_mut() {
            account.remove("person");
            account.remove("login");
            account.insert("locked_by".to_owned(), json!(locked));
            account.insert("vehicles".to_owned(), json!(enabled));
            account.insert("drivers".to_owned(), json!(drivers));
            account.insert("one_way".to_owned(), json!(one_way));
        }
        Ok(account)
    }

    /// How the member gets in: never what only the member knows.
    fn access_held(&mut self, id: MemberId) -> Result<Value, Trouble> {
        let op = self.operator.id;
        let login = logins::get(self.tx, op, id.0)?;
        let login = login.map(|login| {
            json!({
                "name": login.name, "failures": login.failures,
                "blocked_until": login.blocked_until.map(show_moment),
                "has_password": login.password_hash.is_some(),
            })
        });
        let passkeys = self.passkeys_of(op, id.0)?;
        let cards = crate::card::list(self, Some(&show_id(id.0)))?;
        let enrolment = cards::enrolment(self.tx, op, id)?;
        let has_pin = cards::pin(self.tx, op, id)?.is_some();
        let links = papers::links(self.tx, op, id)?.into_iter();
        let links: Vec<Value> = links
            .map(|(what, until)| json!({ "for": what, "until": show_moment(until) }))
            .collect();
        Ok(json!({
            "login": login, "passkeys": passkeys, "cards": cards, "has_fuel_pin": has_pin,
            "card_enrolment_until": enrolment.map(|one| show_moment(one.expires)), "links": links,
        }))
    }

    /// The cases with all that was said, by whom of the staff apart.
    fn cases_held(&mut self, id: MemberId) -> Result<Value, Trouble> {
        let rows = cases::of_member(self.tx, self.operator.id, id, u128::MAX, MOST)?;
        let reader = std::mem::replace(&mut self.actor, Actor::System);
        let files: Result<Vec<_>, Trouble> = rows.iter().map(|row| self.show_file(row)).collect();
        self.actor = reader;
        let mut files = files?;
        for file in &mut files {
            file.case.owner = None;
            file.entries.iter_mut().for_each(|entry| entry.who = None);
        }
        Ok(json!(files))
    }

    fn indemnities_held(&mut self, id: MemberId) -> Result<Value, Trouble> {
        let rows = proposals::of_member(self.tx, self.operator.id, id, true, u128::MAX, MOST)?;
        // Who found it is somebody else's.
        let reader = std::mem::replace(&mut self.actor, Actor::Member(id));
        let shown: Result<Vec<_>, Trouble> =
            rows.iter().map(|row| self.show_proposal(row)).collect();
        self.actor = reader;
        Ok(json!(shown?))
    }

    fn refunds_held(&mut self, id: MemberId) -> Result<Value, Trouble> {
        let rows = claims::of_member(self.tx, self.operator.id, id, u128::MAX, MOST)?;
        Ok(rows.iter().map(|row| json!(self.show_claim(row))).collect())
    }

    fn items_held(&mut self, id: MemberId) -> Result<Value, Trouble> {
        let rows = issued::of_member(self.tx, self.operator.id, id)?.into_iter();
        let item = |row: issued::ItemRow| {
            json!({
                "kind": row.kind, "label": row.label, "state": row.state,
                "issued": show_moment(row.issued), "lost": row.lost.map(show_moment),
            })
        };
        Ok(rows.map(item).collect())
    }
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
