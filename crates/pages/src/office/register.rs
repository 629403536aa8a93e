//! Registers of the back office: a list, and forms beside it. Claims, items, equipment, imports and accounts
//! are all of this form.

use askama::Template;

use crate::desk::DeskFrame;
use crate::form::{Control, Errors, Input, Way, Wrong};

/// How a cell of a table stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    /// Not at all.
    #[default]
    Plain,
    /// A number: to the right.
    Number,
    /// Something to look at.
    Bad,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// What it says.
    pub words: String,
    /// Where it leads; empty: nowhere.
    pub to: String,
    /// How it stands out.
    pub look: Look,
    /// What can be done in it with one press.
    pub presses: Vec<Press>,
}

/// A button in a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Press {
    /// Where it is sent.
    pub action: String,
    /// What is sent: a name and its value each.
    pub sends: Vec<(&'static str, String)>,
    /// What it is called.
    pub words: String,
}

impl Cell {
    /// A cell that only says something.
    #[must_use]
    pub fn new(words: impl Into<String>) -> Self {
        Self { words: words.into(), ..Self::default() }
    }

    /// … and leads somewhere.
    #[must_use]
    pub fn to(self, to: impl Into<String>) -> Self {
        Self { to: to.into(), ..self }
    }

    /// … and looks so.
    #[must_use]
    pub fn looks(self, look: Look) -> Self {
        Self { look, ..self }
    }

    /// A cell of buttons.
    #[must_use]
    pub fn presses(presses: Vec<Press>) -> Self {
        Self { presses, ..Self::default() }
    }

    /// Its class.
    #[must_use]
    pub fn class(&self) -> &'static str {
        match self.look {
            Look::Plain => "",
            Look::Number => "number",
            Look::Bad => "bad",
        }
    }
}

/// A table; its first column names the row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What its columns are called.
    pub columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
    /// What is said if there is no row.
    pub none: String,
}

/// A form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Act {
    /// Where it is sent.
    pub action: String,
    /// What is sent along unseen.
    pub unseen: Vec<(&'static str, String)>,
    /// What to know before; empty: nothing.
    pub hint: String,
    /// What is typed.
    pub inputs: Vec<Input>,
    /// The buttons: the value of `act`, what it is called, and whether it is grave.
    pub buttons: Vec<(&'static str, String, bool)>,
    /// It only asks: nothing changes, and the question stands in the address.
    pub asks: bool,
}

impl Act {
    /// Whether something is uploaded with it.
    #[must_use]
    pub fn has_files(&self) -> bool {
        self.inputs.iter().any(|input| input.control == Control::File)
    }
}

/// A part of a register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// Its place on the page, a plain word.
    pub id: &'static str,
    /// What it is about.
    pub title: String,
    /// What is said about it; empty: nothing.
    pub hint: String,
    /// Facts, each with what it is.
    pub facts: Vec<(String, String)>,
    /// Pictures, by their addresses.
    pub pictures: Vec<Way>,
    /// What there is.
    pub table: Option<Table>,
    /// What can be done.
    pub acts: Vec<Act>,
}

/// A register.
#[derive(Debug, Template)]
#[template(path = "office/register.html")]
pub struct RegisterPage {
    /// What stands around it.
    pub frame: DeskFrame,
    /// Where one comes from; `None`: from the menu.
    pub back: Option<Way>,
    /// What it is about.
    pub title: String,
    /// What was just done; empty: nothing.
    pub told: String,
    /// Other states or lists: each an address, its words, and whether it is this one.
    pub states: Vec<(String, String, bool)>,
    /// Its parts.
    pub sections: Vec<Section>,
    /// The address of what comes next; empty: this is all.
    pub further: String,
    /// Other ways on.
    pub ways: Vec<Way>,
    /// What is wrong.
    pub errors: Errors,
}

impl RegisterPage {
    /// A page with this title, and nothing on it yet.
    #[must_use]
    pub fn new(frame: DeskFrame, title: String) -> Self {
        Self {
            frame,
            back: None,
            title,
            told: String::new(),
            states: Vec::new(),
            sections: Vec::new(),
            further: String::new(),
            ways: Vec::new(),
            errors: Errors::default(),
        }
    }

    /// What is wrong with anything but the inputs.
    #[must_use]
    pub fn wrong_besides(&self) -> Vec<&Wrong> {
        let acts = self.sections.iter().flat_map(|section| &section.acts);
        let inputs = acts.flat_map(|act| &act.inputs);
        let names: Vec<&str> = inputs.map(|input| input.name.as_str()).collect();
        self.errors.besides(&names)
    }
}
