//! What an agent on the phone needs: whom it is about, and what was tried.

use rimessa_domain::ids::{BookingId, MemberId};
use rimessa_store::found::{self, Sought};
use rimessa_store::journal::{self, EntryRow};
use rimessa_store::{access, bookings, logins, members, papers, vehicles};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::{IntoParams, ToSchema};

use crate::identity::show_id;
use crate::scene::Scene;
use crate::trouble::Trouble;
use crate::when::show_moment;

/// Nobody is found by less.
const SHORTEST: usize = 2;
/// Nor by more.
const LONGEST: usize = 100;
/// So many digits at the end of a phone number say whose it is.
const DIGITS: usize = 6;
/// So many are found at most.
const MOST: i64 = 20;
/// So many colleagues are told.
const MOST_COLLEAGUES: i64 = 500;

/// Whom an agent looks for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Wish {
    /// A customer number, a part of a name or of an organisation's, an e-mail address, the last digits of a
    /// phone number, or the plate or fleet number of the vehicle that somebody drives now.
    pub find: String,
}

/// Somebody who was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FoundMember {
    /// The member's id.
    pub member: String,
    /// The customer number.
    pub number: String,
    /// The name, as far as it may be shown.
    pub name: Option<String>,
    /// The organisation.
    pub organisation: Option<String>,
    /// The mobile number.
    pub mobile: Option<String>,
    /// `applied`, `active`, …
    pub state: String,
    /// The documents are verified.
    pub validated: bool,
    /// Who pays, by id, if that is another.
    pub payer: Option<String>,
    /// The booking under way, by id, if that is how the member was found.
    pub driving: Option<String>,
}

/// Something that concerned a member.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Happened {
    /// When, RFC 3339.
    pub at: String,
    /// Who acted: `member`, `staff`, `device`, `program`, `system`, `stranger`.
    pub by: String,
    /// What: `book`, `unlock`, `return` …
    pub kind: String,
    /// Why it was refused: the code.
    pub refused: Option<String>,
    /// The same in words.
    pub words: Option<String>,
    /// The booking, by id.
    pub booking: Option<String>,
    /// The vehicle, by fleet number.
    pub vehicle: Option<String>,
    /// What was asked for or reported, in the form of a scenario's event; no personal data.
    #[schema(value_type = Object)]
    pub event: Box<RawValue>,
    /// Its place in the journal.
    pub position: i64,
}

/// What an event says, as far as people read it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Said {
    /// The start that was asked for, RFC 3339.
    pub start: Option<String>,
    /// The end that was asked for.
    pub end: Option<String>,
    /// The channel: `phone`, `web` …
    pub channel: Option<String>,
    /// By what it was opened: `card`, `sms` …
    pub method: Option<String>,
    /// Of which kind, by a name of the rulebook or of ours.
    #[serde(rename = "kind")]
    pub of: Option<String>,
    /// Up to how much, like `25.00`.
    pub amount: Option<String>,
}

impl Happened {
    /// What the event says.
    #[must_use]
    pub fn said(&self) -> Said {
        serde_json::from_str(self.event.get()).unwrap_or_default()
    }
}

/// Somebody of the staff who works here, to hand something over to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colleague {
    /// The id.
    pub id: String,
    /// The name to log in with.
    pub name: String,
}

/// Members who may be meant, those with that very number first.
///
/// # Errors
/// [`Trouble::Invalid`]; [`Trouble`].
pub fn find(scene: &mut Scene<'_, '_>, wish: &Wish) -> Result<Vec<FoundMember>, Trouble> {
    let text = wish.find.trim();
    if text.chars().count() < SHORTEST {
        return Err(Trouble::invalid("find", "too-short-to-find", text));
    }
    if text.chars().count() > LONGEST {
        return Err(Trouble::invalid("find", "too-long", ""));
    }
    let op = scene.operator.id;
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.strip_prefix("00").unwrap_or(&digits);
    let of_phone = text.chars().all(|c| c.is_ascii_digit() || " +-./()".contains(c));
    let sought = Sought {
        text,
        digits: (of_phone && digits.len() >= DIGITS).then_some(digits),
        limit: MOST,
    };
    let mut all = Vec::new();
    if let Some(vehicle) = found::vehicle(scene.tx, op, text)? {
        let versions = &scene.operator.versions;
        if let Some(booking) = access::driving(scene.tx, op, versions, vehicle)? {
            let driver = bookings::driver_of(scene.tx, op, booking.id)?;
            let who = driver.unwrap_or(booking.member);
            all.extend(scene.show_found(who, Some(show_id(booking.id.0)))?);
        }
    }
    for id in found::members(scene.tx, op, &sought)? {
        all.extend(scene.show_found(id, None)?);
    }
    Ok(all)
}

/// All members, by id, which is the order in which they came.
///
/// # Errors
/// [`Trouble`].
pub fn all(
    scene: &mut Scene<'_, '_>,
    after: MemberId,
    limit: i64,
) -> Result<Vec<FoundMember>, Trouble> {
    let rows = members::page(scene.tx, scene.operator.id, after, limit)?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        all.extend(scene.show_found(row.id, None)?);
    }
    Ok(all)
}

/// What concerned a member, the latest first; what was refused, too.
///
/// # Errors
/// [`Trouble`].
pub fn happened(
    scene: &mut Scene<'_, '_>,
    id: MemberId,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Happened>, Trouble> {
    let op = scene.operator.id;
    let before = before.unwrap_or(i64::MAX);
    let mut rows = journal::of_member(scene.tx, op, id, before, limit)?;
    // What a driver does is entered for whoever pays.
    if let Some(payer) = members::get(scene.tx, op, id)?.and_then(|row| row.payer) {
        rows.extend(journal::of_driver(scene.tx, op, (payer, id), before, limit)?);
        rows.sort_by_key(|row| core::cmp::Reverse(row.position.seq));
        rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    }
    rows.into_iter().map(|row| scene.show_happened(row)).collect()
}

/// What happened to a booking, in order; what was refused, too.
///
/// # Errors
/// [`Trouble`].
pub fn happened_to(scene: &mut Scene<'_, '_>, id: BookingId) -> Result<Vec<Happened>, Trouble> {
    let rows = journal::of_booking(scene.tx, scene.operator.id, id)?;
    rows.into_iter().map(|row| scene.show_happened(row)).collect()
}

/// The staff that works for the operator and can log in.
///
/// # Errors
/// [`Trouble`].
pub fn colleagues(scene: &mut Scene<'_, '_>) -> Result<Vec<Colleague>, Trouble> {
    let rows = logins::staff_of(scene.tx, scene.operator.id, 0, MOST_COLLEAGUES)?;
    let there = rows.into_iter().filter(|login| !login.disabled);
    Ok(there.map(|login| Colleague { id: show_id(login.id), name: login.name }).collect())
}

impl Scene<'_, '_> {
    fn show_found(
        &mut self,
        id: MemberId,
        driving: Option<String>,
    ) -> Result<Option<FoundMember>, Trouble> {
        let op = self.operator.id;
        let Some(row) = members::get(self.tx, op, id)? else { return Ok(None) };
        let (_, restricted) = papers::note(self.tx, op, id)?;
        let person = members::person(self.tx, op, id)?.filter(|_| restricted.is_none());
        let person = person.unwrap_or_default();
        let name = [person.given_name, person.family_name];
        let name = name.into_iter().flatten().collect::<Vec<_>>().join(" ");
        Ok(Some(FoundMember {
            member: show_id(id.0),
            number: row.number,
            name: (!name.is_empty()).then_some(name),
            organisation: person.organisation,
            mobile: person.phone,
            state: row.state,
            validated: row.validated,
            payer: row.payer.map(|payer| show_id(payer.0)),
            driving,
        }))
    }

    /// An entry of the journal as it is shown.
    pub(crate) fn show_happened(&mut self, row: EntryRow) -> Result<Happened, Trouble> {
        let vehicle = match row.vehicle {
            Some(id) => vehicles::get(self.tx, self.operator.id, id)?.map(|vehicle| vehicle.code),
            None => None,
        };
        let book = self.operator.book_at(row.at);
        let words = row.refused.as_ref().and_then(|code| {
            let keys = [format!("refusal-{code}"), format!("gate-{code}")];
            keys.iter().find_map(|key| book.texts.get(self.language, key, &[]))
        });
        let event = RawValue::from_string(row.data);
        Ok(Happened {
            at: show_moment(row.at),
            by: row.actor,
            kind: row.kind,
            refused: row.refused,
            words,
            booking: row.booking.map(|id| show_id(id.0)),
            vehicle,
            event: event.unwrap_or_default(),
            position: row.position.seq,
        })
    }
}
