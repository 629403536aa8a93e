//! What is wrong with what was typed, told at the field where it stands.

/// Something that is wrong, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The field; empty: the form as a whole.
    pub field: String,
    /// What is wrong, and what to do.
    pub words: String,
    /// Of a refusal, the clause; empty: the regulation is silent, it is assumed.
    pub clause: Option<String>,
}

/// All that is wrong with a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Errors(pub Vec<Wrong>);

impl Errors {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is wrong with a field.
    #[must_use]
    pub fn at(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|wrong| wrong.field == field).map(|wrong| wrong.words.as_str())
    }

    /// What is wrong with anything but these fields, which have places of their own.
    #[must_use]
    pub fn besides<'e>(&'e self, fields: &[&str]) -> Vec<&'e Wrong> {
        self.0.iter().filter(|wrong| !fields.contains(&wrong.field.as_str())).collect()
    }
}
