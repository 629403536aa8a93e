//! What is found where, which wins, and what is said of what is wrong.

use std::path::Path;

use super::{Config, Found, SETTINGS};

fn of_file(text: &str) -> (Found, Vec<String>) {
    let (mut found, mut wrong) = (Found::default(), Vec::new());
    found.add_file(Path::new("rimessa.toml"), text, &mut wrong);
    (found, wrong)
}

#[test]
fn an_empty_configuration_starts() {
    let config = Config::of(&Found::default()).unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert!(config.connections > 0 && config.secret_keys.is_none());
}

#[test]
fn what_is_nearer_wins() {
    let (mut found, wrong) = of_file("listen = \"127.0.0.1:1\"\nconnections = 7");
    assert_eq!(wrong, Vec::<String>::new());
    let mut wrong = Vec::new();
    let environment = [("RIMESSA_LISTEN".to_owned(), "127.0.0.1:2".to_owned())];
    found.add_environment(&environment, &mut wrong);
    let config = Config::of(&found).unwrap();
    assert_eq!((config.listen.port(), config.connections), (2, 7));
    found.add_argument("listen", "--listen", Some("127.0.0.1:3"));
    assert_eq!(Config::of(&found).unwrap().listen.port(), 3);
    assert!(wrong.is_empty());
}

#[test]
fn an_unknown_key_says_what_was_meant() {
    let (_, wrong) = of_file("lisen = \"127.0.0.1:1\"");
    let said = "lisen (in rimessa.toml): there is no such setting; did you mean listen?";
    assert_eq!(wrong, [said]);
    let mut wrong = Vec::new();
    let environment = [("RIMESSA_DATABASE_ULR".to_owned(), String::new())];
    Found::default().add_environment(&environment, &mut wrong);
    assert!(wrong[0].starts_with("RIMESSA_DATABASE_ULR (in the environment)"), "{wrong:?}");
    assert!(wrong[0].ends_with("did you mean RIMESSA_DATABASE_URL?"), "{wrong:?}");
}

#[test]
fn an_error_names_the_key_its_origin_and_what_to_do() {
    let (found, _) = of_file("listen = \"here\"\nconnections = 0\nsecret_keys = \"x\"");
    let wrong = Config::of(&found).unwrap_err();
    assert_eq!(wrong.len(), 2, "all at once: {wrong:?}");
    assert!(wrong[0].starts_with("listen (from rimessa.toml): \"here\""), "{wrong:?}");
    assert!(wrong[1].contains("a whole number from 1"), "{wrong:?}");
    let (found, _) = of_file("database_url = \"mysql://root:geheim@db\"");
    let wrong = Config::of(&found).unwrap_err();
    assert!(!wrong[0].contains("geheim"), "secrets are not shown: {wrong:?}");
    let (_, wrong) = of_file("listen = [1]");
    assert!(wrong[0].contains("listen (in rimessa.toml)"), "{wrong:?}");
    let (_, wrong) = of_file("listen = ");
    assert!(wrong[0].starts_with("rimessa.toml: this is not TOML"), "{wrong:?}");
}

#[test]
fn secrets_may_come_from_files() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys");
    std::fs::write(&path, "abc\n").unwrap();
    let (found, wrong) = of_file(&format!("secret_keys_file = \"{}\"", path.display()));
    assert!(wrong.is_empty(), "{wrong:?}");
    assert_eq!(Config::of(&found).unwrap().secret_keys.as_deref(), Some("abc"));
    let (_, wrong) = of_file("database_url_file = \"/nowhere/at/all\"");
    assert!(
        wrong[0].starts_with("database_url_file (in rimessa.toml): /nowhere/at/all"),
        "{wrong:?}"
    );
    let twice = format!("secret_keys = \"b\"\nsecret_keys_file = \"{}\"", path.display());
    let (_, wrong) = of_file(&twice);
    assert!(wrong[0].contains("said twice"), "{wrong:?}");
}

#[test]
fn the_documentation_lists_every_setting_as_it_is() {
    let documentation = include_str!("../../../../docs/operating/configuration.md");
    let rows: Vec<&str> = documentation.lines().filter(|line| line.starts_with("| `")).collect();
    let wanted = SETTINGS.iter().map(|setting| {
        let default = match setting.default {
            "" => String::new(),
            default => format!("`{default}`"),
        };
        format!("| `{}` | {default} | {} |", setting.key, setting.what)
    });
    let wanted: Vec<String> = wanted.collect();
    assert_eq!(rows, wanted, "\n{}", wanted.join("\n"));
}
