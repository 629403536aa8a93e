//! Questions about a whole fleet, and what stands at its stations.

use rimessa_domain::booking::{BookingEvent, State};
use rimessa_domain::ids::{MemberId, Place, StationId, VehicleId};
use rimessa_store::equipment::{self, ChargerRow, Hook, KioskRow, SlotRow};
use rimessa_store::vehicles::VehicleRow;
use rimessa_store::{bookings, fleet, found, stations, vehicles};

use crate::bench::{Bench, OP, OTHER, booking, hour, promises, versions};

promises!(
    an_exchanged_booking_holds_its_other_vehicle_from_then_on,
    one_way_bookings_and_trips_under_way_are_found,
    vehicles_around_a_station_are_found,
    equipment_comes_back_as_it_was,
    a_key_is_found_in_its_slot_and_a_slot_without_a_key,
    a_vehicle_is_found_by_its_plate_or_number,
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

fn a_key_is_found_in_its_slot_and_a_slot_without_a_key(bench: &Bench) {
    bench.write(|tx| {
        let (here, there) = (StationId(1), StationId(2));
        for (id, code, station) in [(1, "K2", here), (2, "K1", here), (3, "K3", there)] {
            let kiosk = KioskRow { id, code: code.to_owned(), station };
            equipment::put_kiosk(tx, OP, &kiosk)?;
            for no in [1, 2] {
                let vehicle = (no == 2 || id == 3).then_some(VehicleId(10 * id + 1));
                let slot = SlotRow { kiosk: id, no, vehicle };
                equipment::put_slot(tx, OP, &slot)?;
            }
        }
        let hook = |kiosk, code: &str, no| Hook { kiosk, code: code.to_owned(), no };
        let own = equipment::slot_of(tx, OP, here, VehicleId(11))?;
        assert_eq!(own, Some(hook(1, "K2", 2)));
        assert_eq!(equipment::slot_of(tx, OP, there, VehicleId(11))?, None, "it hangs elsewhere");
        assert_eq!(equipment::free_slot(tx, OP, here)?, Some(hook(2, "K1", 1)));
        assert_eq!(equipment::free_slot(tx, OTHER, here)?, None);
        let numbered = equipment::slots_numbered(tx, OP, here, 2)?;
        assert_eq!(numbered, [hook(2, "K1", 2), hook(1, "K2", 2)]);
        Ok(())
    });
}

fn a_vehicle_is_found_by_its_plate_or_number(bench: &Bench) {
    bench.write(|tx| {
        let plate = Some("To 123-ab".to_owned());
        vehicles::insert(tx, OP, &VehicleRow { plate, ..vehicle(1, 1) })?;
        vehicles::insert(tx, OP, &vehicle(2, 1))?;
        for (text, expected) in
            [("TO123AB", Some(1)), ("to-12 3 ab", Some(1)), ("2", Some(2)), ("TO123", None)]
        {
            let found = found::vehicle(tx, OP, text)?;
            assert_eq!(found, expected.map(VehicleId), "{text}");
        }
        assert_eq!(found::vehicle(tx, OTHER, "2")?, None);
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
