//! Bad input: every mistake is named with its place, what was meant, and what to do.

use rimessa_rulebook::{Source, Style, check, parse, render};

const TESTVILLE: &str = include_str!("testville.toml");
const CASES: &str = include_str!("bad-input.txt");

struct Case<'a> {
    line: usize,
    old: Vec<&'a str>,
    new: Vec<&'a str>,
    expected: Vec<&'a str>,
}

fn cases() -> Vec<Case<'static>> {
    let mut cases: Vec<Case<'_>> = Vec::new();
    let mut open = false;
    for (number, line) in CASES.lines().enumerate() {
        let Some((mark, rest)) = line.split_at_checked(2) else {
            open = false;
            continue;
        };
        if mark == "- " && !open {
            cases.push(Case { line: number + 1, old: vec![], new: vec![], expected: vec![] });
            open = true;
        }
        let Some(case) = cases.last_mut().filter(|_| open) else { continue };
        match mark {
            "- " => case.old.push(rest),
            "+ " => case.new.push(rest),
            "= " => case.expected.push(rest),
            _ => panic!("bad-input.txt:{}: {line}", number + 1),
        }
    }
    cases
}

/// The rulebook with the case's lines in place of the old ones.
fn changed(case: &Case<'_>) -> String {
    let whole = |lines: &[&str]| lines.iter().map(|line| format!("{line}\n")).collect::<String>();
    let old = format!("\n{}", whole(&case.old));
    assert!(TESTVILLE.contains(&old), "bad-input.txt:{}: no such lines", case.line);
    TESTVILLE.replacen(&old, &format!("\n{}", whole(&case.new)), 1)
}

#[test]
fn every_mistake_is_named_with_its_place() {
    let cases = cases();
    assert!(cases.len() >= 120, "{} cases", cases.len());
    let mut wrong = Vec::new();
    for case in &cases {
        let toml = changed(case);
        let found: Vec<String> =
            check(&Source { toml: &toml, texts: &[] }).iter().map(ToString::to_string).collect();
        if found != case.expected {
            wrong.push(format!("bad-input.txt:{}: found\n  {}", case.line, found.join("\n  ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_finding_is_shown_with_its_line_and_what_to_do() {
    for case in cases() {
        let toml = changed(&case);
        let source = Source { toml: &toml, texts: &[] };
        let findings = check(&source);
        let shown = render(&findings, &source, "testville.toml", Style::Plain);
        for finding in &findings {
            let place = format!("--> testville.toml:{}:{}", finding.line, finding.column);
            assert!(shown.contains(&place), "bad-input.txt:{}: {shown}", case.line);
            assert!(shown.contains(&*finding.message), "bad-input.txt:{}: {shown}", case.line);
        }
        assert_eq!(shown.matches("= help: ").count(), findings.len(), "{shown}");
    }
}

#[test]
fn a_rulebook_with_an_error_is_not_compiled_and_one_with_warnings_is() {
    for case in cases() {
        let toml = changed(&case);
        let wrong = case.expected.iter().any(|finding| finding.contains(" error["));
        assert_eq!(parse(&toml).is_err(), wrong, "bad-input.txt:{}", case.line);
    }
}

#[test]
fn mistakes_far_apart_are_named_together() {
    let toml = TESTVILLE
        .replacen("percent = \"19\"", "percent = 19", 1)
        .replacen("amount = \"4.00\"", "amount = \"4,00\"", 1)
        .replacen("span = \"booked\"", "spam = \"booked\"", 1)
        .replacen("clause = \"§ 6\"\non = \"damage\"", "clause = \"§ 9\"\non = \"damage\"", 1);
    let found: Vec<String> = parse(&toml).unwrap_err().iter().map(ToString::to_string).collect();
    let places: Vec<&str> = found.iter().map(|f| f.split(": ").next().unwrap()).collect();
    assert_eq!(places, ["44:11", "122:10", "156:1", "161:1", "286:10"], "{found:#?}");
}

#[test]
fn syntax_errors_do_not_hide_other_mistakes_nor_invent_any() {
    let toml = TESTVILLE
        .replacen("name = \"Testville Vans\"", "name = \"Testville Vans", 1)
        .replacen("amount = \"4.00\"", "amount = \"4,00\"", 1)
        .replacen("times = 3", "times = = 3", 1);
    let found: Vec<String> = parse(&toml).unwrap_err().iter().map(ToString::to_string).collect();
    let kinds: Vec<&str> = found.iter().map(|f| f.split(']').next().unwrap()).collect();
    assert_eq!(
        kinds,
        ["6:23: error[syntax", "122:10: error[bad-amount", "230:9: error[syntax"],
        "{found:#?}"
    );
}

#[test]
fn nesting_without_end_is_an_error() {
    for toml in ["x = ".to_owned() + &"[".repeat(50_000), "[".repeat(50_000), "a.".repeat(50_000)] {
        assert!(parse(&toml).is_err());
    }
}
