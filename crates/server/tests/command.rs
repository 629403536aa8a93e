//! The command as a user meets it: what it prints, and how it ends.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn rimessa(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rimessa"));
    command.args(arguments).current_dir(root()).output().unwrap()
}

fn with_input(arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rimessa"));
    command.args(arguments).current_dir(root());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn the_bill_in_the_readme_is_the_one_that_comes_out() {
    let case = "rulebooks/carcityclub/cases/late.json";
    let out = rimessa(&["explain", "--language", "en", case]);
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    assert!(readme.contains(text(&out.stdout).trim()), "{}", text(&out.stdout));
}

#[test]
fn a_statement_is_one_line_of_json() {
    let out = with_input(&["replay", "-"], r#"{"title": "t", "rulebook": "clem", "events": []}"#);
    assert_eq!(out.status.code(), Some(0));
    assert_eq!(text(&out.stdout), "{\"title\":\"t\",\"refused\":[],\"lines\":[],\"total\":{}}\n");
}

#[test]
fn exit_codes_tell_what_happened() {
    let scenario = |rest: &str| format!(r#"{{"rulebook": "clem", "events": [], {rest}}}"#);
    let differs = scenario(r#""expect": {"total": {"m1": "1.00"}}"#);
    for (input, code, said) in [
        (scenario(r#""expect": {}"#), 0, "1 as expected, 0 differ"),
        (differs.clone(), 1, "total of m1: nothing, expected 1.00"),
        (scenario(r#""colour": 1"#), 2, "there is no key \"colour\" here"),
        (format!("{differs}\nnonsense\n"), 2, "-:2:2: error:"),
    ] {
        let out = with_input(&["replay", "--check", "-"], &input);
        let all = text(&out.stdout) + &text(&out.stderr);
        assert_eq!(out.status.code(), Some(code), "{all}");
        assert!(all.contains(said), "{all}");
    }
}

#[test]
fn what_is_not_there_is_said() {
    for arguments in [
        &["replay", "no-such-file.json"][..],
        &["explain", "no-such-file.json"],
        &["rulebook", "check", "no-such-rulebook"],
        &["rulebook", "show", "no-such-rulebook"],
        &["replay", "docs"],
    ] {
        let out = rimessa(arguments);
        assert_eq!(out.status.code(), Some(2), "{arguments:?}");
        assert!(text(&out.stderr).contains(arguments.last().unwrap()), "{}", text(&out.stderr));
    }
}

#[test]
fn a_rulebook_with_errors_ends_with_one_and_names_their_places() {
    let file = std::env::temp_dir().join(format!("rimessa-{}.toml", std::process::id()));
    let book = std::fs::read_to_string(root().join("rulebooks/clem/rulebook.toml")).unwrap();
    std::fs::write(&file, book.replace("every = \"month\"", "every = \"monht\"")).unwrap();
    let out = rimessa(&["rulebook", "check", "--short", file.to_str().unwrap()]);
    std::fs::remove_file(&file).unwrap();
    assert_eq!(out.status.code(), Some(1));
    let said = text(&out.stdout);
    assert!(
        said.contains("error[unknown-word]") && said.contains("did you mean `month`"),
        "{said}"
    );
}

#[test]
fn the_shipped_rulebooks_have_nothing_wrong_or_suspicious_and_can_be_shown() {
    for entry in std::fs::read_dir(root().join("rulebooks")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let out = rimessa(&["rulebook", "check", &name]);
        assert!(text(&out.stdout).contains("nothing wrong, nothing suspicious"), "{name}");
        for language in ["fr", "de", "it", "en"] {
            let out = rimessa(&["rulebook", "show", &name, "--language", language]);
            assert_eq!(out.status.code(), Some(0), "{name} {language}");
            assert!(text(&out.stdout).lines().count() > 30, "{name} {language}");
        }
    }
}

/// A database of its own, from nothing to a backup that was brought back; and what must not happen.
#[test]
fn a_new_database_can_be_set_up_backed_up_and_brought_back() {
    let folder = tempfile::tempdir().unwrap();
    let (here, copy, back) = ("sqlite:here.db", "copy.db", "sqlite:back.db");
    let run = |arguments: &[&str]| {
        let rimessa = env!("CARGO_BIN_EXE_rimessa");
        let done = Command::new(rimessa).args(arguments).current_dir(folder.path()).output();
        let done = done.unwrap();
        let said = [done.stdout, done.stderr].concat();
        (done.status.code().unwrap(), String::from_utf8(said).unwrap())
    };
    assert_eq!(run(&["migrate", "--check", "--database", here]).0, 1);
    assert_eq!(run(&["migrate", "--database", here]).0, 0);
    assert_eq!(run(&["migrate", "--check", "--database", here]).0, 0);
    let add = ["admin", "add-operator", "one", "--rulebook", "clem", "--database", here];
    assert_eq!(run(&add).0, 0, "a migrated database has its keys");
    let again = run(&add);
    assert!(again.0 == 2 && again.1.contains("taken"), "{again:?}");
    let staff = run(&["admin", "add-staff", "mia", "--role", "manager", "--database", here]);
    assert_eq!(staff.0, 0, "{staff:?}");
    let listed = run(&["admin", "operators", "--database", here]);
    assert!(listed.0 == 0 && listed.1.contains("one"), "{listed:?}");
    assert_eq!(run(&["backup", copy, "--database", here]).0, 0);
    assert_eq!(run(&["restore", copy, "--database", back]).0, 0);
    let over = run(&["restore", copy, "--database", here]);
    assert!(over.0 == 2 && over.1.contains("nothing is overwritten"), "{over:?}");
    std::fs::remove_file(folder.path().join("here.db.keys")).unwrap();
    let locked = run(&["admin", "operators", "--database", here]);
    assert!(locked.0 == 2 && locked.1.contains("keys"), "{locked:?}");
}
