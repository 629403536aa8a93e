//! Setting up the operators of the demo: stations, vehicles, staff; and letting members join.

use std::sync::Arc;

use rimessa_app::join::{NewMember, join};
use rimessa_app::set_up::{self, NewStation, NewVehicle, RulebookFiles};
use rimessa_app::{Actor, App, Operator, Scene, Trouble, device, log_in, parse_id};
use rimessa_domain::ids::MemberId;
use rimessa_domain::time::Instant;
use rimessa_store::logins::INSTALLATION;

use super::chance::Chance;
use super::data::{Data, NamesOf, OperatorOf};
use crate::library;

/// An operator, as the simulation sees it.
pub(super) struct Town {
    pub(super) operator: Arc<Operator>,
    pub(super) of: OperatorOf,
    pub(super) names: NamesOf,
    pub(super) vehicles: Vec<Vehicle>,
    pub(super) members: Vec<Member>,
    /// Somebody of the staff, by role.
    pub(super) agent: Actor,
    pub(super) field: Actor,
    pub(super) billing: Actor,
    /// The kiosk or barrier of each station.
    pub(super) kiosks: Vec<Actor>,
}

/// A vehicle, as the simulation sees it.
pub(super) struct Vehicle {
    pub(super) code: String,
    pub(super) category: Option<String>,
    /// Its on-board unit.
    pub(super) unit: Actor,
    /// The station to which it belongs, by its place in the list.
    pub(super) home: usize,
    /// Where it will be after all that is planned.
    pub(super) at: usize,
    /// Until when it is planned.
    pub(super) busy_until: Instant,
}

/// A member, as the simulation sees them.
pub(super) struct Member {
    pub(super) id: MemberId,
    /// The station that is nearest to them.
    pub(super) near: usize,
    pub(super) contracts: Vec<String>,
    /// The account is locked: nothing more is tried.
    pub(super) locked: bool,
}

/// Sets up an operator.
pub(super) fn found(
    app: &App,
    data: &Data,
    of: &OperatorOf,
    chance: &mut Chance,
) -> Result<Town, String> {
    let named = |trouble: Trouble| format!("{}: {trouble}", of.slug);
    let files = library::files(&of.slug, std::path::Path::new("."))?;
    let files = RulebookFiles { toml: files.toml, texts: files.texts.into_iter().collect() };
    let id = set_up::operator(app, &of.slug, &files, &of.settings).map_err(named)?;
    let operator = app.directory().by_id(id).cloned().ok_or("the operator is gone")?;
    let (stations, vehicles) = fleet(of, chance);
    let planned = vehicles.clone();
    let fill = move |scene: &mut Scene<'_, '_>| {
        let (mut kiosks, mut units) = (Vec::new(), Vec::new());
        for station in &stations {
            set_up::station(scene, station)?;
            kiosks.push(fitted(scene, "kiosk", Some(&station.code), None)?);
        }
        for (_, vehicle) in &planned {
            set_up::vehicle(scene, vehicle)?;
            units.push(fitted(scene, "on-board", None, Some(&vehicle.code))?);
        }
        Ok((kiosks, units))
    };
    let (kiosks, units) = app.command_now(&operator, Actor::System, fill).map_err(named)?;
    let vehicles = vehicles.into_iter().zip(units).map(|((home, new), unit)| Vehicle {
        code: new.code,
        category: new.category,
        unit,
        home,
        at: home,
        busy_until: Instant(0),
    });
    let vehicles = vehicles.collect();
    let names = data.names.get(&of.names).cloned().ok_or("the demo has no such names")?;
    let nobody = Actor::System;
    Ok(Town {
        operator,
        of: of.clone(),
        names,
        vehicles,
        members: Vec::new(),
        agent: nobody,
        field: nobody,
        billing: nobody,
        kiosks,
    })
}

/// Registers a device of a station or of a vehicle.
fn fitted(
    scene: &mut Scene<'_, '_>,
    kind: &str,
    station: Option<&str>,
    vehicle: Option<&str>,
) -> Result<Actor, Trouble> {
    let label = format!("{kind} {}", station.or(vehicle).unwrap_or_default());
    let (station, vehicle) = (station.map(str::to_owned), vehicle.map(str::to_owned));
    let new = device::NewDevice { kind: kind.to_owned(), label, station, vehicle };
    let fitted = device::register(scene, &new)?.done().ok_or(Trouble::NotFound("device"))?;
    let id = parse_id(&fitted.device.id).ok_or(Trouble::NotFound("device"))?;
    Ok(Actor::Device(id))
}

fn fleet(of: &OperatorOf, chance: &mut Chance) -> (Vec<NewStation>, Vec<(usize, NewVehicle)>) {
    let stations = of.stations.iter().map(|station| NewStation {
        code: station.code.clone(),
        name: station.name.clone(),
        lat_e7: station.lat_e7,
        lon_e7: station.lon_e7,
        bays: Some(station.bays),
        ..NewStation::default()
    });
    let mut vehicles = Vec::new();
    for (at, station) in of.stations.iter().enumerate() {
        for (category, count) in &station.vehicles {
            for _ in 0..*count {
                let models = of.models.get(category).map_or(&[][..], Vec::as_slice);
                let number = vehicles.len() + 1;
                let digits = format!("{number:03}");
                let new = NewVehicle {
                    code: format!("{}{digits}", initial(category)),
                    plate: Some(of.plate.replace("###", &digits)),
                    name: chance.one(models).cloned(),
                    category: (!category.is_empty()).then(|| category.clone()),
                    station: station.code.clone(),
                };
                vehicles.push((at, new));
            }
        }
    }
    (stations.collect(), vehicles)
}

/// Fleet numbers begin with the letter of the category.
fn initial(category: &str) -> String {
    category.chars().next().map(|c| c.to_ascii_uppercase().to_string()).unwrap_or_default()
}

/// Hires the staff of all operators.
pub(super) fn hire(
    app: &App,
    data: &Data,
    towns: &mut [Town],
    password_hash: &str,
) -> Result<(), String> {
    for staff in &data.staff {
        let known = |slug: &String| towns.iter().find(|town| town.of.slug == *slug);
        let mut grants: Vec<_> =
            staff.operators.iter().filter_map(known).map(|town| town.operator.id).collect();
        if staff.operators.is_empty() {
            grants.push(INSTALLATION);
        }
        let (login, role, hash) =
            (staff.login.clone(), staff.role.clone(), password_hash.to_owned());
        let of_app = app.clone();
        let granted = grants.clone();
        let hired = app.store().write_now(move |tx| {
            let grants: Vec<_> = granted.iter().map(|op| (*op, role.as_str())).collect();
            log_in::hire(tx, &of_app, &login, &hash, &grants)
        });
        let id = hired.map_err(|trouble: Trouble| format!("{}: {trouble}", staff.login))?;
        for town in towns.iter_mut().filter(|town| grants.contains(&town.operator.id)) {
            match staff.role.as_str() {
                "agent" => town.agent = Actor::Staff(id),
                "field" => town.field = Actor::Staff(id),
                "billing" => town.billing = Actor::Staff(id),
                _ => {}
            }
        }
    }
    Ok(())
}

/// Somebody who wants to join.
pub(super) fn newcomer(town: &Town, password_hash: &str, chance: &mut Chance) -> NewMember {
    let drawn = |all: &[String], chance: &mut Chance| chance.one(all).cloned().unwrap_or_default();
    let given = drawn(&town.names.given, chance);
    let family = drawn(&town.names.family, chance);
    let street = drawn(&town.names.streets, chance);
    let place = drawn_place(town, chance);
    let number = town.members.len() + 1;
    let mut new = NewMember::default();
    let login = match number {
        1 => SHOWN.to_owned(),
        _ => format!("{}.{number}", plain(&given)),
    };
    let mail = format!("{}.{}.{number}@members.example", plain(&given), plain(&family));
    new.login = Some((login, password_hash.to_owned()));
    new.person.given_name = Some(given);
    new.person.family_name = Some(family);
    new.person.email = Some(mail);
    new.person.phone = Some(chance.digits(&town.of.phone));
    new.person.born_on = Some(format!(
        "{}-{:02}-{:02}",
        chance.between(1945, 2004),
        chance.between(1, 12),
        chance.between(1, 28)
    ));
    new.person.street = Some(format!("{street} {}", chance.between(1, 120)));
    new.person.city = Some(place);
    new.person.country = Some(town.names.country.clone());
    new
}

/// The login of the first member of each operator.
pub(super) const SHOWN: &str = "anna";

/// A town near one of the stations: what stands before the comma, or before what it is called.
fn drawn_place(town: &Town, chance: &mut Chance) -> String {
    let station = chance.one(&town.of.stations).map_or("", |station| station.name.as_str());
    match station.split_once(',') {
        Some((place, _)) => place.to_owned(),
        None => town.of.place.clone(),
    }
}

/// A name as it stands in addresses.
fn plain(name: &str) -> String {
    let plain = |c: char| match c.to_ascii_lowercase() {
        'à' | 'â' | 'ä' => 'a',
        'é' | 'è' | 'ê' | 'ë' | 'É' => 'e',
        'ç' => 'c',
        'ï' | 'î' => 'i',
        'ô' | 'ö' => 'o',
        'ü' | 'û' => 'u',
        c if c.is_ascii_alphanumeric() => c,
        _ => '-',
    };
    name.chars().map(plain).collect()
}

/// Lets somebody join; whether the documents are there already.
pub(super) fn admit(
    app: &App,
    town: &Town,
    mut new: NewMember,
    at_once: bool,
) -> Result<MemberId, Trouble> {
    new.validated = at_once;
    app.command_now(&town.operator, Actor::System, move |scene| join(scene, &new))
}
