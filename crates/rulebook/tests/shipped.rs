//! The rulebooks that are shipped, and every cut of them.

use std::fs;
use std::path::{Path, PathBuf};

use rimessa_rulebook::{Severity, Source, check, load, read, render_short, show};

/// The folders of all shipped rulebooks.
fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rulebooks");
    let mut folders: Vec<PathBuf> =
        fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    assert!(folders.len() >= 5, "{} rulebooks in {}", folders.len(), root.display());
    folders
}

fn texts(folder: &Path) -> Vec<(String, String)> {
    let files = fs::read_dir(folder.join("texts")).unwrap();
    let read = |path: PathBuf| {
        let language = path.file_stem().unwrap().to_str().unwrap().to_owned();
        (language, fs::read_to_string(&path).unwrap())
    };
    files.map(|file| read(file.unwrap().path())).collect()
}

#[test]
fn every_shipped_rulebook_is_without_findings() {
    for folder in folders() {
        let toml = fs::read_to_string(folder.join("rulebook.toml")).unwrap();
        let texts = texts(&folder);
        let texts: Vec<(&str, &str)> = texts.iter().map(|(l, t)| (&**l, &**t)).collect();
        let source = Source { toml: &toml, texts: &texts };
        let findings = check(&source);
        let path = folder.join("rulebook.toml");
        assert!(findings.is_empty(), "{}", render_short(&findings, path.to_str().unwrap()));
        let rulebook = load(&source).unwrap();
        assert_eq!(*rulebook.rules.operator, *folder.file_name().unwrap().to_str().unwrap());
        for language in &rulebook.languages {
            let shown = show(&rulebook, language);
            for clause in &rulebook.rules.clauses {
                assert!(shown.contains(&**clause), "{}: {clause}", path.display());
            }
        }
    }
}

#[test]
fn a_shipped_rulebook_cut_off_after_any_line_gives_findings_or_rules() {
    for folder in folders() {
        let toml = fs::read_to_string(folder.join("rulebook.toml")).unwrap();
        for (end, _) in toml.match_indices('\n').step_by(3) {
            let cut = &toml[..end];
            let (rulebook, findings) = read(&Source { toml: cut, texts: &[] });
            let wrong = findings.iter().any(|finding| finding.severity == Severity::Error);
            assert_eq!(rulebook.is_none(), wrong, "cut at {end}");
        }
    }
}
