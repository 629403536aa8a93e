//! Findings as a person reads them: with the line of the file, an arrow, and what to do.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::finding::{File, Finding, Severity};
use crate::load::Source;

/// How findings look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without colours.
    Plain,
    /// With the colours of a terminal.
    Coloured,
}

/// All findings, each with its place in the source. `path` is that of the rulebook's TOML file.
#[must_use]
pub fn render(findings: &[Finding], source: &Source<'_>, path: &str, style: Style) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    let one = |finding: &Finding| renderer.render(&[group(finding, source, path)]);
    let mut parts: Vec<String> = findings.iter().map(one).collect();
    if !findings.is_empty() {
        parts.push(summary(findings, path));
    }
    parts.join("\n\n") + if findings.is_empty() { "" } else { "\n" }
}

/// All findings, each on one line: `file:line:column: error[code]: …`.
#[must_use]
pub fn render_short(findings: &[Finding], path: &str) -> String {
    let line = |finding: &Finding| format!("{}:{finding}\n", path_of(&finding.file, path));
    findings.iter().map(line).collect()
}

fn group<'a>(finding: &'a Finding, source: &Source<'a>, path: &str) -> Group<'a> {
    let text = match &finding.file {
        File::Rulebook => source.toml,
        File::Text(language) => {
            let found = source.texts.iter().find(|(code, _)| *code == &**language);
            found.map_or("", |(_, text)| *text)
        }
    };
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    // Only the first line is marked: a block is shown by its header.
    let start = finding.span.start.min(text.len());
    let line_end = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
    let end = finding.span.end.clamp(start, line_end.max(start));
    let label = finding.meant.as_ref().map(|meant| format!("did you mean `{meant}`?"));
    let mark = AnnotationKind::Primary.span(start..end).label(label);
    let snippet = Snippet::source(text).path(path_of(&finding.file, path)).annotation(mark);
    let title = level.primary_title(&*finding.message).id(finding.code.code());
    let help = Level::HELP.message(&*finding.help);
    title.element(snippet).element(help)
}

fn summary(findings: &[Finding], path: &str) -> String {
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    let warnings = findings.len() - errors;
    let count = |number: usize, word: &str| match number {
        0 => None,
        1 => Some(format!("1 {word}")),
        more => Some(format!("{more} {word}s")),
    };
    let parts: Vec<String> =
        [count(errors, "error"), count(warnings, "warning")].into_iter().flatten().collect();
    format!("{path}: {}", parts.join(", "))
}

/// The path of a file of the rulebook's folder.
fn path_of(file: &File, path: &str) -> String {
    match file {
        File::Rulebook => path.to_owned(),
        File::Text(language) => {
            let folder = path.rfind(['/', '\\']).map_or("", |slash| &path[..=slash]);
            format!("{folder}texts/{language}.ftl")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Code, Place, Sink};

    #[test]
    fn a_finding_shows_its_line_and_what_to_do() {
        let toml = "format = 1\nammount = \"2.40\"\n";
        let sink = Sink::new(toml, File::Rulebook);
        let finding = Finding::error(Code::UnknownKey, Place::from(11..18), "no key `ammount`");
        sink.add(finding.meant(Some("amount")).help("the keys are `amount`"));
        let findings = sink.into_findings();
        let source = Source { toml, texts: &[] };
        assert_eq!(
            render(&findings, &source, "a/rulebook.toml", Style::Plain),
            "\
error[unknown-key]: no key `ammount`
 --> a/rulebook.toml:2:1
  |
2 | ammount = \"2.40\"
  | ^^^^^^^ did you mean `amount`?
  |
  = help: the keys are `amount`

a/rulebook.toml: 1 error
"
        );
        assert_eq!(
            render_short(&findings, "a/rulebook.toml"),
            "a/rulebook.toml:2:1: error[unknown-key]: no key `ammount` (did you mean `amount`?)\n"
        );
    }

    #[test]
    fn a_finding_of_a_sentence_names_its_file() {
        assert_eq!(path_of(&File::Text("it".into()), "x/rulebook.toml"), "x/texts/it.ftl");
        assert_eq!(path_of(&File::Text("it".into()), "rulebook.toml"), "texts/it.ftl");
    }

    #[test]
    fn a_place_beyond_the_source_does_not_panic() {
        let source = Source { toml: "", texts: &[] };
        let mut finding = Finding::error(Code::Syntax, Place::from(5..9), "x");
        assert!(render(&[finding.clone()], &source, "p", Style::Plain).contains("error[syntax]"));
        finding.file = File::Text("it".into());
        assert!(render(&[finding], &source, "p", Style::Coloured).contains("syntax"));
    }
}
