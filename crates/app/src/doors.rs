//! Doors opened and closed from afar: what a vehicle shall do, and what came of it.

use rimessa_domain::ids::{BookingId, VehicleId};
use rimessa_domain::time::{Instant, Span};
use rimessa_store::reports::{self, CommandRow};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::assess::{self, assess};
use crate::event::Event;
use crate::identity::{parse_id, show_id};
use crate::reply::Reply;
use crate::scene::{Concerns, Scene};
use crate::trouble::Trouble;
use crate::view::LineView;
use crate::when::show_moment;

/// The doors shall open.
pub(crate) const OPEN: &str = "open";
/// The doors shall close.
pub(crate) const CLOSE: &str = "close";

/// How long a vehicle may take to hear of what it shall do.
const PATIENCE: Span = Span::minutes(2);
/// What a rulebook calls doors that are opened or closed from afar, if it has a price for it.
pub(crate) const REMOTE_DOOR: &str = "remote-door";

/// Doors that shall be opened or closed for somebody who called.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DoorWish)]
pub struct Wish {
    /// `open` or `close`.
    pub what: String,
    /// The booking of whoever called, by id.
    pub booking: String,
    /// Whether it was made sure who called.
    #[serde(default)]
    pub identity_confirmed: bool,
}

/// What a vehicle shall do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CommandView {
    /// Its id.
    pub id: String,
    /// The fleet number of the vehicle.
    pub vehicle: String,
    /// `open` or `close`.
    pub what: String,
    /// When it was asked for, RFC 3339.
    pub asked: String,
    /// When it is too late for it, RFC 3339.
    pub expires: String,
    /// `waiting`, `done`, `failed` or `expired`.
    pub state: String,
    /// What it costs the member who called.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<LineView>,
}

/// What came of a command.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CommandOutcome)]
pub struct Outcome {
    /// Whether it was done.
    pub done: bool,
    /// What went wrong, in a word.
    pub problem: Option<String>,
}

impl CommandView {
    fn new(row: CommandRow, vehicle: &str, now: Instant) -> Self {
        let expired = row.state == "waiting" && row.expires <= now;
        Self {
            id: show_id(row.id),
            vehicle: vehicle.to_owned(),
            what: row.what,
            asked: show_moment(row.asked),
            expires: show_moment(row.expires),
            state: if expired { "expired".to_owned() } else { row.state },
            lines: Vec::new(),
        }
    }
}

/// Opens or closes the doors for somebody who called and proved who it is; at the rulebook's price.
///
/// # Errors
/// [`Trouble::Invalid`]: it was not made sure who called; [`Trouble`].
pub fn remote(
    scene: &mut Scene<'_, '_>,
    vehicle: &str,
    wish: &Wish,
) -> Result<Reply<CommandView>, Trouble> {
    let what = match wish.what.as_str() {
        OPEN => OPEN,
        CLOSE => CLOSE,
        other => return Err(Trouble::invalid("what", "no-such-command", other)),
    };
    if !wish.identity_confirmed {
        return Err(Trouble::invalid("identity_confirmed", "identity-not-confirmed", ""));
    }
    let vehicle = scene.vehicle_named(vehicle)?;
    let id = parse_id(&wish.booking).map(BookingId).ok_or(Trouble::NotFound("booking"))?;
    let booking = scene.booking(id)?.ok_or(Trouble::NotFound("booking"))?;
    if booking.vehicle != vehicle.id {
        return Err(Trouble::NotFound("booking"));
    }
    let at = scene.now();
    let rules = scene.operator.versions.at(booking.made);
    let mut lines = Vec::new();
    if rimessa_domain::decide::assess::needs(rules, REMOTE_DOOR, at).is_some() {
        let asked = assess::Wish {
            kind: REMOTE_DOOR.to_owned(),
            booking: Some(wish.booking.clone()),
            ..assess::Wish::default()
        };
        match assess(scene, &asked)? {
            Reply::Done(made) => lines = made,
            Reply::Refused(refused) => return Ok(Reply::Refused(refused)),
        }
    }
    let row = scene.ask_vehicle(vehicle.id, Some(id), what)?;
    let event = Event {
        kind: "remote-door",
        booking: Some(show_id(id.0)),
        of: Some(what.to_owned()),
        ..Event::default()
    };
    let concerns = Concerns {
        member: Some(booking.member),
        booking: Some(id),
        vehicle: Some(vehicle.id),
        subject: Some(row.id),
        ..Concerns::default()
    };
    scene.note(at, &event, None, concerns)?;
    Ok(Reply::Done(CommandView { lines, ..CommandView::new(row, &vehicle.code, at) }))
}

/// What a vehicle shall do and has not done.
///
/// # Errors
/// [`Trouble`].
pub fn waiting(scene: &mut Scene<'_, '_>, vehicle: &str) -> Result<Vec<CommandView>, Trouble> {
    let (vehicle, now) = (scene.vehicle_named(vehicle)?, scene.now());
    if !scene.is_near_vehicle(vehicle.id)? {
        return Err(Trouble::NotFound("vehicle"));
    }
    let rows = reports::waiting(scene.tx, scene.operator.id, vehicle.id, now)?;
    Ok(rows.into_iter().map(|row| CommandView::new(row, &vehicle.code, now)).collect())
}

/// What became of a command.
///
/// # Errors
/// [`Trouble::NotFound`]; [`Trouble`].
pub fn command(scene: &mut Scene<'_, '_>, id: u128) -> Result<CommandView, Trouble> {
    let row = reports::asked(scene.tx, scene.operator.id, id)?;
    let row = row.ok_or(Trouble::NotFound("command"))?;
    let vehicle = rimessa_store::vehicles::get(scene.tx, scene.operator.id, row.vehicle)?;
    let code = vehicle.map_or_else(String::new, |vehicle| vehicle.code);
    Ok(CommandView::new(row, &code, scene.now()))
}

/// Keeps what came of a command. Told again, it changes nothing.
///
/// # Errors
/// [`Trouble::NotFound`]; [`Trouble`].
pub fn answer(
    scene: &mut Scene<'_, '_>,
    id: u128,
    outcome: &Outcome,
) -> Result<Reply<CommandView>, Trouble> {
    let row = reports::asked(scene.tx, scene.operator.id, id)?;
    let row = row.ok_or(Trouble::NotFound("command"))?;
    if !scene.is_near_vehicle(row.vehicle)? {
        return Err(Trouble::NotFound("command"));
    }
    let problem = outcome.problem.as_deref();
    if problem.is_some_and(|problem| problem.len() > 200) {
        return Err(Trouble::invalid("problem", "too-long-here", ""));
    }
    let at = scene.now();
    let state = if outcome.done { "done" } else { "failed" };
    if reports::answered(scene.tx, scene.operator.id, id, state, problem)? {
        if outcome.done {
            let open = i64::from(row.what == OPEN);
            scene.note_reading(row.vehicle, crate::readings::DOORS, at, (open, 0))?;
        }
        let event = Event { kind: "command", of: Some(state.to_owned()), ..Event::default() };
        let concerns = Concerns {
            booking: row.booking,
            vehicle: Some(row.vehicle),
            subject: Some(id),
            ..Concerns::default()
        };
        scene.note(at, &event, None, concerns)?;
    }
    command(scene, id).map(Reply::Done)
}

impl Scene<'_, '_> {
    /// Asks a vehicle to do something soon.
    pub(crate) fn ask_vehicle(
        &mut self,
        vehicle: VehicleId,
        booking: Option<BookingId>,
        what: &str,
    ) -> Result<CommandRow, Trouble> {
        let now = self.now();
        let row = CommandRow {
            id: self.id(),
            vehicle,
            booking,
            what: what.to_owned(),
            asked: now,
            expires: now.plus(PATIENCE),
            state: "waiting".to_owned(),
            problem: None,
        };
        reports::command(self.tx, self.operator.id, &row)?;
        Ok(row)
    }
}
