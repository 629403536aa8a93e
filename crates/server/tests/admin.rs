//! `rimessa admin`, as whoever has the machine meets it: what it does goes through the use cases, with
//! their checks, and stands in the journal.

use std::path::Path;
use std::process::{Command, Output};

use rimessa_store::{Failure, OperatorId, Place, Settings, Store, Tx, journal};

/// Runs `rimessa admin` in a folder of its own.
fn admin(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rimessa"));
    command.arg("admin").args(arguments).current_dir(folder).env_clear();
    command.output().unwrap()
}

fn said(output: &Output) -> String {
    [&output.stdout, &output.stderr].map(|part| String::from_utf8_lossy(part)).concat()
}

/// What it says when it is done.
#[track_caller]
fn done(folder: &Path, arguments: &[&str]) -> String {
    let output = admin(folder, arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", said(&output));
    said(&output)
}

/// That it is not done, and says so in these words.
#[track_caller]
fn refused(folder: &Path, arguments: &[&str], words: &str) {
    let output = admin(folder, arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", said(&output));
    assert!(said(&output).contains(words), "{arguments:?}: {}", said(&output));
}

/// Who did what, in the journal of the operator of that number.
fn journal(folder: &Path, operator: i64) -> Vec<(String, String)> {
    let place = Place::File(folder.join("rimessa.db"));
    let store = Store::open(&place, Settings::default()).unwrap();
    let read = move |tx: &mut Tx<'_>| -> Result<_, Failure> {
        journal::page(tx, OperatorId(operator), 0, 100)
    };
    let all = store.read_now(read).unwrap();
    all.into_iter().map(|entry| (entry.actor, entry.kind)).collect()
}

#[test]
fn operators_staff_and_keys_are_seen_to_and_written_down() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    refused(folder, &["add-staff", "zoe", "--role", "manager"], "admin add-operator");
    done(folder, &["add-operator", "clem", "--rulebook", "clem"]);
    done(folder, &["add-operator", "evai", "--rulebook", "evai"]);
    refused(folder, &["add-operator", "clem", "--rulebook", "clem"], "slug");
    let zoe = ["add-staff", "Zoe", "--role", "manager", "--operator", "clem"];
    assert!(done(folder, &zoe).contains("The password"));
    refused(folder, &zoe, "name");
    refused(folder, &["add-staff", "yan", "--role", "boss"], "boss");
    refused(folder, &["add-staff", "y", "--role", "agent"], "name");
    refused(folder, &["add-staff", "yan", "--role", "agent", "--operator", "x"], "clem, evai");
    done(folder, &["grant", "zoe", "--role", "billing"]);
    done(folder, &["revoke", "zoe", "--role", "billing"]);
    refused(folder, &["revoke", "zoe", "--role", "billing"], "role");
    done(folder, &["reset-password", "zoe"]);
    refused(folder, &["reset-password", "nobody"], "staff");
    refused(folder, &["reset-password", "nobody", "--operator", "clem"], "member");
    let by = |all: &[&str]| -> Vec<(String, String)> {
        all.iter().map(|kind| ("command-line".to_owned(), (*kind).to_owned())).collect()
    };
    let everywhere = ["staff-grant", "staff-revoke"];
    let at_clem = ["operator", "staff-hire", "staff-grant"];
    let clem = [&at_clem[..], &everywhere, &["staff-password"]].concat();
    assert_eq!(journal(folder, 1), by(&clem));
    assert_eq!(journal(folder, 2), by(&[&["operator"][..], &everywhere].concat()));
}

#[test]
fn settings_are_checked_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    done(folder, &["add-operator", "clem", "--rulebook", "clem"]);
    let set = |change: &str| done(folder, &["settings", "clem", change]);
    assert!(set("pages_url=https://cars.example.org").contains("https://cars.example.org"));
    assert!(set("objection_days=10").contains("objection_days = 10"));
    assert!(set("staff_second_factor=true").contains("staff_second_factor = true"));
    let wrong = |change: &str, words: &str| refused(folder, &["settings", "clem", change], words);
    wrong("pages_url=cars", "pages_url");
    wrong("colour=red", "colour");
    wrong("objection_days=soon", "soon");
    wrong("staff_second_factor=7", "boolean");
    wrong("colour", "NAME=VALUE");
    let shown = done(folder, &["settings", "clem"]);
    assert!(shown.contains("pages_url = https://cars.example.org"), "{shown}");
    assert!(set("objection_days=").contains("objection_days =\n"));
    let changes = journal(folder, 1).into_iter().filter(|(_, kind)| kind == "settings");
    assert_eq!(changes.count(), 4);
}

#[test]
fn keys_change_and_the_old_one_goes() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    done(folder, &["add-operator", "clem", "--rulebook", "clem"]);
    let file = folder.join("rimessa.db.keys");
    let old = std::fs::read_to_string(&file).unwrap();
    let new = done(folder, &["new-key"]);
    std::fs::write(&file, format!("{} {old}", new.trim())).unwrap();
    assert!(done(folder, &["reseal"]).contains("can be taken out"));
    std::fs::write(&file, &new).unwrap();
    assert!(done(folder, &["reseal"]).starts_with("0 sealed"));
    std::fs::write(&file, done(folder, &["new-key"])).unwrap();
    refused(folder, &["reseal"], "bring it back");
}
