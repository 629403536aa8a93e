//! What the reference shows, as it stands there: the small rulebook, its case, its bands.

use rimessa_replay::check;
use rimessa_replay::scenario::Scenario;

const REFERENCE: &str = include_str!("../../../docs/rulebook.md");

/// The blocks of a language, in order.
fn blocks(language: &str) -> Vec<&'static str> {
    let begin = format!("```{language}\n");
    let rest = REFERENCE.split(begin.as_str()).skip(1);
    rest.map(|block| block.split("```").next().unwrap()).collect()
}

/// The first rulebook of the reference, with other amounts in the place of its own.
fn harbour(rate: Option<&str>) -> String {
    let book = blocks("toml")[0];
    let Some(rate) = rate else { return book.to_owned() };
    let (before, after) = book.split_once("[[price.rate]]").unwrap();
    let (_, after) = after.split_once("\n\n").unwrap();
    format!("{before}{rate}\n\n{after}")
}

#[test]
fn the_small_rulebook_bills_what_it_says() {
    let book = rimessa_rulebook::parse(&harbour(None)).unwrap();
    let case = blocks("json")[0];
    let scenario = Scenario::read(case).unwrap();
    let statement = check::run(&book.rules, &scenario, case).unwrap();
    let differences = check::differences(&statement, scenario.expect.as_ref().unwrap());
    assert!(differences.is_empty(), "{differences:#?}");
}

#[test]
fn the_example_of_a_booking_nobody_opened_is_of_the_form() {
    let cases = blocks("json");
    let case = cases.iter().find(|case| case.contains("Never opened")).unwrap();
    assert!(Scenario::read(case).unwrap().bill_until.is_some());
}

#[test]
fn the_bands_of_the_reference_are_accepted() {
    let bands = blocks("toml").into_iter().find(|block| block.contains("[[price.rate.band]]"));
    let book = harbour(Some(bands.unwrap().trim()));
    let rules = rimessa_rulebook::parse(&book).unwrap_or_else(|f| panic!("{f:#?}")).rules;
    assert_eq!(rules.prices[0].rates[0].bands.len(), 2);
}
