//! Forms: their inputs, and what is wrong with what was typed, told at the input where it stands.

use askama::Template;

use crate::frame::Frame;

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

    /// Whether that is the field to begin with: the first with which something is wrong.
    #[must_use]
    pub fn is_first(&self, field: &str) -> bool {
        let mut all = self.0.iter().map(|wrong| wrong.field.as_str());
        all.find(|name| !name.is_empty()) == Some(field)
    }

    /// What is wrong with anything but these fields, which have places of their own.
    #[must_use]
    pub fn besides<'e>(&'e self, fields: &[&str]) -> Vec<&'e Wrong> {
        self.0.iter().filter(|wrong| !fields.contains(&wrong.field.as_str())).collect()
    }
}

/// How something is typed or chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Control {
    /// A line.
    #[default]
    Line,
    /// A password: never shown again.
    Password,
    /// An e-mail address.
    Mail,
    /// A phone number.
    Phone,
    /// A day.
    Day,
    /// A moment on the operator's wall clock.
    Moment,
    /// Several lines.
    Text,
    /// One of several: each with the words for it.
    One(Vec<(String, String)>),
    /// Any of several: each with the words for it, and whether it is ticked.
    Any(Vec<(String, String, bool)>),
    /// Yes or no.
    Tick,
    /// A picture or a PDF.
    File,
}

/// Something that is typed or chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input {
    /// Its name in the form.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// How it is typed.
    pub control: Control,
    /// What was typed; of a tick or a file `true`, if it is there.
    pub value: String,
    /// A word of help; empty: none is needed.
    pub hint: String,
    /// It must be filled in.
    pub required: bool,
    /// What a browser may fill in, as HTML names it; empty: nothing.
    pub autocomplete: &'static str,
}

impl Input {
    /// A line that must be filled in.
    #[must_use]
    pub fn new(name: &str, label: String, control: Control) -> Self {
        let (name, required) = (name.to_owned(), true);
        Self { name, label, control, required, ..Self::default() }
    }

    /// … with what was typed.
    #[must_use]
    pub fn with(self, value: impl Into<String>) -> Self {
        Self { value: value.into(), ..self }
    }

    /// … with a word of help.
    #[must_use]
    pub fn hint(self, hint: String) -> Self {
        Self { hint, ..self }
    }

    /// … which may stay empty.
    #[must_use]
    pub fn optional(self) -> Self {
        Self { required: false, ..self }
    }

    /// … which a browser may fill in.
    #[must_use]
    pub fn known_as(self, autocomplete: &'static str) -> Self {
        Self { autocomplete, ..self }
    }

    /// The `type` of a line.
    #[must_use]
    pub fn html_type(&self) -> &'static str {
        match self.control {
            Control::Password => "password",
            Control::Mail => "email",
            Control::Phone => "tel",
            Control::Day => "date",
            Control::Moment => "datetime-local",
            _ => "text",
        }
    }
}

/// A way on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// The address.
    pub to: String,
    /// What it is called.
    pub words: String,
}

/// A page that is one form.
#[derive(Clone, Debug, Template)]
#[template(path = "form.html")]
pub struct FormPage {
    /// What stands around it.
    pub frame: Frame,
    /// What it is about.
    pub title: String,
    /// What to know before; a paragraph each.
    pub lead: Vec<String>,
    /// What was done; empty: nothing.
    pub told: String,
    /// Where it is sent.
    pub action: String,
    /// What is sent along unseen.
    pub unseen: Vec<(&'static str, String)>,
    /// What is typed.
    pub inputs: Vec<Input>,
    /// The button.
    pub button: String,
    /// Other ways on.
    pub ways: Vec<Way>,
    /// What is wrong.
    pub errors: Errors,
}

impl FormPage {
    /// What is wrong with anything but the inputs.
    #[must_use]
    pub fn wrong_besides(&self) -> Vec<&Wrong> {
        let names: Vec<&str> = self.inputs.iter().map(|input| input.name.as_str()).collect();
        self.errors.besides(&names)
    }

    /// Whether something is uploaded with it.
    #[must_use]
    pub fn has_files(&self) -> bool {
        self.inputs.iter().any(|input| input.control == Control::File)
    }
}
