//! Driving licences that expire: the member is warned ahead, and does not drive after the last day.

use jiff::ToSpan;
use jiff::civil::Date;
use rimessa_domain::ids::MemberId;
use rimessa_domain::rules::booking::{Required, RequiredOn};
use rimessa_store::papers::Licence;
use rimessa_store::{members, papers};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::identity::show_id;
use crate::scene::{Actor, Scene};
use crate::trouble::Trouble;
use crate::validate::news;

/// So many days before the last one a member is warned, the second time more urgently.
const WARNED_BEFORE: [i32; 2] = [7, 30];
/// How many are looked up at once.
const BATCH: i64 = 200;

/// A licence that expires soon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LicenceView {
    /// The member's id.
    pub member: String,
    /// The customer number.
    pub number: String,
    /// Its last day, `YYYY-MM-DD`.
    pub expires_on: String,
    /// How many days are left; negative: it has expired.
    pub days_left: i32,
}

/// What was done about licences.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// So many members were warned.
    pub warned: usize,
    /// So many may not drive any more.
    pub ended: usize,
}

fn days_until(today: Date, text: &str) -> Option<i32> {
    let date: Date = text.parse().ok()?;
    today.until(date).ok().map(|span| span.get_days())
}

/// The licences of members who may drive that expire within `days`, the first one first, after the one
/// of that last day and member.
///
/// # Errors
/// [`Trouble`].
pub fn expiring(
    scene: &mut Scene<'_, '_>,
    days: u16,
    (after, member): (&str, MemberId),
    limit: i64,
) -> Result<Vec<LicenceView>, Trouble> {
    let (op, today) = (scene.operator.id, scene.today());
    let until = today.saturating_add(i32::from(days).days()).to_string();
    let mut all = Vec::new();
    for licence in papers::licences(scene.tx, op, &until, (after, member), limit)? {
        let Some(row) = members::get(scene.tx, op, licence.member)? else { continue };
        let Some(days_left) = days_until(today, &licence.expires_on) else { continue };
        all.push(LicenceView {
            member: show_id(row.id.0),
            number: row.number,
            expires_on: licence.expires_on,
            days_left,
        });
    }
    Ok(all)
}

/// Warns whose licence expires, and stops whose licence has, of all operators. Called again it does
/// nothing twice.
///
/// # Errors
/// [`Trouble`]; what was done before stays done.
pub fn licences_due(app: &App) -> Result<Done, Trouble> {
    let mut done = Done::default();
    for operator in app.directory().all() {
        let mut after = (String::new(), MemberId(0));
        loop {
            let begin = after.clone();
            let page = app.ask_now(&operator, Actor::System, move |scene| {
                if !scene.needs_licence() {
                    return Ok(Vec::new());
                }
                let until = scene.today().saturating_add(WARNED_BEFORE[1].days()).to_string();
                let begin = (begin.0.as_str(), begin.1);
                Ok(papers::licences(scene.tx, scene.operator.id, &until, begin, BATCH)?)
            })?;
            let Some(last) = page.last() else { break };
            after = (last.expires_on.clone(), last.member);
            for licence in page {
                let (warned, ended) = app.command_now(&operator, Actor::System, move |scene| {
                    scene.licence_due(&licence)
                })?;
                done.warned += usize::from(warned);
                done.ended += usize::from(ended);
            }
        }
    }
    Ok(done)
}

impl Scene<'_, '_> {
    /// Whether the rulebook wants documents to be verified.
    fn needs_licence(&self) -> bool {
        let at = self.now();
        let terms = self.operator.versions.at(at).booking.as_ref();
        terms.is_some_and(|terms| {
            let of = |on| terms.required(on, at).any(|one| one.what == Required::Validated);
            of(RequiredOn::Book) || of(RequiredOn::Unlock)
        })
    }

    /// Warns, or stops; whether it did.
    fn licence_due(&mut self, licence: &Licence) -> Result<(bool, bool), Trouble> {
        let row = self.lock_member(licence.member)?;
        let op = self.operator.id;
        let person = members::person(self.tx, op, row.id)?.unwrap_or_default();
        // It may have been renewed a moment ago.
        if !row.validated || person.licence_expires_on.as_deref() != Some(&licence.expires_on) {
            return Ok((false, false));
        }
        let Some(days) = days_until(self.today(), &licence.expires_on) else {
            return Ok((false, false));
        };
        let date = [("date", licence.expires_on.as_str().into())];
        if days < 0 {
            self.invalidate(&row)?;
            self.tell(row.id, &news("licence-expired", &date))?;
            return Ok((false, true));
        }
        let Some(before) = WARNED_BEFORE.iter().find(|before| days <= **before) else {
            return Ok((false, false));
        };
        let warning = format!("{}/{before}", licence.expires_on);
        let again = licence.warned.as_deref() == Some(&*warning)
            || licence.warned.as_deref() == Some(&*format!("{}/{}", licence.expires_on, 7));
        if again {
            return Ok((false, false));
        }
        papers::set_warned(self.tx, op, row.id, &warning)?;
        self.tell(row.id, &news("licence-expires", &date))?;
        Ok((true, false))
    }
}
