//! What stands in the way of issuing a document.

use core::fmt;

use rimessa_domain::fault::Overflow;

/// Why a document cannot be issued as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// Something is missing or not of its form.
    Wanting {
        /// What: `buyer.address.postal_code`.
        what: &'static str,
        /// What it must be.
        must: &'static str,
    },
    /// A rule of the standard does not hold.
    Rule {
        /// The rule: `BR-S-02`.
        rule: String,
        /// Where: `BG-25[2]/BT-151`.
        place: String,
        /// What it says.
        says: String,
    },
    /// A sign that the documents' typeface does not have.
    Sign {
        /// The sign.
        sign: char,
        /// The text that it stands in.
        text: String,
    },
    /// The PDF would not be valid.
    Pdf(String),
    /// An amount does not fit.
    Overflow,
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wanting { what, must } => write!(f, "{what}: {must}"),
            Self::Rule { rule, place, says } => write!(f, "{rule} at {place}: {says}"),
            Self::Sign { sign, text } => {
                write!(f, "no typeface has the sign {sign:?} of {text:?}")
            }
            Self::Pdf(what) => write!(f, "the PDF would not be valid: {what}"),
            Self::Overflow => f.write_str("an amount does not fit"),
        }
    }
}

impl std::error::Error for Unfit {}

impl From<Overflow> for Unfit {
    fn from(_: Overflow) -> Self {
        Self::Overflow
    }
}
