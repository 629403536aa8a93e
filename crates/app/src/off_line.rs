//! Vehicles off line: whose on-board unit was not heard of for longer than the operator wants to wait.

use rimessa_domain::time::{Instant, Span};
use rimessa_store::{off_line, vehicles};

use crate::scene::Scene;
use crate::trouble::Trouble;
use crate::view::VehicleView;
use crate::when::show_moment;

/// So many are named.
const MOST: i64 = 1000;

/// A vehicle that is silent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Silent {
    /// Which.
    pub vehicle: VehicleView,
    /// When it was last heard of, RFC 3339.
    pub since: String,
}

/// When a vehicle was last heard of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastHeard {
    /// When, RFC 3339.
    pub at: String,
    /// That is longer ago than the operator wants to wait.
    pub is_off_line: bool,
}

impl Scene<'_, '_> {
    /// Who was not heard of since then is off line; `None`: the operator watches nobody.
    fn patience_ends(&self) -> Option<Instant> {
        let minutes = self.operator.settings.off_line_minutes.filter(|minutes| *minutes > 0)?;
        Some(self.now().minus(Span::minutes(i64::from(minutes))))
    }
}

/// The vehicles that are off line, the longest silent first; none where the operator watches nobody.
///
/// # Errors
/// [`Trouble`].
pub fn silent(scene: &mut Scene<'_, '_>) -> Result<Vec<Silent>, Trouble> {
    let Some(before) = scene.patience_ends() else { return Ok(Vec::new()) };
    let op = scene.operator.id;
    let mut all = Vec::new();
    for heard in off_line::silent(scene.tx, op, before, MOST)? {
        if let Some(row) = vehicles::get(scene.tx, op, heard.vehicle)? {
            all.push(Silent { vehicle: scene.show_vehicle(row)?, since: show_moment(heard.at) });
        }
    }
    Ok(all)
}

/// When a vehicle was last heard of; `None`: it has no on-board unit.
///
/// # Errors
/// [`Trouble::NotFound`]; [`Trouble`].
pub fn last_heard(scene: &mut Scene<'_, '_>, vehicle: &str) -> Result<Option<LastHeard>, Trouble> {
    let row = scene.vehicle_named(vehicle)?;
    let before = scene.patience_ends();
    let heard = off_line::heard(scene.tx, scene.operator.id, row.id)?;
    Ok(heard.map(|at| LastHeard {
        at: show_moment(at),
        is_off_line: before.is_some_and(|before| at < before),
    }))
}
