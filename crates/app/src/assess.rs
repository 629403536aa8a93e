//! What staff assess or do: indemnities, services, a suspension lifted.

use std::collections::BTreeMap;

use rimessa_domain::booking::Booking;
use rimessa_domain::decide::assess::{Assess, assess as decide};
use rimessa_domain::decide::{Answer, Now};
use rimessa_domain::ids::{BookingId, MemberId};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::event::{Event, decimal};
use crate::give_back::{read_costs, show_costs};
use crate::identity::{parse_id, show_id};
use crate::reply::Reply;
use crate::scene::{Concerns, Scene};
use crate::trouble::Trouble;
use crate::view::LineView;
use crate::when::{moment, show_moment};

/// What is assessed or done.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Wish {
    /// Of which kind, by the rulebook's name.
    pub kind: String,
    /// About which booking, by id.
    pub booking: Option<String>,
    /// Whom it concerns, by id or customer number, where it is about no booking.
    pub member: Option<String>,
    /// Costs by name, like `"repair": "80.00"`.
    #[serde(default)]
    pub costs: BTreeMap<String, String>,
    /// The span that was recorded: its begin.
    pub from: Option<String>,
    /// The span that was recorded: its end.
    pub until: Option<String>,
    /// The distance that was recorded, in metres.
    pub distance_m: Option<u32>,
}

/// Assesses something, or does a service: the lines that come of it.
///
/// # Errors
/// [`Trouble`].
pub fn assess(scene: &mut Scene<'_, '_>, wish: &Wish) -> Result<Reply<Vec<LineView>>, Trouble> {
    let (booking, member) =
        scene.booking_or_member(wish.booking.as_deref(), wish.member.as_deref())?;
    let row = scene.lock_member(member)?;
    let at = scene.now();
    scene.settle_member(member, at)?;
    let operator = scene.operator;
    let rules = operator.versions.at(booking.as_ref().map_or(at, |booking| booking.made));
    let time = |field: &str, text: &Option<String>| {
        text.as_deref().map(|text| moment(&rules.zone, field, text)).transpose()
    };
    let (from, until) = (time("from", &wish.from)?, time("until", &wish.until)?);
    scene.check_needs(rules, wish, at)?;
    let costs = read_costs(&wish.costs)?;
    let recorded_mm = i64::from(wish.distance_m.unwrap_or(0)) * 1000;
    let mut account = scene.account(&row, rules)?;
    let asked = Assess { kind: &wish.kind, costs: &costs, recorded: from.zip(until), recorded_mm };
    let named = booking.as_ref().map(Some);
    let answer = decide(&Now { rules, at }, &asked, named, &account)?;
    let event = Event {
        kind: "assess",
        by: Some(show_id(member.0)),
        booking: booking.as_ref().map(|booking| show_id(booking.id.0)),
        of: Some(wish.kind.clone()),
        costs: show_costs(&costs),
        from: from.map(show_moment),
        until: until.map(show_moment),
        km: wish.distance_m.and_then(|_| decimal(recorded_mm)),
        ..Event::default()
    };
    let concerns = Concerns {
        member: Some(member),
        booking: booking.as_ref().map(|booking| booking.id),
        ..Concerns::default()
    };
    match answer {
        Answer::Refused(refusal, _) => {
            scene.note(at, &event, Some(refusal), concerns)?;
            Ok(Reply::Refused(scene.refused(refusal, rules, at)))
        }
        Answer::Done(outcome) => {
            let made = booking.as_ref().map_or(at, |booking| booking.made);
            if let (Some(happened), Some(mut booking)) = (&outcome.booking, booking) {
                let vehicle = scene.lock_vehicle(booking.vehicle)?;
                scene.apply_to_booking(rules, &mut booking, Some(&vehicle), happened)?;
            }
            scene.apply_to_account(rules, &mut account, &outcome, made)?;
            scene.note(at, &event, None, concerns)?;
            scene.latest_lines(member, outcome.lines.len()).map(Reply::Done)
        }
    }
}

impl Scene<'_, '_> {
    /// The booking that is named, and whose it is; without one, the member that is named.
    pub(crate) fn booking_or_member(
        &mut self,
        booking: Option<&str>,
        member: Option<&str>,
    ) -> Result<(Option<Booking>, MemberId), Trouble> {
        let Some(name) = booking else { return Ok((None, self.member_named(member)?)) };
        let id = parse_id(name).ok_or(Trouble::NotFound("booking"))?;
        let found = self.booking(BookingId(id))?.ok_or(Trouble::NotFound("booking"))?;
        let whose = found.member;
        Ok((Some(found), whose))
    }

    /// What the rulebook must be told for this kind, and what says nothing there.
    fn check_needs(
        &self,
        rules: &rimessa_domain::rules::Rules,
        wish: &Wish,
        at: rimessa_domain::time::Instant,
    ) -> Result<(), Trouble> {
        let Some(needs) = rimessa_domain::decide::assess::needs(rules, &wish.kind, at) else {
            return Ok(());
        };
        let mut wrong = Vec::new();
        let mut must = |field: &str, given: bool, needed: bool, free: bool| {
            let code = match (needed, given) {
                (true, false) => "missing",
                (false, true) if !free => "says-nothing",
                _ => return,
            };
            let field = field.to_owned();
            wrong.push(crate::trouble::Invalid { field, code, found: String::new() });
        };
        must("booking", wish.booking.is_some(), needs.booking, true);
        must("from", wish.from.is_some(), needs.span, false);
        must("until", wish.until.is_some(), needs.span, false);
        must("distance_m", wish.distance_m.is_some(), needs.distance, false);
        for name in wish.costs.keys().filter(|_| !needs.all_costs) {
            let known = needs.costs.iter().any(|known| rules.name(*known) == name);
            must("costs", !known, false, false);
        }
        if wrong.is_empty() { Ok(()) } else { Err(Trouble::Invalid(wrong)) }
    }

    /// The lines that were just made for a member.
    pub(crate) fn latest_lines(
        &mut self,
        member: MemberId,
        count: usize,
    ) -> Result<Vec<LineView>, Trouble> {
        let op = self.operator.id;
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let rows = rimessa_store::lines::latest(self.tx, op, member, count)?;
        rows.iter().rev().map(|row| self.show_line(row)).collect()
    }
}
