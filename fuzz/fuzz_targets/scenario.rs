//! Any bytes as scenarios under every kind of rule: an error or a statement, never a panic.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use rimessa_domain::rules::Rules;
use rimessa_replay::check;
use rimessa_replay::scenario::Scenario;

static RULES: LazyLock<Vec<(&'static str, Rules)>> = LazyLock::new(|| {
    let books = [
        ("clem", include_str!("../../rulebooks/clem/rulebook.toml")),
        ("saemes", include_str!("../../rulebooks/saemes/rulebook.toml")),
        ("family", include_str!("../../rulebooks/family/rulebook.toml")),
        ("carcityclub", include_str!("../../rulebooks/carcityclub/rulebook.toml")),
        ("evai", include_str!("../../rulebooks/evai/rulebook.toml")),
    ];
    let compiled = |(name, toml)| (name, rimessa_rulebook::parse(toml).unwrap().rules);
    books.into_iter().map(compiled).collect()
});

fuzz_target!(|text: &str| {
    let Ok(scenario) = serde_json::from_str::<Scenario<'_>>(text) else { return };
    let found = RULES.iter().find(|(known, _)| *known == &*scenario.rulebook);
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
