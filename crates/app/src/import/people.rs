//! Members of a list: known by their customer numbers, told apart by nothing else.

use std::collections::HashMap;

use rimessa_domain::ids::MemberId;
use rimessa_store::members::{self, MemberRow, Person};
use rimessa_store::papers;

use super::rows::{State, invalid};
use super::sheet::{Row, Sheet};
use crate::drivers;
use crate::first_login::is_number;
use crate::join::{NewMember, join};
use crate::profile::{self, Correction};
use crate::scene::Scene;
use crate::trouble::{Invalid, Trouble};

/// The columns; the one with `!` must be there.
pub(super) const COLUMNS: &[&str] = &[
    "number!",
    "family_name",
    "given_name",
    "organisation",
    "mail",
    "second_mail",
    "mobile",
    "birth_date",
    "birth_place",
    "street",
    "postal_code",
    "city",
    "country",
    "licence_number",
    "licence_issued",
    "licence_expires",
    "language",
    "plan",
    "validated",
    "payer",
];
const PLAN: usize = 17;
const VALIDATED: usize = 18;
const PAYER: usize = 19;

/// A member as a row has it.
pub(super) struct Entry {
    known: Option<MemberRow>,
    wish: Correction,
    person: Person,
    number: String,
    plan: Option<String>,
    validated: bool,
    payer: Option<String>,
}

/// The payers that the rows of a list name, by the numbers of their members.
pub(super) fn payers(sheet: &Sheet) -> HashMap<String, Option<String>> {
    sheet.rows.iter().map(|row| (row.text(0), row.maybe(PAYER))).collect()
}

fn correction(row: &Row) -> Correction {
    Correction {
        family_name: row.maybe(1),
        given_name: row.maybe(2),
        organisation: row.maybe(3),
        mail: row.maybe(4),
        second_mail: row.maybe(5),
        mobile: row.maybe(6),
        birth_date: row.maybe(7),
        birth_place: row.maybe(8),
        street: row.maybe(9),
        postal_code: row.maybe(10),
        city: row.maybe(11),
        country: row.maybe(12),
        licence_number: row.maybe(13),
        licence_issued: row.maybe(14),
        licence_expires: row.maybe(15),
        language: row.maybe(16),
    }
}

/// A member as it can be entered, and whether it is new; or all that is wrong with the row.
pub(super) fn check(
    scene: &mut Scene<'_, '_>,
    payers: &HashMap<String, Option<String>>,
    row: &Row,
) -> Result<Result<(Entry, State), Vec<Invalid>>, Trouble> {
    let (op, number, wish) = (scene.operator.id, row.text(0), correction(row));
    let mut all = Vec::new();
    if number.is_empty() {
        all.push(invalid("number", "missing", ""));
    } else if !is_number(&number) {
        all.push(invalid("number", "not-a-number", &number));
    }
    let known = match all.is_empty() {
        true => members::by_number(scene.tx, op, &number)?,
        false => None,
    };
    let before = match &known {
        Some(known) => members::person(scene.tx, op, known.id)?,
        None => Some(Person::default()),
    };
    let Some(before) = before else {
        // Whoever had this number was erased: it is nobody else's.
        return Ok(Err(vec![invalid("number", "taken", &number)]));
    };
    let mut person = before.clone();
    match scene.take_changes(&wish, &mut person) {
        Err(Trouble::Invalid(wrong)) => all.extend(wrong),
        other => other?,
    }
    if person.family_name.is_none() && person.organisation.is_none() {
        all.push(invalid("family_name", "missing", ""));
    }
    let validated = match row.get(VALIDATED) {
        None | Some("no" | "false" | "0") => false,
        Some("yes" | "true" | "1") => true,
        Some(other) => {
            all.push(invalid("validated", "not-yes-or-no", other));
            false
        }
    };
    let (plan, payer) = (row.maybe(PLAN), row.maybe(PAYER));
    all.extend(scene.wrong_terms(known.as_ref(), &wish, plan.as_deref(), validated));
    let mut same = person == before;
    if let Some(known) = &known {
        same &= wish.language.as_ref().is_none_or(|language| *language == known.language);
    }
    if let Some(payer) = &payer {
        let pays = scene.payer_listed(known.as_ref(), (&number, payer), payers)?;
        match pays {
            Err(code) => all.push(invalid("payer", code, payer)),
            Ok(pays) => same &= pays,
        }
    }
    if !all.is_empty() {
        return Ok(Err(all));
    }
    let state = match (&known, same) {
        (None, _) => State::New,
        (Some(_), true) => State::Same,
        (Some(_), false) => State::Changed,
    };
    Ok(Ok((Entry { known, wish, person, number, plan, validated, payer }, state)))
}

impl Scene<'_, '_> {
    /// What is wrong with the language, the plan and the documents of a row.
    fn wrong_terms(
        &self,
        known: Option<&MemberRow>,
        wish: &Correction,
        plan: Option<&str>,
        validated: bool,
    ) -> Vec<Invalid> {
        let (at, mut all) = (self.now(), Vec::new());
        if let Some(language) = &wish.language
            && self.operator.language(at, language) != *language
        {
            all.push(invalid("language", "not-an-option", language));
        }
        if let Some(plan) = plan {
            if self.operator.versions.at(at).find_plan(plan).is_none() {
                all.push(invalid("plan", "no-such-plan", plan));
            } else if self.check_lasting(plan).is_err() {
                all.push(invalid("plan", "plan-ends", plan));
            } else if known.is_some_and(|known| known.plan != plan) {
                all.push(invalid("plan", "not-by-list", plan));
            }
        }
        if validated && known.is_some_and(|known| !known.validated) {
            all.push(invalid("validated", "not-by-list", "yes"));
        }
        all
    }

    /// Whether a member pays for a row's one already; an error if that cannot be.
    fn payer_listed(
        &mut self,
        known: Option<&MemberRow>,
        (number, payer): (&str, &str),
        payers: &HashMap<String, Option<String>>,
    ) -> Result<Result<bool, &'static str>, Trouble> {
        let op = self.operator.id;
        let row = members::by_number(self.tx, op, payer)?;
        let has_payer = match (payers.get(payer), &row) {
            (Some(Some(_)), _) => true,
            (_, Some(row)) => row.payer.is_some(),
            (Some(None), None) => false,
            (None, None) => return Ok(Err("no-such-payer")),
        };
        let pays_for_others = match known {
            Some(known) => !papers::drivers_of(self.tx, op, known.id)?.is_empty(),
            None => false,
        };
        let closed = row.as_ref().is_some_and(|row| row.state == "closed");
        if payer == number || has_payer || pays_for_others || closed {
            return Ok(Err("cannot-pay"));
        }
        let now = known.and_then(|known| known.payer);
        Ok(Ok(now.is_some() && now == row.map(|row| row.id)))
    }

    /// Enters a member, or puts right who it is; who shall pay, to be set once all are entered.
    pub(super) fn enter_person(
        &mut self,
        entry: Entry,
    ) -> Result<Option<(MemberId, String)>, Trouble> {
        let id = match entry.known {
            Some(known) => {
                profile::correct(self, known.id, &entry.wish)?;
                known.id
            }
            None => {
                let new = NewMember {
                    number: Some(entry.number),
                    person: entry.person,
                    language: entry.wish.language.unwrap_or_default(),
                    plan: entry.plan,
                    validated: entry.validated,
                    ..NewMember::default()
                };
                join(self, &new)?
            }
        };
        Ok(entry.payer.map(|payer| (id, payer)))
    }

    /// Sets who pays for the members of a list.
    pub(super) fn enter_payers(&mut self, all: Vec<(MemberId, String)>) -> Result<(), Trouble> {
        for (id, payer) in all {
            drivers::set_payer(self, id, &drivers::Wish { payer: Some(payer) })?;
        }
        Ok(())
    }
}
