//! Client and driver apart: a member who pays, and members who drive on that account. A driver books
//! with an own login; decisions and lines are the payer's.

use rimessa_domain::booking::Booking;
use rimessa_domain::ids::{BookingId, MemberId};
use rimessa_domain::refusal::{Refusal, RefusalCode};
use rimessa_domain::rules::booking::{Required, RequiredOn};
use rimessa_store::members::MemberRow;
use rimessa_store::{bookings, members, papers};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::event::Event;
use crate::identity::show_id;
use crate::reply::RefusedView;
use crate::scene::{Actor, Concerns, Scene};
use crate::trouble::Trouble;

/// On whose account a member drives.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Payer)]
pub struct Wish {
    /// Who pays, by id or customer number; left out: the member.
    pub payer: Option<String>,
}

/// A driver on an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DriverView {
    /// The driver's id.
    pub member: String,
    /// The customer number.
    pub number: String,
    /// The name, as far as it is known.
    pub name: Option<String>,
    /// The documents are verified.
    pub validated: bool,
}

/// Lets a member drive on another's account from now on, or on the own one again. Bookings that were
/// made stay with whoever paid then.
///
/// # Errors
/// [`Trouble::Invalid`] if the payer drives for another, or the driver pays for others; [`Trouble`].
pub fn set_payer(
    scene: &mut Scene<'_, '_>,
    driver: MemberId,
    wish: &Wish,
) -> Result<Vec<DriverView>, Trouble> {
    let op = scene.operator.id;
    let payer = match wish.payer.as_deref() {
        None => None,
        Some(name) => Some(scene.member_named(Some(name))?),
    };
    scene.lock_member(driver)?;
    let before = papers::get(scene.tx, op, driver)?;
    if let Some(payer) = payer {
        let row = members::get(scene.tx, op, payer)?.ok_or(Trouble::NotFound("member"))?;
        let circle = payer == driver
            || row.state == "closed"
            || row.payer.is_some()
            || !papers::drivers_of(scene.tx, op, driver)?.is_empty();
        if circle {
            return Err(Trouble::invalid("payer", "cannot-pay", &row.number));
        }
    }
    let whose = payer.or(before.payer);
    papers::put(scene.tx, op, driver, &papers::Papers { payer, ..before })?;
    let event = Event {
        kind: "driver",
        by: Some(show_id(driver.0)),
        of: Some(if payer.is_some() { "linked" } else { "unlinked" }.to_owned()),
        ..Event::default()
    };
    let concerns = Concerns {
        member: Some(driver),
        subject: whose.map(|MemberId(id)| id),
        ..Concerns::default()
    };
    scene.note(scene.now(), &event, None, concerns)?;
    whose.map_or(Ok(Vec::new()), |payer| list(scene, payer))
}

/// The drivers on a member's account.
///
/// # Errors
/// [`Trouble`].
pub fn list(scene: &mut Scene<'_, '_>, payer: MemberId) -> Result<Vec<DriverView>, Trouble> {
    let op = scene.operator.id;
    let mut all = Vec::new();
    for id in papers::drivers_of(scene.tx, op, payer)? {
        let Some(row) = members::get(scene.tx, op, id)? else { continue };
        let person = members::person(scene.tx, op, id)?.unwrap_or_default();
        let name = [person.given_name, person.family_name];
        let name = name.into_iter().flatten().collect::<Vec<_>>().join(" ");
        all.push(DriverView {
            member: show_id(id.0),
            number: row.number,
            name: (!name.is_empty()).then_some(name),
            validated: row.validated,
        });
    }
    Ok(all)
}

impl Scene<'_, '_> {
    /// Who pays for what a member books, locked; and the member who drives, if that is another.
    pub(crate) fn payer_and_driver(
        &mut self,
        name: Option<&str>,
    ) -> Result<(MemberRow, Option<MemberRow>), Trouble> {
        let id = self.member_named(name)?;
        let row = self.lock_member(id)?;
        match row.payer {
            None => Ok((row, None)),
            Some(payer) => Ok((self.lock_member(payer)?, Some(row))),
        }
    }

    /// Whoever is told what becomes of a booking: who drives, else who pays.
    pub(crate) fn reader_of(&mut self, booking: &Booking) -> Result<MemberId, Trouble> {
        let driver = bookings::driver_of(self.tx, self.operator.id, booking.id)?;
        Ok(driver.unwrap_or(booking.member))
    }

    /// The same, where the row of who pays is at hand.
    pub(crate) fn reader_row(
        &mut self,
        booking: &Booking,
        payer: &MemberRow,
    ) -> Result<MemberRow, Trouble> {
        let reader = self.reader_of(booking)?;
        if reader == payer.id {
            return Ok(payer.clone());
        }
        let row = members::get(self.tx, self.operator.id, reader)?;
        Ok(row.unwrap_or_else(|| payer.clone()))
    }

    /// Keeps who drives, where another pays.
    pub(crate) fn keep_driver(
        &mut self,
        id: BookingId,
        driver: Option<&MemberRow>,
    ) -> Result<(), Trouble> {
        let Some(driver) = driver else { return Ok(()) };
        Ok(bookings::set_driver(self.tx, self.operator.id, id, driver.id)?)
    }

    /// Whether who acts may see and use a booking: whoever pays or drives, and whoever acts for members.
    pub(crate) fn may_use(&self, stored: &bookings::Stored) -> bool {
        match self.actor {
            Actor::Member(member) => {
                stored.booking.member == member || stored.driver == Some(member)
            }
            _ => true,
        }
    }

    /// Why somebody may not drive on another's account: the own documents count, not only the
    /// payer's. It is no event of the account, so that a replay, which knows only payers, stays equal.
    pub(crate) fn driver_refused(
        &mut self,
        driver: Option<&MemberRow>,
        on: RequiredOn,
    ) -> Result<Option<RefusedView>, Trouble> {
        if driver.is_none_or(|driver| driver.validated) {
            return Ok(None);
        }
        let at = self.now();
        let rules = self.operator.versions.at(at);
        let Some(terms) = &rules.booking else { return Ok(None) };
        let mut required = terms.required(on, at).filter(|one| one.what == Required::Validated);
        let Some(required) = required.next() else { return Ok(None) };
        let refusal = Refusal { code: RefusalCode::NotValidated, clause: required.clause };
        Ok(Some(self.refused(refusal, rules, at)))
    }

    /// Enters into the journal that a driver was refused: of the driver, so that staff see it.
    pub(crate) fn note_driver_refused(
        &mut self,
        kind: &'static str,
        driver: Option<&MemberRow>,
        booking: Option<BookingId>,
        refused: &RefusedView,
    ) -> Result<(), Trouble> {
        let id = driver.map(|driver| driver.id);
        let event = Event {
            kind,
            by: id.map(|id| show_id(id.0)),
            booking: booking.map(|id| show_id(id.0)),
            ..Event::default()
        };
        let concerns = Concerns { member: id, booking, ..Concerns::default() };
        self.note_as(self.now(), &event, Some(&refused.code), concerns)
    }

    /// Why whoever drives a booking may not open it.
    pub(crate) fn driver_of_refused(
        &mut self,
        id: BookingId,
    ) -> Result<Option<RefusedView>, Trouble> {
        let op = self.operator.id;
        let Some(driver) = bookings::driver_of(self.tx, op, id)? else { return Ok(None) };
        let row = members::get(self.tx, op, driver)?;
        let refused = self.driver_refused(row.as_ref(), RequiredOn::Unlock)?;
        if let Some(refused) = &refused {
            self.note_driver_refused("unlock-gated", row.as_ref(), Some(id), refused)?;
        }
        Ok(refused)
    }
}
