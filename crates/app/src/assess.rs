//! What staff assess or do: indemnities, services, a suspension lifted.

use std::collections::BTreeMap;

use rimessa_domain::booking::Booking;
use rimessa_domain::decide::assess::{Assess, assess as decide};
use rimessa_domain::decide::{Answer, Decision, Now};
use rimessa_domain::fault::Overflow;
use rimessa_domain::ids::{BookingId, MemberId};
use rimessa_domain::line::Lines;
use rimessa_domain::member::Member;
use rimessa_domain::money::Money;
use rimessa_domain::rules::Rules;
use rimessa_domain::rules::billing::{Charge, Occasion};
use rimessa_domain::time::Instant;
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
#[schema(as = Assessment)]
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

/// Something to be assessed, with all that a decision needs.
struct Gathered<'o> {
    rules: &'o Rules,
    at: Instant,
    /// Whose rules of which moment hold.
    made: Instant,
    booking: Option<Booking>,
    account: Member,
    recorded: Option<(Instant, Instant)>,
    recorded_mm: i64,
    costs: Vec<(Box<str>, Money)>,
}

impl Gathered<'_> {
    fn decide(&self, kind: &str) -> Decision {
        let asked = Assess {
            kind,
            costs: &self.costs,
            recorded: self.recorded,
            recorded_mm: self.recorded_mm,
        };
        let now = Now { rules: self.rules, at: self.at };
        decide(&now, &asked, self.booking.as_ref().map(Some), &self.account)
    }
}

/// What was billed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Billed {
    pub(crate) member: MemberId,
    /// How many lines.
    pub(crate) lines: usize,
    /// Their sum.
    pub(crate) amount: Money,
}

impl Billed {
    /// What these lines come to.
    pub(crate) fn of(member: MemberId, lines: &Lines) -> Result<Self, Trouble> {
        let sum = lines.iter().try_fold(0i64, |sum, line| sum.checked_add(line.amount.0));
        Ok(Self { member, lines: lines.len(), amount: Money(sum.ok_or(Overflow)?) })
    }
}

/// Assesses something, or does a service: the lines that come of it.
///
/// # Errors
/// [`Trouble`].
pub fn assess(scene: &mut Scene<'_, '_>, wish: &Wish) -> Result<Reply<Vec<LineView>>, Trouble> {
    match bill(scene, wish)? {
        Reply::Refused(refused) => Ok(Reply::Refused(refused)),
        Reply::Done(billed) => scene.latest_lines(billed.member, billed.lines).map(Reply::Done),
    }
}

/// Assesses something, and bills it.
///
/// # Errors
/// [`Trouble`].
pub(crate) fn bill(scene: &mut Scene<'_, '_>, wish: &Wish) -> Result<Reply<Billed>, Trouble> {
    let mut gathered = scene.gather_assessment(wish)?;
    let answer = gathered.decide(&wish.kind)?;
    let Gathered { rules, at, made, .. } = gathered;
    let (member, booking) = (gathered.account.id, gathered.booking.as_ref().map(|b| b.id));
    let event = Event {
        kind: "assess",
        by: Some(show_id(member.0)),
        booking: booking.map(|id| show_id(id.0)),
        of: Some(wish.kind.clone()),
        costs: show_costs(&gathered.costs),
        from: gathered.recorded.map(|(from, _)| show_moment(from)),
        until: gathered.recorded.map(|(_, until)| show_moment(until)),
        km: wish.distance_m.and_then(|_| decimal(gathered.recorded_mm)),
        ..Event::default()
    };
    let concerns = Concerns { member: Some(member), booking, ..Concerns::default() };
    match answer {
        Answer::Refused(refusal, _) => {
            scene.note(at, &event, Some(refusal), concerns)?;
            Ok(Reply::Refused(scene.refused(refusal, rules, at)))
        }
        Answer::Done(outcome) => {
            if let (Some(happened), Some(mut booking)) = (&outcome.booking, gathered.booking) {
                let vehicle = scene.lock_vehicle(booking.vehicle)?;
                scene.apply_to_booking(rules, &mut booking, Some(&vehicle), happened, at)?;
            }
            scene.apply_to_account(rules, &mut gathered.account, &outcome, made)?;
            scene.note(at, &event, None, concerns)?;
            Billed::of(member, &outcome.lines).map(Reply::Done)
        }
    }
}

/// What an assessment would come to, and under which clause: nothing is billed.
pub(crate) struct Preview {
    pub(crate) member: MemberId,
    /// Empty: the regulation is silent.
    pub(crate) clause: String,
    pub(crate) amount: Money,
}

/// Works out what an assessment would come to.
///
/// # Errors
/// [`Trouble`].
pub(crate) fn preview(scene: &mut Scene<'_, '_>, wish: &Wish) -> Result<Reply<Preview>, Trouble> {
    let gathered = scene.gather_assessment(wish)?;
    let rules = gathered.rules;
    match gathered.decide(&wish.kind)? {
        Answer::Refused(refusal, _) => {
            Ok(Reply::Refused(scene.refused(refusal, rules, gathered.at)))
        }
        Answer::Done(outcome) => {
            let billed = Billed::of(gathered.account.id, &outcome.lines)?;
            let charge = charge_of(rules, &wish.kind, gathered.made);
            let clause = charge.and_then(|charge| charge.clause);
            Ok(Reply::Done(Preview {
                member: billed.member,
                clause: clause.map_or("", |clause| rules.clause(clause)).to_owned(),
                amount: billed.amount,
            }))
        }
    }
}

/// The first charge of the rulebook for a kind of assessment at `at`.
pub(crate) fn charge_of<'r>(rules: &'r Rules, kind: &str, at: Instant) -> Option<&'r Charge> {
    let kind = rules.find_name(kind)?;
    let mut all = rules.charges.iter();
    all.find(|charge| {
        charge.on & Occasion::Assess.bit() != 0
            && charge.kinds.contains(&kind)
            && charge.validity.holds(at)
    })
}

impl<'o> Scene<'o, '_> {
    /// Gathers what an assessment is decided on, and settles what fell due before.
    fn gather_assessment(&mut self, wish: &Wish) -> Result<Gathered<'o>, Trouble> {
        let (booking, member) =
            self.booking_or_member(wish.booking.as_deref(), wish.member.as_deref())?;
        let row = self.lock_member(member)?;
        let at = self.now();
        let row = self.settled(row, at)?;
        // It may just have been settled itself.
        let booking = match booking {
            Some(found) => self.booking(found.id)?,
            None => None,
        };
        let operator = self.operator;
        let made = booking.as_ref().map_or(at, |booking| booking.made);
        let rules = operator.versions.at(made);
        let time = |field: &str, text: &Option<String>| {
            text.as_deref().map(|text| moment(&rules.zone, field, text)).transpose()
        };
        let (from, until) = (time("from", &wish.from)?, time("until", &wish.until)?);
        self.check_needs(rules, wish, at)?;
        let costs = read_costs(&wish.costs)?;
        let account = self.account(&row, rules)?;
        let recorded_mm = i64::from(wish.distance_m.unwrap_or(0)) * 1000;
        let recorded = from.zip(until);
        Ok(Gathered { rules, at, made, booking, account, recorded, recorded_mm, costs })
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
    fn check_needs(&self, rules: &Rules, wish: &Wish, at: Instant) -> Result<(), Trouble> {
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
