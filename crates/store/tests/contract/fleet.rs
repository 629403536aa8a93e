//! Questions about a whole fleet, and what stands at its stations.

use rimessa_domain::booking::{BookingEvent, State};
use rimessa_domain::ids::{MemberId, Place, StationId, VehicleId};
use rimessa_store::equipment::{self, ChargerRow, KioskRow, SlotRow};
use rimessa_store::vehicles::VehicleRow;
use rimessa_store::{bookings, fleet, stations, vehicles};

use crate::bench::{Bench, OP, OTHER, booking, hour, promises, versions};

promises!(
    an_exchanged_booking_holds_its_other_vehicle_from_then_on,
    one_way_bookings_and_trips_under_way_are_found,
    vehicles_around_a_station_are_found,
    equipment_comes_back_as_it_was,
    who_may_leave_vehicles_elsewhere_is_remembered,
);

fn vehicle(id: u128, home: u128) -> VehicleRow {
    VehicleRow {
        id: VehicleId(id),
        code: id.to_string(),
        plate: None,
        name: None,
        category: Some("city".to_owned()),
        home: StationId(home),
        first_pickup: None,
        left: None,
        out_of_service: None,
        removed: None,
        version: 0,
    }
}

fn an_exchanged_booking_holds_its_other_vehicle_from_then_on(bench: &Bench) {
    let versions = versions("carcityclub");
    bench.write(move |tx| {
        let rules = versions.at(hour(0));
        let earlier = booking(rules, (1, 2, 1), (0, 2));
        let mut one = booking(rules, (2, 1, 1), (1, 5));
        bookings::insert(tx, OP, rules, &earlier, b"")?;
        bookings::insert(tx, OP, rules, &one, b"")?;
        one.apply(&BookingEvent::Reassigned {
            at: hour(2),
            vehicle: VehicleId(2),
            pickup: Place::Station(StationId(8)),
            dropoff: Place::Station(StationId(8)),
        });
        bookings::update(tx, OP, rules, &one)?;
        let found = bookings::get(tx, OP, &versions, one.id)?.map(|stored| stored.booking);
        assert_eq!(found, Some(one.clone()));
        let coming = fleet::to_come(tx, OP, &versions, VehicleId(2), hour(2))?;
        assert_eq!(coming, [one]);
        assert_eq!(vehicles::uses(tx, OP, VehicleId(2), hour(0))?, 2);
        Ok(())
    });
}

fn one_way_bookings_and_trips_under_way_are_found(bench: &Bench) {
    let versions = versions("carcityclub");
    bench.write(move |tx| {
        let rules = versions.at(hour(0));
        let at = |id| Place::Station(StationId(id));
        let mut come = booking(rules, (1, 1, 1), (0, 2));
        (come.pickup, come.dropoff) = (at(1), at(2));
        let mut gone = booking(rules, (2, 2, 1), (0, 2));
        (gone.pickup, gone.dropoff, gone.state) = (at(2), Place::OffNetwork, State::Driving);
        let mut round = booking(rules, (3, 3, 1), (0, 2));
        (round.pickup, round.dropoff) = (at(2), at(2));
        let mut over = booking(rules, (4, 4, 1), (0, 2));
        (over.pickup, over.dropoff, over.state) = (at(1), at(2), State::Cancelled);
        for one in [&come, &gone, &round, &over] {
            bookings::insert(tx, OP, rules, one, b"")?;
        }
        assert_eq!(fleet::one_way(tx, OP, &versions, StationId(2))?, [come, gone.clone()]);
        assert!(fleet::one_way(tx, OTHER, &versions, StationId(2))?.is_empty());
        assert_eq!(fleet::driving(tx, OP, &versions)?, [gone]);
        Ok(())
    });
}

fn vehicles_around_a_station_are_found(bench: &Bench) {
    let versions = versions("carcityclub");
    bench.write(move |tx| {
        let rules = versions.at(hour(0));
        for (id, home) in [(1, 1), (2, 1), (3, 2), (4, 2), (5, 2)] {
            vehicles::insert(tx, OP, &vehicle(id, home))?;
        }
        let here = Place::Station(StationId(1));
        vehicles::touch(tx, OP, VehicleId(3), None, Some((hour(0), here)))?;
        let removed = VehicleRow { removed: Some(hour(1)), ..vehicle(2, 1) };
        vehicles::update(tx, OP, &removed)?;
        let mut come = booking(rules, (1, 4, 1), (0, 2));
        (come.pickup, come.dropoff) = (Place::Station(StationId(2)), here);
        bookings::insert(tx, OP, rules, &come, b"")?;
        let around = vehicles::around(tx, OP, StationId(1))?;
        assert_eq!(around.iter().map(|row| &*row.code).collect::<Vec<_>>(), ["1", "3", "4"]);
        assert_eq!(fleet::standing(tx, OP, StationId(1))?, 1);
        assert_eq!(fleet::categories_in_use(tx, OP)?, ["city"]);
        assert_eq!(stations::lock(tx, OP, StationId(1))?, None);
        Ok(())
    });
}

fn equipment_comes_back_as_it_was(bench: &Bench) {
    bench.write(|tx| {
        let station = StationId(1);
        let bay = Some("3".to_owned());
        let code = "L1".to_owned();
        let charger = ChargerRow { id: 1, code, station, bay, power_w: Some(22_000) };
        equipment::put_charger(tx, OP, &charger)?;
        let charger = ChargerRow { bay: None, power_w: None, ..charger };
        equipment::put_charger(tx, OP, &charger)?;
        assert_eq!(equipment::charger_by_code(tx, OP, "L1")?, Some(charger.clone()));
        assert_eq!(equipment::chargers(tx, OP)?, [charger]);
        let kiosk = KioskRow { id: 2, code: "K1".to_owned(), station };
        equipment::put_kiosk(tx, OP, &kiosk)?;
        assert_eq!(equipment::kiosk_by_code(tx, OP, "K1")?, Some(kiosk.clone()));
        assert_eq!(equipment::kiosks(tx, OP)?, [kiosk]);
        for no in [1, 2] {
            let slot = SlotRow { kiosk: 2, no, vehicle: Some(VehicleId(9)) };
            equipment::put_slot(tx, OP, &slot)?;
        }
        let first = SlotRow { kiosk: 2, no: 1, vehicle: None };
        let second = SlotRow { kiosk: 2, no: 2, vehicle: Some(VehicleId(9)) };
        assert_eq!(equipment::slots(tx, OP)?, [first, second]);
        assert!(equipment::slots(tx, OTHER)?.is_empty());
        Ok(())
    });
}

fn who_may_leave_vehicles_elsewhere_is_remembered(bench: &Bench) {
    bench.write(|tx| {
        let anna = MemberId(1);
        assert!(!fleet::may_one_way(tx, OP, anna)?);
        fleet::let_one_way(tx, OP, anna, true)?;
        fleet::let_one_way(tx, OP, anna, true)?;
        assert!(fleet::may_one_way(tx, OP, anna)? && !fleet::may_one_way(tx, OTHER, anna)?);
        fleet::let_one_way(tx, OP, anna, false)?;
        assert!(!fleet::may_one_way(tx, OP, anna)?);
        assert!(fleet::plans_in_use(tx, OP)?.is_empty());
        assert!(fleet::allowances_in_use(tx, OP)?.is_empty());
        Ok(())
    });
}
