//! Any bytes as scenarios under every kind of rule: an error or a statement, never a panic.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use rimessa_domain::rules::Rules;
use rimessa_replay::check;
use rimessa_replay::scenario::Scenario;

/// The shipped rulebooks, by the names of their folders.
static RULES: LazyLock<Vec<(String, Rules)>> = LazyLock::new(|| {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../rulebooks");
    let folders = std::fs::read_dir(folder).expect("the rulebooks are beside").flatten();
    let compiled = folders.map(|folder| {
        let toml = std::fs::read_to_string(folder.path().join("rulebook.toml")).unwrap();
        let name = folder.file_name().to_string_lossy().into_owned();
        (name, rimessa_rulebook::parse(&toml).unwrap().rules)
    });
    compiled.collect()
});

fuzz_target!(|text: &str| {
    let Ok(scenario) = serde_json::from_str::<Scenario<'_>>(text) else { return };
    let found = RULES.iter().find(|(known, _)| **known == *scenario.rulebook);
    // Any other name stands for all, one after the other.
    let all = found.map_or(&RULES[..], std::slice::from_ref);
    for (_, rules) in all {
        if let Ok(mut statement) = check::run(rules, &scenario, text) {
            statement.with_reasons = true;
            serde_json::to_string(&statement).expect("a statement can be written");
            scenario.expect.as_ref().map(|expect| check::differences(&statement, expect));
        }
    }
});
