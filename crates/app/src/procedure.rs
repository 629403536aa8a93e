//! What is done at a vehicle, step by step, and how far somebody has come.

use rimessa_domain::booking::Booking;
use rimessa_domain::ids::BookingId;
use rimessa_domain::time::Instant;
use rimessa_rulebook::explain::Explainer;
use rimessa_rulebook::regulation::{Actor, Item, Procedure};
use rimessa_store::{bookings, reports};
use serde::Serialize;
use utoipa::ToSchema;

use crate::event::Event;
use crate::identity::show_id;
use crate::reply::Reply;
use crate::scene::{Concerns, Scene};
use crate::trouble::Trouble;
use crate::when::show_moment;

/// The procedure of bringing a vehicle back.
pub(crate) const RETURN: &str = "return";

/// A procedure for a booking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProcedureView {
    /// Its name in the rulebook.
    pub name: String,
    /// What it is, in words.
    pub title: String,
    /// The clause.
    pub clause: String,
    /// Whether all that people do is done.
    pub complete: bool,
    /// Its steps in their order, those of this vehicle only.
    pub steps: Vec<StepView>,
}

/// A step of a procedure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ProcedureStep)]
pub struct StepView {
    /// Its name in the procedure.
    pub name: String,
    /// What is done, in words.
    pub words: String,
    /// Done only where there is need to.
    pub optional: bool,
    /// Who does it: `member`, `vehicle`, `kiosk`, `charger`, `operator`.
    pub by: String,
    /// The clause.
    pub clause: String,
    /// When it was done, RFC 3339; `null`: not known.
    pub done: Option<String>,
}

/// The event of a device by which a step is seen to be done, and the one that undoes it.
const SEEN: [(&str, &str, &str); 12] = [
    ("unplug", "unplugged", "plugged"),
    ("cable-released", "unplugged", "plugged"),
    ("plug", "plugged", "unplugged"),
    ("plug-vehicle", "plugged", "unplugged"),
    ("plug-kiosk", "plugged", "unplugged"),
    ("charging", "plugged", "unplugged"),
    ("put-back", "key-returned", "key-taken"),
    ("doors", "open", "close"),
    ("released", "open", "close"),
    ("locked", "close", "open"),
    ("closed", "close", "open"),
    ("lock", "close", "open"),
];

fn seen(procedure: &str, step: &str) -> Option<(&'static str, &'static str)> {
    if step == "key" {
        let back = procedure == RETURN;
        return Some(if back {
            ("key-returned", "key-taken")
        } else {
            ("key-taken", "key-returned")
        });
    }
    SEEN.iter().find(|(name, _, _)| *name == step).map(|(_, by, undone)| (*by, *undone))
}

/// A procedure for a booking, with what is done of it.
///
/// # Errors
/// [`Trouble::NotFound`]; [`Trouble`].
pub fn procedure(
    scene: &mut Scene<'_, '_>,
    id: BookingId,
    name: &str,
) -> Result<ProcedureView, Trouble> {
    let (op, versions) = (scene.operator.id, &scene.operator.versions);
    let found = bookings::get(scene.tx, op, versions, id)?;
    let found = found.filter(|stored| scene.may_use(stored));
    let booking = found.ok_or(Trouble::NotFound("booking"))?.booking;
    if !scene.is_near(&booking)? {
        return Err(Trouble::NotFound("booking"));
    }
    scene.show_procedure(&booking, name)
}

/// Notes that a step was done. A step done twice was done the first time.
///
/// # Errors
/// [`Trouble::NotFound`]; [`Trouble`].
pub fn done(
    scene: &mut Scene<'_, '_>,
    id: BookingId,
    name: &str,
    step: &str,
) -> Result<Reply<ProcedureView>, Trouble> {
    let booking = scene.booking(id)?.ok_or(Trouble::NotFound("booking"))?;
    if !scene.is_near(&booking)? {
        return Err(Trouble::NotFound("booking"));
    }
    let known = scene.show_procedure(&booking, name)?;
    if !known.steps.iter().any(|known| known.name == step) {
        return Err(Trouble::NotFound("step"));
    }
    let at = scene.now();
    reports::step_done(scene.tx, scene.operator.id, id, (name, step), at)?;
    let event = Event {
        kind: "step",
        booking: Some(show_id(id.0)),
        of: Some(format!("{name}-{step}")),
        ..Event::default()
    };
    let concerns = Concerns {
        member: Some(booking.member),
        booking: Some(id),
        vehicle: Some(booking.vehicle),
        ..Concerns::default()
    };
    scene.note(at, &event, None, concerns)?;
    scene.show_procedure(&booking, name).map(Reply::Done)
}

fn actor(by: Actor) -> &'static str {
    match by {
        Actor::Member => "member",
        Actor::Vehicle => "vehicle",
        Actor::Kiosk => "kiosk",
        Actor::Charger => "charger",
        Actor::Operator => "operator",
    }
}

impl Scene<'_, '_> {
    fn show_procedure(&mut self, booking: &Booking, name: &str) -> Result<ProcedureView, Trouble> {
        let operator = self.operator;
        let book = operator.book_at(booking.made);
        let item = find(&book.regulation.procedures, name, booking.made);
        let item = item.ok_or(Trouble::NotFound("procedure"))?;
        let done = self.steps_done(booking, item)?;
        let explainer = Explainer { rulebook: book, language: self.language };
        let clause = |clause: Option<_>| {
            clause.or(item.clause).map_or("", |clause| book.rules.clause(clause)).to_owned()
        };
        let steps = item.what.steps.iter().filter_map(|step| {
            let (_, at) = done.iter().find(|(known, _)| **known == *step.id)?;
            Some(StepView {
                name: step.id.to_string(),
                words: explainer.words(&format!("{name}-{}", step.id), &[]),
                optional: step.optional,
                by: actor(step.by).to_owned(),
                clause: clause(step.clause),
                done: at.map(show_moment),
            })
        });
        Ok(ProcedureView {
            name: name.to_owned(),
            title: explainer.words(&format!("procedure-{name}"), &[]),
            clause: clause(None),
            complete: is_complete(item, &done),
            steps: steps.collect(),
        })
    }

    /// Whether the return procedure was carried out, as far as somebody reported its steps; `None`:
    /// nobody did. `by`: the step by which the vehicle is being brought back just now.
    pub(crate) fn return_complete(
        &mut self,
        booking: &Booking,
        by: Option<&str>,
    ) -> Result<Option<bool>, Trouble> {
        let operator = self.operator;
        let told = reports::steps_done(self.tx, operator.id, booking.id, RETURN)?;
        if told.is_empty() {
            return Ok(None);
        }
        let book = operator.book_at(booking.made);
        let Some(item) = find(&book.regulation.procedures, RETURN, booking.made) else {
            return Ok(None);
        };
        let mut done = self.steps_done(booking, item)?;
        done.retain(|(name, _)| Some(*name) != by);
        Ok(Some(is_complete(item, &done)))
    }

    /// The steps of this vehicle, each with when it was done.
    fn steps_done<'p>(
        &mut self,
        booking: &Booking,
        item: &'p Item<Procedure>,
    ) -> Result<Vec<(&'p str, Option<Instant>)>, Trouble> {
        let op = self.operator.id;
        let told = reports::steps_done(self.tx, op, booking.id, &item.id)?;
        let events = reports::kinds_since(self.tx, op, booking.vehicle, booking.start)?;
        let last = |kind: &str| events.iter().find(|(k, _)| k == kind).map(|(_, at)| *at);
        let energy = self.energy_of(booking);
        let here = item.what.steps.iter().filter(|s| s.energy.is_none_or(|only| only == energy));
        let done = here.map(|step| {
            let told = told.iter().find(|(name, _)| *name == *step.id).map(|(_, at)| *at);
            let by_device = seen(&item.id, &step.id).and_then(|(by, undone)| {
                last(by).filter(|at| last(undone).is_none_or(|undone| undone <= *at))
            });
            (&*step.id, told.or(by_device))
        });
        Ok(done.collect())
    }
}

fn find<'b>(all: &'b [Item<Procedure>], name: &str, at: Instant) -> Option<&'b Item<Procedure>> {
    all.iter().find(|item| *item.id == *name && item.validity.holds(at))
}

/// Whether all that the member does is done.
fn is_complete(item: &Item<Procedure>, done: &[(&str, Option<Instant>)]) -> bool {
    let needed = |name: &str| {
        let mut steps = item.what.steps.iter().filter(|step| *step.id == *name);
        steps.any(|step| step.by == Actor::Member && !step.optional)
    };
    done.iter().all(|(name, at)| at.is_some() || !needed(name))
}
