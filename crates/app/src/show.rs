//! Looking at things: stations, vehicles, bookings, statements.

use rimessa_domain::ids::{BookingId, MemberId};
use rimessa_domain::money::Money;
use rimessa_domain::time::Instant;
use rimessa_store::{bookings, ledger, lines, stations, vehicles};

use crate::identity::show_id;
use crate::message::vehicle_name;
use crate::scene::Scene;
use crate::tag::unchanged;
use crate::trouble::Trouble;
use crate::view::{BookingView, Statement, StationView, VehicleView};

/// The stations whose code comes after `after`, by code.
///
/// # Errors
/// [`Trouble`].
pub fn stations(
    scene: &mut Scene<'_, '_>,
    after: &str,
    limit: i64,
) -> Result<Vec<StationView>, Trouble> {
    let rows = stations::page(scene.tx, scene.operator.id, after, limit)?;
    Ok(rows.into_iter().map(StationView::from).collect())
}

/// The vehicles whose code comes after `after`, by code.
///
/// # Errors
/// [`Trouble`].
pub fn vehicles(
    scene: &mut Scene<'_, '_>,
    after: &str,
    limit: i64,
) -> Result<Vec<VehicleView>, Trouble> {
    let rows = vehicles::page(scene.tx, scene.operator.id, after, limit)?;
    rows.into_iter().map(|row| scene.show_vehicle(row)).collect()
}

/// What people call the station of that code; a place off the network has its word.
///
/// # Errors
/// [`Trouble`].
pub fn station_called(scene: &mut Scene<'_, '_>, code: &str) -> Result<String, Trouble> {
    let found = stations::by_code(scene.tx, scene.operator.id, code)?;
    Ok(found.map_or_else(|| code.to_owned(), |row| row.name))
}

/// What people call the vehicle of that fleet number.
///
/// # Errors
/// [`Trouble`].
pub fn vehicle_called(scene: &mut Scene<'_, '_>, code: &str) -> Result<String, Trouble> {
    let found = vehicles::by_code(scene.tx, scene.operator.id, code)?;
    Ok(found.map_or_else(|| code.to_owned(), |row| vehicle_name(&row)))
}

/// A booking, if the caller may see it.
///
/// # Errors
/// [`Trouble::NotFound`]; [`Trouble`].
pub fn booking(scene: &mut Scene<'_, '_>, id: BookingId) -> Result<BookingView, Trouble> {
    let (op, versions) = (scene.operator.id, &scene.operator.versions);
    let found = bookings::get(scene.tx, op, versions, id)?;
    let found = found.filter(|stored| scene.may_use(stored));
    let found = found.ok_or(Trouble::NotFound("booking"))?;
    if !scene.is_near(&found.booking)? {
        return Err(Trouble::NotFound("booking"));
    }
    scene.show_booking(&found.booking)
}

/// Goes on only if a booking is still as it was looked at (`seen`: its tag); it is locked.
///
/// # Errors
/// [`Trouble::Stale`], [`Trouble::NotFound`]; [`Trouble`].
pub fn booking_as_seen(
    scene: &mut Scene<'_, '_>,
    id: BookingId,
    seen: Option<&str>,
) -> Result<(), Trouble> {
    if seen.is_some() {
        scene.booking(id)?;
        unchanged(seen, Some(&booking(scene, id)?))?;
    }
    Ok(())
}

/// The code of a booking, for its member, for staff and for devices.
///
/// # Errors
/// [`Trouble::NotFound`]; [`Trouble`].
pub fn code(scene: &mut Scene<'_, '_>, id: BookingId) -> Result<Option<String>, Trouble> {
    booking(scene, id)?;
    scene.code_of(id)
}

/// A member's bookings, the latest start first, from before the one of that start and id.
///
/// # Errors
/// [`Trouble`].
pub fn bookings_of(
    scene: &mut Scene<'_, '_>,
    member: MemberId,
    before: Option<(Instant, BookingId)>,
    limit: i64,
) -> Result<Vec<BookingView>, Trouble> {
    let (op, versions) = (scene.operator.id, &scene.operator.versions);
    let before = before.unwrap_or((Instant::MAX, BookingId(0)));
    let mut all = bookings::of_member(scene.tx, op, versions, member, before, limit)?;
    // Those that the member drives, but another pays.
    all.extend(bookings::of_driver(scene.tx, op, versions, member, before, limit)?);
    all.sort_by_key(|booking| core::cmp::Reverse((booking.start, booking.id)));
    all.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    all.iter().map(|booking| scene.show_booking(booking)).collect()
}

/// What a member has to pay, and why.
///
/// # Errors
/// [`Trouble`].
pub fn statement(
    scene: &mut Scene<'_, '_>,
    member: MemberId,
    after: Option<u128>,
    limit: i64,
) -> Result<Statement, Trouble> {
    let op = scene.operator.id;
    let currency = scene.operator.versions.at(scene.now()).currency.to_string();
    let balance = ledger::balance(scene.tx, op, member, &currency)?;
    let rows = lines::of_member(scene.tx, op, member, after.unwrap_or(0), limit + 1)?;
    let page = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > page;
    let shown = &rows[..rows.len().min(page)];
    let next = if more { shown.last().map(|row| show_id(row.id)) } else { None };
    let lines = shown.iter().map(|row| scene.show_line(row)).collect::<Result<_, _>>()?;
    Ok(Statement { currency, balance: Money(balance).to_string(), lines, next })
}
