//! Operators and their rulebooks, stations, vehicles.

use rimessa_domain::ids::{Place, StationId, VehicleId};
use rimessa_domain::time::Instant;
use rimessa_store::operators::{self, OperatorRow, RulebookRow};
use rimessa_store::stations::{self, StationRow};
use rimessa_store::vehicles::{self, VehicleRow};
use rimessa_store::{Failure, OperatorId};

use crate::bench::{Bench, OP, OTHER, hour, promises};

promises!(
    operators_are_numbered_from_one,
    rulebooks_come_back_in_the_order_of_their_days,
    the_stamp_changes_with_whatever_is_added,
    a_station_comes_back_as_it_was,
    a_vehicle_comes_back_as_it_was,
    codes_are_unique_and_ordered_by_their_bytes,
);

fn operators_are_numbered_from_one(bench: &Bench) {
    bench.write(|tx| {
        assert_eq!(operators::insert(tx, "b", hour(0), "{}")?, OP);
        assert_eq!(operators::insert(tx, "a", hour(0), "{}")?, OTHER);
        operators::set(tx, OTHER, r#"{"x":1}"#)
    });
    let row = |id, slug: &str, settings: &str| OperatorRow {
        id,
        slug: slug.to_owned(),
        settings_json: settings.to_owned(),
    };
    let all = [row(OP, "b", "{}"), row(OTHER, "a", r#"{"x":1}"#)];
    assert_eq!(bench.read(operators::all), all);
    let twice = bench.store.write_now(|tx| operators::insert(tx, "a", hour(0), "{}"));
    assert!(matches!(twice, Err(Failure::Corrupt(_))));
}

fn rulebook(at: i64, toml: &str) -> RulebookRow {
    RulebookRow {
        in_force_at: Instant(at),
        version: "v".to_owned(),
        toml: toml.to_owned(),
        texts_json: "{}".to_owned(),
    }
}

fn rulebooks_come_back_in_the_order_of_their_days(bench: &Bench) {
    bench.write(|tx| {
        for (at, toml) in [(50, "second"), (0, "first"), (50, "replaced")] {
            operators::add_rulebook(tx, OP, &rulebook(at, toml), hour(0))?;
        }
        operators::add_rulebook(tx, OTHER, &rulebook(0, "theirs"), hour(0))
    });
    let found = bench.read(|tx| operators::rulebooks(tx, OP));
    assert_eq!(found, [rulebook(0, "first"), rulebook(50, "replaced")]);
}

fn the_stamp_changes_with_whatever_is_added(bench: &Bench) {
    let stamp = || bench.read(operators::stamp);
    let mut seen = vec![stamp()];
    bench.write(|tx| operators::insert(tx, "a", hour(0), "{}"));
    seen.push(stamp());
    bench.write(|tx| operators::add_rulebook(tx, OP, &rulebook(0, "first"), hour(0)));
    seen.push(stamp());
    bench.write(|tx| operators::add_rulebook(tx, OP, &rulebook(0, "other"), hour(1)));
    seen.push(stamp());
    for settings in [r#"{"x":1}"#, r#"{"x":2}"#] {
        bench.write(move |tx| operators::set(tx, OP, settings));
        seen.push(stamp());
    }
    let distinct: std::collections::HashSet<_> = seen.iter().collect();
    assert_eq!(distinct.len(), seen.len(), "{seen:?}");
}

fn station(id: u128, code: &str) -> StationRow {
    StationRow {
        id: StationId(id),
        code: code.to_owned(),
        name: "Gare d’Été".to_owned(),
        lat_e7: -497_596_000,
        lon_e7: 47_000_000,
        address: None,
        bays: None,
        closed: None,
    }
}

fn a_station_comes_back_as_it_was(bench: &Bench) {
    bench.write(|tx| {
        stations::put(tx, OP, &station(1, "A"))?;
        assert_eq!(stations::get(tx, OP, StationId(1))?, Some(station(1, "A")));
        let address = Some("Place 1".to_owned());
        let whole = StationRow { address, bays: Some(4), ..station(1, "B") };
        stations::put(tx, OP, &whole)?;
        assert_eq!(stations::by_code(tx, OP, "B")?, Some(whole.clone()));
        assert_eq!(stations::by_code(tx, OP, "A")?, None);
        assert_eq!(stations::get(tx, OTHER, StationId(1))?, None);
        assert_eq!(stations::all(tx, OP)?, [whole]);
        Ok(())
    });
}

fn vehicle(id: u128, code: &str) -> VehicleRow {
    VehicleRow {
        id: VehicleId(id),
        code: code.to_owned(),
        plate: None,
        name: None,
        category: None,
        home: StationId(1),
        first_pickup: None,
        left: None,
        out_of_service: None,
        removed: None,
        version: 0,
    }
}

fn a_vehicle_comes_back_as_it_was(bench: &Bench) {
    bench.write(|tx| {
        let id = VehicleId(1);
        vehicles::insert(tx, OP, &vehicle(1, "1"))?;
        assert_eq!(vehicles::get(tx, OP, id)?, Some(vehicle(1, "1")));
        let text = |text: &str| Some(text.to_owned());
        let named = VehicleRow {
            plate: text("AB-123-CD"),
            name: text("Zoé"),
            category: text("city"),
            home: StationId(2),
            ..vehicle(1, "2")
        };
        vehicles::update(tx, OP, &named)?;
        let left = Some((hour(3), Place::OffNetwork));
        vehicles::touch(tx, OP, id, Some(Place::Station(StationId(7))), left)?;
        vehicles::set_out_of_service(tx, OP, id, Some(hour(4)))?;
        let whole = VehicleRow {
            first_pickup: Some(Place::Station(StationId(7))),
            left,
            out_of_service: Some(hour(4)),
            version: 3,
            ..named
        };
        assert_eq!(vehicles::lock(tx, OP, id)?, Some(whole.clone()));
        assert_eq!(vehicles::by_code(tx, OP, "2")?, Some(whole.clone()));
        assert_eq!(vehicles::all(tx, OP)?, [whole]);
        vehicles::touch(tx, OP, id, None, None)?;
        vehicles::set_out_of_service(tx, OP, id, None)?;
        let found = vehicles::get(tx, OP, id)?.unwrap();
        assert_eq!((found.left, found.first_pickup, found.out_of_service), (None, None, None));
        assert_eq!(vehicles::lock(tx, OTHER, id)?, None);
        Ok(())
    });
}

fn codes_are_unique_and_ordered_by_their_bytes(bench: &Bench) {
    bench.write(|tx| {
        for (id, code) in (1..).zip(["b", "A", "a", "10", "9"]) {
            vehicles::insert(tx, OP, &vehicle(id, code))?;
        }
        vehicles::insert(tx, OperatorId(3), &vehicle(1, "b"))
    });
    let codes: Vec<_> =
        bench.read(|tx| vehicles::all(tx, OP)).into_iter().map(|row| row.code).collect();
    assert_eq!(codes, ["10", "9", "A", "a", "b"]);
    let twice = bench.store.write_now(|tx| vehicles::insert(tx, OP, &vehicle(9, "b")));
    assert!(matches!(twice, Err(Failure::Corrupt(_))));
}
