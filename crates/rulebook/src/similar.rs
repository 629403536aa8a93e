//! "Did you mean": the known word that is most like a mistyped one.

/// The candidate most like `word`, if any is like enough.
pub(crate) fn most_similar<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let plain = |text: &str| text.to_lowercase().replace(['_', ' ', '.'], "-");
    let wanted = plain(word);
    let allowed = ((word.chars().count() + 1) / 4).clamp(1, 3);
    let near = candidates.into_iter().filter_map(|candidate| {
        let distance = strsim::damerau_levenshtein(&wanted, &plain(candidate));
        let other = plain(candidate);
        let shorter = wanted.len().min(other.len());
        let inside = shorter >= 3 && (other.starts_with(&wanted) || wanted.starts_with(&other));
        (candidate != word && (distance <= allowed || inside)).then_some((distance, candidate))
    });
    near.min_by_key(|(distance, _)| *distance).map(|(_, candidate)| candidate)
}

/// The words as a list for a sentence: `a`, `b` or `c`.
pub(crate) fn listed<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    match words.split_last() {
        None => "nothing".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_meant() {
        let known = ["amount", "percent", "quarter-hour", "clause"];
        for (word, meant) in [
            ("ammount", Some("amount")),
            ("quarter_hour", Some("quarter-hour")),
            ("clasue", Some("clause")),
            ("quarter", Some("quarter-hour")),
            ("banana", None),
            ("amount", None),
        ] {
            assert_eq!(most_similar(word, known), meant, "{word}");
        }
    }

    #[test]
    fn lists_words() {
        assert_eq!(listed([]), "nothing");
        assert_eq!(listed(["a"]), "`a`");
        assert_eq!(listed(["a", "b", "c"]), "`a`, `b` or `c`");
    }
}
