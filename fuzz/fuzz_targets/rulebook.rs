//! Any bytes as a rulebook: findings or rules, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rimessa_rulebook::{Source, Style, check_prices, read, render, render_short, show};

fuzz_target!(|text: &str| {
    // The sentences follow the rulebook after a line of dashes.
    let (toml, fluent) = text.split_once("\n----\n").unwrap_or((text, ""));
    let texts = [("en", fluent)];
    let source = Source { toml, texts: if fluent.is_empty() { &[] } else { &texts } };
    let (book, findings) = read(&source);
    render(&findings, &source, "rulebook.toml", Style::Plain);
    render_short(&findings, "rulebook.toml");
    if let Some(book) = book {
        show(&book, "en");
        check_prices(toml, &book, |_| Vec::new());
    }
});
