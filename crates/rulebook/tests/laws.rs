//! Laws: no input makes the parser panic, and what does not matter does not change the rules.

use proptest::prelude::*;
use rimessa_rulebook::{Source, Style, load, parse, read, render, show};
use toml_edit::visit_mut::{self, VisitMut};
use toml_edit::{DocumentMut, KeyMut, Table, Value};

const TESTVILLE: &str = include_str!("testville.toml");
const GERMAN: &str = include_str!("testville.de.ftl");

/// Reads, and looks at everything that comes out of it.
fn read_all(toml: &str, texts: &[(&str, &str)]) {
    let source = Source { toml, texts };
    let (rulebook, findings) = read(&source);
    assert!(rulebook.is_some() || !findings.is_empty(), "neither rules nor findings");
    for finding in &findings {
        assert!(finding.line >= 1 && finding.column >= 1, "{finding}");
        assert!(!finding.message.is_empty());
    }
    assert_eq!(findings.is_empty(), render(&findings, &source, "r.toml", Style::Plain).is_empty());
    if let Some(rulebook) = rulebook {
        assert!(!show(&rulebook, "de").is_empty());
    }
}

fn rules(toml: &str) -> String {
    let rulebook = parse(toml).unwrap_or_else(|findings| panic!("{findings:#?}\n{toml}"));
    format!("{:#?}", rulebook.rules)
}

#[test]
fn a_rulebook_cut_off_at_any_byte_gives_findings_or_rules() {
    let mut complete = 0;
    for end in 0..TESTVILLE.len() {
        let Some(cut) = TESTVILLE.get(..end) else { continue };
        match load(&Source { toml: cut, texts: &[] }) {
            Ok(_) => complete += 1,
            Err(findings) => assert!(!findings.is_empty(), "cut at {end}"),
        }
    }
    // Between the blocks at the end of the file a cut leaves a whole rulebook.
    assert!((10..TESTVILLE.len() / 2).contains(&complete), "{complete} cuts are whole");
}

#[test]
fn sentences_cut_off_at_any_byte_do_not_panic() {
    for end in (0..GERMAN.len()).filter(|end| GERMAN.is_char_boundary(*end)).step_by(7) {
        read_all(TESTVILLE, &[("de", &GERMAN[..end])]);
    }
    read_all(
        TESTVILLE,
        &[("de", &"a = { ".repeat(2000)), ("en", "a = { a }\nb = { c }\nc = { b }")],
    );
}

/// Takes away all comments and all formatting, and sorts the keys of each block.
struct Reformat;

impl VisitMut for Reformat {
    fn visit_table_mut(&mut self, table: &mut Table) {
        table.decor_mut().clear();
        visit_mut::visit_table_mut(self, table);
        table.sort_values();
    }

    fn visit_table_like_kv_mut(&mut self, mut key: KeyMut<'_>, item: &mut toml_edit::Item) {
        key.leaf_decor_mut().clear();
        key.dotted_decor_mut().clear();
        key.fmt();
        visit_mut::visit_table_like_kv_mut(self, key, item);
    }

    fn visit_value_mut(&mut self, value: &mut Value) {
        visit_mut::visit_value_mut(self, value);
        value.decor_mut().clear();
        match value {
            Value::InlineTable(table) => table.fmt(),
            Value::Array(array) => array.fmt(),
            _ => {}
        }
    }
}

#[test]
fn formatting_comments_and_the_order_of_keys_do_not_matter() {
    let mut document: DocumentMut = TESTVILLE.parse().unwrap();
    Reformat.visit_document_mut(&mut document);
    document.set_trailing("");
    let reformatted = document.to_string();
    assert!(!reformatted.contains('#') || reformatted.contains("rules#5"));
    assert_ne!(reformatted, TESTVILLE);
    assert_eq!(rules(&reformatted), rules(TESTVILLE));
}

#[test]
fn what_matters_changes_the_rules() {
    for (old, new) in [
        ("amount = \"4.00\"", "amount = \"4.01\""),
        ("until = \"06:00\"", "until = \"06:01\""),
        ("from = 2026-07-01", "from = 2026-07-02"),
        ("clause = \"§ 2\"", "clause = \"§ 3\""),
        ("times = 3", "times = 4"),
        ("waive = true", "percent = \"10\""),
    ] {
        assert!(TESTVILLE.contains(old), "{old}");
        assert_ne!(rules(&TESTVILLE.replacen(old, new, 1)), rules(TESTVILLE), "{new}");
    }
}

/// The head of the file, and its blocks by kind in the order of the file.
fn kinds() -> (String, Vec<String>) {
    let mut kinds: Vec<(String, String)> = Vec::new();
    let mut head = String::new();
    for line in TESTVILLE.lines() {
        let name = line.strip_prefix("[[").or_else(|| line.strip_prefix('['));
        let name = name.and_then(|rest| rest.split([']', '.']).next());
        if let Some(name) = name
            && kinds.last().is_none_or(|(last, _)| last != name)
        {
            kinds.push((name.to_owned(), String::new()));
        }
        let text = kinds.last_mut().map_or(&mut head, |(_, text)| text);
        text.push_str(line);
        text.push('\n');
    }
    (head, kinds.into_iter().map(|(_, text)| text).collect())
}

/// Pieces that a rulebook may contain where they do not belong.
const PIECES: [&str; 24] = [
    "\"1e9\"",
    "-0",
    "{}",
    "[]",
    "[[",
    "]]",
    "= =",
    "\"",
    "'''",
    "99999999999999999999",
    "0001-01-01",
    "9999-12-31",
    "\"-1\"",
    "1e400",
    "nan",
    "true",
    "{ hours = 8784 }",
    "\"§ 1\"",
    "\"time\"",
    "\"late\"",
    "[price]",
    "[[price.rate]]",
    "\u{feff}",
    "{ any = [{ any = [] }] }",
];

#[derive(Clone, Debug)]
enum Change {
    Byte(usize, u8),
    Piece(usize, usize),
    Drop(usize),
    Double(usize),
    Swap(usize, usize),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (any::<usize>(), any::<u8>()).prop_map(|(at, byte)| Change::Byte(at, byte)),
        (any::<usize>(), 0..PIECES.len()).prop_map(|(at, piece)| Change::Piece(at, piece)),
        any::<usize>().prop_map(Change::Drop),
        any::<usize>().prop_map(Change::Double),
        (any::<usize>(), any::<usize>()).prop_map(|(a, b)| Change::Swap(a, b)),
    ]
}

fn apply(text: &str, change: &Change) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let count = lines.len().max(1);
    match *change {
        Change::Byte(at, byte) => {
            let mut bytes = text.as_bytes().to_vec();
            let at = at % bytes.len().max(1);
            bytes[at] = byte;
            return String::from_utf8_lossy(&bytes).into_owned();
        }
        Change::Piece(at, piece) => {
            let line = &mut lines[at % count];
            let value = line.find('=').map_or(0, |equals| equals + 1);
            line.replace_range(value.., PIECES[piece]);
        }
        Change::Drop(at) => drop(lines.remove(at % count)),
        Change::Double(at) => lines.insert(at % count, lines[at % count].clone()),
        Change::Swap(a, b) => lines.swap(a % count, b % count),
    }
    lines.join("\n")
}

/// So many cases, or as many as `PROPTEST_CASES` says.
fn trials(cases: u32) -> ProptestConfig {
    if std::env::var_os("PROPTEST_CASES").is_some() {
        return ProptestConfig::default();
    }
    ProptestConfig::with_cases(cases)
}

proptest! {
    #![proptest_config(trials(400))]

    #[test]
    fn no_change_makes_the_parser_panic(changes in prop::collection::vec(change(), 1..6)) {
        let broken = changes.iter().fold(TESTVILLE.to_owned(), |text, change| apply(&text, change));
        read_all(&broken, &[("de", GERMAN)]);
    }

    #[test]
    fn no_change_of_sentences_panics(changes in prop::collection::vec(change(), 1..6)) {
        let broken = changes.iter().fold(GERMAN.to_owned(), |text, change| apply(&text, change));
        read_all(TESTVILLE, &[("de", &broken)]);
    }

    #[test]
    fn any_text_gives_findings(text in "[\\PC\n]{0,200}") {
        prop_assert!(parse(&text).is_err());
    }
}

proptest! {
    #![proptest_config(trials(30))]

    #[test]
    fn the_order_of_kinds_does_not_matter(order in Just(kinds().1).prop_shuffle()) {
        let permuted = kinds().0 + &order.concat();
        prop_assert_eq!(rules(&permuted), rules(TESTVILLE));
    }
}
