//! What is wrong with a rulebook, where, what was meant, and what to do.

use core::fmt;
use std::cell::RefCell;
use std::ops::Range;

macro_rules! codes {
    ($($(#[$meta:meta])* $name:ident = $code:literal,)*) => {
        /// The kind of a finding. The code is stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $($(#[$meta])* $name,)* }

        impl Code {
            /// All codes.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The stable code.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }
        }
    };
}

codes! {
    /// The file is not TOML.
    Syntax = "syntax",
    /// A key that has no meaning at its place.
    UnknownKey = "unknown-key",
    /// A key that must be there is not.
    Missing = "missing",
    /// Two keys that exclude one another, or none of several of which one is needed.
    OneOf = "one-of",
    /// A value of another kind than is expected.
    WrongType = "wrong-type",
    /// Not an amount of money.
    BadAmount = "bad-amount",
    /// Not a percentage.
    BadPercent = "bad-percent",
    /// Not a duration.
    BadDuration = "bad-duration",
    /// Not a date.
    BadDate = "bad-date",
    /// Not a time of day.
    BadTime = "bad-time",
    /// Not an id.
    BadId = "bad-id",
    /// A word that is none of those possible at its place.
    UnknownWord = "unknown-word",
    /// A number beyond its limits.
    OutOfRange = "out-of-range",
    /// An empty list or text.
    Empty = "empty",
    /// Two things of the same name.
    Duplicate = "duplicate",
    /// A reference to nothing.
    UnknownReference = "unknown-reference",
    /// Neither a clause nor `assumed = true`.
    NoClause = "no-clause",
    /// Versions of a rule that do not follow one another.
    DateOrder = "date-order",
    /// Keys that do not belong together.
    Contradiction = "contradiction",
    /// A limit that leaves units without an amount, or gives them two.
    Tiers = "tiers",
    /// Two bands at once.
    BandOverlap = "band-overlap",
    /// Two rates that fit the same booking.
    RateOverlap = "rate-overlap",
    /// Two exceptions that can apply at once.
    ExceptionOverlap = "exception-overlap",
    /// A rule that can never apply.
    NeverApplies = "never-applies",
    /// Something has no price in some cases.
    NoRate = "no-rate",
    /// A longer trip can cost less.
    FallingPrice = "falling-price",
    /// A clause that no rule rests on.
    UnusedClause = "unused-clause",
    /// A time without a value before the next begins.
    Gap = "gap",
    /// A sentence that is missing in a language.
    MissingText = "missing-text",
    /// A sentence that nothing uses.
    UnusedText = "unused-text",
    /// A file of sentences that cannot be read, or has the same sentence twice.
    BadText = "bad-text",
}

impl Code {
    /// What to do about a finding that does not say so itself.
    #[must_use]
    pub const fn advice(self) -> &'static str {
        match self {
            Self::Syntax => "compare the line with the examples of the reference",
            Self::UnknownKey => "remove the key, or write it as the reference does",
            Self::Missing | Self::NoClause => "add what is missing",
            Self::OneOf => "keep exactly one of them",
            Self::WrongType | Self::UnknownWord => "write one of the values of the reference",
            Self::BadAmount => "write an amount such as \"12.50\"",
            Self::BadPercent => "write a percentage such as \"50\"",
            Self::BadDuration => "write a duration such as `{ hours = 2 }`, at most a year",
            Self::BadDate | Self::DateOrder | Self::Gap => "correct one of the dates",
            Self::BadTime => "write a time such as \"23:00\"",
            Self::BadId => "write small letters, digits and hyphens",
            Self::OutOfRange => "write a number within the limits",
            Self::Empty => "fill it in, or leave it out",
            Self::Duplicate => "keep one of the two, or rename it",
            Self::UnknownReference => "write the name as it is declared",
            Self::Contradiction => "leave one of the two out",
            Self::Tiers => "let each tier begin where the one before ends",
            Self::BandOverlap | Self::RateOverlap => "let only one of them hold at a time",
            Self::ExceptionOverlap => "give them conditions that exclude one another",
            Self::NeverApplies => "correct the condition, or remove the rule",
            Self::NoRate => "add the missing rate",
            Self::FallingPrice => "let a longer trip cost at least as much",
            Self::UnusedClause => "name the clause where its rule stands, or remove it",
            Self::MissingText => "add the sentence",
            Self::UnusedText => "remove the sentence",
            Self::BadText => "correct the sentence",
        }
    }
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The rulebook cannot be used.
    Error,
    /// Legal, but suspicious.
    Warning,
}

/// In which file of a rulebook's folder a finding is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum File {
    /// The rulebook itself.
    Rulebook,
    /// The sentences in a language.
    Text(Box<str>),
}

/// Something wrong or suspicious, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How bad.
    pub severity: Severity,
    /// Of which kind.
    pub code: Code,
    /// In which file.
    pub file: File,
    /// Bytes of that file.
    pub span: Range<usize>,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: Box<str>,
    /// What was probably meant.
    pub meant: Option<Box<str>>,
    /// What to do.
    pub help: Box<str>,
}

impl Finding {
    /// An error at `place`.
    pub(crate) fn error(code: Code, place: Place, message: impl Into<Box<str>>) -> Self {
        Self {
            severity: Severity::Error,
            code,
            file: File::Rulebook,
            span: place.range(),
            line: 0,
            column: 0,
            message: message.into(),
            meant: None,
            help: code.advice().into(),
        }
    }

    /// A warning at `place`.
    pub(crate) fn warning(code: Code, place: Place, message: impl Into<Box<str>>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, place, message) }
    }

    /// With what was probably meant.
    pub(crate) fn meant(mut self, meant: Option<impl Into<Box<str>>>) -> Self {
        self.meant = meant.map(Into::into);
        self
    }

    /// With what to do.
    pub(crate) fn help(mut self, help: impl Into<Box<str>>) -> Self {
        self.help = help.into();
        self
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let (line, column, code) = (self.line, self.column, self.code.code());
        write!(f, "{line}:{column}: {severity}[{code}]: {}", self.message)?;
        if let Some(meant) = &self.meant {
            write!(f, " (did you mean `{meant}`?)")?;
        }
        Ok(())
    }
}

/// A stretch of bytes of the source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    start: usize,
    end: usize,
}

impl Place {
    /// The bytes.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

impl From<Range<usize>> for Place {
    fn from(range: Range<usize>) -> Self {
        Self { start: range.start, end: range.end.max(range.start) }
    }
}

/// Collects the findings of one file.
#[derive(Debug)]
pub(crate) struct Sink<'s> {
    source: &'s str,
    file: File,
    found: RefCell<Vec<Finding>>,
}

impl<'s> Sink<'s> {
    /// For findings in the text `source` of `file`.
    pub(crate) fn new(source: &'s str, file: File) -> Self {
        Self { source, file, found: RefCell::new(Vec::new()) }
    }

    /// Keeps a finding.
    pub(crate) fn add(&self, finding: Finding) {
        self.found.borrow_mut().push(finding);
    }

    /// Whether anything is wrong so far.
    pub(crate) fn has_errors(&self) -> bool {
        self.found.borrow().iter().any(|finding| finding.severity == Severity::Error)
    }

    /// Everything found, in the order of the file, each thing once.
    pub(crate) fn into_findings(self) -> Vec<Finding> {
        let (source, file) = (self.source, self.file);
        let mut found = self.found.into_inner();
        for finding in &mut found {
            finding.file = file.clone();
            finding.span = within(source, &finding.span);
            (finding.line, finding.column) = line_and_column(source, finding.span.start);
        }
        found.sort_by_key(|finding| (finding.span.start, finding.severity));
        found.dedup();
        found
    }
}

/// Line and column (in characters), from 1, of a byte of `source`.
#[must_use]
pub fn line_and_column(source: &str, byte: usize) -> (usize, usize) {
    let byte = floor(source, byte);
    let before = &source[..byte];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
    (line, before[line_start..].chars().count() + 1)
}

fn within(source: &str, span: &Range<usize>) -> Range<usize> {
    let start = floor(source, span.start);
    start..floor(source, span.end).max(start)
}

fn floor(source: &str, byte: usize) -> usize {
    let mut byte = byte.min(source.len());
    while !source.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}
