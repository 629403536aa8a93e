//! Signing up: a step, the summary, and what comes next.

use askama::Template;
use rimessa_app::contracts::PlanView;
use rimessa_app::signup::{FieldView, StepView};

use crate::form::{Control, Errors, Input, Wrong};
use crate::frame::Frame;

/// A step of signing up.
#[derive(Clone, Debug, Template)]
#[template(path = "sign-up.html")]
pub struct SignUp {
    /// What stands around it.
    pub frame: Frame,
    /// All steps, in order.
    pub steps: Vec<StepView>,
    /// Which of them this is; as many as there are steps: the summary.
    pub current: usize,
    /// What is typed in this step.
    pub inputs: Vec<Input>,
    /// The plans with their prices, where one is chosen.
    pub plans: Vec<PlanView>,
    /// What is wrong.
    pub errors: Errors,
}

/// The steps before anything is typed.
#[derive(Clone, Debug, Template)]
#[template(path = "sign-up-begin.html")]
pub struct SignUpBegin {
    /// What stands around it.
    pub frame: Frame,
    /// What each step asks for.
    pub steps: Vec<String>,
}

impl SignUp {
    /// The summary is shown.
    #[must_use]
    pub fn is_summary(&self) -> bool {
        self.current == self.steps.len()
    }

    /// Nothing is missing or wrong.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.steps.iter().all(|step| step.complete)
    }

    /// The name of the step that is shown.
    #[must_use]
    pub fn step(&self) -> &str {
        self.steps.get(self.current).map_or("", |step| step.id.as_str())
    }

    /// `3 / 4`, as a person counts.
    #[must_use]
    pub fn place(&self) -> String {
        format!("{} / {}", self.current + 1, self.steps.len() + 1)
    }

    /// What is wrong with anything but the inputs.
    #[must_use]
    pub fn wrong_besides(&self) -> Vec<&Wrong> {
        let names: Vec<&str> = self.inputs.iter().map(|input| input.name.as_str()).collect();
        self.errors.besides(&names)
    }

    /// Whether something is uploaded in this step.
    #[must_use]
    pub fn has_files(&self) -> bool {
        self.inputs.iter().any(|input| input.control == Control::File)
    }

    /// What stands in the summary for a field: words, never a code of ours.
    #[must_use]
    pub fn said(&self, field: &FieldView) -> String {
        let talk = &self.frame.talk;
        let value = field.value.as_deref().unwrap_or_default();
        let chosen = |value: &str| {
            let known = field.choices.iter().find(|choice| choice.value == value);
            known.map_or_else(|| value.to_owned(), |choice| choice.words.clone())
        };
        match field.kind.as_str() {
            "password" if field.wrong.is_none() => talk.t("password-is-set"),
            "upload" if value == "true" => talk.t("file-was-sent"),
            "consent" => talk.t(if value == "true" { "yes" } else { "no" }),
            "choice" => chosen(value),
            "services" => value.split(' ').map(chosen).collect::<Vec<_>>().join(", "),
            "time" => value.replace('T', " "),
            _ if value.is_empty() => talk.t("nothing-typed"),
            _ => value.to_owned(),
        }
    }
}

/// A field as it is typed.
#[must_use]
pub fn input_of(field: &FieldView, password_is_set: &str) -> Input {
    let choices = || {
        let all = field.choices.iter();
        all.map(|choice| (choice.value.clone(), choice.words.clone())).collect::<Vec<_>>()
    };
    let value = field.value.clone().unwrap_or_default();
    let (control, autocomplete) = match field.kind.as_str() {
        "date" => (Control::Day, if field.name == "birth-date" { "bday" } else { "" }),
        "mail" => (Control::Mail, if field.name == "mail" { "email" } else { "" }),
        "phone" => (Control::Phone, "tel"),
        "country" => (Control::Line, "country"),
        "login" => (Control::Line, "username"),
        "password" => (Control::Password, "new-password"),
        "consent" => (Control::Tick, ""),
        "services" => {
            let ticked = |id: &str| value.split(' ').any(|own| own == id);
            let all = choices().into_iter();
            (Control::Any(all.map(|(id, words)| (id.clone(), words, ticked(&id))).collect()), "")
        }
        "choice" => (Control::One(choices()), ""),
        "time" => (Control::Moment, ""),
        "upload" => (Control::File, ""),
        _ => (Control::Line, known_as(&field.name)),
    };
    let is_set = control == Control::Password && field.wrong.is_none();
    let required = field.required && !is_set;
    let hint = if is_set { password_is_set.to_owned() } else { String::new() };
    let (name, label) = (field.name.clone(), field.words.clone());
    Input { name, label, control, value, hint, required, autocomplete }
}

/// What a browser knows a field as.
fn known_as(name: &str) -> &'static str {
    match name {
        "family-name" => "family-name",
        "given-name" => "given-name",
        "organisation" => "organization",
        "street" => "street-address",
        "postal-code" => "postal-code",
        "city" => "address-level2",
        _ => "",
    }
}
