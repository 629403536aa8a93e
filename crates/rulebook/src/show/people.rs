//! Booking rules, procedures, what is said to people, and the clauses.

use super::Page;
use crate::regulation::{Actor, Item};

/// Writes them.
pub(super) fn show(page: &mut Page<'_>) {
    limits(page);
    let regulation = &page.rulebook.regulation;
    items(page, "heading-signup", "signup", &regulation.signup);
    items(page, "heading-confirmations", "confirmation", &regulation.confirmations);
    items(page, "heading-access", "access", &regulation.access);
    procedures(page);
    items(page, "heading-duties", "duty", &regulation.duties);
    items(page, "heading-forbidden", "forbidden", &regulation.forbidden);
    items(page, "heading-services", "service", &regulation.services);
    questions(page);
    items(page, "heading-consents", "consent", &regulation.consents);
    items(page, "heading-documents", "document", &regulation.documents);
    items(page, "heading-texts", "text", &regulation.texts);
    clauses(page);
}

fn limits(page: &mut Page<'_>) {
    let kinds = ["limit", "require", "waiver", "condition"];
    let entries = &page.rulebook.entries;
    let rules: Vec<_> = entries.iter().filter(|entry| kinds.contains(&entry.kind)).collect();
    if rules.is_empty() {
        return;
    }
    page.heading("heading-limits");
    for entry in rules {
        let prefix = if entry.kind == "condition" { "condition" } else { "rule" };
        let sentence = page.word(&format!("{prefix}-{}", entry.id));
        let basis = page.basis(Some(entry));
        page.line(&format!("- {sentence}{basis}"));
    }
}

fn items<T>(page: &mut Page<'_>, heading: &str, kind: &str, items: &[Item<T>]) {
    if items.is_empty() {
        return;
    }
    page.heading(heading);
    for item in items {
        let mut sentence = page.word(&format!("{kind}-{}", item.id));
        if let Some(time) = page.time(item.validity) {
            sentence = format!("{sentence} ({time})");
        }
        let basis = page.basis(page.rulebook.entry(kind, &item.id));
        page.line(&format!("- {sentence}{basis}"));
    }
}

fn questions(page: &mut Page<'_>) {
    let questions = &page.rulebook.regulation.questions;
    if questions.is_empty() {
        return;
    }
    page.heading("heading-questions");
    for item in questions {
        let (question, answer) =
            (page.word(&format!("faq-{}", item.id)), page.word(&format!("faq-{}-answer", item.id)));
        let basis = page.basis(page.rulebook.entry("faq", &item.id));
        page.line(&format!("- {question} {answer}{basis}"));
    }
}

fn procedures(page: &mut Page<'_>) {
    let procedures = &page.rulebook.regulation.procedures;
    if procedures.is_empty() {
        return;
    }
    page.heading("heading-procedures");
    for (index, procedure) in procedures.iter().enumerate() {
        if index > 0 {
            page.line("");
        }
        let own = format!("procedure-{}", procedure.id);
        let title = page.rulebook.texts.get(page.language, &own, &[]);
        let basis = page.basis(page.rulebook.entry("procedure", &procedure.id));
        page.line(&format!("{}{basis}", title.as_deref().unwrap_or(&procedure.id)));
        for (nth, step) in procedure.what.steps.iter().enumerate() {
            let sentence = page.word(&format!("{}-{}", procedure.id, step.id));
            let by = actor(page, step.by);
            let clause = step.clause.map(|clause| page.clause(Some(clause), false));
            let clause = clause.map(|clause| format!(" ({clause})")).unwrap_or_default();
            page.line(&format!("{}. {sentence}{by}{clause}", nth + 1));
        }
    }
}

fn actor(page: &Page<'_>, by: Actor) -> String {
    let key = match by {
        Actor::Member => return String::new(),
        Actor::Vehicle => "by-vehicle",
        Actor::Kiosk => "by-kiosk",
        Actor::Charger => "by-charger",
        Actor::Operator => "by-operator",
    };
    format!(" [{}]", page.word(key))
}

fn clauses(page: &mut Page<'_>) {
    page.heading("heading-clauses");
    for clause in &page.rulebook.regulation.clauses {
        let place = clause.page.as_ref().map(|page| format!(", {page}")).unwrap_or_default();
        let url = clause.url.as_ref().map(|url| format!(" <{url}>")).unwrap_or_default();
        page.line(&format!("- {}: {}{place}{url}", clause.id, clause.title));
    }
    page.line("");
}
