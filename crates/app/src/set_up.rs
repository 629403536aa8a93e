//! Setting up an operator: its rulebook, its stations, its vehicles.

use std::collections::BTreeMap;

use rimessa_domain::ids::{MemberId, StationId, VehicleId};
use rimessa_domain::time::Instant;
use rimessa_rulebook::Source;
use rimessa_store::operators::{self, RulebookRow};
use rimessa_store::stations::StationRow;
use rimessa_store::vehicles::VehicleRow;
use rimessa_store::{OperatorId, Tx, fleet, stations, vehicles};

use crate::app::App;
use crate::event::Event;
use crate::identity::show_id;
use crate::operator::Settings;
use crate::scene::{Actor, Concerns, Scene};
use crate::trouble::Trouble;

/// The files of a rulebook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RulebookFiles {
    /// Its main file.
    pub toml: String,
    /// Its sentences by language.
    pub texts: BTreeMap<String, String>,
}

/// Names that addresses of the server itself begin with: pages of an operator stand under its name.
const OWN_ADDRESSES: [&str; 10] = [
    "api",
    "assets",
    "demo",
    "desk",
    "healthz",
    "language",
    "metrics",
    "problems",
    "readyz",
    "styleguide",
];

/// Sets up an operator under `slug` with its first rulebook, in force since ever.
///
/// # Errors
/// [`Trouble::Invalid`] if the name is taken or no name, or the rulebook has errors.
pub fn operator(
    app: &App,
    slug: &str,
    files: &RulebookFiles,
    settings: &Settings,
) -> Result<OperatorId, Trouble> {
    operator_by(app, Actor::System, slug, files, settings)
}

/// The same, by whoever acts.
///
/// # Errors
/// As for [`operator`].
pub fn operator_by(
    app: &App,
    actor: Actor,
    slug: &str,
    files: &RulebookFiles,
    settings: &Settings,
) -> Result<OperatorId, Trouble> {
    let well = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if slug.is_empty() || slug.len() > 40 || !slug.bytes().all(well) {
        return Err(Trouble::invalid("slug", "not-a-slug", slug));
    }
    if OWN_ADDRESSES.contains(&slug) {
        return Err(Trouble::invalid("slug", "taken", slug));
    }
    if app.directory().by_slug(slug).is_some() {
        return Err(Trouble::invalid("slug", "taken", slug));
    }
    let row = rulebook_row(files, Instant(0))?;
    let settings = serde_json::to_string(settings).unwrap_or_default();
    let (slug, at) = (slug.to_owned(), app.clock().now());
    let id = app.store().write_now(move |tx: &mut Tx<'_>| -> Result<_, Trouble> {
        let id = operators::insert(tx, &slug, at, &settings)?;
        operators::add_rulebook(tx, id, &row, at)?;
        Ok(id)
    })?;
    app.refresh()?;
    if let Some(operator) = app.directory().by_id(id) {
        app.command_now(operator, actor, |scene| {
            let event = Event { kind: "operator", ..Event::default() };
            scene.note(scene.now(), &event, None, Concerns::default())
        })?;
    }
    Ok(id)
}

/// Adds a version of an operator's rulebook that comes into force at `from`, which lies ahead.
/// Bookings made before keep the version in force when they were made.
///
/// # Errors
/// [`Trouble::Invalid`] if the moment has passed or the rulebook has errors.
pub fn rulebook(
    app: &App,
    id: OperatorId,
    files: &RulebookFiles,
    from: Instant,
) -> Result<(), Trouble> {
    let at = app.clock().now();
    if from <= at {
        return Err(Trouble::invalid("from", "in-the-past", ""));
    }
    let row = rulebook_row(files, from)?;
    app.store().write_now(move |tx: &mut Tx<'_>| -> Result<_, Trouble> {
        Ok(operators::add_rulebook(tx, id, &row, at)?)
    })?;
    app.refresh()?;
    Ok(())
}

/// The files of a rulebook as they are kept, if they have no errors.
pub(crate) fn rulebook_row(
    files: &RulebookFiles,
    in_force_at: Instant,
) -> Result<RulebookRow, Trouble> {
    let texts: Vec<(&str, &str)> =
        files.texts.iter().map(|(language, text)| (language.as_str(), text.as_str())).collect();
    let book = rimessa_rulebook::load(&Source { toml: &files.toml, texts: &texts });
    let book = book.map_err(|findings| {
        let first = findings.first();
        let found = first.map_or_else(String::new, |f| format!("line {}: {}", f.line, f.message));
        Trouble::invalid("rulebook", "rulebook-has-errors", &found)
    })?;
    Ok(RulebookRow {
        in_force_at,
        version: book.rules.version.to_string(),
        toml: files.toml.clone(),
        texts_json: serde_json::to_string(&files.texts).unwrap_or_default(),
    })
}

/// A station to be entered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewStation {
    /// What the operator calls it, for short; unique.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Latitude in 10⁻⁷ degrees.
    pub lat_e7: i64,
    /// Longitude in 10⁻⁷ degrees.
    pub lon_e7: i64,
    /// Where it is, for people.
    pub address: Option<String>,
    /// How many bays it has.
    pub bays: Option<i64>,
}

/// Enters a station, or gives the one of that code other values.
///
/// # Errors
/// [`Trouble`].
pub fn station(scene: &mut Scene<'_, '_>, new: &NewStation) -> Result<StationId, Trouble> {
    let op = scene.operator.id;
    let known = stations::by_code(scene.tx, op, &new.code)?;
    let id = known.map_or_else(|| StationId(scene.id()), |station| station.id);
    let row = StationRow {
        id,
        code: new.code.clone(),
        name: new.name.clone(),
        lat_e7: new.lat_e7,
        lon_e7: new.lon_e7,
        address: new.address.clone(),
        bays: new.bays,
        closed: None,
    };
    stations::put(scene.tx, op, &row)?;
    let event = Event { kind: "station", station: Some(new.code.clone()), ..Event::default() };
    let concerns = Concerns { subject: Some(id.0), ..Concerns::default() };
    scene.note(scene.now(), &event, None, concerns)?;
    Ok(id)
}

/// A vehicle to be entered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewVehicle {
    /// Its fleet number; unique.
    pub code: String,
    /// Its plate.
    pub plate: Option<String>,
    /// Make and model, or a nickname.
    pub name: Option<String>,
    /// Its category, by the rulebook's name.
    pub category: Option<String>,
    /// The station it belongs to, by code.
    pub station: String,
}

/// Enters a vehicle, which stands at its station from now on; or gives the one of that code other
/// values.
///
/// # Errors
/// [`Trouble`]: there is no such station or category.
pub fn vehicle(scene: &mut Scene<'_, '_>, new: &NewVehicle) -> Result<VehicleId, Trouble> {
    let op = scene.operator.id;
    let home = stations::by_code(scene.tx, op, &new.station)?;
    let home = home.ok_or_else(|| Trouble::invalid("station", "no-such-station", &new.station))?;
    let rules = scene.operator.versions.at(scene.now());
    match &new.category {
        Some(name) if rules.find_category(name).is_none() => {
            return Err(Trouble::invalid("category", "no-such-category", name));
        }
        None if rules.category_needed() => {
            return Err(Trouble::invalid("category", "missing", ""));
        }
        _ => {}
    }
    let known = vehicles::by_code(scene.tx, op, &new.code)?;
    let row = VehicleRow {
        id: known.as_ref().map_or_else(|| VehicleId(scene.id()), |vehicle| vehicle.id),
        code: new.code.clone(),
        plate: new.plate.clone(),
        name: new.name.clone(),
        category: new.category.clone(),
        home: home.id,
        first_pickup: None,
        left: None,
        out_of_service: known.as_ref().and_then(|vehicle| vehicle.out_of_service),
        removed: None,
        version: 0,
    };
    let event = Event { kind: "vehicle", vehicle: Some(new.code.clone()), ..Event::default() };
    let concerns = Concerns { vehicle: Some(row.id), ..Concerns::default() };
    if known.is_some() {
        vehicles::update(scene.tx, op, &row)?;
        scene.note(scene.now(), &event, None, concerns)?;
    } else {
        vehicles::insert(scene.tx, op, &row)?;
        scene.note(scene.now(), &event, None, concerns)?;
        crate::move_vehicle::move_vehicle(scene, &new.code, &new.station)?;
    }
    Ok(row.id)
}

/// Lets a member leave vehicles elsewhere than they were picked up, or no longer.
///
/// # Errors
/// [`Trouble`].
pub fn let_one_way(scene: &mut Scene<'_, '_>, id: MemberId, may: bool) -> Result<(), Trouble> {
    scene.lock_member(id)?;
    fleet::let_one_way(scene.tx, scene.operator.id, id, may)?;
    let kind = if may { "one-way-allowed" } else { "one-way-ended" };
    let event = Event { kind, by: Some(show_id(id.0)), ..Event::default() };
    let concerns = Concerns { member: Some(id), ..Concerns::default() };
    scene.note(scene.now(), &event, None, concerns)
}
