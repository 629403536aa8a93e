//! Devices: kiosks, on-board units, chargers, gateways. Each signs its calls with a key of its own and
//! acts only where it belongs.

use hmac::{Hmac, KeyInit, Mac};
use rimessa_domain::booking::Booking;
use rimessa_domain::ids::{Place, VehicleId};
use rimessa_domain::time::{Instant, Span};
use rimessa_store::devices::{self, DeviceRow};
use rimessa_store::{OperatorId, Tx, stations};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use utoipa::ToSchema;

use crate::app::App;
use crate::event::Event;
use crate::identity::{parse_id, random, show_id};
use crate::log_in::Principal;
use crate::reply::Reply;
use crate::scene::{Actor, Concerns, Scene};
use crate::trouble::Trouble;
use crate::when::show_moment;

/// What keys are sealed for.
pub(crate) const PURPOSE: &str = "device";
/// A call whose time is further away than this is refused.
const FRESH: Span = Span::minutes(5);
/// So long the key from before a rotation still holds.
const OVERLAP: Span = Span::days(7);

/// A device to be registered.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDevice {
    /// `kiosk`, `on-board`, `charger` or `sms-gateway`.
    pub kind: String,
    /// What people call it.
    pub label: String,
    /// The code of the station it stands at: of a kiosk or a charger.
    pub station: Option<String>,
    /// The fleet number of the vehicle it is built into: of an on-board unit.
    pub vehicle: Option<String>,
}

/// A device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeviceView {
    /// Its id.
    pub id: String,
    /// `kiosk`, `on-board`, `charger` or `sms-gateway`.
    pub kind: String,
    /// What people call it.
    pub label: String,
    /// The code of the station it stands at.
    pub station: Option<String>,
    /// The fleet number of the vehicle it is built into.
    pub vehicle: Option<String>,
    /// When it was registered, RFC 3339.
    pub registered: String,
    /// Since when it may do nothing, RFC 3339.
    pub disabled: Option<String>,
    /// How long the key it had before still holds, RFC 3339.
    pub old_key_until: Option<String>,
}

/// A device with a new key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct KeyedDevice {
    /// The device.
    pub device: DeviceView,
    /// Its key: 64 hexadecimal digits, shown once.
    pub key: String,
}

/// How a device's key is exchanged.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = KeyRotation)]
pub struct Rotation {
    /// The old key is lost or stolen: it holds no longer. Otherwise it holds for seven days more.
    #[serde(default)]
    pub at_once: bool,
}

/// A call as a device signed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The header `rimessa-device`.
    pub device: String,
    /// The header `rimessa-timestamp`: seconds since 1970.
    pub timestamp: String,
    /// The header `rimessa-signature`: 64 hexadecimal digits.
    pub signature: String,
    /// Like `POST`.
    pub method: String,
    /// The path with its query, as it was sent.
    pub path: String,
    /// The digest of the body.
    pub body: [u8; 32],
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn from_hex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || text.len() % 2 == 1 {
        return None;
    }
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|two| u8::from_str_radix(core::str::from_utf8(two).ok()?, 16).ok()).collect()
}

impl Signed {
    fn mac(&self, key: &[u8]) -> Option<Hmac<Sha256>> {
        let Self { method, path, timestamp, body, .. } = self;
        let text = format!("{method}\n{path}\n{timestamp}\n{}", hex(body));
        let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
        mac.update(text.as_bytes());
        Some(mac)
    }

    /// The signature of this call with a key of 64 hexadecimal digits, as a device makes it.
    #[must_use]
    pub fn sign(&self, key: &str) -> Option<String> {
        let mac = self.mac(&from_hex(key)?)?;
        Some(hex(&mac.finalize().into_bytes()))
    }

    fn is_by(&self, key: &[u8]) -> bool {
        // It is compared in constant time.
        let shown = from_hex(&self.signature);
        let mac = self.mac(key);
        mac.zip(shown).is_some_and(|(mac, shown)| mac.verify_slice(&shown).is_ok())
    }
}

/// Which device of the operator signed this call.
///
/// # Errors
/// [`Trouble::LogIn`]: none, or it is too old; [`Trouble::Store`].
pub fn principal(
    tx: &mut Tx<'_>,
    app: &App,
    op: OperatorId,
    signed: &Signed,
) -> Result<Principal, Trouble> {
    let wrong = || Trouble::LogIn("signature-wrong");
    let now = app.clock().now();
    let seconds: i64 = signed.timestamp.parse().map_err(|_| wrong())?;
    let at = seconds.checked_mul(1000).map(Instant).ok_or_else(wrong)?;
    let id = parse_id(&signed.device).ok_or_else(wrong)?;
    let row = devices::get(tx, op, id)?.ok_or_else(wrong)?;
    let old = row.old_key_until.filter(|until| *until > now).and(row.old_key_sealed.as_ref());
    let mut keys = [Some(&row.key_sealed), old].into_iter().flatten();
    let is_by =
        |sealed: &Vec<u8>| app.keys().open(PURPOSE, sealed).is_some_and(|key| signed.is_by(&key));
    if !keys.any(is_by) || row.disabled.is_some() {
        return Err(wrong());
    }
    if at < now.minus(FRESH) || at > now.plus(FRESH) {
        return Err(Trouble::LogIn("signature-too-old"));
    }
    Ok(Principal {
        actor: Actor::Device(id),
        operator: Some(op),
        grants: Vec::new(),
        scopes: Vec::new(),
        expires: now.plus(FRESH),
        must_change: false,
        second_factor: false,
        is_worth_noting: false,
    })
}

impl Scene<'_, '_> {
    /// The device that acts; `None`: it is none.
    pub fn device(&mut self) -> Result<Option<DeviceRow>, Trouble> {
        let Actor::Device(id) = self.actor else { return Ok(None) };
        let row = devices::get(self.tx, self.operator.id, id)?;
        Ok(Some(row.filter(|row| row.disabled.is_none()).ok_or(Trouble::Forbidden)?))
    }

    /// Whether who acts may do something with this vehicle as far as the place goes: an on-board unit
    /// only with its own one, a kiosk or a charger where the vehicle belongs to its station.
    /// Whoever is no device may.
    pub fn is_near_vehicle(&mut self, vehicle: VehicleId) -> Result<bool, Trouble> {
        let Some(device) = self.device()? else { return Ok(true) };
        if device.vehicle.is_some() {
            return Ok(device.vehicle == Some(vehicle));
        }
        let row = rimessa_store::vehicles::get(self.tx, self.operator.id, vehicle)?;
        Ok(device.station.is_some() && row.map(|row| row.home) == device.station)
    }

    /// Whether who acts may do something with this booking as far as the place goes: an on-board unit
    /// only with those of its vehicle, a kiosk or a charger with those that begin or end at its station.
    /// Whoever is no device may.
    pub fn is_near(&mut self, booking: &Booking) -> Result<bool, Trouble> {
        let Some(device) = self.device()? else { return Ok(true) };
        if device.vehicle.is_some() {
            return Ok(device.vehicle == Some(booking.vehicle));
        }
        let station = device.station.map(Place::Station);
        Ok(station.is_some_and(|place| place == booking.pickup || place == booking.dropoff))
    }

    fn show_device(&mut self, row: &DeviceRow) -> Result<DeviceView, Trouble> {
        let op = self.operator.id;
        let station = match row.station {
            Some(id) => stations::get(self.tx, op, id)?.map(|station| station.code),
            None => None,
        };
        let vehicle = match row.vehicle {
            Some(id) => rimessa_store::vehicles::get(self.tx, op, id)?.map(|vehicle| vehicle.code),
            None => None,
        };
        let until = row.old_key_until.filter(|until| *until > self.now());
        Ok(DeviceView {
            id: show_id(row.id),
            kind: row.kind.clone(),
            label: row.label.clone(),
            station,
            vehicle,
            registered: show_moment(row.created),
            disabled: row.disabled.map(show_moment),
            old_key_until: until.map(show_moment),
        })
    }

    fn note_device(&mut self, kind: &'static str, row: &DeviceRow) -> Result<(), Trouble> {
        let event = Event { kind, of: Some(row.kind.clone()), ..Event::default() };
        let concerns = Concerns { subject: Some(row.id), ..Concerns::default() };
        self.note(self.now(), &event, None, concerns)
    }
}

/// What a kind of device belongs to: a station, a vehicle.
fn belongs(kind: &str) -> Option<(bool, bool)> {
    match kind {
        "kiosk" | "charger" => Some((true, false)),
        "on-board" => Some((false, true)),
        "sms-gateway" => Some((false, false)),
        _ => None,
    }
}

/// Registers a device; its key is shown once.
///
/// # Errors
/// [`Trouble::Invalid`]: there is no such kind, station or vehicle, or it does not go with the kind.
pub fn register(scene: &mut Scene<'_, '_>, new: &NewDevice) -> Result<Reply<KeyedDevice>, Trouble> {
    let op = scene.operator.id;
    let belongs = belongs(&new.kind);
    let (at_station, in_vehicle) =
        belongs.ok_or_else(|| Trouble::invalid("kind", "no-such-device-kind", &new.kind))?;
    for (field, needed, given) in
        [("station", at_station, &new.station), ("vehicle", in_vehicle, &new.vehicle)]
    {
        match given {
            None if needed => return Err(Trouble::invalid(field, "missing", "")),
            Some(_) if !needed => return Err(Trouble::invalid(field, "says-nothing", "")),
            _ => {}
        }
    }
    let label = crate::program::label(&new.label)?.to_owned();
    let station = match &new.station {
        None => None,
        Some(code) => {
            let row = stations::by_code(scene.tx, op, code)?;
            let unknown = || Trouble::invalid("station", "no-such-station", code);
            Some(row.ok_or_else(unknown)?.id)
        }
    };
    let vehicle = match &new.vehicle {
        None => None,
        Some(code) => {
            let row = rimessa_store::vehicles::by_code(scene.tx, op, code)?;
            let unknown = || Trouble::invalid("vehicle", "no-such-vehicle-here", code);
            Some(row.ok_or_else(unknown)?.id)
        }
    };
    let key: [u8; 32] = random();
    let row = DeviceRow {
        id: scene.id(),
        kind: new.kind.clone(),
        label,
        station,
        vehicle,
        key_sealed: scene.app.keys().seal(PURPOSE, &key),
        old_key_sealed: None,
        old_key_until: None,
        created: scene.now(),
        disabled: None,
    };
    devices::put(scene.tx, op, &row)?;
    scene.note_device("device", &row)?;
    Ok(Reply::Done(KeyedDevice { device: scene.show_device(&row)?, key: hex(&key) }))
}

/// The devices, by id.
///
/// # Errors
/// [`Trouble`].
pub fn list(
    scene: &mut Scene<'_, '_>,
    after: u128,
    limit: i64,
) -> Result<Vec<DeviceView>, Trouble> {
    let rows = devices::page(scene.tx, scene.operator.id, after, limit)?;
    rows.iter().map(|row| scene.show_device(row)).collect()
}

/// A device.
///
/// # Errors
/// [`Trouble::NotFound`]; [`Trouble`].
pub fn look(scene: &mut Scene<'_, '_>, id: u128) -> Result<DeviceView, Trouble> {
    let row = devices::get(scene.tx, scene.operator.id, id)?;
    scene.show_device(&row.ok_or(Trouble::NotFound("device"))?)
}

fn lock(scene: &mut Scene<'_, '_>, id: u128) -> Result<DeviceRow, Trouble> {
    let row = devices::lock(scene.tx, scene.operator.id, id)?;
    row.ok_or(Trouble::NotFound("device"))
}

/// Gives a device another key, shown once.
///
/// # Errors
/// [`Trouble::NotFound`].
pub fn rotate(
    scene: &mut Scene<'_, '_>,
    id: u128,
    rotation: Rotation,
) -> Result<Reply<KeyedDevice>, Trouble> {
    let row = lock(scene, id)?;
    let key: [u8; 32] = random();
    let keeps_old = !rotation.at_once;
    let row = DeviceRow {
        old_key_sealed: keeps_old.then_some(row.key_sealed),
        old_key_until: keeps_old.then(|| scene.now().plus(OVERLAP)),
        key_sealed: scene.app.keys().seal(PURPOSE, &key),
        ..row
    };
    devices::put(scene.tx, scene.operator.id, &row)?;
    scene.note_device("device-key", &row)?;
    Ok(Reply::Done(KeyedDevice { device: scene.show_device(&row)?, key: hex(&key) }))
}

/// Takes a device out of use, for good.
///
/// # Errors
/// [`Trouble::NotFound`].
pub fn disable(scene: &mut Scene<'_, '_>, id: u128) -> Result<(), Trouble> {
    let row = lock(scene, id)?;
    if row.disabled.is_none() {
        let row = DeviceRow { disabled: Some(scene.now()), ..row };
        devices::put(scene.tx, scene.operator.id, &row)?;
        scene.note_device("device-disable", &row)?;
    }
    Ok(())
}
