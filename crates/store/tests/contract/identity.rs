//! Devices, second factors, resets of passwords, and the sessions of one and all.

use rimessa_domain::ids::{StationId, VehicleId};
use rimessa_store::devices::{self, DeviceRow};
use rimessa_store::factors::{self, FactorRow};
use rimessa_store::logins::{self, INSTALLATION, LoginRow};
use rimessa_store::sessions::{self, SessionRow};
use rimessa_store::{OperatorId, resets};

use crate::bench::{Bench, OP, OTHER, hour, promises};

promises!(
    a_device_comes_back_for_its_operator,
    a_second_factor_comes_back_until_it_is_removed,
    a_recovery_code_is_used_once,
    a_reset_holds_until_it_ends,
    sessions_are_those_of_their_subject,
    staff_are_listed_where_they_may_work,
);

fn device(id: u128) -> DeviceRow {
    DeviceRow {
        id,
        kind: "kiosk".to_owned(),
        label: "Hälle".to_owned(),
        station: Some(StationId(7)),
        vehicle: None,
        key_sealed: vec![1, 0, 255],
        old_key_sealed: None,
        old_key_until: None,
        created: hour(0),
        disabled: None,
    }
}

fn a_device_comes_back_for_its_operator(bench: &Bench) {
    bench.write(|tx| {
        devices::put(tx, OP, &device(1))?;
        devices::put(tx, OP, &device(2))?;
        assert_eq!(devices::get(tx, OP, 1)?, Some(device(1)));
        assert_eq!(devices::get(tx, OTHER, 1)?, None);
        let changed = DeviceRow {
            label: "other".to_owned(),
            station: None,
            vehicle: Some(VehicleId(9)),
            key_sealed: vec![2],
            old_key_sealed: Some(vec![1, 0, 255]),
            old_key_until: Some(hour(9)),
            disabled: Some(hour(3)),
            ..device(1)
        };
        devices::put(tx, OP, &changed)?;
        assert_eq!(devices::lock(tx, OP, 1)?, Some(changed.clone()));
        assert_eq!(devices::page(tx, OP, 0, 1)?, [changed]);
        assert_eq!(devices::page(tx, OP, 1, 9)?, [device(2)]);
        assert_eq!(devices::page(tx, OTHER, 0, 9)?, []);
        Ok(())
    });
}

fn a_second_factor_comes_back_until_it_is_removed(bench: &Bench) {
    bench.write(|tx| {
        let factor = FactorRow { secret_sealed: vec![0, 9], confirmed: None, last_step: 0 };
        factors::put(tx, 1, &factor)?;
        assert_eq!(factors::get(tx, 1)?, Some(factor.clone()));
        let factor = FactorRow { confirmed: Some(hour(1)), last_step: 58_000_000, ..factor };
        factors::put(tx, 1, &factor)?;
        assert_eq!(factors::get(tx, 1)?, Some(factor));
        assert_eq!(factors::get(tx, 2)?, None);
        factors::add_code(tx, 1, b"code")?;
        assert!(factors::remove(tx, 1)?);
        assert!(!factors::remove(tx, 1)?);
        assert_eq!(factors::get(tx, 1)?, None);
        assert!(!factors::use_code(tx, 1, b"code")?, "the codes went with it");
        Ok(())
    });
}

fn a_recovery_code_is_used_once(bench: &Bench) {
    bench.write(|tx| {
        factors::add_code(tx, 1, b"one")?;
        factors::add_code(tx, 1, b"two")?;
        assert!(!factors::use_code(tx, 2, b"one")?, "somebody else's");
        assert!(factors::use_code(tx, 1, b"one")?);
        assert!(!factors::use_code(tx, 1, b"one")?);
        assert!(factors::use_code(tx, 1, b"two")?);
        Ok(())
    });
}

fn a_reset_holds_until_it_ends(bench: &Bench) {
    bench.write(|tx| {
        resets::insert(tx, OP, b"a", Some(1), hour(2))?;
        resets::insert(tx, OP, b"b", Some(1), hour(4))?;
        resets::insert(tx, OP, b"c", Some(2), hour(4))?;
        resets::insert(tx, OP, b"nobody", None, hour(4))?;
        assert_eq!(resets::find(tx, OP, b"a", hour(1))?, Some(1));
        assert_eq!(resets::find(tx, OP, b"a", hour(2))?, None, "its end is no part of it");
        assert_eq!(resets::find(tx, OTHER, b"a", hour(1))?, None);
        assert_eq!(resets::find(tx, OP, b"nobody", hour(1))?, None);
        assert_eq!(resets::under_way(tx, OP, 1, hour(1))?, 2);
        assert_eq!(resets::under_way(tx, OP, 1, hour(2))?, 1);
        resets::end_all(tx, OP, 1)?;
        assert_eq!(resets::find(tx, OP, b"b", hour(1))?, None);
        assert_eq!(resets::find(tx, OP, b"c", hour(1))?, Some(2));
        assert_eq!(resets::forget(tx, hour(4))?, 0);
        assert_eq!(resets::forget(tx, hour(5))?, 2);
        Ok(())
    });
}

fn session(hash: u8, kind: &str, subject: u128) -> SessionRow {
    SessionRow {
        operator: OP,
        token_hash: vec![hash; 32],
        id: u128::from(hash) + 100,
        kind: kind.to_owned(),
        subject,
        label: String::new(),
        scopes: String::new(),
        created: hour(i64::from(hash)),
        expires: hour(24),
        used: None,
        second_factor: hash == 2,
    }
}

fn sessions_are_those_of_their_subject(bench: &Bench) {
    bench.write(|tx| {
        for (hash, kind, subject) in
            [(1, "member", 1), (2, "member", 1), (3, "member", 2), (4, "program", 104)]
        {
            sessions::insert(tx, &session(hash, kind, subject))?;
        }
        let own = sessions::of_subject(tx, 1, hour(3), 9)?;
        assert_eq!(own, [session(2, "member", 1), session(1, "member", 1)]);
        assert_eq!(sessions::of_subject(tx, 1, hour(24), 9)?, []);
        assert_eq!(sessions::of_subject(tx, 1, hour(3), 1)?.len(), 1);
        assert_eq!(sessions::programs(tx, OP, 0, 9)?, [session(4, "program", 104)]);
        assert_eq!(sessions::programs(tx, OP, 104, 9)?, []);
        assert_eq!(sessions::programs(tx, OTHER, 0, 9)?, []);
        sessions::used(tx, &[4; 32], hour(7))?;
        assert_eq!(sessions::find(tx, &[4; 32])?.unwrap().used, Some(hour(7)));
        assert!(!sessions::end_one(tx, 1, 103)?, "somebody else's");
        assert!(sessions::end_one(tx, 1, 101)?);
        assert!(!sessions::end_program(tx, OP, 103)?, "no program's");
        assert!(!sessions::end_program(tx, OTHER, 104)?);
        assert!(sessions::end_program(tx, OP, 104)?);
        Ok(())
    });
}

fn staff(id: u128) -> LoginRow {
    LoginRow {
        operator: INSTALLATION,
        id,
        kind: "staff".to_owned(),
        name: format!("staff-{id}"),
        password_hash: None,
        must_change: true,
        failures: 0,
        blocked_until: None,
        disabled: false,
    }
}

fn staff_are_listed_where_they_may_work(bench: &Bench) {
    bench.write(|tx| {
        for id in 1..=4 {
            logins::put(tx, &staff(id), hour(0))?;
        }
        logins::grant(tx, OP, 1, "agent")?;
        logins::grant(tx, OP, 1, "field")?;
        logins::grant(tx, OTHER, 2, "agent")?;
        logins::grant(tx, INSTALLATION, 3, "administrator")?;
        assert_eq!(logins::staff_of(tx, OP, 0, 9)?, [staff(1), staff(3)]);
        assert_eq!(logins::staff_of(tx, OP, 1, 9)?, [staff(3)]);
        assert_eq!(logins::staff_of(tx, OTHER, 0, 1)?, [staff(2)]);
        assert_eq!(logins::staff_of(tx, OperatorId(99), 0, 9)?, [staff(3)]);
        assert_eq!(logins::lock(tx, INSTALLATION, 4)?, Some(staff(4)));
        Ok(())
    });
}
